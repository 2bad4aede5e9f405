import Alerting
import Diagnosis
import NetworkModel

// Routes and holds: what they name, and whether somebody is told whatever happens.

extension AlertsReader {
    mutating func checkRoutes(_ network: Network?) {
        for route in routes { check(route, network) }
        // What was taken out of a route or hold because it is wrong may be what sets it apart.
        for (row, route) in routes.enumerated() where !hasErrors {
            guard let whole = routes[..<row].first(where: { $0.value.covers(route.value) }) else { continue }
            report(
                route.place(),
                "route \(Wording.quoted(route.value.name)) never decides: \(Wording.quoted(whole.value.name)) at \(whole.place()) stands before it and matches all that it matches",
                .warning)
        }
        checkReaders()
        checkMorning()
    }

    var hasErrors: Bool { problems.contains { $0.severity == .error } }

    /// Nobody who is told is an error wherever there is something to tell.
    private mutating func checkReaders() {
        guard (fallback?.value ?? []).isEmpty, let place = people.first?.place() ?? rules.first?.place() ?? routes.first?.place()
        else { return }
        if routes.allSatisfy(\.value.to.isEmpty) {
            report(place, "nobody would be told: neither a route nor fallback names anybody; add fallback: [person:…]")
        } else if let last = routes.last, !routes.contains(where: { $0.value.covers(AlertPolicy.Route(name: "", to: [])) }) {
            report(last.place(), "what matches no route is told to nobody; add fallback: [person:…]", .warning)
        }
    }

    /// A digest stands in the morning list and nowhere else.
    private mutating func checkMorning() {
        guard morning == nil else { return }
        let rule = rules.first { $0.value.urgencies.contains(.digest) }.map {
            ($0.place(of: "urgency"), Wording.quoted($0.value.name))
        }
        let hold = holds.first { $0.value.urgency == Page.Urgency.digest.rawValue }.map { ($0.place(of: "to"), "a hold") }
        guard let (place, name) = rule ?? hold else { return }
        report(
            place,
            "\(name) tells by digest, and nobody would read it: there is no section morning; add morning: {to: [person:…], at: \"07:00\"}",
            .warning)
    }

    private mutating func check(_ route: Placed<AlertPolicy.Route>, _ network: Network?) {
        let name = "route \(Wording.quoted(route.value.name))"
        if route.value.to.isEmpty { report(route.place(of: "to"), "\(name) tells nobody; fallback is told instead", .warning) }
        if let escalation = route.value.escalation {
            checkWords([escalation], escalations.map(\.value.name), "\(name) is escalated by") { _ in
                route.place(of: "escalation")
            }
        }
        checkTold(route.value.to, name) { route.place(of: "to", item: $0.rawValue) }
        checkWords(route.value.kinds, Incident.Kind.allCases.map(\.rawValue), "\(name) is for incidents of kind") {
            route.place(of: "kinds", item: $0)
        }
        checkWords(route.value.urgencies, Page.Urgency.allCases.map(\.rawValue), "\(name) is for urgency") {
            route.place(of: "urgencies", item: $0)
        }
        guard let network else { return }
        checkOwners(route.value.owners, name, network) { route.place(of: "owners", item: $0) }
        checkGlobs(route.value.objects, "\(name) is for object", network.index.keys + network.groups) {
            route.place(of: "objects", item: $0)
        }
        let kinds = Set(network.document.sites.map(\.kind)).sorted()
        checkWords(route.value.siteKinds, kinds, "\(name) is for sites of kind", .warning) {
            route.place(of: "site_kinds", item: $0)
        }
    }

    mutating func checkHolds(_ network: Network?) {
        for hold in holds { check(hold, network) }
        for (row, hold) in holds.enumerated() where !hasErrors {
            guard let whole = holds[..<row].first(where: { $0.value.covers(hold.value) }) else { continue }
            report(
                hold.place(), "this hold never decides: the one at \(whole.place()) matches all that it matches", .warning)
        }
    }

