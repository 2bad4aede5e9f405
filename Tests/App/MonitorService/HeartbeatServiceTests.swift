import InventoryStore
import NetworkModel
import SNMPCollector
import TestSupport
import Testing

@testable import MonitorService

/// The monitor's sign of life over a store that another program locks for a while.
@Suite(.enabled(if: Program.path("sqlite3") != nil, "skipped: Debian's sqlite3 is missing"))
struct HeartbeatServiceTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)

    /// What is wrong, by part, after the beat `number` under a lock, and after `next` without it.
    private func troubles(at number: Int, then next: Int) throws -> (locked: Set<String>, after: Set<String>) {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder.path("state.db"), mode: .readWrite, lockTimeout: 0.05)
        let engine = try SNMPEngine()
        defer { engine.stop() }
        let health = MonitorHealth()
        let service = HeartbeatService(
            store: store, engine: engine, started: Self.now, clock: { Self.now }, suspicion: { nil }, health: health)
        let other = try LabProcess(["sqlite3", store.path], name: "other", folder: folder.url)
        defer { other.end(9) }
        try other.send(line: "BEGIN IMMEDIATE; SELECT 'held';")
        #expect(Wait.until(seconds: 10, every: 0.02) { other.output.contains("held") })
        service.beat(number)
        let locked = Set(health.byPart.keys)
        try other.send(line: "ROLLBACK; SELECT 'free';")
        #expect(Wait.until(seconds: 10, every: 0.02) { other.output.contains("free") })
        service.beat(next)
        return (locked, Set(health.byPart.keys))
    }

    @Test func `a sign of life that could not be written is no trouble any more once one is`() throws {
        let troubles = try troubles(at: 1, then: 2)
        #expect(troubles.locked == ["sign of life"] && troubles.after == [])
    }

    @Test func `what is done hourly and met a lock is done within a minute, and is a trouble of its own until then`() throws {
        let hour = HeartbeatService.hourlyBeats - 1
        let troubles = try troubles(at: hour, then: hour + 1)
        #expect(troubles.locked == ["sign of life", HeartbeatService.historyPart] && troubles.after == [])
        #expect(try self.troubles(at: hour, then: hour + 2).after == [HeartbeatService.historyPart])
    }
}
