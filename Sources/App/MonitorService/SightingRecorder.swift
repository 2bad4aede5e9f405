import InventoryStore
import ServiceLifecycle

/// Keeps what devices say of themselves. A sighting that cannot be written is dropped and counted: the next round brings it again.
struct SightingRecorder: Service {
    let store: Store
    let sightings: AsyncStream<DeviceSighting>
    let health: MonitorHealth

    func run() async throws {
        var dropped: Int64 = 0
        for await sighting in sightings {
            do throws(StoreError) {
                try store.record([sighting])
                health.solved("inventory")
            } catch {
                dropped += 1
                health.count("sightings_dropped", dropped)
                health.trouble("inventory", "\(error)")
            }
        }
    }
}
