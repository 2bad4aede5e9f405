import DeviceFacts
import InventoryStore
import NetworkModel
import SNMPMessages
import TestSupport
import Testing

@testable import MonitorService

/// What rules are told of sensors: power supplies and temperatures between two inventories, and parts that were changed.
struct SensorWatchTests {
    private func ups(source: Int32, minutes: Int32, onBattery: Int32) -> [VarBind] {
        [
            VarBind("1.3.6.1.2.1.33.1.2.2.0", .integer(onBattery)), VarBind("1.3.6.1.2.1.33.1.2.3.0", .integer(minutes)),
            VarBind("1.3.6.1.2.1.33.1.4.1.0", .integer(source)),
        ]
    }

    /// A temperature of tenths of degrees: celsius(8), units(9), precision 1.
    private func temperature(_ tenths: Int32) -> [VarBind] {
        [(1, 8), (2, 9), (3, 1), (4, tenths), (5, 1)].map { column, value in
            VarBind(ObjectIdentifier([1, 3, 6, 1, 2, 1, 99, 1, 1, 1, UInt32(column), 7]), .integer(value))
        }
    }

    private let now = Timestamp(milliseconds: 60_000)

    @Test func `a supply that runs on its battery is told at the next reading, with what is left of it`() {
        let view = MIBView(ups(source: 3, minutes: 42, onBattery: 0) + temperature(250))
        let watch = SensorWatch(view, metrics: [.onBattery, .upsRuntime])
        #expect(
            watch.request.map(\.description).sorted() == [
                "1.3.6.1.2.1.33.1.2.2.0", "1.3.6.1.2.1.33.1.2.3.0", "1.3.6.1.2.1.33.1.4.1.0",
            ])
        let quiet = watch.samples(in: ups(source: 3, minutes: 42, onBattery: 0), of: "dev:a", at: now)
        #expect(quiet.map(\.metric) == [.onBattery, .upsRuntime] && quiet.map(\.value) == [0, 42])
        let dark = watch.samples(in: ups(source: 5, minutes: 11, onBattery: 30), of: "dev:a", at: now)
        #expect(dark.map(\.value) == [1, 11])
        #expect(watch.samples(in: [], of: "dev:a", at: now).isEmpty, "what is not answered says nothing")
    }

    @Test func `a value is scaled as the inventory said, and nothing is read that no rule asks about`() {
        let view = MIBView(ups(source: 3, minutes: 42, onBattery: 0) + temperature(250))
        let watch = SensorWatch(view, metrics: [.temperature])
        let hot = VarBind("1.3.6.1.2.1.99.1.1.1.4.7", .integer(613))
        #expect(watch.request == [hot.oid])
        #expect(
            watch.samples(in: [hot], of: "dev:a", at: now) == [
                Sample(time: now, object: "dev:a", metric: .temperature, value: 61.3)
            ])
        #expect(SensorWatch(view, metrics: [.loss]).request.isEmpty)
    }

    @Test func `another serial number is told once, and a part that was not read is not missed`() async throws {
        func facts(_ serial: String?) -> DeviceFacts {
            let binds = serial.map { serial in
                [
                    VarBind("1.3.6.1.2.1.47.1.1.1.1.5.1", .integer(3)),
                    VarBind("1.3.6.1.2.1.47.1.1.1.1.11.1", .octets(Array(serial.utf8))),
                ]
            }
            return DeviceFacts(MIBView((binds ?? []) + [VarBind("1.3.6.1.2.1.1.3.0", .timeTicks(1))]))
        }
        let folder = try TemporaryFolder()
        let store = try Store.open(folder.path("state.db"), mode: .readWrite)
        let (reports, sink) = AsyncStream.makeStream(of: DeviceReport.self)
        for (second, serial) in ["S1", "S1", nil, "S2", "S2"].enumerated() {
            sink.yield(DeviceReport(device: "dev:a", at: Timestamp(milliseconds: Int64(second) * 1000), facts: facts(serial)))
        }
        sink.finish()
        let (changes, told) = AsyncStream.makeStream(of: Bool.self)
        try await SightingRecorder(store: store, reports: reports, health: MonitorHealth()) { _, changed, _ in told.yield(changed)
        }.run()
        told.finish()
        var seen: [Bool] = []
        for await change in changes { seen.append(change) }
        #expect(seen == [false, false, false, true, false])
    }
}
