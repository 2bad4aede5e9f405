import InventoryStore
import NetworkModel
import ServiceLifecycle

/// Lets the monitor's time pass: every quarter of a second it folds what came in, hands it to the recorder and starts what is due.
package struct PollService: Service {
    /// The only thing that the clock is used for is to say when; how long is said by the schedule.
    static let step = Duration.milliseconds(250)

    let monitor: Monitor
    let poller: Poller
    let records: AsyncStream<Monitor.Record>.Continuation
    let sightings: AsyncStream<DeviceSighting>.Continuation
    let clock: @Sendable () -> Timestamp

    package func run() async throws {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled && !Task.isShuttingDownGracefully {
                let (record, questions) = await monitor.tick(at: clock())
                if !record.isEmpty { records.yield(record) }
                let echoes = questions.filter(\.isEcho)
                if !echoes.isEmpty { group.addTask { await poller.ping(echoes) } }
                for question in questions where !question.isEcho { group.addTask { await poller.poll(question) } }
                try? await Task.sleep(for: Self.step)
            }
            group.cancelAll()
        }
        records.finish()
        sightings.finish()
    }
}
