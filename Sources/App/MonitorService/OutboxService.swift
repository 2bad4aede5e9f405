import Alerting
import InventoryStore
import Logging
import NetworkModel
import ServiceLifecycle

/// Hands waiting mails to the relays, the most urgent first, a few at a time: a relay that answers slowly or never holds up only those
/// that it has.
package struct OutboxService: Service {
    let store: Store
    let relays: @Sendable () -> [AlertPolicy.Relay]
    /// Hands one mail to one relay; never throws: what goes wrong is an answer too.
    let send: @Sendable (OutboxEntry, AlertPolicy.Relay) async -> RelayAnswer
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

    private func deliver(_ entry: OutboxEntry) async throws(StoreError) {
        guard let relay = OutboxSchedule.relay(for: entry, of: relays(), at: clock()) else {
            health.trouble("mail", "no relay is configured: mails wait in the outbox")
            try store.recordAttempt(
                entry.id,
                answer: RelayAnswer(relay: "none", all: entry.waiting, .temporary, reply: "no relay is configured in Alerts/"),
                at: clock())
            return
        }
        let answer = await send(entry, relay)
        try store.recordAttempt(entry.id, answer: answer, at: clock())
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
            case .permanent: health.trouble(name, "\(relay.name) refuses it: \(recipient.reply)")
            case .temporary: break
            }
        }
    }
}
