import Diagnosis
import NetworkModel

/// Who would be told of an incident that nobody takes and that does not end: by which route, when, and what follows.
package struct RoutePreview: Sendable {
    /// A mail, counted from the onset.
    package struct Step: Hashable, Sendable {
        package var after: TimeSpan
        package var kind: AlertNotification.Kind
        package var people: [Recipient]
        package var reason: AlertReason
    }

    /// Somebody named by the route, and who that is at the time of the first mail.
    package struct Duty: Hashable, Sendable {
        package var name: ObjectID
        package var people: [ObjectID]
        /// Nobody is on duty: these are the rota's fallback.
        package var isGap: Bool
    }

    /// nil: none matches, and `fallback` is told.
    package private(set) var route: String?
    /// What it asks for and finds; empty: it asks for nothing.
    package private(set) var matched: [String] = []
    /// Routes before it, each with what it asks for and does not find.
    package private(set) var passedOver: [(route: String, missing: String)] = []
    package private(set) var duty: [Duty] = []
    /// nil: nothing follows.
    package private(set) var escalation: String?
    /// As it is sent: a hold may make less of it.
    package private(set) var urgency: Page.Urgency
    /// The first mail and all that follow within two days of it, at most 40.
    package private(set) var steps: [Step] = []
    /// The first mail.
    package private(set) var first: AlertNotification?
    /// Why it waits or is not sent, in order.
    package private(set) var reasons: [AlertReason] = []

    /// - Parameter incident: open; its onset is the moment that is asked about.
    package init(_ incident: Incident, urgency: Page.Urgency, policy: AlertPolicy, network: Network) {
        self.urgency = urgency
        var policy = policy
        (policy.heartbeat, policy.morning, policy.weekly) = (nil, nil, nil)
        var engine = AlertingEngine(policy: policy, network: network)
        var now = incident.opened
        take(engine.advance(to: now), since: now)
        take(engine.receive(.opened(incident), at: now), since: now)
        let page = Page(time: now, object: incident.best, incident: incident.id, urgency: urgency)
        var decisions = engine.receive(.page(page), at: now)
        take(decisions, since: now)
        // From the end of one wait to that of the next, as long as there is one.
        for _ in 0..<40 where first == nil {
            guard case .hold(let until)? = decisions.last(where: { $0.incident == incident.id })?.verdict, until > now else {
                break
            }
            now = until
            decisions = engine.advance(to: now)
            take(decisions, since: incident.opened)
        }
        explain(engine, incident.id)
        guard first != nil else { return }
        let end = now + .seconds(2 * 86_400)
        while now < end, steps.count < 40 {
            now = now + .seconds(10)
            take(engine.advance(to: now), since: incident.opened)
        }
    }

    /// One mail in several languages or for several levels is one step.
    private mutating func take(_ decisions: [AlertDecision], since onset: Timestamp) {
        for decision in decisions {
            guard let mail = decision.notification else {
                if steps.isEmpty, !reasons.contains(decision.reason) { reasons.append(decision.reason) }
                continue
            }
            first = first ?? mail
            let after = decision.time - onset
            if let last = steps.last, last.after == after, last.kind == mail.kind, last.reason == decision.reason {
                steps[steps.count - 1].people += mail.recipients
            } else {
                steps.append(Step(after: after, kind: mail.kind, people: mail.recipients, reason: decision.reason))
            }
        }
    }

    private mutating func explain(_ engine: AlertingEngine, _ id: String) {
        guard let alertCase = engine.cases[id] else { return }
        urgency = alertCase.urgency
        escalation = engine.escalation(of: alertCase)?.name
        let routes = engine.policy.routes
        let row = routes.firstIndex { engine.matches($0, alertCase) }
        route = row.map { routes[$0].name }
        matched = row.map { routes[$0].parts.map(\.words) } ?? []
        passedOver = routes[..<(row ?? routes.count)].map { route in
            let missing = route.parts.filter { !engine.matches($0.alone, alertCase) }.map(\.words)
            return (route.name, missing.joined(separator: ", "))
        }
        duty = (row.map { routes[$0].to } ?? engine.policy.fallback).map { name in
            let duty = engine.roster.duty(name, at: engine.now)
            return Duty(name: name, people: duty.people, isGap: duty.isGap)
        }
    }
}

extension AlertPolicy.Route {
    /// Each selector by itself, with its words.
    fileprivate var parts: [(words: String, alone: AlertPolicy.Route)] {
        let selectors: [(String, WritableKeyPath<AlertPolicy.Route, [String]>)] = [
            ("kinds", \.kinds), ("urgencies", \.urgencies), ("objects", \.objects), ("site_kinds", \.siteKinds),
            ("owners", \.owners),
        ]
        return selectors.compactMap { name, path in
            if self[keyPath: path].isEmpty { return nil }
            var alone = AlertPolicy.Route(name: "", to: [])
            alone[keyPath: path] = self[keyPath: path]
            return ("\(name) \(self[keyPath: path].joined(separator: " or "))", alone)
        }
    }
}
