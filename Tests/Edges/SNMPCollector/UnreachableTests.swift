import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import SNMPCollector
@testable import SNMPMessages

/// What routers and the own kernel say of datagrams that do not get there, and what fragments that get lost do to a walk: faults A8, A10.
// Needs a namespace of its own, with filters that answer in a router's place.
@Suite(.enabled(if: LonelyNetwork.isPermitted, "\(LonelyNetwork.absent)"))
struct UnreachableTests {
    private static let name = EngineTests.name

    private static func target(_ ip: String, port: UInt16 = 161) throws -> SNMPTarget {
        SNMPTarget(
            SocketAddress(try #require(IPAddress(ip)), port: port), credential: .v2c(community: Secret("public")),
            timeout: .milliseconds(60), retries: 1)
    }

    /// An engine whose socket lives where these nft rules answer and these routes are.
    private static func engine(rules: [String] = [], routes: [[String]] = []) async throws -> SNMPEngine {
        try await LonelyNetwork.run {
            let chain = rules.joined(separator: "; ")
            try LonelyNetwork.command("nft", "table inet router { chain in { type filter hook input priority 0; \(chain); }; }")
            for route in routes { try LonelyNetwork.command("ip", route) }
            return try SNMPEngine()
        }
    }

    struct Refusal: CustomTestStringConvertible {
        var type: String
        var words: String
        var testDescription: String { type }
    }

    @Test(arguments: [
        Refusal(type: "icmp type net-unreachable", words: "network unreachable"),
        Refusal(type: "icmp type host-unreachable", words: "host unreachable"),
        Refusal(type: "icmp type admin-prohibited", words: "administratively prohibited"),
        Refusal(type: "icmp type net-prohibited", words: "administratively prohibited"),
    ])
    func `what a router says is kept in its words, and counts as no answer`(_ refusal: Refusal) async throws {
        let engine = try await Self.engine(rules: ["ip daddr 127.0.0.9 udp dport 161 reject with \(refusal.type)"])
        guard case .failure(let failure) = await engine.get([Self.name], from: try Self.target("127.0.0.9")) else {
            Issue.record("an answer from nobody")
            return
        }
        #expect("\(failure)" == "no answer: a router says (ICMP): \(refusal.words)")
        #expect(!failure.deviceAnswered)
        #expect(engine.counters.icmpErrors == 2)
    }

    @Test func `a closed port, no route and a forbidden way are no answer, each with its reason`() async throws {
        let engine = try await Self.engine(
            rules: ["accept"],
            routes: [["route", "add", "prohibit", "10.1.0.0/16"], ["route", "add", "unreachable", "10.2.0.0/16"]])
        var reasons: [String] = []
        for ip in ["127.0.0.9", "10.1.0.1", "10.2.0.1", "10.3.0.1"] {
            guard case .failure(let failure) = await engine.get([Self.name], from: try Self.target(ip)) else { continue }
            #expect(!failure.deviceAnswered)
            reasons.append("\(failure)")
        }
        #expect(
            reasons == [
                "no answer: the port is closed (ICMP port unreachable); is the agent running?",
                "no answer: this machine cannot send there: permission denied",
                "no answer: this machine cannot send there: no route to host",
                "no answer: this machine cannot send there: network is unreachable",
            ])
    }

    @Test func `a datagram that runs out of hops says so`() async throws {
        let engine = try await LonelyNetwork.run { () -> SNMPEngine in
            try ExpiringRouter.start(port: 161)
            return try SNMPEngine()
        }
        guard case .failure(let failure) = await engine.get([Self.name], from: try Self.target("127.0.0.9")) else {
            Issue.record("an answer from nobody")
            return
        }
        #expect("\(failure)".contains("time to live exceeded"))
    }

    @Test func `where fragments get lost a walk finds the size that passes, and the device keeps it`() async throws {
        let rows = (1...60).map {
            VarBind(ObjectIdentifier([1, 3, 6, 1, 2, 1, 2, 2, 1, 2, $0]), .octets([UInt8](repeating: 0x41, count: 120)))
        }
        let (engine, agent) = try await LonelyNetwork.run {
            try LonelyNetwork.command("ip", "link", "set", "lo", "mtu", "1500")
            // Before fragments are put together again: all but the first are lost, so that no long reply arrives.
            try LonelyNetwork.command(
                "nft",
                "table inet mtu { chain pre { type filter hook prerouting priority -450; ip frag-off & 0x1fff != 0 drop; }; }")
            return (try SNMPEngine(), try ScriptedAgent.serving(rows))
        }
        let target = agent.target(timeout: .milliseconds(80), retries: 1)
        let result = await engine.walk(["1.3.6.1.2.1.2.2.1.2"], of: target)
        #expect(result.isComplete)
        #expect(result.varBinds == rows)
        #expect((2...10).contains(engine.learned(target).maxRepetitions))
        let before = engine.counters.timeouts
        #expect(await engine.walk(["1.3.6.1.2.1.2.2.1.2"], of: target).varBinds == rows)
        #expect(engine.counters.timeouts == before)
    }
}

/// Answers every datagram to a port with ICMP time exceeded (RFC 792), as a router in a loop does.
enum ExpiringRouter {
    static func start(port: UInt16) throws {
        // Somebody holds the port, or the kernel says that it is closed.
        let silent = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var own = address(0, port: port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafePointer(to: &own) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(silent, $0, size) }
        }
        try #require(bound == 0)
        let hearing = socket(AF_INET, Int32(SOCK_RAW.rawValue), Int32(IPPROTO_UDP))
        let sending = socket(AF_INET, Int32(SOCK_RAW.rawValue), Int32(IPPROTO_ICMP))
        Thread {
            var buffer = [UInt8](repeating: 0, count: 2000)
            while true {
                let count = recv(hearing, &buffer, buffer.count, 0)
                guard count >= 28 else { return }
                guard UInt16(buffer[22]) << 8 | UInt16(buffer[23]) == port else { continue }
                var message: [UInt8] = [11, 0, 0, 0, 0, 0, 0, 0] + buffer[..<28]
                var sum = stride(from: 0, to: message.count, by: 2).reduce(0) {
                    $0 + Int(message[$1]) << 8 + Int(message[$1 + 1])
                }
                while sum > 0xFFFF { sum = (sum & 0xFFFF) + (sum >> 16) }
                (message[2], message[3]) = (UInt8(~sum >> 8 & 0xFF), UInt8(~sum & 0xFF))
                var asker = address(0x7F00_0001, port: 0)
                withUnsafePointer(to: &asker) {
                    _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        sendto(sending, message, message.count, 0, $0, size)
                    }
                }
            }
        }.start()
    }

    private static func address(_ ip: UInt32, port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = ip.bigEndian
        address.sin_port = port.bigEndian
        return address
    }
}
