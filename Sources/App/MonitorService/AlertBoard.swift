import Alerting
import NetworkModel
import Synchronization

/// What Alertmanagers are to know, shared by who writes it down and who tells it.
final class AlertBoard: Sendable {
    private let alerts: Mutex<FiringAlerts>

    init(_ cases: [AlertCase]) { alerts = Mutex(FiringAlerts(cases)) }

    /// Cases that changed, once they are written down.
    func receive(_ cases: [AlertCase], at now: Timestamp) { alerts.withLock { $0.receive(cases, at: now) } }

    var value: FiringAlerts { alerts.withLock { $0 } }
}
