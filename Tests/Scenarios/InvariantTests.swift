import Diagnosis
import NetworkModel
import ScenarioGenerator
import TestSupport
import Testing

/// What must hold in every episode, whatever the network, the fault and the noise. Each failure prints the id of its episode, which holds
/// the seed: `ScenarioGenerator.scenario(class, seed:, size:)` makes it again.
struct InvariantTests {
    static let faults = [
        "duct_cut", "device_death", "two_faults", "link_cut", "site_power", "inventory_error", "hard", "recovery", "maintenance",
    ]
    static let monitor = ["monitor_uplink", "monitor_stall"]

    @Test func `deleting any rows creates no outage, only a collector's`() {
        EpisodeSeeds.each(["quiet"], count: 12, soak: 600) { scenario in
            var dice = Dice(seed: 1)
            let mute = dice.pick(scenario.record.devices)?.id
            let share = dice.real(0.05...0.6)
            let rows = scenario.observations.filter { $0.device != mute && !dice.chance(share) }
            let run = EpisodeRun(scenario, rows: rows)
            for page in run.pages { #expect(run.kind(of: page) == .monitoring, "\(scenario.id): \(page)") }
        }
    }

    @Test func `a device that answers after the onset is no cause`() {
        EpisodeSeeds.each(Self.faults, count: 7, soak: 900) { scenario in
            let answers = Dictionary(
                grouping: scenario.observations.filter { if case .ping(.ok) = $0.kind { true } else { false } }, by: \.device)
            let run = EpisodeRun(scenario)
            for page in run.pages where page.object.kind == .device && run.kind(of: page) == .fault {
                guard let incident = run.incidents[page.incident] else { continue }
                let after = (answers[page.object] ?? []).filter { $0.time > incident.opened && $0.time <= page.time }
                #expect(
                    after.isEmpty,
                    "\(scenario.id): \(page.object) answered at \(after.map(\.time.seconds)), paged at \(page.time.seconds)")
            }
        }
    }

    @Test func `no page names what lies inside a hidden part`() {
        EpisodeSeeds.each(["duct_cut", "device_death", "link_cut", "site_power"], count: 6, soak: 800, size: 1) { scenario in
            let network = Network.compile(scenario.record).network
            let graph = NetworkGraph(network)
            let roots = scenario.truth.roots.compactMap { network.failure(of: $0.id) }.reduce(Failure.nothing) { $0.union($1) }
            let reached = network.deviceOfCollector.map { graph.reached(from: [$0], failing: roots) }
            let isHidden = (0..<graph.deviceCount).map { device in !reached.contains { $0[device] } }
            let known = Set(scenario.truth.roots.flatMap(\.equivalent))
            for page in EpisodeRun(scenario).pages where !known.contains(page.object) {
                let failure = network.failure(of: page.object) ?? .nothing
                let touched =
                    failure.links.flatMap { [network.deviceA[Int($0)], network.deviceB[Int($0)]] }
                    + failure.devices.flatMap { device in network.linksOfDevice[device].map { network.peer(of: device, over: $0) }
                    }
                let isInside = !touched.isEmpty && touched.allSatisfy { isHidden[Int($0)] }
                #expect(!isInside, "\(scenario.id): \(page.object)")
            }
        }
    }

    @Test func `causes that take down the same things are both candidates or neither`() {
        EpisodeSeeds.each(["duct_cut", "link_cut", "two_faults", "hard"], count: 6, soak: 800) { scenario in
            // A measured break tells parts of one link apart, which is what it is for; a duct with unlisted fibre is not its record.
            if scenario.observations.contains(where: { if case .otdr = $0.kind { true } else { false } }) { return }
            let network = Network.compile(scenario.record).network
            let ids = network.document.links.map(\.id) + network.document.segments.map(\.id) + network.document.ducts.map(\.id)
            let used = Set(network.document.links.flatMap(\.segments))
            let unlisted = network.document.segments.filter { !used.contains($0.id) }
            let doubtful = Set(unlisted.flatMap { [$0.id, $0.duct] })
            let alike = Dictionary(grouping: ids.filter { !doubtful.contains($0) }) { Set(network.failure(of: $0)?.links ?? []) }
            for incident in EpisodeRun(scenario).incidents.values where !incident.withdrawn && incident.kind == .fault {
                let named = Set(incident.candidates)
                for candidate in incident.candidates
                where [.link, .segment, .duct].contains(candidate.kind) && !doubtful.contains(candidate) {
                    let twins = alike[Set(network.failure(of: candidate)?.links ?? [])] ?? []
                    #expect(named.isSuperset(of: twins), "\(scenario.id): \(candidate) without \(Set(twins).subtracting(named))")
                }
            }
        }
    }

