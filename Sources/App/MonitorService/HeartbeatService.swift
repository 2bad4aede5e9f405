import Foundation
import InventoryStore
import NetworkModel
import SNMPCollector
import ServiceLifecycle

/// Writes the monitor's sign of life, and lets old samples go.
struct HeartbeatService: Service {
    let store: Store
    let engine: SNMPEngine
    let started: Timestamp
    let clock: @Sendable () -> Timestamp
    let health: MonitorHealth
    /// How long samples are kept.
    static let history = TimeSpan.seconds(35 * 86_400)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var beats = 0
            while !Task.isCancelled {
                do throws(StoreError) {
                    try store.recordHeartbeat(heartbeat)
                    if beats % 720 == 0 { _ = try store.deleteSamples(before: clock() - Self.history) }
                } catch {
                    health.trouble("sign of life", "\(error)")
                }
                beats += 1
                try? await Task.sleep(for: .seconds(5))
            }
        }
    }

    private var heartbeat: Heartbeat {
        var counts = health.counts
        let snmp = engine.counters
        for (name, value) in [
            ("sent", snmp.requestsSent), ("retries", snmp.retriesSent), ("accepted", snmp.repliesAccepted),
            ("timeouts", snmp.timeouts),
            ("late", snmp.late), ("doubled", snmp.doubled), ("wrong_source", snmp.wrongSource),
            ("unknown_request", snmp.unknownRequest),
            ("malformed", snmp.malformed), ("truncated", snmp.truncated), ("partial", snmp.partial),
            ("icmp_errors", snmp.icmpErrors),
            ("send_errors", snmp.sendErrors), ("not_authentic", snmp.notAuthentic), ("kernel_drops", snmp.kernelDrops),
        ] {
            counts["snmp_" + name] = Int64(clamping: value)
        }
        return Heartbeat(
            at: clock(), started: started, pid: getpid(), counts: counts, troubles: health.troubles, collectors: health.collectors
        )
    }
}
