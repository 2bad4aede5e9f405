import Alerting
import Diagnosis
import NetworkModel
import Testing

private typealias F = AlertingFixture

/// Rules over a share of a group, of which not everybody is known.
struct RuleShareTests {
    /// Six devices of one role at six sites.
    private struct Group {
        var engine: RuleEngine
        var events: [RuleEngine.Event] = []
        var seen: Set<ObjectID> = []

        init(least: Int = 2, open: [Incident] = [], clear: Int64 = 0) {
            var rule = AlertRule(name: "refused", metric: .refused, .above(limit: 0.5, clear: 0.5))
            rule.share = .init(fraction: 0.5, group: .role, least: least)
            rule.clearHold = .seconds(clear)
            engine = RuleEngine(rules: [rule], network: Self.network, open: open)
        }

        static let network: Network = {
            var document = NetworkDocument(name: "six")
            for n in 1...6 {
                document.sites.append(.init(id: ObjectID("site:s\(n)"), name: "S\(n)", kind: "post"))
                document.devices.append(.init(id: ObjectID("dev:d\(n)"), site: ObjectID("site:s\(n)"), role: "cpe"))
            }
            return Network.compile(document).network
        }()

        static var told: Incident {
            var incident = F.incident("i1", best: "role:cpe")
            incident.alert = RuleFact(rule: "refused", severity: .warning, text: "3 of 6")
            return incident
        }

        /// Values of the devices from the first on, nil where none comes.
        mutating func see(_ values: [Double?], at second: Int64) {
            for (n, value) in values.enumerated() {
                guard let value else { continue }
                let object = ObjectID("dev:d\(n + 1)")
                engine.receive(Sample(time: F.at(second), object: object, metric: .refused, value: value), into: &events)
            }
            let seen = seen
            engine.advance(to: F.at(second), isSeen: { seen.contains($0) }, into: &events)
        }

        var verdicts: [RuleEngine.Event.Verdict] { events.map(\.verdict) }
    }

    @Test func `the first that speak are not the group`() {
        var group = Group()
        group.see([1, 1], at: 0)
        #expect(group.events.isEmpty, "two of six are known")
        group.see([nil, nil, 0, 0, 0, 0], at: 10)
        #expect(group.events.isEmpty, "two of six are bad")
        group.see([1, 1, 1, 0, 0, 0], at: 20)
        #expect(group.events.map(\.object) == ["role:cpe"] && group.events[0].text.hasPrefix("3 of 6"), "\(group.events)")
    }

    @Test func `who is not known any more makes the rule neither true nor over`() {
        var group = Group(least: 3)
        group.see([1, 1, 0, 0, 0, 0], at: 0)
        for minute in 1...10 { group.see([nil, nil, 0, 0, 0, 0], at: Int64(minute) * 60) }
        group.see([nil, nil, 1, 0, 0, 0], at: 660)
        #expect(group.events.isEmpty, "one of the four that are known")
        group.see([1, 1, 1, 0, 0, 0], at: 720)
        #expect(group.verdicts == [.fires])
        for minute in 13...30 { group.see([nil, nil, nil, 0, 0, 0], at: Int64(minute) * 60) }
        #expect(group.verdicts == [.fires], "nobody said that the three are well")
        group.see([0, nil, nil, 0, 0, 0], at: 1860)
        #expect(group.verdicts == [.fires, .clears])
    }

    @Test(arguments: [0, 600] as [Int64])
    func `what was told before a restart is not over with the first that is well, and is not told again`(clear: Int64) {
        var group = Group(open: [Group.told], clear: clear)
        group.see([0], at: 0)
        group.see([0, 0], at: 10)
        #expect(group.events.isEmpty, "\(group.events)")
        for second in stride(from: Int64(20), through: 1200, by: 10) { group.see([0, 0, 1, 1, 1, 0], at: second) }
        #expect(group.events.isEmpty, "three of six are bad still")
        for second in stride(from: Int64(1210), through: 2400, by: 10) { group.see([0, 0, 0, 1, 1, 0], at: second) }
        #expect(group.verdicts == [.clears])
    }

    @Test func `who answers and never gives the value does not have it, and who does not answer may`() {
        var group = Group()
        group.seen = ["dev:d1", "dev:d2"]
        for second in stride(from: Int64(0), through: 1200, by: 10) { group.see([1, 1], at: second) }
        #expect(group.events.isEmpty, "four are out of sight")
        group.seen = Set((1...6).map { ObjectID("dev:d\($0)") })
        for second in stride(from: Int64(1210), through: 1380, by: 10) { group.see([1, 1], at: second) }
        #expect(group.events.isEmpty)
        for second in stride(from: Int64(1390), through: 1500, by: 10) { group.see([1, 1], at: second) }
        // As soon as half of those that may have it are known.
        #expect(group.verdicts == [.fires] && group.events[0].text.hasPrefix("2 of "), "\(group.events)")
    }

    @Test func `a share of states is one of the declared objects`() {
        var rule = AlertRule(name: "links", metric: nil, .state(.down))
        rule.selector.objects = ["link:*"]
        rule.share = .init(fraction: 0.6, group: .all, least: 2)
        var engine = RuleEngine(rules: [rule], network: F.network)
        var events: [RuleEngine.Event] = []
        func see(_ link: ObjectID, _ state: ObjectState, _ second: Int64) {
            engine.receive(StateChange(time: F.at(second), object: link, state: state), into: &events)
        }
        see("link:l1", .down, 0)
        see("link:l2", .unknown, 0)
        #expect(events.isEmpty)
        see("link:l2", .down, 10)
        #expect(events.map(\.verdict) == [.fires] && events[0].text.hasPrefix("2 of 2"))
        see("link:l1", .unknown, 20)
        see("link:l2", .unknown, 30)
        see("link:l2", .up, 40)
        #expect(events.map(\.verdict) == [.fires, .clears], "one of two is not enough, whatever the other is")
    }