    @Test func `a device, its site and its feed are all candidates or none where they take down the same devices`() {
        EpisodeSeeds.each(["device_death", "site_power", "two_faults", "hard"], count: 8, soak: 800) { scenario in
            // What told of a loss of power leaves only the power, and a measured break only what breaks.
            let hasTold = scenario.observations.contains { row in
                switch row.kind {
                case .trap(.dyingGasp), .trap(.onBattery), .otdr: true
                default: false
                }
            }
            if hasTold { return }
            let network = Network.compile(scenario.record).network
            let ids = network.document.devices.map(\.id) + network.document.sites.map(\.id) + network.document.feeds.map(\.id)
            let alike = Dictionary(grouping: ids) { Set(network.failure(of: $0)?.devices ?? []) }
            for incident in EpisodeRun(scenario).incidents.values where !incident.withdrawn && incident.kind == .fault {
                for candidate in incident.candidates where [.device, .site, .feed].contains(candidate.kind) {
                    let twins = alike[Set(network.failure(of: candidate)?.devices ?? [])] ?? []
                    let left = Set(twins).subtracting(incident.candidates)
                    #expect(left.isEmpty, "\(scenario.id): \(candidate) without \(left)")
                }
            }
        }
    }

    @Test func `reversing the inventory changes nothing`() {
        EpisodeSeeds.each(Self.faults, count: 7, soak: 900) { scenario in
            var reversed = scenario.record
            reversed.sites.reverse()
            reversed.devices.reverse()
            reversed.links.reverse()
            reversed.ducts.reverse()
            reversed.segments.reverse()
            reversed.feeds.reverse()
            let (run, other) = (EpisodeRun(scenario), EpisodeRun(scenario, record: reversed))
            #expect(run.told == other.told && run.standing == other.standing, "\(scenario.id)")
        }
    }

    @Test func `permuting rows of the same time, or sending them twice, changes nothing`() {
        EpisodeSeeds.each(Self.faults + Self.monitor, count: 8, soak: 1100) { scenario in
            var dice = Dice(seed: 3)
            // Rows that one poll of one device gave stay together, as on the wire; the devices change places.
            let byTime = Dictionary(grouping: scenario.observations, by: \.time)
            let permuted = byTime.keys.sorted().flatMap { time -> [Observation] in
                let devices = Dictionary(grouping: byTime[time] ?? []) { "\($0.device) \($0.collector)" }
                return dice.shuffled(devices.keys.sorted()).flatMap { devices[$0] ?? [] }
            }
            let run = EpisodeRun(scenario)
            let other = EpisodeRun(scenario, rows: permuted)
            #expect(run.told == other.told && run.revised == other.revised, "\(scenario.id), permuted")
            let twice = scenario.observations.flatMap { [$0, $0] }
            #expect(run.pages.map(\.object) == EpisodeRun(scenario, rows: twice).pages.map(\.object), "\(scenario.id), twice")
        }
    }

