import Alerting
import Diagnosis
import NetworkModel

// What names what in the alert files, and names nothing.

extension AlertsReader {
    mutating func check(against network: Network?) {
        checkPeople()
        checkTeams()
        checkIdentity()
        checkRelays()
        checkRoutes(network)
        checkHolds(network)
        checkRules(network)
        checkTargets()
        if let fallback { checkTold(fallback.value, "fallback") { fallback.place(item: $0.rawValue) } }
        let regular = [("heartbeat", heartbeat), ("morning", morning)]
        for case (let name, let mail?) in regular {
            checkTold(mail.value.to, name) { mail.place(of: "to", item: $0.rawValue) }
            if mail.value.to.isEmpty {
                report(mail.place(of: "to"), "\(name) names nobody; add a person or take it out", .warning)
            }
        }
        if let weekly { checkTold(weekly.value.to, "weekly") { weekly.place(of: "to", item: $0.rawValue) } }
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
            if let fault = MailAddress.fault(of: person.value.mail) {
                report(person.place(of: "mail"), "person \(name) has mail \(Wording.quoted(person.value.mail)), which \(fault)")
            }
        }
    }

    private mutating func checkRelays() {
        var names: Set<String> = []
        for relay in relays {
            let name = Wording.quoted(relay.value.name)
            if !names.insert(relay.value.name).inserted { report(relay.place(of: "name"), "relay \(name) is declared twice") }
            if !(1...65535).contains(relay.value.port) {
                report(relay.place(of: "port"), "relay \(name) has port \(relay.value.port), which is not from 1 to 65535")
            }
            checkTimeout(relay.value.timeoutSeconds, "relay \(name)", at: relay.place(of: "timeout_s"))
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

    private mutating func checkTimeout(_ seconds: Int, _ subject: String, at place: SourcePlace) {
        if !(1...3600).contains(seconds) { report(place, "\(subject) has timeout_s \(seconds), which is not from 1 to 3600") }
    }

    private mutating func checkTargets() {
        var names: Set<String> = []
        for target in targets {
            let name = "target \(Wording.quoted(target.value.name))"
            if !names.insert(target.value.name).inserted { report(target.place(of: "name"), "\(name) is declared twice") }
            checkTimeout(target.value.timeoutSeconds, name, at: target.place(of: "timeout_s"))
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
            if target.value.kind == .alertmanager, !target.value.kinds.isEmpty {
                report(
                    target.place(of: "kinds"),
                    "\(name) is an Alertmanager and is told of all that fires and ends, whatever its kinds say; take them away",
                    .warning)
            }
            checkWords(target.value.kinds, AlertNotification.Kind.allCases.map(\.rawValue), "\(name) is for mails of kind") {
                target.place(of: "kinds", item: $0)
            }
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
