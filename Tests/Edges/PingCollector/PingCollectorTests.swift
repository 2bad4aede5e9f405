import NetworkModel
import Testing

@testable import PingCollector

struct EchoPacketTests {
    private let packet = EchoPacket(identifier: 0x1234, sequence: 7, target: 7, attempt: 1, token: 0xDEAD_BEEF_0102_0304)

    private func reply(v6: Bool = false) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: EchoPacket.length)
        bytes.withUnsafeMutableBytes { packet.write(to: $0.baseAddress!, v6: v6) }
        bytes[0] = v6 ? 129 : 0
        return bytes
    }

    @Test func `the checksum makes the sum over the packet all ones`() {
        var bytes = reply()
        bytes[0] = 8
        var sum = stride(from: 0, to: bytes.count, by: 2).reduce(0) { $0 + (Int(bytes[$1]) << 8 | Int(bytes[$1 + 1])) }
        while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
        #expect(sum == 0xFFFF)
    }

    @Test func `a whole reply is read, in both families`() {
        #expect(EchoPacket.read(reply().span, v6: false, token: packet.token) == .reply(packet))
        #expect(EchoPacket.read(reply(v6: true).span, v6: true, token: packet.token) == .reply(packet))
    }

    @Test func `another run's reply is foreign, even with our identifier`() {
        #expect(EchoPacket.read(reply().span, v6: false, token: 1) == .foreign)
    }

    @Test func `any payload octet changed or cut is corruption`() {
        for offset in 24..<EchoPacket.length {
            var bytes = reply()
            bytes[offset] ^= 0x40
            #expect(EchoPacket.read(bytes.span, v6: false, token: packet.token) == .corrupted)
            #expect(EchoPacket.read(Array(bytes[..<offset]).span, v6: false, token: packet.token) == .corrupted)
        }
    }
}

private let refused = PingCollector.refusal()

@Suite(.enabled(if: refused == nil, "skipped: this process may not send ICMP echoes"))
struct PingCollectorTests {
    @Test func `many loopback addresses answer`() async throws {
        let addresses = (1...2000).map { IPAddress(v4: 0x7F00_0000 + UInt32($0)) } + [IPAddress("::1")!]
        let results = try await PingCollector().ping(addresses)
        #expect(results.map(\.address) == addresses)
        #expect(results.allSatisfy { $0.isAnswered && $0.loss == 0 && ($0.averageMilliseconds ?? -1) >= 0 })
    }

    @Test func `two collectors at once do not take each other's replies`() async throws {
        let addresses = (1...500).map { IPAddress(v4: 0x7F00_0100 + UInt32($0)) }
        async let first = PingCollector().ping(addresses, PingOptions(count: 2, interval: .milliseconds(20)))
        async let second = PingCollector().ping(addresses)
        #expect(try await first.allSatisfy { $0.sent == 2 && $0.received == 2 })
        #expect(try await second.allSatisfy { $0.received == 1 })
    }

    /// The kernel refuses to send to the broadcast address of the loopback network, so nothing leaves the machine.
    @Test func `what cannot be reached is lost, with the reason where there is one`() async throws {
        let options = PingOptions(timeout: .milliseconds(60), retries: 1)
        let result = try await PingCollector().ping(IPAddress("127.255.255.255")!, options)
        #expect(!result.isAnswered)
        #expect(result.loss == 1)
        #expect(result.reason?.hasPrefix("no answer") == true)
    }
}
