import Diagnosis
import NetworkModel

/// How grave a rule with `when` would be for an object: if it began to hold at one moment, and at the other hours of the places that hang
/// on the object.
package struct RuleGradePreview: Sendable {
    /// What it would be from a moment on.
    package struct Hours: Sendable {
        package var at: Timestamp
        /// One of the places that hang on it is open; nil: none hangs on it, or none has hours.
        package var isOpen: Bool?
        package var grade: AlertRule.Grade
        /// What it was judged by, as its mail says it.
        package var words: String
        /// Who would be told, and when, if it began to hold then.
        package var told: RoutePreview
    }

    package let rule: AlertRule
    /// What the rule would be about: the object that was asked about, or a device of the site.
    package let object: ObjectID
    /// Now first, then the other hours where they differ: the first opening, the first closing of the last of them.
    package let hours: [Hours]

    /// Rules with `when` about `object`, of a site those about its devices, in the order of the files.
    package static func all(
        for object: ObjectID, at now: Timestamp, policy: AlertPolicy, network: Network
    ) -> [RuleGradePreview] {
        var objects = [object]
        if case .site(let site)? = network[object] {
            objects += network.devicesOfSite[site].map { network.document.devices[Int($0)].id }
        }
        return policy.rules.indices.filter { !policy.rules[$0].when.isEmpty }.flatMap { row in
            objects.filter { policy.rules[row].isAbout($0, in: network) }
                .map { RuleGradePreview(row, $0, at: now, policy, network) }
        }
    }

    private init(
        _ row: Int, _ object: ObjectID, at now: Timestamp, _ policy: AlertPolicy, _ network: Network
    ) {
        (rule, self.object) = (policy.rules[row], object)
        let rule = policy.rules[row]
        var grader = RuleGrader(policy.rules, network, open: [])
        let failing =
            rule.metric?.isOfPower == true ? RuleSubject(object, in: network).site ?? object : object
        let key = RuleGrader.Key(rule: row, object: object)
        let sites = grader.sites(hangingOn: failing)
        let calendars = Set(sites.map { network.calendarOfSite[Int($0)] }.filter { $0 >= 0 })
        let times = calendars.sorted().compactMap { OpeningHours(network.document.calendars[Int($0)]) }
        let isAlwaysOpen = sites.contains { network.calendarOfSite[Int($0)] < 0 }
        let isOpen = { (time: Timestamp) -> Bool? in
            times.isEmpty || isAlwaysOpen ? nil : times.contains { $0.isOpen(at: time) }
        }
        hours = Self.moments(from: now, times, isOpen).compactMap { moment in
            guard let finding = grader.begin([key], causes: [[failing]], at: moment).first else {
                return nil
            }
            var incident = Incident(
                id: "i0", kind: .fault, opened: moment, candidates: [object], best: object)
            incident.proven = true
            incident.alert = RuleFact(
                rule: rule.name, severity: finding.grade.severity, text: finding.words,
                urgency: finding.grade.urgency)
            return Hours(
                at: moment, isOpen: isOpen(moment), grade: finding.grade, words: finding.words,
                told: RoutePreview(
                    incident, urgency: finding.grade.urgency, policy: policy, network: network))
        }
    }

    /// `now` and the first moment of the next nine days at which it is otherwise: open instead of closed or the other way round.
    private static func moments(
        from now: Timestamp, _ times: [OpeningHours], _ isOpen: (Timestamp) -> Bool?
    ) -> [Timestamp] {
        guard let present = isOpen(now) else { return [now] }
        let end = now + .seconds(9 * 86_400)
        let edges = times.flatMap { $0.occurrences(from: now, to: end).flatMap { [$0.from, $0.to] } }
            .filter { $0 > now }.sorted()
        return [now] + (edges.first { isOpen($0) == !present }.map { [$0] } ?? [])
    }
}

extension AlertRule {
    /// Whether it may hold for `object` itself by the kind of what it measures.
    fileprivate func isAbout(_ object: ObjectID, in network: Network) -> Bool {
        guard share == nil, covers(object, in: network) else { return false }
        guard let metric else { return true }
        return metric.isOfPorts ? object.isOf(.interface) : object.isOf(.device)
    }
}
