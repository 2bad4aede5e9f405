import NetworkModel
import ServiceLifecycle

/// Lets a collector's time pass: every quarter of a second it hands on what came in and starts what is due.
package struct PollService: Service {
    /// The only thing that the clock is used for is to say when; how long is said by the schedule.
    static let step = Duration.milliseconds(250)

    let collector: Collector
    let poller: Poller
    let clock: @Sendable () -> Timestamp
    /// Takes what came in, also nothing; returns the devices that are to be asked at once.
    let hand: @Sendable (Collector.Harvest, Timestamp) async -> [ObjectID]
    /// Called once, after the last harvest.
    let finish: @Sendable () -> Void

    package func run() async throws {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled && !Task.isShuttingDownGracefully {
                let asked = await hand(await collector.takeHarvest(), clock())
                await collector.recheck(asked, at: clock())
                let questions = await collector.questions(at: clock())
                let echoes = questions.filter(\.isEcho)
                if !echoes.isEmpty { group.addTask { await poller.ping(echoes) } }
                for question in questions where !question.isEcho { group.addTask { await poller.poll(question) } }
                try? await Task.sleep(for: Self.step)
            }
            group.cancelAll()
        }
        finish()
    }
}
