import Alerting
import CollectorBus
import Diagnosis
import Foundation
import InventoryStore
import Logging
import MailDelivery
import NetworkModel
import Rendering
import ServiceLifecycle
import Synchronization

/// The running monitor: reads what is declared, goes on where the last run ended, and joins its services.
package struct MonitorDaemon: Sendable {
    let settings: MonitorSettings
    let declared: Declared
    let log: Logger
    let clock: @Sendable () -> Timestamp
    /// How far the system's clock is from ours; nil: it can be trusted.
    let suspicion: @Sendable () -> TimeSpan?

    /// - Parameters:
    ///   - declared: what is watched at first; a reload reads the files of `settings`.
    ///   - clock: one that does not jump; see `SteadyClock`.
    package init(
        settings: MonitorSettings, declared: Declared, log: Logger, clock: @escaping @Sendable () -> Timestamp,
        suspicion: @escaping @Sendable () -> TimeSpan? = { nil }
    ) {
        self.settings = settings
        self.declared = declared
        self.log = log
        self.clock = clock
        self.suspicion = suspicion
    }

    /// Runs until SIGTERM or SIGINT, or until the task is cancelled.
    /// - Throws: `StoreError`, `SNMPEngineError`, `CollectorBusError`, before anything is polled.
    package func run() async throws {
        // A program or a peer that ends while it is written to is an error of that write, not the end of the monitor.
        signal(SIGPIPE, SIG_IGN)
        for problem in declared.problems { log.warning("\(problem)") }
        // Before anything of it is touched: even opening may bring the file up to date or put a copy in its place.
        let lock = try StateLock.take(of: settings.database, at: clock())
        defer { withExtendedLifetime(lock) {} }
        let (store, notice) = try Store.openOrRestore(settings.database, at: clock())
        let listeners = try settings.rowSources.map { try LineListener($0) }
        defer { for listener in listeners { listener.stop() } }
        let polling = try Polling(settings: settings, declared: declared, log: log, clock: clock)
        defer { polling.engine.stop() }
        let now = clock()
        let monitor = Monitor(fold: try fold(resuming: store, at: now), context: declared.context(settings, at: now))
        try LearnedStateService.restore(await polling.collector.targets, from: store, to: polling.engine)
        let health = MonitorHealth()
        health.forget(ReloadService.undeclared(in: declared))
        if let notice {
            log.error("\(notice)")
            health.trouble("database", notice)
        }
        for collector in declared.watched.network.document.collectors { health.expect(collector.id) }
        let current = CurrentDeclared(declared)
        let records = RecordQueue()
        let (sightings, sightingSink) = AsyncStream.makeStream(of: DeviceReport.self, bufferingPolicy: .bufferingNewest(10_000))
        let poller = polling.poller { device, reading in
            let report = DeviceReport(device: device, at: clock(), facts: reading.facts)
            sightingSink.yield(report)
            Task { await monitor.receive(report.samples) }
        }
        var people = PeopleService(
            store: store, monitor: monitor, engine: polling.engine, collector: polling.collector, records: records,
            clock: clock, health: health,
            recheck: { object in
                await polling.collector.recheck([object], at: clock())
                for listener in listeners { listener.send(RowRequest.line(asking: object)) }
            })
        try await people.catchUp()
        let mailer = SMTPMailer()
        let board = AlertBoard(try store.resume().cases)
        let services: [any Service] = [
            UntilItsTurn(
                Recorder(
                    store: store, records: records,
                    mail: { current.render($0, store: store, suspicion: suspicion(), health: health) },
                    health: health, log: log, written: { board.receive($0, at: $1) })),
            UntilItsTurn(
                SightingRecorder(store: store, reports: sightings, health: health) { device, changed, at in
                    await monitor.receive([Sample(time: at, object: device, metric: .partsChanged, value: changed ? 1 : 0)])
                }),
            LearnedStateService(
                store: store, engine: polling.engine, collector: polling.collector, clock: clock, health: health),
            OutboxService(
                store: store, relays: { current.value.policy.relays },
                send: { await mailer.send($0.mail, from: current.value.policy.mail.envelopeFrom, to: $0.waiting, over: $1) },
                sendToTarget: { entry, address in
                    guard let target = current.value.policy.target(address), let notification = entry.notification else {
                        return nil
                    }
                    return await TargetDelivery().send(current.content(notification), to: target)
                },
                digest: .init(
                    domain: { current.value.policy.mail.domain }, title: { current.title($0) },
                    mail: { current.render($0, store: store, suspicion: suspicion(), health: health) }),
                clock: clock, health: health, log: log, shadowSince: settings.isShadow ? now : nil),
            AlertmanagerService(
                board: board, targets: { settings.isShadow ? [] : current.value.policy.alertmanagers },
                body: { current.alerts($0, for: $1, at: $2) }, post: { await TargetDelivery().tell($0, to: $1) },
                clock: clock, health: health, log: log),
            people,
            HeartbeatService(
                store: store, engine: polling.engine, started: now, clock: clock, suspicion: suspicion, health: health,
                deadManFile: { current.value.policy.deadManFile }),
            ReloadService(
                settings: settings, current: current, monitor: monitor, collector: polling.collector, store: store,
                pinging: polling.pinger != nil, clock: clock, health: health, log: log),
            RowIntake(
                listeners: listeners, monitor: monitor, watched: { current.value.watched.network }, clock: clock, health: health,
                log: log),
            PollService(
                collector: polling.collector, poller: poller, clock: clock,
                hand: { harvest, now in
                    if !harvest.observations.isEmpty { health.rowsCame(from: current.value.watched.collector, at: now) }
                    let record = await monitor.tick(harvest, at: now)
                    records.put(record)
                    for device in record.step.asked {
                        for listener in listeners { listener.send(RowRequest.line(asking: device)) }
                    }
                    return record.step.asked
                },
                finish: {
                    records.finish()
                    sightingSink.finish()
                }),
        ]
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0) },
                gracefulShutdownSignals: settings.takesSignals ? [.sigterm, .sigint] : [],
                logger: Logger(quieter: log)))
        if settings.isShadow, let waiting = try? store.outboxBacklog().people.count, waiting > 0 {
            log.notice("in shadow: \(waiting) mails that wait from before stay in the outbox")
        }
        log.notice("watching \(declared.watched.polled.count) devices of \(settings.topology) as \(declared.watched.collector)")
        try await group.run()
    }

    /// Goes on with what the last run wrote down.
    private func fold(resuming store: Store, at now: Timestamp) throws -> MonitorFold {
        let stored = try store.resume()
        let network = declared.watched.network
        try store.retainStates(at: now) { network[$0] != nil }
        var fold = MonitorFold(
            network: declared.watched.network, context: declared.context(settings, at: now), policy: declared.policy,
            open: stored.openIncidents, next: stored.nextIncident, cases: stored.cases,
            written: Dictionary(try store.states().map { ($0.object, $0.state) }, uniquingKeysWith: { $1 }),
            identities: try store.notes(KeptIdentity.self, .identity).mapValues(\.identity),
            given: try given(in: store, at: now))
        fold.isShadow = settings.isShadow
        if !settings.isShadow { fold.endShadow() }
        if let body = try? store.snapshot(), let snapshot = try? JSONDecoder().decode(MonitorSnapshot.self, from: body),
            fold.resume(snapshot, open: stored.openIncidents, at: now)
        {
            log.notice("going on from what was known \((now - snapshot.at).words) ago")
            if now - snapshot.at > settings.cadence.reachability { fold.lookFirst(at: now) }
        } else {
            fold.lookFirst(at: now)
        }
        for (metric, span) in fold.spans {
            fold.refill(
                try store.thinned(metric, from: now - span, to: now, parts: RuleEngine.partsOfSpan, limit: Self.mostRefilled))
        }
        return fold
    }

    /// Of more series of a metric the values of a span are not read again at the start but gathered anew: that is a second of reading.
    private static let mostRefilled = 5000

    /// What gave a value within the last week, of the metrics whose absence a rule may miss; and, for groups, which devices were read whole.
    private func given(in store: Store, at now: Timestamp) throws(StoreError) -> Set<RuleEngine.Series> {
        var given: Set<RuleEngine.Series> = []
        let awaited = declared.policy.rules.filter(\.awaitsObjects).compactMap(\.metric)
        for metric in Set(awaited + (awaited.isEmpty ? [] : [.partsChanged])) {
            given.formUnion(
                try store.objects(with: metric, since: now - .seconds(7 * 86_400)).map { .init(object: $0, metric: metric) })
        }
        return given
    }
}

/// A service that ends with what it is fed: it stays until the group's shutdown comes to it, for an end before that passes for a failure.
private struct UntilItsTurn: Service {
    let service: any Service

    init(_ service: any Service) { self.service = service }

    func run() async throws {
        try await service.run()
        try? await gracefulShutdown()
    }
}

extension Logger {
    /// For the service group, which tells all that its services hold at levels below `warning`.
    init(quieter log: Logger) {
        self = log
        logLevel = max(log.logLevel, .warning)
    }
}
