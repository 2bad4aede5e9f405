import Alerting
import InventoryStore
import Logging
import NetworkModel
import ServiceLifecycle

/// Hands waiting mails to the relays, one after the other, the most urgent first.
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
            for entry in due { try await deliver(entry) }
            health.solved("outbox")
            return !due.isEmpty
        } catch {
            health.trouble("outbox", "\(error)")
            return false
        }
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
    }
}
