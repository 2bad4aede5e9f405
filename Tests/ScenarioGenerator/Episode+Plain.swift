import Diagnosis
import NetworkModel

extension Episode {
    /// Puts in what happens in the plain classes, where silence is a fault and a port tells the state of its fibre; returns the record
    /// that the monitor has, where it is wrong.
    mutating func happenPlainly() -> NetworkDocument? {
        let start = dice.time(150...320)
        switch className {
        case "link_cut": failAny([.link], at: start)
        case "duct_cut": failAny([.duct], at: start)
        case "device_death": failAny([.device], at: start)
        case "site_power": failPower(at: start)
        case "two_faults":
            failAny([.duct, .link, .device], at: start)
            failAny([.duct, .link, .device], at: later(start, 0...20))
        case "lossy":
            noise = .lossy
            failAny([.duct], at: start)
        case "flapping": flap(at: start)
        case "maintenance": maintain(andFailAt: start)
        case "monitor_uplink": loseUplink(at: start)
        case "monitor_stall": stall(at: start)
        case "mgmt_hang": hang(at: start)
        case "recovery": failAny([.duct, .link, .device], at: start, until: later(start, 120...260))
        case "inventory_error":
            failAny([.duct], at: start)
            return wrongRecord(ofRoots: true, share: 0)
        case "hard":
            for _ in 0..<3 { failAny([.duct, .link, .device], at: later(start, 0...120)) }
            return wrongRecord(ofRoots: false, share: 0.2)
        default: break
        }
        return nil
    }

    mutating func later(_ time: Timestamp, _ seconds: ClosedRange<Double>) -> Timestamp {
        time + TimeSpan(milliseconds: dice.time(seconds).milliseconds)
    }

    // MARK: Choices

    enum Choice { case link, duct, device }

    /// Tries objects until one shows beside what is already wrong; after many tries the episode stays as it is.
    mutating func failAny(_ choices: [Choice], at start: Timestamp, until end: Timestamp? = nil) {
        for _ in 0..<40 {
            guard let choice = dice.pick(choices), let object = choose(choice), !isPlanned(object), shows(object) else {
                continue
            }
            return fail(object, at: start, until: end)
        }
    }

    private func isPlanned(_ object: ObjectID) -> Bool { facts.maintenance.contains { $0.object == object } }

    private mutating func choose(_ choice: Choice) -> ObjectID? {
        switch choice {
        case .link:
            // A measured link would tell a cut from a broken port, and the recorded scenarios have no such case.
            return dice.pick(ground.document.links.filter { $0.kind != "patch" && !$0.otdr && $0.standbySeconds == nil })?.id
        case .duct:
            // A wrong record can be noticed only where others of the same duct are right.
            let least = className == "inventory_error" && dice.chance(0.8) ? 3 : 2
            let shared = ground.document.ducts.indices.filter { ground.linksOfDuct[$0].count >= least }
            let all = Array(ground.document.ducts.indices)
            return (dice.chance(0.85) ? dice.pick(shared) ?? dice.pick(all) : dice.pick(all)).map { ground.document.ducts[$0].id }
        case .device:
            let devices = fallibleDevices
            // Nodes fail as often as the many offices together.
            let nodes = devices.filter { ground.document.devices[Int($0)].role != "cpe" }
            return (dice.chance(0.5) ? dice.pick(nodes) ?? dice.pick(devices) : dice.pick(devices))
                .map { ground.document.devices[Int($0)].id }
        }
    }

    /// Polled devices that are neither a collector's host nor next to one.
    var fallibleDevices: [Int32] {
        let hosts = Set(ground.deviceOfCollector)
        let near = Set(hosts.flatMap { host in ground.linksOfDevice[host].map { ground.peer(of: host, over: $0) } })
        return (0..<Int32(graph.deviceCount)).filter {
            !ground.collectorsOfDevice[$0].isEmpty && !hosts.contains($0) && !near.contains($0)
                && ground.document.devices[Int($0)].role != "server-switch" && !standing.devices.contains($0)
        }
    }

