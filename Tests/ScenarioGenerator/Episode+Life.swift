import Diagnosis
import NetworkModel

extension Episode {
    /// Puts in what happens in the everyday classes (SCENARIOS.md, "Additions").
    mutating func happenInLife() {
        noise = .life
        facts.hold = .seconds(300)
        facts.horizon = Timestamp(milliseconds: 1_200_000)
        setClock("2026-11-24", hour: 10, minute: dice.number(0...40))
        removeAbsentSites()
        let start = dice.time(200...330)
        switch className {
        case "closing": close()
        case "opening": open()
        case "blip": blip(at: start)
        case "port_lies": lie(at: start)
        case "backup": fallBack(at: start)
        case "carrier": loseCarrier(at: start)
        case "area_power": losePower(at: start)
        case "access_change": changeAccess(at: start)
        case "degraded": degrade(at: start)
        default: break
        }
    }

    /// Local time of t = 0 in winter, an hour before UTC's clock.
    private mutating func setClock(_ day: String, hour: Int, minute: Int) {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        facts.localStart = "\(day)T\(two(hour)):\(two(minute)):00+01:00"
        // 2026-11-20T00:00:00Z is second 1,795,132,800.
        let days = (Int(day.suffix(2)) ?? 20) - 20
        facts.epochOffset = Int64(1_795_132_800 + days * 86_400 + (hour - 1) * 3600 + minute * 60)
    }

    /// Planned and retired sites do not answer, and that is no fault.
    private mutating func removeAbsentSites() {
        for (site, row) in ground.document.sites.enumerated() where row.lifecycle != .active {
            for device in ground.devicesOfSite[site] {
                standing.devices.append(device)
                spells.append(Spell(.dead(device), from: Timestamp(milliseconds: -1)))
            }
        }
    }

    /// Sites that `failure` isolates beside what stands already.
    private func sitesLost(by failure: Failure) -> [Int32] {
        Set(graph.sitesIsolated(by: standing.union(failure))).subtracting(graph.sitesIsolated(by: standing)).sorted()
    }

    // MARK: Opening hours

    private var switchingSites: [Int32] {
        ground.document.sites.indices.map { Int32($0) }.filter { site in
            ground.document.sites[Int(site)].offHours == .allowed
                && !ground.devicesOfSite[site].contains(where: standing.devices.contains)
        }
    }

    private mutating func aroundTheHour(_ middle: Double, _ width: Double) -> Timestamp {
        let spread = (dice.real(0...1) + dice.real(0...1) - 1) * width
        return Timestamp(milliseconds: Int64(max(20, middle + spread) * 10) * 100)
    }

    private mutating func close() {
        facts.horizon = Timestamp(milliseconds: 5_400_000)
        setClock("2026-11-20", hour: 18, minute: 40)
        var offTimes: [Int32: Timestamp] = [:]
        for site in switchingSites where dice.chance(0.93) { offTimes[site] = aroundTheHour(1300, 1500) }
        let cutTime = dice.time(900...3000)
        var hidden: Set<Int32> = []
        if dice.chance(0.5) {
            // What is already switched off when the cable is cut.
            effects["cal:post"] = Failure(
                devices: offTimes.filter { $0.value < cutTime }.keys.sorted().flatMap { ground.devicesOfSite[$0] })
            failAny([.duct], at: cutTime)
            let cut = truth.roots.last.flatMap { effects[$0.id] } ?? .nothing
            hidden = Set(sitesLost(by: cut)).filter { (offTimes[$0] ?? .distantFuture) >= cutTime }
        }
        for (site, time) in offTimes.sorted(by: { $0.key < $1.key }) {
            for device in ground.devicesOfSite[site] {
                spells.append(Spell(.dead(device), from: time))
                gasps.append((device, time))
            }
        }
        truth.optionalSites = hidden.filter { ground.document.sites[Int($0)].offHours == .allowed }
            .map { ground.document.sites[Int($0)].id }.sorted()
        tellCalendar(extent: offTimes.keys.filter { !hidden.contains($0) })
    }

    private mutating func open() {
        facts.horizon = Timestamp(milliseconds: 5_400_000)
        setClock("2026-11-23", hour: 7, minute: 30)
        let off = switchingSites.filter { _ in dice.chance(0.93) }
        facts.knownOff = off.map { ground.document.sites[Int($0)].id }.sorted()
        for site in off {
            let time = aroundTheHour(1350, 1500)
            for device in ground.devicesOfSite[site] {
                spells.append(Spell(.dead(device), from: Timestamp(milliseconds: -1), to: time))
            }
        }
        // In half of the mornings some of them cannot come back: their cable was cut in the night, when nobody could see it.
        let offDevices = Set(off.flatMap { ground.devicesOfSite[$0] })
        let ducts = ground.document.ducts.indices.filter { duct in
            let links = ground.linksOfDuct[duct]
            return links.count > 1 && links.allSatisfy { offDevices.contains(ground.deviceA[Int($0)]) }
        }
        if dice.chance(0.5), let duct = dice.pick(ducts.filter { shows(ground.document.ducts[$0].id) }) {
            fail(ground.document.ducts[duct].id, at: Timestamp(milliseconds: -16_200_000))
            breaks = [:]
            truth.roots[truth.roots.count - 1].pageAfterSeconds = 19_800
        }
        tellCalendar(extent: off)
    }

