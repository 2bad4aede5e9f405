import Alerting
import Diagnosis
import NetworkModel

// What names what in the alert files, and names nothing.

extension AlertsReader {
    mutating func check(against network: Network?) {
        checkPeople()
        checkTeams()
        checkRelays()
        for route in routes { check(route, network) }
        for hold in holds { check(hold, network) }
        checkRules(network)
        checkTargets()
        if let fallback { checkTold(fallback.value, "fallback") { fallback.place(item: $0.rawValue) } }
        if let morning { checkTold(morning.value.to, "morning") { morning.place(of: "to", item: $0.rawValue) } }
        if let weekly { checkTold(weekly.value.to, "weekly") { weekly.place(of: "to", item: $0.rawValue) } }
        if let heartbeat { checkTold(heartbeat.value.to, "heartbeat") { heartbeat.place(of: "to", item: $0.rawValue) } }
    }

    mutating func report(_ place: SourcePlace, _ message: String, _ severity: DeclaredProblem.Severity = .error) {
        problems.append(DeclaredProblem(place, message, severity: severity))
    }

    private mutating func checkPeople() {
        var first: [ObjectID: SourcePlace] = [:]
        for person in people {
            let id = person.value.id
            let name = Wording.quoted(id.rawValue)
            if id.kind != .person || id.name.isEmpty {
                report(person.place(of: "id"), "\(name) is no identifier of a person; it must begin with \"person:\"")
            }
            if let place = first[id] { report(person.place(of: "id"), "person \(name) is declared twice; first at \(place)") }
            first[id] = first[id] ?? person.place()
            if !Self.isMailAddress(person.value.mail) {
                let mail = Wording.quoted(person.value.mail)
                report(
                    person.place(of: "mail"), "person \(name) has mail \(mail), which is no bare address such as ana@example.org")
            }
        }
    }

