import Alerting
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
        let declared: Declared
        do { declared = try Declared.load(settings) } catch {
            let words = Self.errors(error)
            health.trouble("configuration", "the changed files are broken, the old network stays in force: \(words)")
            return log.error("the changed files are broken, the old network stays in force:\n\(words)")
        }
        for problem in declared.problems { log.warning("\(problem)") }
        if let first = declared.problems.first {
            health.trouble("credentials", first)
        } else {
            health.solved("credentials")
        }
        let now = clock()
        await monitor.reload(
            declared.watched.network, context: declared.context(settings, at: now), policy: declared.policy)
        await collector.reload(declared.watched.network, devices: declared.devices(settings, pinging: pinging, at: now))
        current.value = declared
        for collector in declared.watched.network.document.collectors { health.expect(collector.id) }
        health.solved("configuration")
        health.forget(Self.undeclared(in: declared))
        log.notice("reloaded \(settings.topology) and \(settings.alerts): \(declared.watched.polled.count) devices")
        await write(declared, at: now)
    }

    /// Tried for a minute: nothing else would end the trouble of one lock.
    private func write(_ declared: Declared, at now: Timestamp) async {
        let network = declared.watched.network
        let entry = AuditEntry(
            at: now, actor: "monitor", verb: "reload", object: settings.alerts, reason: "changed files were taken over",
            detail: "\(declared.watched.polled.count) devices")
        for _ in 0..<60 {
            do throws(StoreError) {
                try store.retainStates(at: now) { network[$0] != nil }
                try store.audit(entry)
                return health.solved("audit")
            } catch {
                health.trouble("audit", "\(error)")
            }
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
        }
    }

    /// Whether a part is named after something of the files that they do not declare: that has no troubles.
    static func undeclared(in declared: Declared) -> @Sendable (String) -> Bool {
        undeclared(in: declared.policy, collectors: declared.watched.network.document.collectors)
    }

    static func undeclared(
        in policy: AlertPolicy, collectors: [NetworkDocument.Collector]
    ) -> @Sendable (String) -> Bool {
        var parts = Set(policy.targets.map(\.address))
        parts.formUnion(policy.people.map { OutboxService.addressPart($0.mail) })
        parts.formUnion(policy.relays.flatMap { [OutboxService.relayPart($0.name), OutboxService.silentPart($0.name)] })
        parts.formUnion(collectors.map { RowIntake.clockPart($0.id) })
        let kinds = [
            AlertPolicy.Target.prefix, OutboxService.addressPart(""), OutboxService.relayPart(""), OutboxService.silentPart(""),
            RuleBook.clockPart,
        ]
        return { [parts] part in kinds.contains { part.hasPrefix($0) } && !parts.contains(part) }
    }

    /// Without what is only noted: it would hide what is wrong.
    private static func errors(_ error: any Error) -> String {
        guard let declared = error as? DeclaredErrors else { return "\(error)" }
        return declared.problems.filter { $0.severity == .error }.map { "\($0)" }.joined(separator: "\n")
    }
}
