import NetworkModel

/// The state of a network in which things fail: what is broken, and what follows for links, ports and agents.
///
/// A value without clock or socket: every change takes the time, in milliseconds since the simulation began. Failures are those of
/// SCENARIOS.md: a cut duct takes its links down, a dark site its devices, and so on; `mute` silences an agent whose device forwards.
/// An agent answers when its device is alive, not muted, and joined by live links and devices to the host of one of its collectors
/// (in band, as the real network is managed); in a network that declares no collectors, when its device is alive.
package struct SimulatedWorld: Sendable {
    package let network: Network
    /// Ports of each device, in order of links; port `2 * link` is end `a`, `2 * link + 1` end `b`.
    package let portsOfDevice: Rows
    /// Position of each port at its device.
    package let positionOfPort: [Int32]

    /// What is broken by itself.
    package private(set) var failed: Set<ObjectID> = []
    /// Devices whose agents say nothing though the devices forward.
    package private(set) var muted: Set<ObjectID> = []
    package internal(set) var deviceIsAlive: [Bool]
    /// Alive, not muted, and in reach of a collector.
    package internal(set) var deviceAnswers: [Bool]
    package internal(set) var linkIsUp: [Bool]
    package internal(set) var portIsUp: [Bool]
    /// When each device started, before 0 for those that ran already.
    package internal(set) var startedAt: [Int64]
    /// snmpEngineBoots of each device.
    package internal(set) var bootCount: [UInt32]
    /// When each port last changed; `startedAt` of its device where it never did.
    package internal(set) var portChangedAt: [Int64]
    /// How long each port was down in all, without the time since `portChangedAt`.
    package internal(set) var portDownTotal: [Int64]

    package init(_ network: Network) {
        self.network = network
        let links = network.document.links.count
        let devices = network.document.devices.count
        var pairs: [(row: Int32, value: Int32)] = []
        pairs.reserveCapacity(links * 2)
        for link in 0..<links {
            pairs.append((network.deviceA[link], Int32(link * 2)))
            pairs.append((network.deviceB[link], Int32(link * 2 + 1)))
        }
        let ports = Rows(rowCount: devices, pairs: pairs)
        var positions = [Int32](repeating: 0, count: links * 2)
        for device in 0..<devices {
            for (position, port) in ports[device].enumerated() { positions[Int(port)] = Int32(position) }
        }
        portsOfDevice = ports
        positionOfPort = positions
        deviceIsAlive = [Bool](repeating: true, count: devices)
        deviceAnswers = deviceIsAlive
        linkIsUp = [Bool](repeating: true, count: links)
        portIsUp = [Bool](repeating: true, count: links * 2)
        startedAt = (0..<devices).map { -Self.age(ofDevice: $0) }
        bootCount = [UInt32](repeating: 1, count: devices)
        portChangedAt = [Int64](repeating: 0, count: links * 2)
        portDownTotal = portChangedAt
        for port in 0..<links * 2 { portChangedAt[port] = startedAt[Int(device(ofPort: Int32(port)))] }
        settle(at: 0)
    }

    /// Breaks `object` at `now`. Returns the ports whose state changed, in order; none if it was broken already.
    /// - Throws: `SimulationError.unknownObject`, or `.cannotFail` for an owner, a service and the like.
    package mutating func fail(_ object: ObjectID, at now: Int64) throws(SimulationError) -> [Int32] {
        try check(object)
        return failed.insert(object).inserted ? settle(at: now) : []
    }

    /// Repairs `object` at `now`. Returns the ports whose state changed. Devices that come back start anew.
    package mutating func mend(_ object: ObjectID, at now: Int64) throws(SimulationError) -> [Int32] {
        try check(object)
        return failed.remove(object) != nil ? settle(at: now) : []
    }

    /// Silences the agent of `device` without touching what it forwards, or lets it speak again.
    package mutating func mute(_ device: ObjectID, _ silent: Bool, at now: Int64) throws(SimulationError) {
        guard case .device = network[device] else { throw .unknownObject(device) }
        if silent { muted.insert(device) } else { muted.remove(device) }
        settle(at: now)
    }

    package func device(ofPort port: Int32) -> Int32 {
        port & 1 == 0 ? network.deviceA[Int(port >> 1)] : network.deviceB[Int(port >> 1)]
    }

    /// The port at the other end of its link.
    package func peer(ofPort port: Int32) -> Int32 { port ^ 1 }

    package func end(ofPort port: Int32) -> NetworkDocument.End {
        network.interface(of: port >> 1, at: port & 1 == 0 ? .a : .b)
    }

    /// For how long `port` has carried traffic since the simulation began or its device started, whichever is later.
    package func upTime(ofPort port: Int32, at now: Int64) -> Int64 {
        let since = startedAt[Int(device(ofPort: port))]
        let down = portDownTotal[Int(port)] + (portIsUp[Int(port)] ? 0 : max(0, now - portChangedAt[Int(port)]))
        return max(0, now - since - down)
    }

    private func check(_ object: ObjectID) throws(SimulationError) {
        guard let reference = network[object] else { throw .unknownObject(object) }
        switch reference {
        case .site, .feed, .device, .duct, .segment, .link, .interface, .cloud: return
        case .collector, .service, .calendar, .owner, .rack, .credential: throw .cannotFail(object)
        }
    }

    /// Between an hour and 300 days, from the device's number alone.
    private static func age(ofDevice device: Int) -> Int64 {
        3_600_000 + Int64(scrambled(UInt64(device)) % (300 * 86_400_000))
    }
}

/// A fixed scrambling of `value`, for numbers that should look different from device to device and be the same in every run.
/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
func scrambled(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
}
