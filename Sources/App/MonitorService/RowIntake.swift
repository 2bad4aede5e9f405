import Alerting
import CollectorBus
import Diagnosis
import Logging
import NetworkModel
import ServiceLifecycle

/// Takes the rows of other collectors to the monitor, and knows how each of them does.
struct RowIntake: Service {
    let listeners: [LineListener]
    let monitor: Monitor
    let watched: @Sendable () -> Network
    let clock: @Sendable () -> Timestamp
    let health: MonitorHealth
    let log: Logger

    func run() async throws {
        // A service that ends takes the others with it.
        guard !listeners.isEmpty else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            await withTaskCancellationHandler {
                await withDiscardingTaskGroup { group in
                    for (number, listener) in listeners.enumerated() {
                        group.addTask { await take(from: listener, as: "listener \(number)") }
                    }
                }
            } onCancel: {
                for listener in listeners { listener.stop() }
            }
        }
    }

    /// The name of a collector's clock among what may be wrong with the monitor.
    static func clockPart(_ collector: ObjectID) -> String { RuleBook.clockPart + collector.rawValue }

    private func take(from listener: LineListener, as name: String) async {
        var desk = RowDesk()
        for await lines in listener.batches {
            let observations = desk.accept(lines, of: watched(), at: clock())
            await monitor.receive(observations)
            report(&desk, dropped: listener.counts.dropped, of: name)
        }
    }

    private func report(_ desk: inout RowDesk, dropped: Int, of name: String) {
        for (collector, account) in desk.accounts {
            let isDated = account.countsFrom == nil
            health.rowsCame(from: collector, at: account.lastArrival, ahead: isDated ? account.ahead : .zero)
            let part = Self.clockPart(collector)
            if let fault = account.clockFault { health.trouble(part, fault) } else { health.solved(part) }
        }
        health.count("rows_set_aside", Int64(desk.setAside), of: name)
        health.count("rows_dropped", Int64(dropped), of: name)
        for problem in desk.takeNewProblems() { log.warning("a row of another collector is set aside: \(problem)") }
    }
}
