import Alerting
import InventoryStore
import NetworkModel
import Rendering

// One mail and the relays.

extension OutboxService {
    /// The names of a person's address and of a relay among what may be wrong with the monitor.
    static func addressPart(_ address: String) -> String { "address \(address)" }
    static func relayPart(_ relay: String) -> String { "relay \(relay)" }
    /// The name of a relay that does not answer, while others do.
    static func silentPart(_ relay: String) -> String { "mail over \(relay)" }

    /// 5.3.4, 5.2.3, or 552 without such a code: larger than the relay takes (RFC 1870, RFC 3463). 552 5.2.2 is a full mailbox.
    static func isTooLarge(_ answer: RelayAnswer) -> Bool {
        let words = answer.reply.split(separator: " ", maxSplits: 2)
        guard answer.verdict != .accepted, let code = words.first?.prefix(3) else { return false }
        let enhanced = words.dropFirst().first.flatMap { $0.wholeMatch(of: /\d\.\d+\.\d+/) != nil ? String($0) : nil }
        return enhanced.map { $0 == "5.3.4" || $0 == "5.2.3" } ?? (code == "552")
    }

    /// Hands a mail to a relay; where that one does not answer, to the next that is not known to be silent, at once.
    /// - Returns: whether a relay took what it, or another, would not take before.
    func deliverMail(_ entry: OutboxEntry) async throws(StoreError) -> Bool {
        var (mail, tried) = (entry, Set<String>())
        while true {
            let relays = relays()
            guard let relay = silence.relay(for: mail, of: relays, at: clock()) else {
                health.trouble("mail", "no relay is configured: mails wait in the outbox")
                try record(
                    RelayAnswer(relay: "none", all: mail.waiting, .temporary, reply: "no relay is configured in Alerts/"),
                    of: mail)
                return false
            }
            guard tried.insert(relay.name).inserted else { return false }
            let answer = try await hand(mail, to: relay, beside: relays.count - 1)
            // Where the text was sent the relay may have the mail: it is not given to another in haste.
            guard answer.isSilent, !answer.uncertain, !Task.isCancelled, silence.another(of: relays, than: tried) else {
                return answer.verdict == .accepted && entry.attempts > 0
            }
            (mail.attempts, mail.lastRelay) = (mail.attempts + 1, relay.name)
        }
    }

    private func hand(
        _ entry: OutboxEntry, to relay: AlertPolicy.Relay, beside others: Int
    ) async throws(StoreError) -> RelayAnswer {
        var answer = await send(entry, relay)
        silence.note(answer, at: clock())
        try record(answer, of: entry)
        if Self.isTooLarge(answer) {
            // What the relay finds too large goes again as its first lines: late details are better than no mail.
            var short = entry
            short.mail = MailMessage.shortened(entry.mail)
            answer = await send(short, relay)
            try record(answer, of: entry)
        }
        note(answer, about: entry, of: relay, beside: others)
        return answer
    }

    private func note(_ answer: RelayAnswer, about entry: OutboxEntry, of relay: AlertPolicy.Relay, beside others: Int) {
        if answer.verdict == .accepted {
            log.info("mail \(entry.id) handed to \(relay.name): \(answer.reply)")
            for part in ["mail", "mail size", Self.relayPart(relay.name)] { health.solved(part) }
        } else {
            log.warning("mail \(entry.id) not taken by \(relay.name): \(answer.reply)")
            let part = answer.isInsecure ? Self.relayPart(relay.name) : "mail"
            health.trouble(part, "\(relay.name): \(answer.reply)")
        }
        if answer.isSilent, !answer.isInsecure, others > 0 {
            health.trouble(Self.silentPart(relay.name), "\(relay.name) does not answer, mails go another way: \(answer.reply)")
        } else if !answer.isSilent {
            health.solved(Self.silentPart(relay.name))
        }
        for recipient in answer.recipients {
            let name = Self.addressPart(recipient.address)
            switch recipient.verdict {
            case .accepted: health.solved(name)
            case .permanent where Self.isTooLarge(answer): health.trouble("mail size", "\(relay.name): \(recipient.reply)")
            case .permanent: health.trouble(name, "\(relay.name) refuses it: \(recipient.reply)")
            case .temporary: break
            }
        }
    }
}