    /// One `@`, something on both sides, no blanks: enough to find a slip without refusing what a server would take.
    private static func isMailAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && !text.contains { $0.isWhitespace || "<>,;".contains($0) }
    }

    private mutating func checkRelays() {
        var names: Set<String> = []
        for relay in relays {
            let name = Wording.quoted(relay.value.name)
            if !names.insert(relay.value.name).inserted { report(relay.place(of: "name"), "relay \(name) is declared twice") }
            if !(1...65535).contains(relay.value.port) {
                report(relay.place(of: "port"), "relay \(name) has port \(relay.value.port), which is not from 1 to 65535")
            }
            if relay.value.timeoutSeconds <= 0 { report(relay.place(of: "timeout_s"), "relay \(name) has no time to answer") }
            if relay.value.user != nil, relay.value.passwordFile == nil {
                report(relay.place(of: "user"), "relay \(name) has a user but no password_file")
            }
            if relay.value.user != nil, relay.value.tls == .none || relay.value.tls == .opportunistic {
                report(relay.place(of: "tls"), "relay \(name) may send its password in clear text; set tls: required", .warning)
            }
        }
        if relays.isEmpty, let route = routes.first {
            report(route.place(), "no relay is declared, so mails wait in the outbox", .note)
        }
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
        let owners = network.document.owners.map(\.id.rawValue)
        checkWords(route.value.owners.filter { $0.contains(":") }, owners, "\(name) is for owner") {
            route.place(of: "owners", item: $0)
        }
        let kinds = Set(network.document.sites.map(\.kind)).sorted()
        checkWords(route.value.siteKinds, kinds, "\(name) is for sites of kind", .warning) {
            route.place(of: "site_kinds", item: $0)
        }
    }

    private mutating func check(_ hold: Placed<AlertPolicy.Hold>, _ network: Network?) {
        checkWords(hold.value.kinds, Incident.Kind.allCases.map(\.rawValue), "a hold is for incidents of kind") {
            hold.place(of: "kind", item: $0)
        }
        let urgency = hold.value.urgency.map { [$0] } ?? []
        checkWords(urgency, Page.Urgency.allCases.map(\.rawValue), "a hold sends as") { _ in hold.place(of: "to") }
        guard let network, let only = hold.value.only else { return }
        let kinds = Set(network.document.sites.map(\.kind)).sorted()
        checkWords([only], kinds, "a hold is for sites of kind", .warning) { _ in hold.place(of: "only") }
    }

    private mutating func checkRules(_ network: Network?) {
        var first: [String: SourcePlace] = [:]
        for rule in rules {
            let name = "rule \(Wording.quoted(rule.value.name))"
            if let place = first[rule.value.name] { report(rule.place(of: "name"), "\(name) stands twice; first at \(place)") }
            if rule.value.name.hasPrefix("monitor") {
                report(
                    rule.place(of: "name"), "\(name): names that begin with \"monitor\" are those of the monitor's own troubles")
            }
            first[rule.value.name] = first[rule.value.name] ?? rule.place()
            check(rule, name)
            guard let network else { continue }
            let roles = Set(network.document.devices.map(\.role)).sorted()
            checkWords(rule.value.selector.roles, roles, "\(name) is for devices of role", .warning) {
                rule.place(of: "roles", item: $0)
            }
            let kinds = Set(network.document.sites.map(\.kind)).sorted()
            checkWords(rule.value.selector.kinds, kinds, "\(name) is for sites of kind", .warning) {
                rule.place(of: "kinds", item: $0)
            }
        }
    }

    private mutating func checkTargets() {
        var names: Set<String> = []
        for target in targets {
            let name = "target \(Wording.quoted(target.value.name))"
            if !names.insert(target.value.name).inserted { report(target.place(of: "name"), "\(name) is declared twice") }
            if target.value.name.contains(where: { $0.isWhitespace }) {
                report(target.place(of: "name"), "\(name): a name without blanks is needed")
            }
            if let url = target.value.url, !url.hasPrefix("https://"), !url.hasPrefix("http://") {
                report(
                    target.place(of: "url"),
                    "\(name) has url \(Wording.quoted(url)), which begins with neither https:// nor http://")
            }
            if target.value.tokenFile != nil, target.value.url?.hasPrefix("http://") == true {
                report(target.place(of: "url"), "\(name) would send its token in clear text; use https://", .warning)
            }
            checkWords(target.value.urgencies, Page.Urgency.allCases.map(\.rawValue), "\(name) is for urgency") {
                target.place(of: "urgencies", item: $0)
            }
            checkWords(target.value.kinds, AlertNotification.Kind.allCases.map(\.rawValue), "\(name) is for mails of kind") {
                target.place(of: "kinds", item: $0)
            }
        }
    }

    /// A clear value on the wrong side of its limit would fire and clear at every sample.
    private mutating func check(_ rule: Placed<AlertRule>, _ name: String) {
        switch rule.value.condition {
        case .above(let limit, let clear) where clear > limit:
            report(rule.place(of: "clear"), "\(name) fires above \(limit) and clears at \(clear), which is above it as well")
        case .below(let limit, let clear) where clear < limit:
            report(rule.place(of: "clear"), "\(name) fires below \(limit) and clears at \(clear), which is below it as well")
        case .state(let state) where state == .unknown || state == .unobserved:
            report(
                rule.place(of: "state"), "\(name) asks for \(state.rawValue), which neither fires nor clears; ask for down or up")
        default: break
        }
        if let share = rule.value.share, !(0...1).contains(share.fraction) {
            report(rule.place(of: "share"), "\(name) has share \(share.fraction), which is not from 0 to 1")
        }
    }

    mutating func checkTold(_ told: [ObjectID], _ subject: String, at place: (ObjectID) -> SourcePlace) {
        let (known, teams) = (people.map(\.value.id.rawValue), teams.map(\.value.id.rawValue))
        for id in told where id.isTeam {
            if !teams.contains(id.teamID.rawValue) {
                let advice = Wording.didYouMean(id.teamID.rawValue, among: teams)
                report(place(id), "\(subject) tells team \(Wording.quoted(id.teamID.rawValue)), which is not declared\(advice)")
            } else if let role = id.teamRole, !roles(of: id.teamID).contains(role) {
                let advice = Wording.didYouMean(role, among: roles(of: id.teamID))
                report(
                    place(id), "\(subject) tells \(Wording.quoted(id.rawValue)), and no rota of the team has this role\(advice)")
            }
        }
        for id in told where !id.isTeam && !known.contains(id.rawValue) {
            let advice = Wording.didYouMean(id.rawValue, among: known)
            report(place(id), "\(subject) tells person \(Wording.quoted(id.rawValue)), who is not declared\(advice)")
        }
    }

    private func roles(of team: ObjectID) -> [String] {
        ["all", "lead"] + rotas.map(\.value).filter { $0.team == team }.compactMap(\.role)
    }

    mutating func checkWords(
        _ words: [String], _ known: [String], _ subject: String, _ severity: DeclaredProblem.Severity = .error,
        at place: (String) -> SourcePlace
    ) {
        for word in words where !known.contains(word) {
            let advice = Wording.didYouMean(word, among: known)
            report(place(word), "\(subject) \(Wording.quoted(word)), and there is none\(advice)", severity)
        }
    }
}