    // MARK: Classes

    /// Mains fail at a site or a feed; sites with batteries go dark later, which is when the fault begins for the observer.
    private mutating func failPower(at start: Timestamp) {
        let hosts = Set(ground.deviceOfCollector.map { ground.siteOfDevice[Int($0)] })
        let sites = ground.document.sites.indices.filter { !hosts.contains(Int32($0)) && !ground.devicesOfSite[$0].isEmpty }
        let feeds = ground.document.feeds.indices.filter { feed in !ground.sitesOfFeed[feed].contains(where: hosts.contains) }
        for _ in 0..<40 {
            let isFeed = dice.chance(0.4) && !feeds.isEmpty
            let object =
                isFeed
                ? dice.pick(feeds).map { ground.document.feeds[$0].id } : dice.pick(sites).map { ground.document.sites[$0].id }
            guard let object, shows(object), let failure = ground.failure(of: object) else { continue }
            var darkest: Timestamp?
            for device in failure.devices {
                let ups = ground.document.sites[Int(ground.siteOfDevice[Int(device)])].upsSeconds ?? 0
                let dark = start + .seconds(Int64(ups))
                darkest = min(darkest ?? dark, dark)
                spells.append(Spell(.dead(device), from: dark))
                if ups > 0 { batteries.append((device, start)) } else { gasps.append((device, dark)) }
            }
            effects[object] = failure
            truth.roots.append(.init(object, start: darkest ?? start))
            return
        }
    }

    /// A link goes down and up every few seconds for minutes; both ends stay reachable.
    private mutating func flap(at start: Timestamp) {
        let links = ground.document.links.indices.filter { index in
            let link = ground.document.links[index]
            let ends = [ground.deviceA[index], ground.deviceB[index]]
            return link.kind == "fibre" && !link.otdr && ends.allSatisfy { !ground.collectorsOfDevice[$0].isEmpty }
        }
        for _ in 0..<60 {
            guard let link = dice.pick(links), Signature(graph, Failure(links: [Int32(link)])).silent.allSatisfy(\.isEmpty) else {
                continue
            }
            let row = ground.document.links[link]
            let end = later(start, 240...330)
            var time = start
            var last = start
            while time < end {
                last = later(time, 7...22)
                spells.append(Spell(.cut(Int32(link)), from: time, to: last))
                time = later(last, 7...22)
            }
            var root = ScenarioTruth.Root(row.id, start: start, end: last, role: "flapping")
            let alone = ground.segmentsOfLink[link].map { ground.document.segments[Int($0)] }
                .filter { ground.linksOfDuct[ground.ductOfSegment[Int(index(of: $0.id))]].count == 1 }
            root.equivalent =
                ([row.id, row.a.interface, row.b.interface] + row.segments + alone.map(\.duct)).sorted()
            truth.roots.append(root)
            return
        }
    }

    private func index(of segment: ObjectID) -> Int32 {
        if case .segment(let index)? = ground[segment] { index } else { 0 }
    }

    /// Planned work on a duct that really goes down, and a fault elsewhere.
    private mutating func maintain(andFailAt start: Timestamp) {
        for _ in 0..<40 {
            guard let object = choose(.duct), shows(object) else { continue }
            facts.maintenance = [.init(object: object, from: .init(milliseconds: 60_000), to: facts.horizon)]
            if dice.chance(0.8) {
                fail(object, at: Timestamp(milliseconds: 90_000), role: "planned", page: false)
                breaks[object] = nil
                truth.roots[truth.roots.count - 1].equivalent = [object]
            }
            break
        }
        failAny([.duct, .link, .device], at: start)
    }

