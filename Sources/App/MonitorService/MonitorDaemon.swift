import Alerting
import Diagnosis
import InventoryStore
import Logging
import MailDelivery
import NetworkModel
import PingCollector
import Rendering
import SNMPCollector
import ServiceLifecycle
import Synchronization

/// The running monitor: reads what is declared, goes on where the last run ended, and joins its services.
package struct MonitorDaemon: Sendable {
    let settings: MonitorSettings
    let declared: Declared
    let log: Logger
    let clock: @Sendable () -> Timestamp

    /// - Parameter declared: what is watched at first; a reload reads the files of `settings`.
    package init(settings: MonitorSettings, declared: Declared, log: Logger, clock: @escaping @Sendable () -> Timestamp) {
        self.settings = settings
        self.declared = declared
        self.log = log
        self.clock = clock
    }

    /// Runs until SIGTERM or SIGINT, or until the task is cancelled.
    /// - Throws: `StoreError`, `SNMPEngineError`, before anything is polled.
    package func run() async throws {
        for problem in declared.problems { log.warning("\(problem)") }
        let store = try Store.open(settings.database, mode: .readWrite)
        let engine = try SNMPEngine()
        defer { engine.stop() }
        let pinger = pinger()
        let now = clock()
        let stored = try store.resume()
        let fold = MonitorFold(
            network: declared.watched.network, context: declared.context(settings, at: now), policy: declared.policy,
            open: stored.openIncidents, next: stored.nextIncident, cases: stored.cases,
            written: Dictionary(try store.states().map { ($0.object, $0.state) }, uniquingKeysWith: { $1 }))
        let monitor = Monitor(fold: fold, devices: declared.devices(settings, pinging: pinger != nil, at: now))
        let health = MonitorHealth()
        let current = CurrentDeclared(declared)
        let (records, sink) = AsyncStream.makeStream(of: Monitor.Record.self)
        let (sightings, sightingSink) = AsyncStream.makeStream(of: DeviceSighting.self, bufferingPolicy: .bufferingNewest(10_000))
        let poller = Poller(engine: engine, pinger: pinger, monitor: monitor, clock: clock) { device, reading in
            sightingSink.yield(DeviceSighting(reading, of: device, at: clock()))
        }
        let mailer = SMTPMailer()
        let services: [any Service] = [
            Recorder(store: store, records: records, mail: { current.render($0) }, health: health, log: log),
            SightingRecorder(store: store, sightings: sightings, health: health),
            OutboxService(
                store: store, relays: { current.value.policy.relays },
                send: { await mailer.send($0.mail, from: current.value.policy.mail.envelopeFrom, to: $0.waiting, over: $1) },
                clock: clock, health: health, log: log),
            PeopleService(store: store, monitor: monitor, records: sink, clock: clock, health: health),
            HeartbeatService(store: store, engine: engine, started: now, clock: clock, health: health),
            ReloadService(
                settings: settings, current: current, monitor: monitor, store: store, pinging: pinger != nil, clock: clock,
                health: health, log: log),
            PollService(monitor: monitor, poller: poller, records: sink, sightings: sightingSink, clock: clock),
        ]
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0) },
                gracefulShutdownSignals: settings.takesSignals ? [.sigterm, .sigint] : [],
                logger: log))
        log.notice("watching \(declared.watched.polled.count) devices of \(settings.topology) as \(declared.watched.collector)")
        try await group.run()
    }
    /// nil where echoes are not to be used or not permitted, which is said: life is then judged by SNMP alone.
    private func pinger() -> PingCollector? {
        guard settings.reachability == .icmp else { return nil }
        if let refusal = PingCollector.refusal() {
            log.warning("\(refusal); devices are asked for sysUpTime instead")
            return nil
        }
        return PingCollector()
    }
}
