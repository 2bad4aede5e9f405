import Foundation
import TestSupport
import Testing

@testable import CollectorBus

struct LineListenerTests {
    private let folder: TemporaryFolder
    private let address: UnixAddress

    init() throws {
        folder = try TemporaryFolder()
        address = try UnixAddress("unix:\(folder.url.path)/rows.sock")
    }

    /// Collects `count` lines of `batches`, or what came before `seconds` were over.
    private static func first(_ count: Int, of batches: AsyncStream<[[UInt8]]>, seconds: Double = 10) async -> [String] {
        await withTaskGroup(of: [String].self) { group in
            group.addTask {
                var lines: [String] = []
                for await batch in batches {
                    lines += batch.map { String(decoding: $0, as: UTF8.self) }
                    if lines.count >= count { break }
                }
                return lines
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return []
            }
            defer { group.cancelAll() }
            return await group.next() ?? []
        }
    }

    @Test func `lines arrive whole and in order, and an answer goes back`() async throws {
        let listener = try LineListener(address)
        defer { listener.stop() }
        let sender = LineSender(address)
        defer { sender.stop() }
        let sent = (0..<3_000).map { "{\"n\":\($0),\"text\":\"\(String(repeating: "š", count: $0 % 50))\"}" }
        sender.send(sent)
        #expect(await Self.first(3_000, of: listener.batches) == sent)
        listener.send("{\"ask\":\"dev:a\"}")
        #expect(await Self.first(1, of: sender.batches) == ["{\"ask\":\"dev:a\"}"])
    }

    @Test func `what is sent before anybody listens arrives, and again after the other side was away`() async throws {
        let sender = LineSender(address)
        defer { sender.stop() }
        sender.send(["early"])
        let first = try LineListener(address)
        #expect(await Self.first(1, of: first.batches) == ["early"])
        first.stop()
        #expect(Wait.until(seconds: 10) { !sender.isConnected })
        let second = try LineListener(address)
        defer { second.stop() }
        sender.send(["late"])
        #expect(await Self.first(1, of: second.batches) == ["late"])
    }

    @Test func `only the newest lines wait for a listener, and none that grew old`() async throws {
        let sender = LineSender(address, capacity: 3)
        defer { sender.stop() }
        sender.send((0..<10).map { "\($0)" })
        #expect(sender.dropped == 7)
        let impatient = LineSender(address, patience: .zero)
        defer { impatient.stop() }
        impatient.send(["old news"])
        let listener = try LineListener(address)
        defer { listener.stop() }
        #expect(await Self.first(3, of: listener.batches) == ["7", "8", "9"])
        #expect(Wait.until(seconds: 10) { impatient.dropped == 1 })
    }

    @Test func `a socket that a killed process left is taken over, a live one and other files are not`() throws {
        // What SIGKILL leaves: a bound socket to which nobody listens.
        let left = UnixAddress.socket()
        #expect(address.withAddress { bind(left, $0, $1) } == 0)
        close(left)
        let listener = try LineListener(address)
        defer { listener.stop() }
        #expect(throws: CollectorBusError.self) { try LineListener(address) }
        let file = folder.url.appendingPathComponent("precious")
        try Data("kept".utf8).write(to: file)
        #expect(throws: CollectorBusError.self) { try LineListener(try UnixAddress("unix:\(file.path)")) }
        #expect(try String(contentsOf: file, encoding: .utf8) == "kept")
    }

    @Test func `only the owner may connect, and nothing stays behind`() throws {
        let listener = try LineListener(address)
        var file = stat()
        #expect(lstat(address.path, &file) == 0 && file.st_mode & 0o777 == 0o600)
        listener.stop()
        #expect(Wait.until(seconds: 10) { lstat(address.path, &file) != 0 })
    }

    @Test(arguments: ["", "unix:", "/run/rows.sock", "tcp:127.0.0.1:1", "unix:/" + String(repeating: "a", count: 107)])
    func `an address that cannot be is refused with what would do`(text: String) {
        #expect(throws: CollectorBusError.self) { try UnixAddress(text) }
    }
}
