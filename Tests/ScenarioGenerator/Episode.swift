import Diagnosis
import NetworkModel

/// An episode in the making: faults on a network, from which the stream and the truth follow.
struct Episode {
    let className: String
    let ground: Network
    let graph: NetworkGraph
    var dice: Dice
    var facts = ScenarioFacts()
    var noise = Noise.plain
    var spells: [Spell] = []
    var truth: ScenarioTruth
    /// What is down from the beginning.
    var standing = Failure.nothing
    /// What each root takes down for the observer, for the question who looks like it beside the others.
    var effects: [ObjectID: Failure] = [:]
    /// Measured breaks by root, in kilometres from end `a` of the link.
    var breaks: [ObjectID: [Int32: Double]] = [:]
    var gasps: [(device: Int32, time: Timestamp)] = []
    var batteries: [(device: Int32, time: Timestamp)] = []
    /// Roots whose `equivalent` stands already although it names only themselves.
    var equivalentIsKnown: Set<ObjectID> = []
    /// Devices reached over a degraded link, and one that limits its ping answers.
    var lossyDevices: Set<Int32> = []
    var limitedDevice: Int32?

    init(_ className: String, on ground: NetworkDocument, dice: Dice) {
        self.className = className
        self.ground = Network.compile(ground).network
        graph = NetworkGraph(self.ground)
        self.dice = dice
        truth = ScenarioTruth(className: className)
    }

    // MARK: Parts of episodes

    /// Some access devices that were down before and are acknowledged.
    mutating func addKnownDown() {
        let leaves = (0..<Int32(graph.deviceCount)).filter {
            ground.document.devices[Int($0)].role == "cpe" && !ground.collectorsOfDevice[$0].isEmpty
                && ground.linksOfDevice[$0].count == 1
        }
        for device in dice.shuffled(leaves).prefix(leaves.count > 200 ? dice.number(2...8) : 0) {
            facts.knownDown.append(ground.document.devices[Int(device)].id)
            standing.devices.append(device)
            spells.append(Spell(.dead(device), from: Timestamp(milliseconds: -1)))
        }
        facts.knownDown.sort()
    }

    /// Everything that is wrong in the eyes of the observer apart from `root`.
    func beside(_ root: ObjectID) -> Failure {
        effects.filter { $0.key != root }.values.reduce(standing) { $0.union($1) }
    }

    /// Whether the failure of `object` shows at all beside what is already wrong, and hides nothing that was put in before.
    func shows(_ object: ObjectID) -> Bool {
        guard let failure = ground.failure(of: object) else { return false }
        let before = beside(object)
        guard Signature(graph, before) != Signature(graph, before.union(failure)) else { return false }
        for (other, effect) in effects {
            let rest = effects.filter { $0.key != other }.values.reduce(standing.union(failure)) { $0.union($1) }
            if Signature(graph, rest) == Signature(graph, rest.union(effect)) { return false }
        }
        return true
    }

    /// A fault that cuts or kills from `start` on.
    mutating func fail(
        _ object: ObjectID, at start: Timestamp, until end: Timestamp? = nil, role: String = "fault", page: Bool? = true
    ) {
        guard let failure = ground.failure(of: object) else { return }
        spells += Spell.of(failure, from: start, to: end ?? .distantFuture)
        effects[object] = failure
        truth.roots.append(.init(object, start: start, end: end, role: role, page: page))
        if object.kind == .duct { measureBreak(object, at: start) }
    }

    /// Links of the duct that can be measured give the place of the break.
    private mutating func measureBreak(_ duct: ObjectID, at start: Timestamp) {
        guard case .duct(let index)? = ground[duct] else { return }
        for link in ground.linksOfDuct[index] where ground.document.links[Int(link)].otdr {
            var km = 0.0
            for segment in ground.segmentsOfLink[link] {
                let length = ground.document.segments[Int(segment)].km ?? 0
                if ground.ductOfSegment[Int(segment)] == index {
                    breaks[duct, default: [:]][link] = km + length * dice.real(0.1...0.9)
                    break
                }
                km += length
            }
        }
    }

    // MARK: The result

