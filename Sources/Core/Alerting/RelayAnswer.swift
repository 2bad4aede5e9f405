import NetworkModel

/// What became of one attempt to hand one mail to one relay.
package struct RelayAnswer: Hashable, Sendable, Codable {
    package enum Verdict: String, Sendable, Codable, CaseIterable {
        /// The relay's final 250: it is now responsible (RFC 5321, section 6.1).
        case accepted
        /// Worth trying again: no connection, 4xx, time limit.
        case temporary
        /// The relay will never take this mail for this address: 5xx; see `RelayRefusals` for what it means for the mail.
        case permanent
    }

    package struct Recipient: Hashable, Sendable, Codable {
        package var address: String
        package var verdict: Verdict
        /// The relay's words about it, code first; or ours where it said nothing.
        package var reply: String
        package init(address: String, verdict: Verdict, reply: String) {
            (self.address, self.verdict, self.reply) = (address, verdict, reply)
        }
    }

    package var relay: String
    /// One for each address that was asked for, in that order.
    package var recipients: [Recipient]
    /// The last line of the relay's last answer, or what went wrong on the way.
    package var reply: String
    /// The relay's own name of the mail, where its final answer shows one.
    package var queueID: String?
    /// The text had been sent when the connection broke: the relay may have it. The next attempt carries the same Message-ID.
    package var uncertain: Bool
    /// The relay could not prove who it is, or offers no encryption where it must: nothing was sent to it, and waiting mends nothing.
    package var isInsecure = false
    /// The relay said nothing about the mail: no connection, no answer in time, or a farewell (421). Another relay may well take it.
    package var isSilent = false

    package init(relay: String, recipients: [Recipient], reply: String, queueID: String? = nil, uncertain: Bool = false) {
        (self.relay, self.recipients, self.reply) = (relay, recipients, reply)
        (self.queueID, self.uncertain) = (queueID, uncertain)
    }

    /// The same answer for all addresses.
    package init(relay: String, all addresses: [String], _ verdict: Verdict, reply: String, uncertain: Bool = false) {
        self.init(
            relay: relay, recipients: addresses.map { Recipient(address: $0, verdict: verdict, reply: reply) }, reply: reply,
            uncertain: uncertain)
    }

    /// An answer after which the mail is offered to the same relay again: no refusal in it is final.
    package init(putOff answer: RelayAnswer) {
        self = answer
        for row in recipients.indices where recipients[row].isRefused { recipients[row].verdict = .temporary }
    }

    /// The best that happened to any of the addresses.
    package var verdict: Verdict {
        if recipients.contains(where: { $0.verdict == .accepted }) { return .accepted }
        return recipients.contains { $0.verdict == .temporary } ? .temporary : .permanent
    }
}

/// When a mail that was not taken is tried again, and over which relay. No randomness: the jitter comes from the mail's name,
/// so that many waiting mails do not come back in one moment and a replay gives the same times.
package enum OutboxSchedule {
    package static let first = TimeSpan.seconds(5)
    /// At most one attempt a mail in this time, give or take the jitter, however long the relay is away.
    package static let longest = TimeSpan.seconds(300)
    /// Relays beside the first are tried for a mail older than this.
    package static let alternateAfter = TimeSpan.seconds(60)
    /// A mail that nobody took for so long is given up; RFC 5321, section 4.5.4.1, wants four to five days at least.
    package static let giveUpAfter = TimeSpan.seconds(5 * 86400)
    /// And it was tried so often, which takes most of a day: a clock that is set a year ahead, or a monitor that was off for a week, gives
    /// nothing up.
    package static let giveUpAttempts = 200

    /// The wait after attempt number `attempts` (1 is the first) of mail `id`: doubled each time, within a tenth around.
    package static func wait(after attempts: Int, of id: String) -> TimeSpan {
        let doubled = first.milliseconds << min(max(0, attempts - 1), 20)
        let base = min(doubled, longest.milliseconds)
        // FNV-1a: spreads evenly, and is the same on every machine.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(id)#\(attempts)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return TimeSpan(milliseconds: base - base / 10 + Int64(hash % UInt64(max(1, base / 5))))
    }

    /// The relay for the next attempt, among those that answer where there is one; nil where none is configured. An old mail goes to the
    /// relay after the one that did not take it.
    /// - Parameter silent: names of relays that just failed to answer.
    package static func relay(
        for entry: OutboxEntry, of relays: [AlertPolicy.Relay], silent: Set<String> = [], at now: Timestamp
    ) -> AlertPolicy.Relay? {
        let answering = relays.filter { !silent.contains($0.name) }
        let choice = answering.isEmpty ? relays : answering
        guard let first = choice.first else { return nil }
        // One from the future, decided under a clock that was ahead, is not young.
        if entry.decided <= now, now - entry.decided < alternateAfter { return first }
        guard let last = relays.firstIndex(where: { $0.name == entry.lastRelay }) else { return choice[1 % choice.count] }
        return (relays[(last + 1)...] + relays[...last]).first { choice.contains($0) }
    }
}
