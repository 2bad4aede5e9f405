import NetworkModel

/// A fact with a time, a collector, a device and a kind: the only way in which the world reaches Diagnosis (SCENARIOS.md).
package struct Observation: Hashable, Sendable {
    /// When it arrived.
    package var time: Timestamp
    package var collector: ObjectID
    package var device: ObjectID
    package var kind: Kind

    package init(time: Timestamp, collector: ObjectID, device: ObjectID, kind: Kind) {
        self.time = time
        self.collector = collector
        self.device = device
        self.kind = kind
    }

    package enum Kind: Hashable, Sendable {
        case ping(Ping)
        /// The device answered the ping but not the read that followed, or refused it.
        case snmp(SNMPFailure)
        /// `up == false` after each read for every port that is down; `up == true` once when it comes back.
        case ifOper(interface: ObjectID, up: Bool)
        case trap(Trap)
        /// Distance from end `a` to the break.
        case otdr(link: ObjectID, km: Double)
        /// Fraction of packets in error since the last read.
        case ifError(interface: ObjectID, fraction: Double)
        case rxPower(interface: ObjectID, dBm: Double)
        /// Age of the device at the first read after a missed poll.
        case uptime(seconds: Double)
        /// Which way carries a device with a standby link.
        case path(backup: Bool)
    }

    package enum Ping: Hashable, Sendable {
        /// `loss` is the fraction of this poll's packets that were lost. `ports` says whether the ports were read with this poll:
        /// if so, a port that no following row names is up (SCENARIOS.md); if not, the poll says nothing about ports.
        case ok(loss: Double = 0, roundTripMilliseconds: Double? = nil, ports: Ports = .read)
        case timeout
    }

    package enum Ports: String, Hashable, Sendable { case read, unread }

    package enum SNMPFailure: String, Hashable, Sendable { case timeout, auth, denied, busy }

    package enum Trap: Hashable, Sendable {
        case linkDown(ObjectID), linkUp(ObjectID), dyingGasp, onBattery
    }
}
