import Alerting
import InventoryStore
import Logging
import NetworkModel
import Rendering
import ServiceLifecycle

/// Hands what waits to the relays and the targets, the most urgent first, a few at a time: a relay or a target that answers slowly or never
/// holds up only what it has. What is free takes the next at once; mails and each target are served side by side.
package struct OutboxService: Service {
    let store: Store
    let relays: @Sendable () -> [AlertPolicy.Relay]
    /// Hands one mail to one relay; never throws: what goes wrong is an answer too.
    let send: @Sendable (OutboxEntry, AlertPolicy.Relay) async -> RelayAnswer
    /// Hands one notification to a target that takes no mail; nil: there is none of this name.
    var sendToTarget: @Sendable (OutboxEntry, String) async -> RelayAnswer? = { _, _ in nil }
    /// The bytes of a digest of what waited too long, and what a mail says in one line; nil: the queue stays as it is.
    var digest: Digest?
    let clock: @Sendable () -> Timestamp
    let health: MonitorHealth
    let log: Logger
    /// In shadow: only heartbeats decided since then leave, for they are the shadow's own; nil: everything does.
    var shadowSince: Timestamp?
    let unrecorded = UnrecordedAnswers()
    let silence = RelaySilence()

    /// How a long queue becomes one mail.
    package struct Digest: Sendable {
        package var domain: @Sendable () -> String
        package var title: @Sendable (AlertNotification) -> String
        package var mail: @Sendable (AlertNotification) -> [UInt8]
        package init(
            domain: @escaping @Sendable () -> String, title: @escaping @Sendable (AlertNotification) -> String,
            mail: @escaping @Sendable (AlertNotification) -> [UInt8]
        ) { (self.domain, self.title, self.mail) = (domain, title, mail) }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown { await serve() }
    }

    /// Sessions with relays at a time, all together.
    static let width = 4
    /// Deliveries to one target at a time.
    static let targetWidth = 2

    /// What became of one delivery, and whether the way took what it would not take before.
    private typealias Outcome = Result<Bool, StoreError>

    private enum Event: Sendable {
        case time
        case ended(OutboxEntry, Outcome)
    }

    private func serve() async {
        await withTaskGroup(of: Event.self) { group in
            var underWay: [OutboxEntry.Key: OutboxEntry] = [:]
            // After the database failed nothing is begun until time has passed.
            var rests = false
            var isTimely = false
            group.addTask { await Self.pause() }
            while !Task.isCancelled {
                if !isTimely { isTimely = (try? store.endFutureWaits(at: clock())) != nil }
                for entry in rests ? [] : next(beside: Array(underWay.values)) {
                    underWay[entry.key] = entry
                    group.addTask { .ended(entry, await deliver(entry)) }
                }
                switch await group.next() {
                case .time?:
                    rests = false
                    group.addTask { await Self.pause() }
                case .ended(let entry, let outcome)?:
                    underWay[entry.key] = nil
                    rests = !settle(outcome, of: entry, beside: Array(underWay.values))
                case nil: return
                }
            }
        }
    }

    private static func pause() async -> Event {
        try? await Task.sleep(for: .milliseconds(500))
        return .time
    }

    /// What is to be begun now, beside what is under way.
    private func next(beside underWay: [OutboxEntry]) -> [OutboxEntry] {
        do throws(StoreError) {
            var begun = try nextMails(beside: underWay.filter { $0.way == .mail })
            for target in try store.waitingTargets() { begun += try nextDeliveries(by: .target(target), beside: underWay) }
            health.solved("outbox")
            return begun
        } catch {
            health.trouble("outbox", "\(error)")
            return []
        }
    }

    private func nextMails(beside underWay: [OutboxEntry]) throws(StoreError) -> [OutboxEntry] {
        let free = Self.width - underWay.count
        if free <= 0 { return [] }
        let due = try store.dueNotifications(
            at: clock(), limit: OutboxDigest.limit + underWay.count, heartbeatsSince: shadowSince)
        var begun = due.filter { entry in !underWay.contains { $0.key == entry.key } }
        // A relay may hold those for minutes that it left in doubt: the others are not to wait for that.
        let doubtful = begun.filter { $0.doubts > 0 }.dropFirst(
            max(0, Self.width / 2 - underWay.count { $0.doubts > 0 }))
        begun.removeAll { entry in doubtful.contains { $0.key == entry.key } }
        // Behind a relay that was away stands a long queue: one mail finds out whether it is back, before the rest is folded.
        guard due.count(where: { $0.attempts > 0 }) >= OutboxDigest.limit else { return Array(begun.prefix(free)) }
        let isAsked = underWay.contains { $0.attempts > 0 }
        let untried = begun.filter { $0.attempts == 0 }
        return Array((untried + begun.filter { $0.attempts > 0 }.prefix(isAsked ? 0 : 1)).prefix(free))
    }

    private func nextDeliveries(
        by way: OutboxEntry.Way, beside underWay: [OutboxEntry]
    ) throws(StoreError) -> [OutboxEntry] {
        let own = underWay.filter { $0.way == way }
        let free = Self.targetWidth - own.count
        if free <= 0 { return [] }
        let due = try store.dueNotifications(
            at: clock(), by: way, limit: Self.targetWidth + own.count, heartbeatsSince: shadowSince)
        return Array(due.filter { entry in !own.contains { $0.key == entry.key } }.prefix(free))
    }

    /// - Returns: whether the database works.
    private func settle(_ outcome: Outcome, of entry: OutboxEntry, beside underWay: [OutboxEntry]) -> Bool {
        do throws(StoreError) {
            if try outcome.get() {
                try store.makeWaitingDue(at: clock(), by: entry.way)
                // A fresh mail that found the relay back only hurries the others: the first of them tells whether the queue is long.
                if entry.way == .mail, entry.attempts > 0 { try foldBacklog(beside: underWay) }
            }
            return true
        } catch {
            health.trouble("outbox", "\(error)")
            return false
        }
    }

    /// After hours without a relay: what is over or was only an update goes out in one mail. What is under way, and its threads, are left
    /// alone.
    private func foldBacklog(beside underWay: [OutboxEntry]) throws(StoreError) {
        guard let digest, shadowSince == nil else { return }
        let (names, incidents) = (Set(underWay.map(\.messageID)), Set(underWay.compactMap(\.incident)))
        let waiting = try store.waitingMails().filter { waiting in
            let mail = waiting.notification
            return names.isDisjoint(with: mail.references + [mail.messageID])
                && !(mail.incident.map { incidents.contains($0.id) } ?? false)
        }
        let digests = OutboxDigest.digests(of: waiting, domain: digest.domain(), at: clock(), title: digest.title)
        if digests.isEmpty { return }
        let mails = digests.map { ($0.notification.id, digest.mail($0.notification)) }
        try store.fold(digests, mails: Dictionary(mails, uniquingKeysWith: { first, _ in first }), at: clock())
        log.notice("\(digests.map(\.folded.count).max() ?? 0) mails that waited too long go out as one")
    }

    /// Whether the way took what it would not take before.
    private func deliver(_ entry: OutboxEntry) async -> Outcome {
        do throws(StoreError) {
            if unrecorded.has(entry) {
                try unrecorded.write(entry, to: store)
                return .success(false)
            }
            guard let target = entry.way.target else { return .success(try await deliverMail(entry)) }
            return .success(try await deliver(entry, to: target))
        } catch {
            return .failure(error)
        }
    }

    private func deliver(_ entry: OutboxEntry, to target: String) async throws(StoreError) -> Bool {
        guard let answer = await sendToTarget(entry, target) else {
            // Nothing is wrong with the monitor, and nothing would ever solve it.
            let words = "no target of this name is declared any more"
            try record(RelayAnswer(relay: target, all: [target], .permanent, reply: words), of: entry)
            log.warning("\(target) did not take it: \(words)")
            return false
        }
        try record(answer, of: entry)
        if answer.verdict == .accepted {
            health.solved(target)
        } else {
            log.warning("\(target) did not take it: \(answer.reply)")
            health.trouble(target, answer.reply)
        }
        return answer.verdict == .accepted && entry.attempts > 0
    }

    func record(_ answer: RelayAnswer, of entry: OutboxEntry) throws(StoreError) {
        unrecorded.add(answer, about: entry, at: clock())
        try unrecorded.write(entry, to: store)
    }
}