    private mutating func tellCalendar(extent: [Int32]) {
        var root = ScenarioTruth.Root("cal:post", start: Timestamp(milliseconds: 0), role: "expected", page: false)
        root.extent = extent.map { ground.document.sites[Int($0)].id }.sorted()
        truth.roots.insert(root, at: 0)
    }

    // MARK: Blips

    /// Traffic gone for seconds with ports up, or a restart; a third of them stay.
    private mutating func blip(at start: Timestamp) {
        let stays = dice.chance(0.33)
        let isRestart = dice.chance(0.5)
        if isRestart {
            let end = stays ? nil : later(start, 60...200)
            failAny([.device], at: start, until: end)
        } else {
            let end = stays ? nil : later(start, 15...120)
            let links = ground.document.links.indices.filter { ground.document.links[$0].kind == "fibre" }
            for _ in 0..<60 {
                guard let link = dice.pick(links), shows(ground.document.links[link].id) else { continue }
                hollow(link, from: start, until: end)
                break
            }
        }
        guard !stays, let last = truth.roots.indices.last else { return }
        (truth.roots[last].role, truth.roots[last].page) = ("transient", false)
    }

    private mutating func hollow(_ link: Int, from start: Timestamp, until end: Timestamp?) {
        let row = ground.document.links[link]
        spells.append(Spell(.hollow(Int32(link)), from: start, to: end ?? .distantFuture))
        effects[row.id] = Failure(links: [Int32(link)])
        var root = ScenarioTruth.Root(row.id, start: start, end: end)
        let silent = Signature(graph, standing.union(Failure(links: [Int32(link)]))).silent
        let behind = [ground.deviceA[link], ground.deviceB[link]].filter { device in
            Signature(graph, standing.union(Failure(devices: [device]))).silent == silent
        }
        root.equivalent = ([row.id, row.a.interface, row.b.interface] + behind.map { ground.document.devices[Int($0)].id })
            .sorted()
        truth.roots.append(root)
    }

    // MARK: Ports, backups, carriers

    /// A fault on a link whose port says nothing.
    private mutating func lie(at start: Timestamp) {
        let links = ground.document.links.filter {
            ($0.a.follows == .local || $0.b.follows == .local) && $0.standbySeconds == nil && !$0.otdr
        }
        for _ in 0..<60 {
            guard let link = dice.pick(links) else { return }
            let duct = link.segments.compactMap { id in ground.document.segments.first { $0.id == id }?.duct }.first
            let object = dice.chance(0.5) ? duct ?? link.id : link.id
            if shows(object) { return fail(object, at: start) }
        }
    }

    /// A duct under offices with a standby link is cut; sometimes one of the standby links is broken as well.
    private mutating func fallBack(at start: Timestamp) {
        let standby = Set(graph.standbyLinks.map { ground.deviceA[Int($0)] })
        let ducts = ground.document.ducts.indices.filter { duct in
            ground.linksOfDuct[duct].count > 1 && ground.linksOfDuct[duct].contains { standby.contains(ground.deviceA[Int($0)]) }
        }
        guard let duct = dice.pick(ducts) else { return }
        fail(ground.document.ducts[duct].id, at: start)
        let hit = Set(ground.linksOfDuct[duct].map { ground.deviceA[Int($0)] }).intersection(standby)
        var broken: Int32?
        if dice.chance(0.5), let link = dice.pick(graph.standbyLinks.filter({ hit.contains(ground.deviceA[Int($0)]) })) {
            broken = link
            let row = ground.document.links[Int(link)]
            spells.append(Spell(.hollow(link), from: Timestamp(milliseconds: -1)))
            effects[row.id] = Failure(links: [link])
            var root = ScenarioTruth.Root(row.id, start: start, role: "redundancy", page: nil)
            let device = ground.document.devices[Int(ground.deviceA[Int(link)])]
            root.equivalent = [row.id, row.a.interface, row.b.interface, device.id, device.site].sorted()
            truth.roots.append(root)
        }
        let out = Failure(links: Array(ground.linksOfDuct[duct]) + [broken].compactMap { $0 })
        let served = graph.sitesServed(failing: standing.union(out))
        truth.atRiskSites = hit.map { ground.siteOfDevice[Int($0)] }.filter { served[Int($0)] }
            .map { ground.document.sites[Int($0)].id }.sorted()
    }