    /// Supplies stand at the six hubs; the eight offices have none. Both are one group.
    private struct Mixed {
        var engine: RuleEngine
        var events: [RuleEngine.Event] = []
        var seen: Set<ObjectID> = []

        init(_ metric: Sample.Metric = .onBattery, given: Set<RuleEngine.Series> = []) {
            var rule = AlertRule(name: "many", metric: metric, .above(limit: 0.5, clear: 0.5))
            rule.share = .init(fraction: 0.5, group: .all, least: 2)
            engine = RuleEngine(rules: [rule], network: Self.network, given: given)
        }

        static let hubs = (1...6).map { ObjectID("dev:h\($0)") }
        static let offices = (1...8).map { ObjectID("dev:o\($0)") }

        static let network: Network = {
            var document = NetworkDocument(name: "mixed")
            for id in hubs + offices {
                let site = ObjectID("site:\(id.name)")
                document.sites.append(.init(id: site, name: String(id.name), kind: "post"))
                document.devices.append(.init(id: id, site: site, role: hubs.contains(id) ? "hub" : "cpe"))
            }
            return Network.compile(document).network
        }()

        mutating func see(_ objects: [ObjectID], _ metric: Sample.Metric, _ value: Double, at second: Int64) {
            for object in objects {
                engine.receive(Sample(time: F.at(second), object: object, metric: metric, value: value), into: &events)
            }
        }

        /// Every minute: three hubs refuse, and all other agents are silent.
        mutating func refuse(_ seconds: ClosedRange<Int64>) {
            let seen = seen
            for second in stride(from: seconds.lowerBound, through: seconds.upperBound, by: 60) {
                see(Array(Self.hubs.prefix(3)), .refused, 1, at: second)
                see(Array(Self.hubs[3...]) + Self.offices, .agentSilent, 1, at: second)
                engine.advance(to: F.at(second), isSeen: { seen.contains($0) }, into: &events)
            }
        }

        /// Every ten seconds: agents that speak, and what the hubs say of their supplies.
        mutating func pass(_ seconds: ClosedRange<Int64>, bad: Int, of hubs: Int = 6) {
            for second in stride(from: seconds.lowerBound, through: seconds.upperBound, by: 10) {
                see(seen.sorted(), .refused, 0, at: second)
                see(Array(Self.hubs.prefix(bad)), .onBattery, 1, at: second)
                see(Array(Self.hubs[bad..<hubs]), .onBattery, 0, at: second)
                let seen = seen
                engine.advance(to: F.at(second), isSeen: { seen.contains($0) }, into: &events)
            }
        }
    }

    @Test func `who was read whole and gave no value is not counted, also while it is switched off`() {
        let read = (Mixed.hubs + Mixed.offices).map { RuleEngine.Series(object: $0, metric: .partsChanged) }
        let given = Set(read + Mixed.hubs.map { RuleEngine.Series(object: $0, metric: .onBattery) })
        // At night the offices are dark when the monitor starts.
        var group = Mixed(given: given)
        group.seen = Set(Mixed.hubs)
        group.pass(0...60, bad: 2)
        #expect(group.events.isEmpty)
        group.pass(70...120, bad: 3)
        #expect(group.events.map(\.verdict) == [.fires] && group.events[0].text.hasPrefix("3 of 6"), "\(group.events)")
        // Where nobody gave the value it is the rule that is new: nothing is known of anybody.
        var new = Mixed(given: Set(read))
        new.seen = Set(Mixed.hubs)
        new.pass(0...600, bad: 6)
        #expect(new.events.isEmpty, "eight of fourteen are not known")
    }

    @Test func `who came back and was not read yet may have the value`() {
        var group = Mixed()
        group.seen = Set(Mixed.hubs + Mixed.offices)
        // Two hubs and the offices were read, four hubs came back after the round.
        group.see(Mixed.offices + Array(Mixed.hubs.prefix(2)), .partsChanged, 0, at: 0)
        group.pass(0...170, bad: 0, of: 2)
        group.pass(180...1800, bad: 2, of: 2)
        #expect(group.events.isEmpty, "two of six are known: \(group.events)")
        group.see(Array(Mixed.hubs[2...]), .partsChanged, 0, at: 1800)
        group.pass(1810...2100, bad: 2)
        #expect(group.events.isEmpty, "two of six are bad: \(group.events)")
        group.pass(2110...2200, bad: 3)
        #expect(group.events.map(\.verdict) == [.fires] && group.events[0].text.hasPrefix("3 of 6"), "\(group.events)")
    }

    @Test func `who was never asked because its agent is silent may have the value, for a day`() {
        var group = Mixed(.refused)
        group.seen = Set(Mixed.hubs + Mixed.offices)
        group.refuse(0...7200)
        #expect(group.events.isEmpty, "eleven of fourteen are not known: \(group.events)")
        group.refuse(7260...90_000)
        #expect(group.events.map(\.verdict) == [.fires], "\(group.events)")
    }
}
