import Alerting
import NetworkModel
import Synchronization

/// Which relays just failed to answer: while another one works, mails pass them over, and after a while one mail finds out whether they
/// are back. Kept in memory: a monitor that starts again asks them again.
final class RelaySilence: Sendable {
    /// How long a relay is passed over after it failed to answer.
    static let pause = TimeSpan.seconds(60)
    /// How long the mail that finds out may wait for it, in seconds: it may be a page. A relay that took the text and did not say so is slow
    /// rather than gone: it gets the time that it is given otherwise, or each try would make a copy.
    static let probeSeconds = 10

    private struct Silent {
        /// When it may be asked again.
        var until: Timestamp
        var isSlow: Bool
    }

    /// By the name of the relay.
    private let silent = Mutex<[String: Silent]>([:])
    /// Those that took the last mail they answered for; at the start none is known to.
    private let taking = Mutex<Set<String>>([])

    /// The relay for the next attempt of `entry`, with the time limit to use; nil where none is configured, or where those not called `tried`
    /// already are all passed over.
    func relay(
        for entry: OutboxEntry, of relays: [AlertPolicy.Relay], than tried: Set<String> = [], at now: Timestamp
    ) -> AlertPolicy.Relay? {
        silent.withLock { silent in
            let passed = Set(silent.filter { $0.value.until > now }.keys)
            let rest = relays.filter { !tried.contains($0.name) }
            if !tried.isEmpty, rest.allSatisfy({ passed.contains($0.name) }) { return nil }
            guard var relay = OutboxSchedule.relay(for: entry, of: rest, silent: passed, at: now) else { return nil }
            if let known = silent[relay.name], relays.contains(where: { silent[$0.name] == nil }) {
                // This mail finds out; the others go on passing the relay over until it has.
                silent[relay.name]?.until = now + Self.pause
                if !known.isSlow { relay.timeoutSeconds = min(relay.timeoutSeconds, Self.probeSeconds) }
            }
            relay.timeoutSeconds = Self.limit(relay.timeoutSeconds, after: entry.doubts)
            return relay
        }
    }

    /// The time limit of the next attempt after `doubts` that ended without a word once the text was sent. Where a relay takes its time after
    /// the final dot each try would make a copy: it gets ever longer, up to the ten minutes that RFC 5321 section 4.5.3.2.6 allows it.
    static func limit(_ seconds: Int, after doubts: Int) -> Int {
        max(seconds, min(600, seconds << (2 * min(doubts, 6))))
    }

    /// Keeps what `answer` says of its relay.
    /// - Returns: whether the relay takes mails that was not known to: what waits for its next attempt need not.
    @discardableResult
    func note(_ answer: RelayAnswer, at now: Timestamp) -> Bool {
        let isSilent = answer.isSilent || answer.isInsecure
        silent.withLock {
            $0[answer.relay] = isSilent ? Silent(until: now + Self.pause, isSlow: answer.uncertain) : nil
        }
        return taking.withLock { taking in
            if answer.verdict == .accepted { return taking.insert(answer.relay).inserted }
            if isSilent || answer.isRelayRefusing { taking.remove(answer.relay) }
            return false
        }
    }

    /// Whether one of `relays`, other than those called `tried`, is not known to be silent.
    func another(of relays: [AlertPolicy.Relay], than tried: Set<String>) -> Bool {
        silent.withLock { silent in relays.contains { !tried.contains($0.name) && silent[$0.name] == nil } }
    }
}
