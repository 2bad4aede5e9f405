import Diagnosis
import NetworkModel
import Testing

@testable import Alerting

/// Which route, who is on duty, what follows.
struct RoutePreviewTests {
    static var policy: AlertPolicy {
        var policy = AlertingFixture.policy
        var tickets = AlertPolicy.Route(name: "tickets", to: ["person:boris"])
        tickets.urgencies = ["ticket"]
        var outages = AlertPolicy.Route(name: "outages", to: ["team:noc"])
        (outages.kinds, outages.escalation) = (["fault"], "standard")
        policy.routes = [tickets, outages]
        policy.teams = [.init(id: "team:noc", name: "NOC", members: ["person:ana"])]
        policy.escalations = [.init(name: "standard", steps: [.init(after: .seconds(900), to: ["person:boris"])])]
        var hold = AlertPolicy.Hold()
        (hold.proven, hold.inferred) = (.seconds(60), .seconds(180))
        policy.holds = [hold]
        return policy
    }

    static func preview(_ kind: Incident.Kind = .fault, _ urgency: Page.Urgency = .page, proven: Bool = true) -> RoutePreview {
        var incident = AlertingFixture.incident(kind: kind)
        incident.proven = proven
        return RoutePreview(incident, urgency: urgency, policy: policy, network: AlertingFixture.network)
    }

    @Test func `a page names its route, why the ones before it do not match, who is on duty, and what follows when`() {
        let preview = Self.preview()
        #expect(preview.route == "outages" && preview.matched == ["kinds fault"] && preview.escalation == "standard")
        #expect(preview.passedOver.map { "\($0.route): \($0.missing)" } == ["tickets: urgencies ticket"])
        #expect(preview.duty == [.init(name: "team:noc", people: ["person:ana"], isGap: false)])
        #expect(preview.steps.map(\.kind) == [.problem, .escalation])
        #expect(preview.steps.map(\.after) == [.seconds(60), .seconds(960)])
        #expect(preview.steps.map { $0.people.map(\.name) } == [["Ana"], ["Борис"]])
        #expect(Self.preview(proven: false).steps.first?.after == .seconds(180))
    }

    @Test func `another urgency and kind go another way`() {
        let ticket = Self.preview(.fault, .ticket)
        #expect(ticket.route == "tickets" && ticket.matched == ["urgencies ticket"] && ticket.escalation == nil)
        #expect(ticket.steps.map(\.kind) == [.problem] && ticket.duty.map(\.people) == [["person:boris"]])
        let flapping = Self.preview(.flapping)
        #expect(flapping.route == nil && flapping.passedOver.count == 2 && flapping.duty.map(\.name) == ["person:boris"])
        let planned = Self.preview(.planned)
        #expect(planned.steps.isEmpty && planned.reasons.contains(.planned))
    }
}
