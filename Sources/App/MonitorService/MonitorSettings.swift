import CollectorBus
import NetworkModel

/// What the command line says about one run of the monitor.
package struct MonitorSettings: Sendable {
    package enum Reachability: String, Sendable, CaseIterable {
        /// ICMP echo where it is permitted and the address is not a loopback one, else SNMP.
        case icmp
        /// sysUpTime alone.
        case snmp
    }

    package var topology: String
    package var alerts: String
    package var database: String
    /// nil: the first that is declared.
    package var collector: ObjectID?
    /// Where rows of the other declared collectors come in; empty: only this process watches.
    package var rowSources: [UnixAddress] = []
    package var reachability = Reachability.icmp
    package var cadence = PollSchedule.Cadence()
    package var timeout = Duration.seconds(2)
    package var retries = 2
    /// Decides as always and sends nothing but the daily mail, which says what it would have sent.
    package var isShadow = false
    /// False inside another program, which has signals of its own.
    package var takesSignals = true

    package init(topology: String, alerts: String, database: String) {
        (self.topology, self.alerts, self.database) = (topology, alerts, database)
    }
}
