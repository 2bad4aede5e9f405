import NetworkModel
import TestSupport
import Testing

@testable import PingCollector

/// What networks do to echoes: faults C1 (another pinger), C2 (another address), C3 (doubled), C4 (corrupted), C5 (rationed).
// Needs a namespace, where the kernel's own answers are switched off and others are forged.
@Suite(.enabled(if: LonelyNetwork.isPermitted, "\(LonelyNetwork.absent)"))
struct PingFaultTests {
    private struct Outcome: Sendable {
        var results: [PingResult]
        var counters: PingCounters
    }

    private static let host = IPAddress(v4: 0x7F00_0005)

    private static func outcome(
        of addresses: [IPAddress] = [host], _ answers: @escaping @Sendable ([UInt8], UInt32) -> [ForgingHost.Reply]
    ) async throws -> Outcome {
        try await LonelyNetwork.run {
            let forger = try ForgingHost(answers)
            var run = try PingRun(addresses, v6: false, options: PingOptions(timeout: .milliseconds(150), retries: 1))
            run.run()
            return withExtendedLifetime(forger) { Outcome(results: run.results, counters: run.counters) }
        }
    }

    @Test func `an echo answered as it was sent counts`() async throws {
        let outcome = try await Self.outcome { [.init(message: $0, source: $1)] }
        #expect(outcome.results.map(\.received) == [1])
        #expect(outcome.counters.sent == 1)
    }

    @Test func `a dead host stays dead beside another pinger of the same identifier`() async throws {
        let dead = IPAddress(v4: 0x7F00_0006)
        // The other pinger's echo to the dead host's address came back, to everybody's socket: same identifier and sequence, its own payload.
        let outcome = try await Self.outcome(of: [Self.host, dead]) { message, asked in
            if asked == 0x7F00_0005 { return [.init(message: message, source: asked)] }
            return [.init(message: message[..<8] + [UInt8](repeating: 0x2A, count: 56), source: asked)]
        }
        #expect(outcome.results.map(\.received) == [1, 0])
        #expect(outcome.counters.foreign == 2)
    }

    @Test func `a reply from another address is not the host's`() async throws {
        let outcome = try await Self.outcome { message, _ in [.init(message: message, source: 0x7F00_0063)] }
        #expect(outcome.results.map(\.received) == [0])
        #expect(outcome.counters.wrongSource == 2)
    }

    @Test func `doubled replies count once`() async throws {
        let second = IPAddress(v4: 0x7F00_0007)
        let outcome = try await Self.outcome(of: [Self.host, second]) { message, asked in
            // The second host waits for its second try, so that the doubles of the first are taken in.
            if asked == 0x7F00_0007, message[15] == 0 { return [] }
            return [ForgingHost.Reply](repeating: .init(message: message, source: asked), count: 3)
        }
        #expect(outcome.results.map(\.received) == [1, 1])
        #expect(outcome.results.allSatisfy { $0.loss == 0 })
        #expect(outcome.counters.duplicates >= 2)
    }

    @Test func `a corrupted payload is no answer`() async throws {
        let outcome = try await Self.outcome { message, asked in
            var message = message
            message[40] ^= 0x01
            return [.init(message: message, source: asked)]
        }
        #expect(outcome.results.map(\.received) == [0])
        #expect(outcome.counters.corrupted == 2)
    }

    @Test func `a host that answers one echo a second is not down, however often it is asked`() async throws {
        let received = try await LonelyNetwork.run {
            try LonelyNetwork.command(
                "nft",
                """
                table inet ration { chain in { type filter hook input priority 0; \
                icmp type echo-request limit rate 1/second burst 1 packets accept; icmp type echo-request drop; }; }
                """)
            return try (0..<3).map { _ in
                var run = try PingRun([Self.host], v6: false, options: PingOptions())
                run.run()
                return run.results[0].received
            }
        }
        #expect(received == [1, 1, 1])
    }
}
