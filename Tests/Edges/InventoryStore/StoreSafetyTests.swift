import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import TestSupport
import Testing

private typealias F = StoreFixture

/// E6 and E7: long readers and flipped bits.
struct StoreSafetyTests {
    /// A store with told outages, closed, with its copy beside it.
    private func stored(_ folder: TemporaryFolder, outages: Int = 6, copied: Bool = true) throws -> String {
        let path = folder.path("state.db")
        let store = try Store.open(path, mode: .readWrite)
        var monitor = try SmallMonitor(store)
        for n in 0..<outages {
            let incident = F.incident("r\(n)", at: Int64(n), best: ObjectID("dev:f\(n)"))
            try monitor.step(
                [.opened(incident), .page(Page(time: F.at(Int64(n)), object: incident.best, incident: incident.id))], at: Int64(n)
            )
        }
        if copied { try store.backUp() }
        try store.checkpoint()
        try store.close()
        return path
    }

    /// What must not be lost: open incidents and mails, with their names.
    private func essence(_ store: Store) throws -> [String] {
        try store.incidents(open: true).map { "\($0.id) \($0.best)" }
            + store.notifications().map { "\($0.notification.messageID) \($0.state.rawValue)" }
    }

    @Test func `a flipped bit is found and the copy takes over, or it hurts nothing that is told`() throws {
        let flips = SharedData.soak ? 500 : 40
        let clean = try TemporaryFolder()
        let path = try stored(clean)
        let wanted = try essence(try Store.open(path, mode: .readOnly))
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let copy = try Data(contentsOf: URL(fileURLWithPath: path + ".backup"))
        var random = SplitMix64(seed: 7)
        var (restored, harmless, refused, changed) = (0, 0, 0, 0)
        for flip in 0..<flips {
            let folder = try TemporaryFolder()
            let target = folder.path("state.db")
            var damaged = bytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            try damaged.write(to: URL(fileURLWithPath: target))
            try copy.write(to: URL(fileURLWithPath: target + ".backup"))
            do {
                let (store, notice) = try Store.openOrRestore(target, at: F.at(100))
                let seen = try essence(store)
                if notice != nil { restored += 1 } else if seen == wanted { harmless += 1 } else { changed += 1 }
                // After a restoration everything is as in the copy, and the monitor can go on writing.
                if notice != nil { #expect(seen == wanted, "flip \(flip) at \(place)") }
                var monitor = try SmallMonitor(store)
                let next = F.incident("rx", at: 200, best: "dev:new")
                try monitor.step([.opened(next), .page(Page(time: F.at(200), object: next.best, incident: "rx"))], at: 200)
                #expect(try store.notifications().count > 0)
                try store.close()
            } catch {
                // A newer or foreign schema by a flipped name: one line, and nothing is overwritten.
                if restored + harmless + refused + changed == flip { refused += 1 }
                #expect("\(error)".split(separator: "\n").count == 1)
            }
        }
        print(
            "E7: flips \(flips), copy restored \(restored), harmless \(harmless), refused \(refused), text changed unseen \(changed)"
        )
        #expect(restored + harmless + refused + changed == flips)
        #expect(
            Double(changed + refused) <= 0.12 * Double(flips), "a flipped letter inside a text is no damage that SQLite can see")
    }

    @Test func `without a copy a damaged file is moved aside and alerting begins anew`() throws {
        let folder = try TemporaryFolder()
        let path = try stored(folder, copied: false)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for place in stride(from: 4096, to: bytes.count, by: 64) { bytes[place] ^= 0xFF }
        try bytes.write(to: URL(fileURLWithPath: path))
        let (store, notice) = try Store.openOrRestore(path, at: F.at(100))
        #expect(notice?.contains("a new one was begun") == true)
        #expect(try store.incidents().isEmpty && store.integrityProblems().isEmpty)
        #expect(FileManager.default.fileExists(atPath: "\(path).damaged-\(F.at(100).milliseconds / 1000)"))
    }

    @Test func `what was never ours is not replaced`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("notes.txt")
        try Data("no database at all, but somebody's notes".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.self) { try Store.openOrRestore(path, at: F.at(0)) }
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("no database"))
    }

    @Test(.enabled(if: Program.path("sqlite3") != nil, "skipped: no sqlite3"))
    func `a reader that holds an old state is found by its pid, and the log shrinks once it is gone`() throws {
        let fixture = try StoreFixture()
        let pipe = Pipe()
        let output = Pipe()
        let reader = Process()
        reader.executableURL = URL(fileURLWithPath: Program.path("sqlite3") ?? "")
        reader.arguments = [fixture.path]
        (reader.standardInput, reader.standardOutput) = (pipe, output)
        try reader.run()
        defer { reader.terminate() }
        pipe.fileHandleForWriting.write(Data("BEGIN; SELECT count(*) FROM incident;\n".utf8))
        _ = output.fileHandleForReading.availableData
        for round in 0..<30 {
            let samples = (0..<2000).map {
                Sample(
                    time: F.at(Int64(round * 2000 + $0)), object: ObjectID("dev:d\($0 % 50)"), metric: .loss, value: Double($0))
            }
            try fixture.store.append(samples)
        }
        let long = fixture.store.logSize
        #expect(long > 1 << 20, "\(long)")
        #expect(fixture.store.otherPrograms.contains { $0.pid == reader.processIdentifier && $0.name == "sqlite3" })
        pipe.fileHandleForWriting.write(Data("COMMIT;\n.quit\n".utf8))
        reader.waitUntilExit()
        try fixture.store.checkpoint()
        #expect(fixture.store.logSize < long)
    }

    @Test func `room is held for the day when the disk is full, and history is the first to go`() throws {
        let fixture = try StoreFixture()
        fixture.store.keepReserve(bytes: 100_000)
        #expect(FileManager.default.fileExists(atPath: fixture.path + ".reserve"))
        #expect(fixture.store.freeReserve() && !fixture.store.freeReserve())
        try fixture.store.append((0..<100).map { Sample(time: F.at($0), object: "dev:a", metric: .loss, value: 1) })
        #expect(try fixture.store.shedHistory() == 50)
        #expect(try fixture.store.samples(of: "dev:a", .loss, from: F.at(0), to: F.at(1000)).first?.time == F.at(50))
    }
}