    /// Part of a carrier's network fails.
    private mutating func loseCarrier(at start: Timestamp) {
        let clouds = (0..<Int32(ground.document.clouds.count)).filter { ground.document.clouds[Int($0)].id != "cloud:lte" }
        guard let cloud = dice.pick(clouds) else { return }
        let all = dice.shuffled(Array(ground.linksOfCloud[cloud]))
        guard all.count >= 4 else { return }
        let links = all.prefix(max(4, all.count * dice.number(15...60) / 100)).sorted()
        let failure = Failure(links: Array(links))
        let sites = sitesLost(by: failure)
        guard sites.count >= 3 else { return }
        spells += Spell.of(failure, from: start)
        let id = ground.document.clouds[Int(cloud)].id
        effects[id] = failure
        var root = ScenarioTruth.Root(id, start: start)
        root.extent = (links.map { ground.document.links[Int($0)].id } + sites.map { ground.document.sites[Int($0)].id }).sorted()
        truth.roots.append(root)
        equivalentIsKnown.insert(id)
    }

    /// Power is out around a place; sites with batteries follow one by one, and all come back in their own time.
    private mutating func losePower(at start: Timestamp) {
        facts.horizon = Timestamp(milliseconds: 4_500_000)
        let sites = ground.document.sites.indices.filter { site in
            let row = ground.document.sites[site]
            return (row.kind == "post" || row.kind == "egov") && row.feed == nil && row.lifecycle == .active
                && (row.upsSeconds ?? 0) <= 1800 && !ground.devicesOfSite[site].contains(where: standing.devices.contains)
        }
        guard let centre = dice.pick(sites) else { return }
        func place(_ site: Int) -> (lat: Double, lon: Double) {
            (ground.document.sites[site].lat ?? 0, ground.document.sites[site].lon ?? 0)
        }
        let near = sites.sorted {
            NetworkBuilder.kilometres(place($0), place(centre)) < NetworkBuilder.kilometres(place($1), place(centre))
        }
        .prefix(dice.number(6...16)).filter { NetworkBuilder.kilometres(place($0), place(centre)) < 15 }
        guard near.count >= 4 else { return }
        let back = later(start, 2300...2900)
        var last = start
        for site in near {
            let dark = start + .seconds(Int64(ground.document.sites[site].upsSeconds ?? 0))
            let end = later(back, 0...400)
            last = max(last, end)
            for device in ground.devicesOfSite[site] {
                if ground.document.sites[site].upsSeconds ?? 0 > 0 { batteries.append((device, start)) }
                spells.append(Spell(.dead(device), from: dark, to: end))
            }
        }
        let id = ObjectID("area:" + ground.document.sites[centre].id.rawValue)
        effects[id] = Failure(devices: near.flatMap { Array(ground.devicesOfSite[$0]) })
        var root = ScenarioTruth.Root(id, start: start, end: last)
        root.extent = near.map { ground.document.sites[$0].id }.sorted()
        truth.roots.append(root)
        equivalentIsKnown.insert(id)
    }

    // MARK: Access and quality

    private mutating func changeAccess(at start: Timestamp) {
        let index = dice.number(0...(ground.document.credentials.count - 1))
        spells.append(Spell(.refused(Int32(index)), from: start))
        var root = ScenarioTruth.Root(ground.document.credentials[index].id, start: start, role: "management", page: false)
        root.isNamed = true
        truth.roots.append(root)
    }

    /// A link between nodes carries badly; beside it a device that limits its ping answers.
    private mutating func degrade(at start: Timestamp) {
        facts.horizon = Timestamp(milliseconds: 1_500_000)
        noise.readsOptics = true
        let roles = ground.document.devices.map(\.role)
        let links = ground.document.links.indices.filter { link in
            let ends = [ground.deviceA[link], ground.deviceB[link]]
            return ground.document.links[link].kind == "fibre"
                && ends.allSatisfy { roles[Int($0)] != "cpe" && !ground.collectorsOfDevice[$0].isEmpty }
        }
        guard let link = dice.pick(links) else { return }
        let row = ground.document.links[link]
        spells.append(Spell(.degraded(Int32(link)), from: start))
        var root = ScenarioTruth.Root(row.id, start: start, role: "degraded", page: nil)
        root.isNamed = true
        let alone = row.segments.compactMap { id in ground.document.segments.first { $0.id == id }?.duct }.filter { duct in
            if case .duct(let index)? = ground[duct] { ground.linksOfDuct[index].count == 1 } else { false }
        }
        root.equivalent = ([row.id, row.a.interface, row.b.interface] + row.segments + alone).sorted()
        truth.roots.append(root)
        for device in 0..<Int32(graph.deviceCount)
        where ground.collectorsOfDevice[device].contains(where: { collector in
            graph.route(from: [ground.deviceOfCollector[Int(collector)]], to: [device])?.links.contains(Int32(link)) ?? false
        }) { lossyDevices.insert(device) }
        if let limited = dice.pick(fallibleDevices.filter({ roles[Int($0)] == "agg" && !lossyDevices.contains($0) })) {
            limitedDevice = limited
        }
    }
}