    @Test func `maintenance on an untouched object changes nothing`() {
        EpisodeSeeds.each(["duct_cut", "link_cut", "device_death"], count: 5, soak: 600, size: 1) { scenario in
            let network = Network.compile(scenario.record).network
            let roots = scenario.truth.roots.compactMap { network.failure(of: $0.id) }.reduce(Failure.nothing) { $0.union($1) }
            let touched = Set(roots.links + roots.devices.flatMap { Array(network.linksOfDevice[$0]) })
            let ports = Set(
                scenario.observations.compactMap { row -> ObjectID? in
                    if case .ifOper(let port, _) = row.kind { port } else { nil }
                })
            let quiet = network.document.ducts.indices.filter { duct in
                network.linksOfDuct[duct].allSatisfy { link in
                    let row = network.document.links[Int(link)]
                    return !touched.contains(link) && !ports.contains(row.a.interface) && !ports.contains(row.b.interface)
                }
            }
            var dice = Dice(seed: 5)
            guard let duct = dice.pick(quiet) else { return }
            var facts = scenario.facts
            facts.maintenance.append(
                .init(object: network.document.ducts[duct].id, from: .init(milliseconds: 60_000), to: facts.horizon))
            let (run, other) = (EpisodeRun(scenario), EpisodeRun(scenario, facts: facts))
            #expect(
                run.told == other.told && run.standing == other.standing, "\(scenario.id), \(network.document.ducts[duct].id)")
        }
    }

    @Test func `cutting the stream anywhere leaves what was told before as it was`() {
        EpisodeSeeds.each(Self.faults + Self.monitor + ["flapping", "lossy"], count: 9, soak: 1300) { scenario in
            let run = EpisodeRun(scenario)
            var dice = Dice(seed: 11)
            for _ in 0..<2 {
                let end = dice.time(60...700)
                let cut = EpisodeRun(scenario, until: end)
                #expect(cut.told == run.told(until: end), "\(scenario.id), cut at \(end.seconds)")
                #expect(cut.revised == run.revised(until: end), "\(scenario.id), cut at \(end.seconds)")
            }
        }
    }

    @Test func `an incident is paged at most once, and no cause is paged twice`() {
        EpisodeSeeds.each(Self.faults + Self.monitor + ["flapping", "lossy"], count: 9, soak: 1300) { scenario in
            let pages = EpisodeRun(scenario).pages
            #expect(Set(pages.map(\.incident)).count == pages.count, "\(scenario.id)")
        }
    }

    @Test func `time may pass in any steps, and a copy of the engine goes on like the first`() {
        EpisodeSeeds.each(Self.faults + ["monitor_stall"], count: 7, soak: 1000) { scenario in
            let run = EpisodeRun(scenario)
            let other = EpisodeRun(scenario, advancing: true)
            #expect(run.told == other.told && run.standing == other.standing, "\(scenario.id)")
        }
    }

    @Test func `a collector's failure impacts no site and is one page`() {
        EpisodeSeeds.each(Self.monitor, count: 12, soak: 600) { scenario in
            let run = EpisodeRun(scenario)
            #expect(run.pages.count == 1, "\(scenario.id): \(run.told)")
            for page in run.pages { #expect(run.kind(of: page) == .monitoring, "\(scenario.id): \(page)") }
            for incident in run.incidents.values where !incident.withdrawn {
                #expect(incident.impactedSites.isEmpty, "\(scenario.id): \(incident.candidates)")
            }
        }
    }

    @Test func `nothing is hidden without an incident that hides it`() {
        EpisodeSeeds.each(Self.faults, count: 5, soak: 600) { scenario in
            var engine = DiagnosisEngine(network: Network.compile(scenario.record).network, context: scenario.facts.context)
            for (number, row) in scenario.observations.enumerated() {
                _ = engine.receive(row, at: row.time)
                guard number % 211 == 0 else { continue }
                let isExplained = engine.incidents.contains { $0.closed == nil && !$0.withdrawn }
                for device in scenario.record.devices where engine.state(of: device.id) == .unobserved {
                    #expect(isExplained, "\(scenario.id) at \(row.time.seconds): \(device.id) is hidden by nobody")
                }
            }
        }
    }

    @Test func `an answer to another collector hides nobody who was seen`() {
        EpisodeSeeds.each(Self.faults + Self.monitor, count: 4, soak: 500) { scenario in
            let network = Network.compile(scenario.record).network
            var engine = DiagnosisEngine(network: network, context: scenario.facts.context)
            var dice = Dice(seed: 23)
            for row in scenario.observations {
                _ = engine.receive(row, at: row.time)
                guard dice.chance(0.004), let device = dice.pick(scenario.record.devices.filter { $0.collectors.count > 1 }),
                    let collector = dice.pick(device.collectors)
                else { continue }
                var other = engine
                let answer = Observation(
                    time: row.time, collector: collector, device: device.id, kind: .ping(.ok(ports: .unread)))
                _ = engine.advance(to: row.time)
                _ = other.receive(answer, at: row.time)
                _ = other.advance(to: row.time)
                for seen in scenario.record.devices where engine.state(of: seen.id) == .up {
                    #expect(
                        other.state(of: seen.id) == .up, "\(scenario.id) at \(row.time.seconds): \(seen.id) after \(device.id)")
                }
            }
        }
    }
}

extension EpisodeRun {
    fileprivate func told(until end: Timestamp) -> [String] {
        pages.filter { $0.time <= end }.map { "\($0.time.milliseconds) \($0.object) \($0.urgency.rawValue)" }.sorted()
    }

    /// Every opening and change of candidates, in order of time.
    fileprivate var revised: [String] { revised(until: .distantFuture) }

    fileprivate func revised(until end: Timestamp) -> [String] {
        revisions.filter { $0.time <= end }.map { "\($0.time.milliseconds) \($0.candidates)" }.sorted()
    }
}
