import DeviceFacts
import Diagnosis
import NetworkModel
import SNMPCollector
import SNMPMessages

/// The devices of one collector: when which is asked what, and what was learned from its answers. Pollers bring the answers; they
/// come out as observations and samples, in the order in which they came in. No call here waits for the network or the disk.
package actor Collector {
    /// What the answers said since the last harvest.
    package struct Harvest: Sendable {
        package var observations: [Observation] = []
        package var samples: [Sample] = []
        package var identities: [SeenIdentity] = []
        package var findings: [Finding] = []
        package init() {}
    }

    /// The box that answers at a device's address.
    package struct SeenIdentity: Sendable {
        package var device: ObjectID
        package var identity: DeviceIdentity
        /// The SNMPv3 engine id that was met there first, where another one answers now.
        package var pinned: [UInt8]?
    }

    /// What is watched, and how each device is asked; replaced as a whole by a reload.
    package struct Devices: Sendable {
        package var schedule: PollSchedule
        package var watches: [Int32: DeviceWatch]
        package var targets: [Int32: SNMPTarget]
        /// What rules ask of sensors.
        package var sensorMetrics: Set<Sample.Metric> = []
        package init(schedule: PollSchedule, watches: [Int32: DeviceWatch], targets: [Int32: SNMPTarget]) {
            (self.schedule, self.watches, self.targets) = (schedule, watches, targets)
        }
    }

    /// How a question of the schedule is carried out.
    package enum Plan: Sendable {
        case echo
        case get([ObjectIdentifier])
        /// Walk the name columns, give the rows to `located`, then get what it returns.
        case locate
        case inventory
    }

    /// A question to be carried out now.
    package struct Question: Sendable {
        package let due: PollSchedule.Due
        package let device: ObjectID
        package let target: SNMPTarget
        package let plan: Plan
        fileprivate let generation: Int
        /// When it was begun.
        fileprivate let begun: Timestamp

        package var isEcho: Bool { if case .echo = plan { true } else { false } }
    }

    /// What came of it.
    package enum Result: Sendable {
        case echo(answered: Bool, loss: Double, roundTripMilliseconds: Double?)
        case snmp(DeviceWatch.Answer)
        /// Nothing that concerns the fold.
        case none
    }

    private var network: Network
    private var devices: Devices
    /// Counts reloads: an answer to a question of before one is dropped, for its device number may mean another device.
    private var generation = 0
    private var counters: [Int32: CounterWatch] = [:]
    private var sensors: [Int32: SensorWatch] = [:]
    private var harvest = Harvest()
    /// By device: when the last question about its ports that is over was begun.
    private var asked: [Int32: Timestamp] = [:]
    /// When it was last asked for questions or given an answer.
    private var lived: Timestamp?

    package init(network: Network, devices: Devices) {
        self.network = network
        self.devices = devices
    }

    /// What came in since the last call.
    package func takeHarvest() -> Harvest {
        defer { harvest = Harvest() }
        return harvest
    }

    /// What is to be asked now.
    package func questions(at now: Timestamp) -> [Question] {
        noticeSleep(at: now)
        return devices.schedule.due(at: now).compactMap { question($0, at: now) }
    }

    /// The process stood still: answers to questions of before came to nobody, which is not the devices' silence.
    private func noticeSleep(at now: Timestamp) {
        defer { lived = max(lived ?? now, now) }
        guard let before = lived, now - before > Monitor.sleep else { return }
        generation += 1
        devices.schedule.forgetUnderWay()
        harvest = Harvest()
    }

    /// Asks each of `objects` that is a device of this collector, or holds such devices, for life and ports at the next turn, within the bound of the
    /// schedule.
    package func recheck(_ objects: [ObjectID], at now: Timestamp) {
        for index in objects.flatMap({ members(of: $0) }) {
            guard let watch = devices.watches[index] else { continue }
            if watch.usesICMP { devices.schedule.askNow(.init(device: index, question: .reachability), at: now) }
            devices.schedule.askNow(.init(device: index, question: .ports), at: now)
        }
    }

    /// Whether each device that `recheck` asks for `object` was asked after `time` and has answered, or not in time; false where there is none.
    package func hasAsked(_ object: ObjectID, since time: Timestamp) -> Bool {
        let own = members(of: object).filter { devices.watches[$0] != nil }
        return !own.isEmpty && own.allSatisfy { asked[$0].map { $0 >= time } ?? false }
    }

    /// The devices of a site, at the ends of a link, along a duct.
    private func members(of object: ObjectID) -> [Int32] {
        switch network[object] {
        case .device(let device): return [device]
        case .site(let site): return Array(network.devicesOfSite[site])
        case .link(let link), .interface(let link, _): return ends(of: [link])
        case .duct(let duct): return ends(of: network.linksOfDuct[duct])
        case .segment(let segment): return ends(of: network.linksOfSegment[segment])
        default: return []
        }
    }

    private func ends(of links: ArraySlice<Int32>) -> [Int32] {
        Set(links.flatMap { [network.deviceA[Int($0)], network.deviceB[Int($0)]] }).sorted()
    }

    /// A changed network, in force from the next question.
    package func reload(_ network: Network, devices: Devices) {
        self.network = network
        self.devices = devices
        generation += 1
        (counters, sensors, asked) = ([:], [:], [:])
        harvest = Harvest()
    }

    /// nil where there is nothing to ask; the turn is then over.
    private func question(_ due: PollSchedule.Due, at now: Timestamp) -> Question? {
        guard let watch = devices.watches[due.device], let target = devices.targets[due.device], let plan = plan(due, watch)
        else {
            devices.schedule.finished(due)
            return nil
        }
        return Question(due: due, device: watch.device, target: target, plan: plan, generation: generation, begun: now)
    }

    private func plan(_ due: PollSchedule.Due, _ watch: DeviceWatch) -> Plan? {
        switch due.question {
        case .reachability: watch.usesICMP ? .echo : .get([DeclaredPorts.sysUpTime])
        case .ports: watch.ports.isStale ? .locate : .get(watch.ports.stateRequest)
        case .counters: watch.ports.isStale ? nil : .get(CounterWatch.request(for: watch.ports))
        case .inventory: .inventory
        case .sensors: (sensors[due.device]?.request).flatMap { $0.isEmpty ? nil : .get($0) }
        }
    }

    /// Remembers from an inventory which sensors there are and what their values mean.
    package func learnSensors(_ question: Question, in view: MIBView) {
        guard question.generation == generation, !devices.sensorMetrics.isEmpty else { return }
        sensors[question.due.device] = SensorWatch(view, metrics: devices.sensorMetrics)
    }

    /// Takes the rows of the name columns; returns the request for the port states.
    package func located(_ question: Question, in rows: [VarBind]) -> [ObjectIdentifier] {
        guard question.generation == generation else { return [] }
        devices.watches[question.due.device]?.ports.locate(in: rows)
        return devices.watches[question.due.device]?.ports.stateRequest ?? []
    }

    /// See `DeviceWatch.clocksWanted`.
    package func clocksWanted(_ question: Question, for values: [VarBind]) -> [ObjectIdentifier] {
        guard question.generation == generation else { return [] }
        return devices.watches[question.due.device]?.clocksWanted(for: values) ?? []
    }

    /// What a device said of itself, or what its SNMPv3 engine is now.
    package func identify(_ device: ObjectID, as identity: DeviceIdentity, pinned: [UInt8]? = nil) {
        harvest.identities.append(SeenIdentity(device: device, identity: identity, pinned: pinned))
    }

    /// How each device is asked, by its identifier.
    package var targets: [ObjectID: SNMPTarget] {
        let documents = network.document.devices
        return Dictionary(devices.targets.map { (documents[Int($0.key)].id, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    package func finished(_ question: Question, _ result: Result, at now: Timestamp) {
        noticeSleep(at: now)
        guard question.generation == generation else { return }
        let due = question.due
        devices.schedule.finished(due)
        if due.question == .ports { asked[due.device] = question.begun }
        guard var watch = devices.watches[due.device] else { return }
        switch (result, due.question) {
        case (.echo(let answered, let loss, let roundTrip), _):
            harvest.observations += watch.reachability(icmp: answered, loss: loss, roundTripMilliseconds: roundTrip, at: now)
            harvest.samples.append(Sample(time: now, object: watch.device, metric: .loss, value: loss))
            if let roundTrip {
                harvest.samples.append(Sample(time: now, object: watch.device, metric: .roundTrip, value: roundTrip))
            }
        case (.snmp(let answer), .reachability):
            harvest.observations += watch.reachability(snmp: answer, at: now)
            harvest.samples += watch.facts(of: answer, at: now)
        case (.snmp(let answer), .ports):
            harvest.observations += watch.portStates(answer, at: now)
            harvest.samples += watch.facts(of: answer, at: now)
        case (.snmp(.values(let values)), .counters):
            harvest.samples += counters[due.device, default: CounterWatch()].samples(in: values, of: watch.ports, at: now)
        case (.snmp(.values(let values)), .sensors):
            harvest.samples += sensors[due.device]?.samples(in: values, of: watch.device, at: now) ?? []
        case (.snmp, _), (.none, _): break
        }
        harvest.findings += watch.takeFindings(at: now)
        devices.watches[due.device] = watch
    }
}
