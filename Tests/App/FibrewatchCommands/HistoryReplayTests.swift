import Alerting
import Diagnosis
import InventoryStore
import NetworkModel
import TestSupport
import Testing

@testable import FibrewatchCommands

/// Four hours as a monitor lived and recorded them, played again.
@Suite struct HistoryReplayTests {
    static let network: Network = {
        var document = NetworkDocument(name: "town")
        document.sites = [.init(id: "site:a", name: "A", kind: "hub"), .init(id: "site:b", name: "B", kind: "post")]
        document.devices = ["a", "b"].map { .init(id: ObjectID("dev:\($0)"), site: ObjectID("site:\($0)"), role: "core") }
        // A opens at second 2200: what runs hot there is a page from then on.
        document.calendars = [.init(id: "cal:a", zone: "Europe/Belgrade", open: ["mon-sun": "03:30-20:00"])]
        document.sites[0].calendar = "cal:a"
        document.services = [.init(id: "svc:a", hosts: ["dev:a"], clients: ["hub"])]
        document.ducts = ["u1", "u2", "u3"].map { .init(id: ObjectID("duct:\($0)"), owner: "owner:railways", km: 3) }
        return Network.compile(document).network
    }()

    static var policy: AlertPolicy {
        var policy = AlertPolicy()
        policy.people = [
            .init(id: "person:ana", name: "Ana", mail: "ana@noc.example"),
            .init(id: "person:chief", name: "Chief", mail: "chief@noc.example"),
        ]
        policy.routes = [.init(name: "all", to: ["person:ana"])]
        policy.fallback = ["person:ana"]
        var standard = AlertPolicy.Escalation(
            name: "default", steps: [.init(after: .seconds(900), to: ["person:chief"])])
        (standard.remind, standard.reminders) = (.seconds(1200), 2)
        policy.escalations = [standard]
        var hold = AlertPolicy.Hold()
        (hold.proven, hold.inferred) = (.seconds(60), .seconds(180))
        policy.holds = [hold]
        var hot = AlertRule(name: "hot", metric: .temperature, .above(limit: 60, clear: 52))
        (hot.hold, hot.clearHold) = (.seconds(300), .seconds(600))
        var open = AlertRule.When()
        (open.hours, open.urgency) = (.open, .page)
        hot.when = [open]
        policy.rules = [hot]
        return policy
    }

    static func at(_ second: Int64) -> Timestamp { Timestamp(milliseconds: 1_763_690_000_000 + second * 1000) }

    /// What Diagnosis says at a second, by the identifiers of its run.
    static func actions(_ second: Int64) -> [DiagnosisAction] {
        func incident(_ id: String, _ opened: Int64, _ object: ObjectID, paged: Int64? = nil) -> Incident {
            var incident = Incident(id: id, kind: .fault, opened: at(opened), candidates: [object], best: object)
            incident.impactedSites = ["site:b"]
            incident.paged = paged.map(at)
            return incident
        }
        func closed(_ incident: Incident) -> DiagnosisAction {
            var incident = incident
            incident.closed = at(second)
            return .closed(incident)
        }
        func page(_ incident: Incident) -> [DiagnosisAction] {
            [.revised(incident), .page(Page(time: at(second), object: incident.best, incident: incident.id))]
        }
        switch second {
        // A cut that lasts, is escalated, taken, and comes back when the time of who took it is up.
        case 600: return [.opened(incident("i0", 600, "duct:u1"))]
        case 605: return page(incident("i0", 600, "duct:u1", paged: 605))
        case 9000: return [closed(incident("i0", 600, "duct:u1", paged: 605))]
        // One inside of planned work, and one that heals within its hold.
        case 3000: return [.opened(incident("i1", 3000, "duct:u2"))] + page(incident("i1", 3000, "duct:u2", paged: 3000))
        case 3600: return [closed(incident("i1", 3000, "duct:u2", paged: 3000))]
        case 5000: return [.opened(incident("i2", 5000, "duct:u3"))] + page(incident("i2", 5000, "duct:u3", paged: 5000))
        case 5060: return [closed(incident("i2", 5000, "duct:u3", paged: 5000))]
        // The same duct later, open at the end.
        case 11_000: return [.opened(incident("i3", 11_000, "duct:u2"))]
        case 11_004: return page(incident("i3", 11_000, "duct:u2", paged: 11_004))
        default: return []
        }
    }

    /// Hot from 20 min to 80 min, a page after 42, a spike that is too short before it.
    static func samples(_ second: Int64) -> [Sample] {
        guard second % 60 == 7 else { return [] }
        let isHot = (1200..<4800).contains(second) || (300..<420).contains(second)
        return [Sample(time: at(second), object: "dev:a", metric: .temperature, value: isHot ? 70 : 40)]
    }

