import InventoryStore
import NetworkModel

extension Store {
    /// Now as the monitor on this file counts time. Where the system's clock was set while it ran, spans that people say, and times that they
    /// ask at, are to mean for it what they mean for them. The system's time where no monitor runs.
    func monitorNow() -> Timestamp {
        let now = Timestamp.now
        guard let beat = try? lastHeartbeat(), let ahead = beat.counts[Heartbeat.clockAhead], ahead != 0 else { return now }
        let own = now - TimeSpan(milliseconds: ahead)
        // Of a monitor that has ended the clock counts no more.
        return abs((own - beat.at).milliseconds) < StatusReport.silence.milliseconds ? own : now
    }
}
