import DeclaredFiles
import InventoryStore
import Logging
import NetworkModel
import ServiceLifecycle
import UnixSignals

/// Takes over changed declared files on SIGHUP. A broken new version leaves the old one in force and says so.
struct ReloadService: Service {
    let settings: MonitorSettings
    let current: CurrentDeclared
    let monitor: Monitor
    let collector: Collector
    let store: Store
    let pinging: Bool
    let clock: @Sendable () -> Timestamp
    let health: MonitorHealth
    let log: Logger

    func run() async throws {
        guard settings.takesSignals else { return try await gracefulShutdown() }
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        for await _ in hangups.cancelOnGracefulShutdown() { await reload() }
    }

    private func reload() async {
        do {
            let declared = try Declared.load(settings)
            let now = clock()
            await monitor.reload(
                declared.watched.network, context: declared.context(settings, at: now), policy: declared.policy,
                open: try store.incidents(open: true))
            await collector.reload(declared.watched.network, devices: declared.devices(settings, pinging: pinging, at: now))
            current.value = declared
            try store.audit(
                AuditEntry(
                    at: now, actor: "monitor", verb: "reload", object: settings.alerts, reason: "changed files were taken over",
                    detail: "\(declared.watched.polled.count) devices"))
            health.solved("configuration")
            log.notice("reloaded \(settings.topology) and \(settings.alerts): \(declared.watched.polled.count) devices")
        } catch {
            health.trouble("configuration", "the changed files are broken, the old network stays in force: \(error)")
            log.error("the changed files are broken, the old network stays in force:\n\(error)")
        }
    }
}
