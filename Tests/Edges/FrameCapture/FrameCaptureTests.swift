import DeviceFacts
import Foundation
import FrameCapture
import NetworkModel
import TestSupport
import Testing

@Suite struct FrameCaptureTests {
    static let fixture = SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/lldp/lldpd-two-nodes.pcap").path

    private func listener(_ path: String) throws -> NeighbourListener {
        let capture = try FrameCapture(file: path)
        var listener = NeighbourListener()
        while let frame = try capture.next() { listener.receive(frame, on: nil) }
        return listener
    }

    @Test func `a recorded talk of two lldpd gives their neighbours`() throws {
        let listener = try listener(Self.fixture)
        #expect(listener.frameCount == 9)
        #expect(listener.rejectedCount == 0)
        let rows = listener.entries.map { entry in
            let neighbour = entry.heard.neighbour
            return
                "\(neighbour.neighbourProtocol.rawValue) \(neighbour.remoteSysName?.text ?? "-") \(neighbour.remotePortID?.text ?? "-")"
                + " \(neighbour.remoteAddresses.first ?? "-") \(entry.frames)"
        }
        #expect(rows == ["lldp nis a-b 10.255.0.1 4", "lldp kg b-a 10.255.0.2 3", "cdp kg trunk-b 10.255.0.2 2"])
    }

    @Test func `a file that is none is refused with its name`() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("fibrewatch-\(UUID().uuidString).pcap")
        try Data("not a capture, and long enough to have a header".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        for path in [file.path, "/nowhere.pcap"] {
            do {
                _ = try FrameCapture(file: path)
                Issue.record("\(path) was opened")
            } catch {
                #expect("\(error)".contains(path))
            }
        }
    }

    @Test func `a file that is cut short gives what is whole, then its fault`() throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: Self.fixture))
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("fibrewatch-\(UUID().uuidString).pcap")
        defer { try? FileManager.default.removeItem(at: file) }
        try whole.prefix(whole.count - 20).write(to: file)
        let capture = try FrameCapture(file: file.path)
        var count = 0
        #expect(throws: FrameCaptureError.self) {
            while try capture.next() != nil { count += 1 }
        }
        #expect(count == 8)
    }

    @Test func `an interface that is none is refused with its name`() {
        do {
            _ = try FrameCapture(interface: "nosuch0")
            Issue.record("nosuch0 was opened")
        } catch {
            #expect("\(error)".contains("nosuch0"))
        }
    }

    @Test func `a farewell keeps what was told before, and marks it`() throws {
        var listener = NeighbourListener()
        let capture = try FrameCapture(file: Self.fixture)
        let first = try #require(try capture.next())
        listener.receive(first, on: "a-b")
        // The same sender's first three TLVs with a time to live of 0. Header 14, chassis 9 and port id 6 bytes long.
        var farewell = Array(first.bytes.prefix(14 + 9 + 6)) + [0x06, 0x02, 0, 0, 0, 0]
        #expect(farewell[14 + 9] == 0x04)
        farewell[14 + 9 + 1] = 4
        listener.receive(CapturedFrame(time: first.time + .seconds(9), bytes: farewell, length: farewell.count), on: "a-b")
        #expect(listener.entries.count == 1)
        #expect(listener.entries.first?.heard.isShutdown == true)
        #expect(listener.entries.first?.heard.neighbour.remoteSysName?.text == "nis")
    }

    @Test func `a flood of neighbours is bounded and counted`() throws {
        let frame = try #require(try FrameCapture(file: Self.fixture).next())
        var listener = NeighbourListener()
        for n in 0..<5000 {
            var bytes = frame.bytes
            (bytes[6], bytes[7]) = (UInt8(n >> 8), UInt8(n & 255))
            listener.receive(CapturedFrame(time: frame.time, bytes: bytes, length: bytes.count), on: "a-b")
        }
        #expect(listener.entries.count == 4096)
        #expect(listener.droppedCount == 904)
    }
}
