import Alerting
import InventoryStore
import Logging
import NetworkModel
import Rendering
import ServiceLifecycle

/// Hands waiting mails to the relays, the most urgent first, a few at a time: a relay that answers slowly or never holds up only those
/// that it has.
package struct OutboxService: Service {
    let store: Store
    let relays: @Sendable () -> [AlertPolicy.Relay]
    /// Hands one mail to one relay; never throws: what goes wrong is an answer too.
    let send: @Sendable (OutboxEntry, AlertPolicy.Relay) async -> RelayAnswer
    /// Hands one notification to a target that takes no mail; nil: there is none of this name.
    var sendToTarget: @Sendable (OutboxEntry, String) async -> RelayAnswer? = { _, _ in nil }
    let clock: @Sendable () -> Timestamp
    let health: MonitorHealth
    let log: Logger

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if await !deliverDue() { try? await Task.sleep(for: .milliseconds(500)) }
            }
        }
    }

    /// False where nothing was due.
    private func deliverDue() async -> Bool {
        do throws(StoreError) {
            let due = try store.dueNotifications(at: clock())
            try await deliverAll(due)
            health.solved("outbox")
            return !due.isEmpty
        } catch {
            health.trouble("outbox", "\(error)")
            return false
        }
    }

    static let width = 4

    private func deliverAll(_ due: [OutboxEntry]) async throws(StoreError) {
        let failure = await withTaskGroup(of: StoreError?.self) { group in
            var failure: StoreError?
            for (number, entry) in due.enumerated() {
                if number >= Self.width, let error = await group.next() ?? nil { failure = error }
                group.addTask {
                    do throws(StoreError) {
                        try await deliver(entry)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            for await error in group { failure = error ?? failure }
            return failure
        }
        if let failure { throw failure }
    }

    /// 552 or 5.3.4: larger than the relay takes (RFC 1870, RFC 3463).
    static func isTooLarge(_ answer: RelayAnswer) -> Bool {
        answer.verdict != .accepted && (answer.reply.hasPrefix("552") || answer.reply.contains("5.3.4"))
    }

    private func deliver(_ entry: OutboxEntry) async throws(StoreError) {
        var mail = entry
        mail.waiting = entry.waiting.filter { !$0.hasPrefix(AlertPolicy.Target.prefix) }
        for address in entry.waiting where address.hasPrefix(AlertPolicy.Target.prefix) {
            let gone = RelayAnswer(
                relay: address, all: [address], .permanent, reply: "no target of this name is declared any more")
            let answer = await sendToTarget(entry, address) ?? gone
            try store.recordAttempt(entry.id, answer: answer, at: clock())
            note(answer, of: address)
        }
        if !mail.waiting.isEmpty { try await deliverMail(mail) }
    }

    private func note(_ answer: RelayAnswer, of target: String) {
        if answer.verdict == .accepted {
            health.solved(target)
        } else {
            log.warning("\(target) did not take it: \(answer.reply)")
            health.trouble(target, answer.reply)
        }
    }

    private func deliverMail(_ entry: OutboxEntry) async throws(StoreError) {
        guard let relay = OutboxSchedule.relay(for: entry, of: relays(), at: clock()) else {
            health.trouble("mail", "no relay is configured: mails wait in the outbox")
            try store.recordAttempt(
                entry.id,
                answer: RelayAnswer(relay: "none", all: entry.waiting, .temporary, reply: "no relay is configured in Alerts/"),
                at: clock())
            return
        }
        var answer = await send(entry, relay)
        try store.recordAttempt(entry.id, answer: answer, at: clock())
        if Self.isTooLarge(answer) {
            // What the relay finds too large goes again as its first lines: late details are better than no mail.
            var short = entry
            short.mail = MailMessage.shortened(entry.mail)
            answer = await send(short, relay)
            try store.recordAttempt(entry.id, answer: answer, at: clock())
        }
        if answer.verdict == .accepted {
            log.info("mail \(entry.id) handed to \(relay.name): \(answer.reply)")
            health.solved("mail")
            if entry.attempts > 0 { try store.makeWaitingDue(at: clock()) }
        } else {
            log.warning("mail \(entry.id) not taken by \(relay.name): \(answer.reply)")
            health.trouble("mail", "\(relay.name): \(answer.reply)")
        }
        for recipient in answer.recipients {
            let name = "address \(recipient.address)"
            switch recipient.verdict {
            case .accepted: health.solved(name)
            case .permanent where Self.isTooLarge(answer): health.trouble("mail size", "\(relay.name): \(recipient.reply)")
            case .permanent: health.trouble(name, "\(relay.name) refuses it: \(recipient.reply)")
            case .temporary: break
            }
        }
    }
}