    /// The line between a collector and the network breaks.
    private mutating func loseUplink(at start: Timestamp) {
        let collector = dice.number(0...(ground.document.collectors.count - 1))
        let host = ground.deviceOfCollector[collector]
        guard let link = ground.linksOfDevice[host].first, ground.linksOfDevice[host].count == 1 else { return }
        let failure = Failure(links: [link])
        spells += Spell.of(failure, from: start)
        let row = ground.document.links[Int(link)]
        var root = ScenarioTruth.Root(row.id, start: start, role: "monitoring")
        var alike = [row.id, ground.document.collectors[collector].id, ground.document.devices[Int(host)].id]
        let peer = ground.peer(of: host, over: link)
        if Signature(graph, standing.union(failure)) == Signature(graph, standing.union(Failure(devices: [peer]))) {
            alike.append(ground.document.devices[Int(peer)].id)
        }
        root.equivalent = alike.sorted()
        truth.roots.append(root)
        let shown = Signature(graph, standing.union(failure))
        let dark = Set(shown.darkDevices(ground)).subtracting(Signature(graph, standing).darkDevices(ground))
        truth.symptoms = dark.map { ground.document.devices[Int($0)].id }.filter { !alike.contains($0) }.sorted()
    }

    /// A collector sends nothing for minutes.
    private mutating func stall(at start: Timestamp) {
        let collector = dice.number(0...(ground.document.collectors.count - 1))
        let end = later(start, 180...300)
        spells.append(Spell(.silent(Int32(collector)), from: start, to: end))
        let id = ground.document.collectors[collector].id
        truth.roots.append(.init(id, start: start, end: end, role: "monitoring"))
        truth.symptoms = ground.document.devices.filter { $0.collectors == [id] }.map(\.id).sorted()
    }

    /// A device stops answering and forwards on.
    private mutating func hang(at start: Timestamp) {
        let devices = fallibleDevices.filter { ground.linksOfDevice[$0].count > 1 }
        guard let device = dice.pick(devices) else { return }
        spells.append(Spell(.hung(device), from: start))
        truth.roots.append(.init(ground.document.devices[Int(device)].id, start: start, role: "management", page: nil))
    }

    /// The ground with some links' records wrong: a link that is missing from a duct, or listed in one that it does not use.
    mutating func wrongRecord(ofRoots: Bool, share: Double) -> NetworkDocument {
        var record = ground.document
        if ofRoots {
            for root in truth.roots {
                guard case .duct(let duct)? = ground[root.id] else { continue }
                let links = Array(ground.linksOfDuct[duct])
                if links.count > 1, dice.chance(0.7) {
                    if let link = dice.pick(links) { forget(duct, on: Int(link), in: &record) }
                } else if let link = dice.pick(
                    record.links.indices.filter { !links.contains(Int32($0)) && record.links[$0].kind == "fibre" })
                {
                    invent(duct, on: link, in: &record)
                }
            }
            // One more that has nothing to do with it.
            if let link = dice.pick(record.links.indices.filter { record.links[$0].segments.count > 1 }) {
                record.links[link].segments.remove(at: dice.number(0...(record.links[link].segments.count - 1)))
            }
        }
        for link in record.links.indices where record.links[link].segments.count > 1 && dice.chance(share) {
            record.links[link].segments.remove(at: dice.number(0...(record.links[link].segments.count - 1)))
        }
        return record
    }

    private func forget(_ duct: Int32, on link: Int, in record: inout NetworkDocument) {
        let id = ground.document.ducts[Int(duct)].id
        let lying = Set(ground.document.segments.filter { $0.duct == id }.map(\.id))
        record.links[link].segments.removeAll { lying.contains($0) }
    }

    private func invent(_ duct: Int32, on link: Int, in record: inout NetworkDocument) {
        let id = ObjectID("seg:x\(record.segments.count)")
        record.segments.append(.init(id: id, duct: ground.document.ducts[Int(duct)].id, km: 1))
        record.links[link].segments.append(id)
    }
}