    private mutating func check(_ hold: Placed<AlertPolicy.Hold>, _ network: Network?) {
        checkWords(hold.value.kinds, Incident.Kind.allCases.map(\.rawValue), "a hold is for incidents of kind") {
            hold.place(of: "kind", item: $0)
        }
        checkWords(hold.value.causes, ObjectKind.allCases.map(\.rawValue), "a hold is for causes of kind") {
            hold.place(of: "causes", item: $0)
        }
        let urgency = hold.value.urgency.map { [$0] } ?? []
        checkWords(urgency, Page.Urgency.allCases.map(\.rawValue), "a hold sends as") { _ in hold.place(of: "to") }
        guard let network, let only = hold.value.only else { return }
        let kinds = Set(network.document.sites.map(\.kind)).sorted()
        checkWords([only], kinds, "a hold is for sites of kind", .warning) { _ in hold.place(of: "only") }
    }

    /// An owner is named in full, as the network names it: a bare word or `owner:` and a name.
    mutating func checkOwners(
        _ owners: [String], _ subject: String, _ network: Network, at place: (String) -> SourcePlace
    ) {
        guard !owners.isEmpty else { return }
        let named = Set(network.index.keys.compactMap { network.owner(of: $0) } + network.document.owners.map(\.id.rawValue))
        let known = named.union(named.map { "owner:" + $0 })
        for owner in owners where !known.contains(owner) {
            let advice =
                known.contains("owner:" + owner)
                ? "; write \(Wording.quoted("owner:" + owner))" : Wording.didYouMean(owner, among: named.sorted())
            report(place(owner), "\(subject) is for owner \(Wording.quoted(owner)), and there is none\(advice)")
        }
    }

    /// A glob that matches nothing is no error: the place may be built tomorrow.
    mutating func checkGlobs(
        _ globs: [String], _ subject: String, _ objects: [ObjectID], at place: (String) -> SourcePlace
    ) {
        for glob in globs where !objects.contains(where: { Glob.matches(glob, $0.rawValue) }) {
            let isGlob = glob.contains { $0 == "*" || $0 == "?" }
            let kind = ObjectID(glob).kind
            let near = isGlob ? [] : objects.filter { $0.kind == kind }.map(\.rawValue)
            let advice = Wording.didYouMean(glob, among: near)
            report(place(glob), "\(subject) \(Wording.quoted(glob)), and nothing in the network is called so\(advice)", .warning)
        }
    }
}

extension AlertPolicy.Route {
    /// True if whatever `other` matches this matches as well, as far as the words show it.
    func covers(_ other: AlertPolicy.Route) -> Bool {
        let pairs = [
            (kinds, other.kinds), (urgencies, other.urgencies), (objects, other.objects), (siteKinds, other.siteKinds),
            (owners, other.owners),
        ]
        return pairs.allSatisfy { $0.isEmpty || $0 == ["*"] || (!$1.isEmpty && Set($1).isSubset(of: $0)) }
    }
}

extension AlertPolicy.Hold {
    func covers(_ other: AlertPolicy.Hold) -> Bool {
        (only == nil || only == other.only) && (hours == nil || hours == other.hours)
            && (kinds.isEmpty || (!other.kinds.isEmpty && Set(other.kinds).isSubset(of: kinds)))
            && (causes.isEmpty || (!other.causes.isEmpty && Set(other.causes).isSubset(of: causes)))
            && (isolatesAtLeast ?? 0) <= (other.isolatesAtLeast ?? 0)
    }
}

extension Network {
    /// What incidents are about beside the objects of the network: groups of rules over a share, and the monitor itself.
    var groups: [ObjectID] {
        let roles = Set(document.devices.map(\.role)).subtracting([""]).map { ObjectID("role:" + $0) }
        let owners = Set(index.keys.compactMap { owner(of: $0) }).map { ObjectID($0.contains(":") ? $0 : "owner:" + $0) }
        return roles + owners + ["network:all", "monitor:configuration"]
    }
}