    /// Lives second by second as the running monitor does, and keeps what it keeps.
    static func record(into store: Store) throws {
        var (rules, book) = (RuleEngine(rules: policy.rules, network: network), RuleBook())
        var (ledger, alerting) = (IncidentLedger(next: 1, open: []), AlertingEngine(policy: policy, network: network))
        let window = MaintenanceWindow(
            id: "", object: "duct:u2", from: at(2900), to: at(4000), owner: "railways", reason: "splice")
        _ = try store.addMaintenance(window, by: "ana", at: at(2000))
        var taken = 0
        for second in Int64(0)..<14_400 {
            let now = at(second)
            var decisions: [AlertDecision] = []
            if second == 2000 { decisions += alerting.receive([window], at: now) }
            var events: [RuleEngine.Event] = []
            let samples = samples(second)
            for sample in samples { rules.receive(sample, into: &events) }
            rules.advance(to: now, isSeen: { _ in true }, into: &events)
            rules.grade(&events, at: now)
            var actions = actions(second)
            if second == 0 {
                actions += ["dev:a", "dev:b"].map { .state(StateChange(time: now, object: $0, state: .up)) }
            }
            for event in events { actions += book.actions(event, of: rules.rules[event.rule]) }
            // A trouble of the monitor's own, which is told and is none of the rules' business.
            if second == 7000 { actions += book.actions(troubles: ["configuration": "routes.yaml is broken"], at: now) }
            if second == 7400 { actions += book.actions(troubles: [:], at: now) }
            let durable = actions.flatMap { ledger.translate($0, at: now) }
            for action in durable { decisions += alerting.receive(action, at: now) }
            if second == 2400, let incident = alerting.cases.values.first(where: { $0.incident.best == "duct:u1" })?.incident {
                let taking = Acknowledgement(incident: incident.id, at: now, by: "ana", reason: "on site", until: at(6000))
                taken += try store.acknowledge(taking) ? 1 : 0
                decisions += alerting.receive(taking, at: now)
            }
            if second == 2700, let incident = alerting.cases.values.first(where: { $0.incident.alert != nil })?.incident {
                let taking = Acknowledgement(incident: incident.id, at: now, by: "ana", reason: "fan ordered")
                taken += try store.acknowledge(taking) ? 1 : 0
                decisions += alerting.receive(taking, at: now)
            }
            decisions += alerting.advance(to: now)
            if !samples.isEmpty { try store.append(samples) }
            try store.record(
                StoreBatch(time: now, actions: durable, decisions: decisions, cases: alerting.takeChangedCases(), mails: [:]))
        }
        #expect(taken == 2)
    }

    static func difference(_ policy: AlertPolicy, _ store: Store, since: Int64 = 0) throws -> [AlertsTryCommand.Line] {
        let (from, until) = (at(since), at(14_400))
        return AlertsTryCommand.difference(
            try store.notifications(from: from, to: until),
            try HistoryReplay(policy, network, store, from: from, until: until).mails)
    }

    @Test func `rules that did not change would have told the same, and changed ones differ where they say so`() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder.path("state.db"), mode: .readWrite)
        try Self.record(into: store)
        let told = try store.notifications(from: Self.at(0), to: Self.at(14_400)).filter(AlertsTryCommand.isTold)
        // Told, escalated, taken, back when that ran out, escalated and reminded, over; hot and over; the last with its escalation.
        #expect(Set(told.map(\.kind)) == [.problem, .escalation, .reminder, .recovery] && told.count >= 9, "\(told.map(\.id))")
        #expect(try Self.difference(Self.policy, store) == [])
        // What was open then is known: its escalation, its acknowledgement and its end are no news.
        for since in [Int64(1000), 3000, 8000, 12_000] { #expect(try Self.difference(Self.policy, store, since: since) == []) }
        var calmer = Self.policy
        calmer.escalations = []
        let less = try Self.difference(calmer, store)
        #expect(
            !less.isEmpty && less.allSatisfy { $0.change == "less" && ($0.kind == "escalation" || $0.kind == "reminder") },
            "\(less)")
        var cooler = Self.policy
        cooler.rules = []
        #expect(
            try Self.difference(cooler, store).map { "\($0.change) \($0.kind) \($0.rule ?? "")" } == [
                "less problem hot", "less escalation hot", "less recovery hot",
            ])
        var earlier = Self.policy
        earlier.rules[0].hold = .seconds(60)
        let more = try Self.difference(earlier, store).map { "\($0.change) \($0.kind) \($0.rule ?? "")" }
        #expect(more.contains("more problem hot"), "\(more)")
        #expect(try AlertsTryCommand.otherReasons(store, Self.at(0), Self.at(14_400)).count == 1)
    }
}
