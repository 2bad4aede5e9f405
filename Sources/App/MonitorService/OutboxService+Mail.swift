import Alerting
import InventoryStore
import NetworkModel
import Rendering

// One mail and the relays.

extension OutboxService {
    /// The names of a person's address and of a relay among what may be wrong with the monitor.
    static func addressPart(_ address: String) -> String { "address \(address)" }
    static func relayPart(_ relay: String) -> String { "relay \(relay)" }
    /// The name of a relay that does not answer or refuses every mail, while others take them.
    static func silentPart(_ relay: String) -> String { "mail over \(relay)" }

    /// 5.3.4, 5.2.3, or 552 without such a code: larger than the relay takes (RFC 1870, RFC 3463). 552 5.2.2 is a full mailbox.
    static func isTooLarge(_ answer: RelayAnswer) -> Bool {
        let words = answer.reply.split(separator: " ", maxSplits: 2)
        guard answer.verdict != .accepted, let code = words.first?.prefix(3) else { return false }
        let enhanced = words.dropFirst().first.flatMap { $0.wholeMatch(of: /\d\.\d+\.\d+/) != nil ? String($0) : nil }
        return enhanced.map { $0 == "5.3.4" || $0 == "5.2.3" } ?? (code == "552")
    }

    /// Hands a mail to a relay; where that one does not answer, or refuses it, to the next that is not known to be silent, at once.
    /// - Returns: whether a relay took what it, or another, would not take before, or takes mails again.
    func deliverMail(_ entry: OutboxEntry) async throws(StoreError) -> Bool {
        let relays = relays()
        if relays.isEmpty {
            health.trouble("mail", "no relay is configured: mails wait in the outbox")
            try record(
                RelayAnswer(relay: "none", all: entry.waiting, .temporary, reply: "no relay is configured in Alerts/"), of: entry)
        }
        var (mail, tried, isBack) = (entry, Set<String>(), false)
        var refusals = RelayRefusals(of: relays.map(\.name), taking: entry.takenBy)
        while let relay = silence.relay(for: mail, of: relays, than: tried, at: clock()) {
            tried.insert(relay.name)
            let (answer, isNew) = try await hand(mail, to: relay, beside: relays.count - 1, &refusals)
            if answer.verdict == .accepted, isNew || entry.attempts > 0 { isBack = true }
            mail.waiting = rest(of: answer, refusals, silence.another(of: relays, than: tried))
            if mail.waiting.isEmpty || Task.isCancelled { break }
            (mail.attempts, mail.lastRelay) = (mail.attempts + 1, relay.name)
        }
        return isBack
    }

    /// The addresses for which another relay is asked at once: of one that does not answer all, else those that it refuses.
    private func rest(of answer: RelayAnswer, _ refusals: RelayRefusals, _ hasAnother: Bool) -> [String] {
        // Where the text was sent the relay may have the mail: it is not given to another in haste.
        if answer.uncertain { return [] }
        if answer.isSilent { return hasAnother ? answer.recipients.map(\.address) : [] }
        return answer.recipients.filter { $0.isRefused && $0.verdict == .temporary && refusals.isOpen($0.address) }.map(\.address)
    }

    /// - Returns: what the relay said, and whether it takes mails that was not known to.
    private func hand(
        _ entry: OutboxEntry, to relay: AlertPolicy.Relay, beside others: Int, _ refusals: inout RelayRefusals
    ) async throws(StoreError) -> (answer: RelayAnswer, isNew: Bool) {
        var answer = await send(entry, relay)
        let isNew = silence.note(answer, at: clock())
        if Self.isTooLarge(answer) {
            // What the relay finds too large goes again as its first lines: late details are better than no mail.
            try record(RelayAnswer(putOff: answer), of: entry)
            var short = entry
            short.mail = MailMessage.shortened(entry.mail)
            answer = await send(short, relay)
        }
        answer = refusals.judged(answer)
        try record(answer, of: entry)
        note(answer, about: entry, of: relay, beside: others)
        for recipient in answer.recipients where recipient.isRefused && recipient.verdict == .temporary {
            // Another relay may yet take it, but who mends addresses need not wait for one that is away.
            guard refusals.isSuspect(recipient.address), clock() - entry.decided > OutboxSchedule.alternateAfter else { continue }
            health.trouble(Self.addressPart(recipient.address), "\(relay.name) refuses it: \(recipient.reply)")
        }
        return (answer, isNew)
    }

    private func note(_ answer: RelayAnswer, about entry: OutboxEntry, of relay: AlertPolicy.Relay, beside others: Int) {
        if answer.verdict == .accepted {
            log.info("mail \(entry.id) handed to \(relay.name): \(answer.reply)")
            for part in ["mail", "mail size", Self.relayPart(relay.name)] { health.solved(part) }
        } else {
            log.warning("mail \(entry.id) not taken by \(relay.name): \(answer.reply)")
            let part = answer.isInsecure ? Self.relayPart(relay.name) : "mail"
            // What is wrong with an address is told as that.
            if answer.verdict == .temporary { health.trouble(part, "\(relay.name): \(answer.reply)") }
        }
        if answer.isSilent || answer.isRelayRefusing, !answer.isInsecure, others > 0 {
            let words = answer.isSilent ? "does not answer" : "refuses mails"
            health.trouble(Self.silentPart(relay.name), "\(relay.name) \(words), mails go another way: \(answer.reply)")
        } else if answer.verdict == .accepted || !answer.isSilent && !answer.isRelayRefusing {
            health.solved(Self.silentPart(relay.name))
        }
        for recipient in answer.recipients {
            let name = Self.addressPart(recipient.address)
            switch recipient.verdict {
            case .accepted: health.solved(name)
            case .permanent where Self.isTooLarge(answer), .temporary where Self.isTooLarge(answer):
                health.trouble("mail size", "\(relay.name): \(recipient.reply)")
            case .permanent: health.trouble(name, "\(relay.name) refuses it: \(recipient.reply)")
            case .temporary: break
            }
        }
    }
}
