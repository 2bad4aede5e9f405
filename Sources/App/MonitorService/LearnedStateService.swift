import InventoryStore
import NetworkModel
import SNMPCollector
import ServiceLifecycle

/// Keeps over restarts what the engine has learned about each device: how many rows it bears, how fast it answers, its quirks, and the
/// SNMPv3 engine that was met there first.
struct LearnedStateService: Service {
    let store: Store
    let engine: SNMPEngine
    let collector: Collector
    let clock: @Sendable () -> Timestamp
    let health: MonitorHealth
    static let period = Duration.seconds(60)
    /// Its name among what may be wrong with the monitor.
    static let part = "what was learned of devices"

    /// Gives the engine what the last run learned, before the first question.
    static func restore(_ targets: [ObjectID: SNMPTarget], from store: Store, to engine: SNMPEngine) throws(StoreError) {
        for (device, state) in try store.notes(LearnedDeviceState.self, .learned) {
            if let target = targets[device] { engine.restore(state, of: target) }
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.period)
                await keep()
            }
        }
    }

    private func keep() async {
        let targets = await collector.targets
        let devices = targets.keys.sorted()
        let states = await engine.currentStates(of: devices.compactMap { targets[$0] })
        do throws(StoreError) {
            let learned = Dictionary(zip(devices, states).filter { $1.isKnown }, uniquingKeysWith: { first, _ in first })
            try store.keep(learned, as: .learned, at: clock())
            health.solved(Self.part)
        } catch {
            health.trouble(Self.part, "\(error)")
        }
    }
}
