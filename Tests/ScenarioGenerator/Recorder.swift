import Diagnosis
import NetworkModel

/// How imperfect the stream is (SCENARIOS.md, "What may happen to the stream").
struct Noise {
    var lostRows = 0.005
    var lostPolls = 0.002
    var failedReads = 0.002
    var lostTraps = 0.1
    /// Share of polls that fail for some seconds after each change, while routing settles.
    var settling = 0.1
    var settlingSpan = TimeSpan.seconds(5)
    /// Rows of the everyday world: uptime, path, round trip, the read after the ping.
    var isLife = false
    /// Light and errors of the ports of carriers of traffic.
    var readsOptics = false
    var dyingGasps = 0.5
    var batteryTraps = 0.9

    static let plain = Noise()
    static let lossy: Noise = {
        var noise = Noise()
        (noise.lostRows, noise.lostPolls) = (0.05, 0.05)
        return noise
    }()
    static let life: Noise = {
        var noise = Noise()
        (noise.lostPolls, noise.isLife, noise.batteryTraps) = (0.004, true, 0.5)
        return noise
    }()
}

/// Makes the rows that the collectors of a world would have sent.
struct Recorder {
    let world: World
    let facts: ScenarioFacts
    let noise: Noise
    var dice: Dice
    /// Ports that see more errors than others, and devices that limit their ping answers.
    var limitedDevices: Set<Int32> = []
    var busyDevices: Set<Int32> = []
    /// Links that arrive at a hop of the degraded way, found per device.
    var degradedLoss: [Int32: Double] = [:]
    private(set) var rows: [Observation] = []

    init(_ world: World, _ facts: ScenarioFacts, _ noise: Noise, _ dice: Dice) {
        (self.world, self.facts, self.noise, self.dice) = (world, facts, noise, dice)
    }

    private var network: Network { world.network }

