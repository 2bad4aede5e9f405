import Foundation
import NetworkModel
import Synchronization

/// Asks hosts for ICMP echoes, many at once. Needs no privileges where `net.ipv4.ping_group_range` allows the process's group, else
/// CAP_NET_RAW; without either every call says `PingRefusal`, and the caller goes on with SNMP alone.
///
/// A reply counts only from the address asked, with identifier, sequence number, token and every octet of payload as sent.
package final class PingCollector: Sendable {
    private let total = Mutex(PingCounters())

    package init() {}

    /// What all calls have counted so far.
    package var counters: PingCounters { total.withLock { $0 } }

    /// Nil if ICMP echoes may be sent here; else why not.
    package static func refusal() -> PingRefusal? {
        do throws(PingRefusal) {
            _ = try PingSocket(v6: false)
            return nil
        } catch {
            return error
        }
    }

    /// One result for each of `addresses`, in their order, whatever became of it; a target that is silent has `received` 0.
    /// - Throws: `PingRefusal` if echoes may not be sent.
    package func ping(_ addresses: [IPAddress], _ options: PingOptions = PingOptions()) async throws(PingRefusal) -> [PingResult]
    {
        var merged = addresses.map { PingResult(address: $0) }
        for echo in 0..<options.count {
            if echo > 0 { try? await Task.sleep(for: options.interval) }
            if Task.isCancelled { break }
            for v6 in [false, true] {
                let places = addresses.indices.filter { addresses[$0].isV4 != v6 }
                if places.isEmpty { continue }
                let results = try await run(places.map { addresses[$0] }, v6: v6, options).get()
                for (place, result) in zip(places, results) { merged[place].merge(result) }
            }
        }
        return merged
    }

    /// One target.
    package func ping(_ address: IPAddress, _ options: PingOptions = PingOptions()) async throws(PingRefusal) -> PingResult {
        try await ping([address], options).first ?? PingResult(address: address)
    }

    /// The run waits for its socket, so it has a thread of its own.
    private func run(_ addresses: [IPAddress], v6: Bool, _ options: PingOptions) async -> Result<[PingResult], PingRefusal> {
        await withCheckedContinuation { continuation in
            let thread = Thread { [self] in
                do throws(PingRefusal) {
                    var run = try PingRun(addresses, v6: v6, options: options)
                    run.run()
                    let counted = run.counters
                    total.withLock { $0 = $0 + counted }
                    continuation.resume(returning: .success(run.results))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
            thread.name = "ping"
            thread.stackSize = 1 << 20
            thread.start()
        }
    }
}

extension PingResult {
    fileprivate mutating func merge(_ other: PingResult) {
        let all = received + other.received
        if let average = other.averageMilliseconds, all > 0 {
            averageMilliseconds = ((averageMilliseconds ?? 0) * Double(received) + average * Double(other.received)) / Double(all)
        }
        minimumMilliseconds = [minimumMilliseconds, other.minimumMilliseconds].compactMap { $0 }.min()
        maximumMilliseconds = [maximumMilliseconds, other.maximumMilliseconds].compactMap { $0 }.max()
        (sent, received, retried) = (sent + other.sent, all, retried + other.retried)
        if other.errno != 0 { errno = other.errno }
    }
}