    /// Records the stream and works out the truth.
    mutating func finish(id: String, record: NetworkDocument? = nil, recorder edit: (inout Recorder) -> Void = { _ in })
        -> GeneratedScenario
    {
        let world = World(graph, spells)
        var recorder = Recorder(world, facts, noise, Dice(seed: dice.seed()))
        for device in lossyDevices { recorder.degradedLoss[device] = 0.12 }
        recorder.limitedDevices = Set([limitedDevice].compactMap { $0 })
        if className == "access_change" { recorder.busyDevices = Set(dice.shuffled(fallibleDevices).prefix(4)) }
        var heardBreaks: [ObjectID: [Int32: Double]] = [:]
        for root in truth.roots {
            for (link, km) in (breaks[root.id] ?? [:]).sorted(by: { $0.key < $1.key }) {
                let time = root.start + TimeSpan(milliseconds: dice.time(20...36).milliseconds)
                let before = recorder.rows.count
                recorder.measure(link, km: km, at: time)
                if recorder.rows.count > before { heardBreaks[root.id, default: [:]][link] = km }
            }
        }
        for battery in batteries {
            recorder.send(battery.device, .onBattery, at: battery.time, within: 0.5...4, share: noise.batteryTraps)
        }
        for gasp in gasps { recorder.gasp(gasp.device, at: gasp.time) }
        let powerHeard = Set(recorder.rows.filter { $0.kind == .trap(.onBattery) || $0.kind == .trap(.dyingGasp) }.map(\.device))
        let rows = recorder.record()
        tellLookalikes(heardBreaks, powerHeard)
        tellImpact()
        return GeneratedScenario(id: id, record: record ?? ground.document, facts: facts, observations: rows, truth: truth)
    }

    /// Fills in `equivalent` of each root that has none yet.
    private mutating func tellLookalikes(_ breaks: [ObjectID: [Int32: Double]], _ powerHeard: Set<ObjectID>) {
        let lookalikes = Lookalikes(graph)
        for index in truth.roots.indices where truth.roots[index].equivalent == [truth.roots[index].id] {
            let root = truth.roots[index]
            guard let effect = effects[root.id], ground.failure(of: root.id) != nil, !equivalentIsKnown.contains(root.id) else {
                continue
            }
            var alike = lookalikes.causes(like: root.id, beside: beside(root.id), breaks: breaks[root.id] ?? [:])
            let devices = effect.devices.map { ground.document.devices[Int($0)].id }
            if root.id.kind == .site || root.id.kind == .feed, devices.contains(where: powerHeard.contains) {
                alike = alike.filter { $0.kind == .site || $0.kind == .feed }
            }
            truth.roots[index].equivalent = alike
        }
    }

    /// Impact of the unplanned faults, and what looks down because of any root.
    mutating func tellImpact() {
        // A broken standby isolates nobody alone, but does beside a fault.
        let faults = truth.roots.filter { $0.role == "fault" || $0.role == "redundancy" }.compactMap { effects[$0.id] }
        let all = truth.roots.filter { $0.id != "cal:post" }.compactMap { effects[$0.id] }.reduce(standing) { $0.union($1) }
        let unplanned = faults.reduce(standing) { $0.union($1) }
        let served = graph.sitesServed(failing: standing)
        let left = graph.sitesServed(failing: unplanned)
        let optional = Set(truth.optionalSites)
        truth.impactedSites = served.indices.filter { served[$0] && !left[$0] }.map { ground.document.sites[$0].id }
            .filter { !optional.contains($0) }.sorted()
        let lostBefore = graph.clientSitesLost(by: standing)
        for (service, sites) in graph.clientSitesLost(by: unplanned) {
            let lost = Set(sites).subtracting(lostBefore[service] ?? []).filter {
                !optional.contains(ground.document.sites[Int($0)].id)
            }
            let count = lost.count
            if count > 0 { truth.impactedServices[ground.document.services[Int(service)].id] = count }
        }
        guard truth.symptoms.isEmpty else { return }
        let (shown, usual) = (Signature(graph, all), Signature(graph, standing))
        let dark = Set(shown.darkDevices(ground)).subtracting(usual.darkDevices(ground)).map {
            ground.document.devices[Int($0)].id
        }
        let ports = shown.portsDown.subtracting(usual.portsDown).map { ground.document.links[Int($0[0])].id }
        truth.symptoms = Set(dark + ports).subtracting(truth.roots.flatMap(\.equivalent)).sorted()
    }
}
