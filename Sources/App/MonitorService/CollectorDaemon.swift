import CollectorBus
import Foundation
import Logging
import NetworkModel
import ServiceLifecycle
import Synchronization

/// A collector alone: polls its devices and hands on what they say as rows. It decides nothing and keeps nothing.
package struct CollectorDaemon: Sendable {
    let settings: MonitorSettings
    let declared: Declared
    let log: Logger
    let clock: @Sendable () -> Timestamp

    /// - Parameter settings: its collector is the one to be; alerts and database are not used.
    package init(settings: MonitorSettings, declared: Declared, log: Logger, clock: @escaping @Sendable () -> Timestamp) {
        self.settings = settings
        self.declared = declared
        self.log = log
        self.clock = clock
    }

    /// Runs until SIGTERM or SIGINT, or until `write` cannot write any more.
    /// - Parameter write: takes rows without line ends; false ends the run.
    /// - Throws: `SNMPEngineError`, before anything is polled.
    package func run(writing write: @escaping @Sendable ([String]) -> Bool) async throws {
        try await run(asked: { [] }, write: write, stop: {})
    }

    /// Hands the rows to the monitor that listens at `address`, and asks at once whatever it wants to know.
    package func run(to address: UnixAddress) async throws {
        let sender = LineSender(address)
        let asked = Mutex<[ObjectID]>([])
        let reading = Task {
            for await lines in sender.batches {
                let devices = lines.compactMap { RowRequest.device(in: $0) }
                asked.withLock { $0 = Array(($0 + devices).suffix(1_000)) }
            }
        }
        defer { reading.cancel() }
        try await run(
            asked: {
                asked.withLock { devices in
                    defer { devices = [] }
                    return devices
                }
            },
            write: {
                sender.send($0)
                return true
            }, stop: { sender.stop() })
    }

    private func run(
        asked: @escaping @Sendable () -> [ObjectID], write: @escaping @Sendable ([String]) -> Bool,
        stop: @escaping @Sendable () -> Void
    ) async throws {
        for problem in declared.problems { log.warning("\(problem)") }
        let polling = try Polling(settings: settings, declared: declared, log: log, clock: clock)
        defer { polling.engine.stop() }
        let (ended, end) = AsyncStream.makeStream(of: Never.self)
        let service = PollService(
            collector: polling.collector, poller: polling.poller { _, _ in }, clock: clock,
            hand: { harvest, _ in
                if !harvest.observations.isEmpty, !write(harvest.observations.map(\.row)) { end.finish() }
                return asked()
            }, finish: stop)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: service),
                    .init(service: UntilEnded(stream: ended), successTerminationBehavior: .gracefullyShutdownGroup),
                ],
                gracefulShutdownSignals: settings.takesSignals ? [.sigterm, .sigint] : [], logger: Logger(quieter: log)))
        log.notice("polling \(declared.watched.polled.count) devices of \(settings.topology) as \(declared.watched.collector)")
        try await group.run()
    }
}

/// Ends the group once nobody takes the rows any more.
private struct UntilEnded: Service {
    let stream: AsyncStream<Never>

    func run() async throws {
        for await _ in stream.cancelOnGracefulShutdown() {}
    }
}