    /// All rows in order of arrival; rows of the same time in the order in which they were made.
    mutating func record() -> [Observation] {
        for device in 0..<Int32(network.document.devices.count) {
            for collector in network.collectorsOfDevice[device] { poll(device, by: collector) }
        }
        for (before, after) in zip(world.snapshots, world.snapshots.dropFirst()) { sendTraps(before, after) }
        return rows.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    /// Adds a row unless it is lost; the monitor gets none of a silent collector.
    mutating func add(_ time: Timestamp, _ collector: Int32, _ device: Int32, _ kind: Observation.Kind) {
        let silent = world.snapshots[world.index(at: time)].troubles.contains(.silent(collector))
        if silent || time >= facts.horizon || dice.chance(noise.lostRows) { return }
        let document = network.document
        rows.append(
            Observation(
                time: time, collector: document.collectors[Int(collector)].id, device: document.devices[Int(device)].id,
                kind: kind))
    }

    // MARK: Polls

    private struct PollState {
        /// Ports that were down at the last read.
        var down: Set<Int32> = []
        var missed = false
        var booted: Timestamp
        /// The snapshot of the last poll.
        var index = 0
    }

    private mutating func poll(_ device: Int32, by collector: Int32) {
        let interval = Double(facts.pollInterval.milliseconds) / 1000
        var time = dice.time(0...(interval - 0.1))
        var state = PollState(booted: Timestamp(milliseconds: -Int64(dice.number(100_000...20_000_000)) * 1000))
        while time < facts.horizon {
            let index = world.index(at: time)
            let way = world.way(collector, device, at: time, in: index)
            let now = world.snapshots[index]
            if let boot = boot(of: device, after: state.index, upTo: index) { state.booted = boot }
            state.index = index
            let settles = isSettling(time) && dice.chance(noise.settling)
            if let way, !now.troubles.contains(.hung(device)), !settles, !dice.chance(noise.lostPolls) {
                answer(device, collector, time, way, now, &state)
            } else {
                add(time, collector, device, .ping(.timeout))
                state.missed = true
            }
            time = time + facts.pollInterval
        }
    }

    private func isSettling(_ time: Timestamp) -> Bool {
        world.lastChange(upTo: time).map { time < $0 + noise.settlingSpan } ?? false
    }

    /// When the device came up within the snapshots after `before` and up to `index`; nil if it did not.
    private func boot(of device: Int32, after before: Int, upTo index: Int) -> Timestamp? {
        for later in stride(from: index, to: before, by: -1)
        where world.snapshots[later - 1].isDead[Int(device)] && !world.snapshots[later].isDead[Int(device)] {
            return world.snapshots[later].from
        }
        return nil
    }

    private mutating func answer(
        _ device: Int32, _ collector: Int32, _ time: Timestamp, _ way: World.Way, _ now: Snapshot, _ state: inout PollState
    ) {
        let hasStandby = world.graph.standbyLinks.contains { network.deviceA[Int($0)] == device }
        let roundTrip = hasStandby && noise.isLife ? (way == .backup ? dice.real(90...110) : dice.real(4...9)) : nil
        let rounded = roundTrip.map { ($0 * 10).rounded() / 10 }
        let loss = loss(device, now)
        add(time, collector, device, .ping(.ok(loss: loss, roundTripMilliseconds: rounded)))
        let read = noise.isLife ? time + TimeSpan(milliseconds: 200) : time
        if let credential = credential(of: device), now.troubles.contains(.refused(credential)) {
            return add(read, collector, device, .snmp(.auth))
        }
        if busyDevices.contains(device), dice.chance(0.4) { return add(read, collector, device, .snmp(.busy)) }
        if dice.chance(noise.failedReads) { return add(read, collector, device, .snmp(.timeout)) }
        readPorts(device, collector, read, now, &state)
        if noise.isLife, state.missed {
            add(read, collector, device, .uptime(seconds: Double((read - state.booted).milliseconds / 1000)))
        }
        state.missed = false
        if noise.isLife, hasStandby { add(read, collector, device, .path(backup: way == .backup)) }
        if noise.readsOptics { readOptics(device, collector, read, now) }
    }

    private mutating func readPorts(
        _ device: Int32, _ collector: Int32, _ time: Timestamp, _ now: Snapshot, _ state: inout PollState
    ) {
        for link in network.linksOfDevice[device] {
            let port = port(of: device, on: link)
            if world.portIsDown(device, link, in: now) {
                state.down.insert(link)
                add(time, collector, device, .ifOper(interface: port, up: false))
            } else if state.down.remove(link) != nil {
                add(time, collector, device, .ifOper(interface: port, up: true))
            }
        }
    }

    private func port(of device: Int32, on link: Int32) -> ObjectID {
        network.interface(of: link, at: network.deviceA[Int(link)] == device ? .a : .b).interface
    }

    private func credential(of device: Int32) -> Int32? {
        guard let id = network.document.devices[Int(device)].credential, case .credential(let index)? = network[id] else {
            return nil
        }
        return index
    }

    private mutating func loss(_ device: Int32, _ now: Snapshot) -> Double {
        if limitedDevices.contains(device) { return (dice.real(0.05...0.3) * 20).rounded() / 20 }
        guard let share = degradedLoss[device], now.troubles.contains(where: { if case .degraded = $0 { true } else { false } })
        else { return 0 }
        return (dice.real(0...(share * 2)) * 20).rounded() / 20
    }

    private mutating func readOptics(_ device: Int32, _ collector: Int32, _ time: Timestamp, _ now: Snapshot) {
        guard network.document.devices[Int(device)].role != "cpe" else { return }
        for link in network.linksOfDevice[device] {
            let row = network.document.links[Int(link)]
            let isBetweenNodes = network.document.devices[Int(network.peer(of: device, over: link))].role != "cpe"
            guard row.kind == "fibre", isBetweenNodes, !world.portIsDown(device, link, in: now) else { continue }
            let isDegraded = now.troubles.contains(.degraded(link))
            // A level of its own for each port, without keeping one.
            let level = -8 - Double((Int(link) * 37 + Int(device) * 11) % 100) / 11
            let power = ((level - (isDegraded ? 2.9 : 0) + dice.real(-0.2...0.2)) * 10).rounded() / 10
            if isDegraded || (link % 40 == 3) {
                let fraction = isDegraded ? (dice.real(0.03...0.055) * 1000).rounded() / 1000 : 8.5e-06
                add(time, collector, device, .ifError(interface: port(of: device, on: link), fraction: fraction))
            }
            add(time, collector, device, .rxPower(interface: port(of: device, on: link), dBm: power))
        }
    }

    // MARK: Traps

    private mutating func sendTraps(_ before: Snapshot, _ after: Snapshot) {
        for device in 0..<Int32(network.document.devices.count) where !after.isDead[Int(device)] {
            if network.collectorsOfDevice[device].isEmpty { continue }
            let cameBack = before.isDead[Int(device)]
            for link in network.linksOfDevice[device] {
                let wasDown = cameBack || world.portIsDown(device, link, in: before)
                let isDown = world.portIsDown(device, link, in: after)
                if wasDown == isDown { continue }
                let port = port(of: device, on: link)
                send(device, isDown ? .linkDown(port) : .linkUp(port), at: after.from, within: 0.1...2.5)
            }
        }
    }

    /// To each of the device's collectors that it has a path to.
    mutating func send(
        _ device: Int32, _ trap: Observation.Trap, at time: Timestamp, within delay: ClosedRange<Double>, share: Double? = nil
    ) {
        for collector in network.collectorsOfDevice[device] where dice.chance(share ?? 1 - noise.lostTraps) {
            let arrival = time + TimeSpan(milliseconds: dice.time(delay).milliseconds)
            guard world.way(collector, device, at: time, in: world.index(at: time)) != nil else { continue }
            if world.snapshots[world.index(at: time)].troubles.contains(.hung(device)) { continue }
            add(arrival, collector, device, .trap(trap))
        }
    }

    /// The last word of an access device that loses its power at `time`: heard where the neighbour lives and reaches the collector.
    mutating func gasp(_ device: Int32, at time: Timestamp) {
        let before = world.index(at: time - TimeSpan(milliseconds: 1))
        let after = world.snapshots[world.index(at: time)]
        for collector in network.collectorsOfDevice[device] {
            let neighbours = network.linksOfDevice[device].map { network.peer(of: device, over: $0) }
            let isHeard = neighbours.contains { !after.isDead[Int($0)] && after.reached[Int(collector)][Int($0)] }
            guard isHeard, world.way(collector, device, at: time - TimeSpan(milliseconds: 1), in: before) != nil else { continue }
            if dice.chance(noise.dyingGasps) { add(time + TimeSpan(milliseconds: 100), collector, device, .trap(.dyingGasp)) }
        }
    }

    mutating func measure(_ link: Int32, km: Double, at time: Timestamp) {
        let device = network.deviceA[Int(link)]
        let value = ((km + dice.real(-0.3...0.3)) * 100).rounded() / 100
        for collector in network.collectorsOfDevice[device]
        where world.way(collector, device, at: time, in: world.index(at: time)) != nil {
            add(time, collector, device, .otdr(link: network.document.links[Int(link)].id, km: max(0, value)))
            return
        }
    }
}
