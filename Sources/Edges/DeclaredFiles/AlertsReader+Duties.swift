import Alerting
import Diagnosis
import NetworkModel

// Teams and rotas: what they name, and whether somebody is always on duty.

extension AlertsReader {
    mutating func checkTeams() {
        var first: [ObjectID: SourcePlace] = [:]
        for team in teams {
            let (id, name) = (team.value.id, Wording.quoted(team.value.id.rawValue))
            if !id.isTeam || id.name.isEmpty || id.teamRole != nil {
                report(team.place(of: "id"), "\(name) is no identifier of a team; it must be \"team:\" and a name")
            }
            if let place = first[id] { report(team.place(of: "id"), "team \(name) is declared twice; first at \(place)") }
            first[id] = first[id] ?? team.place()
            checkPersons(team.value.members, "team \(name) has member") { team.place(at: ["members", "\($0)"]) }
            checkPersons(team.value.lead.map { [$0] } ?? [], "team \(name) is led by") { _ in team.place(of: "lead") }
            if team.value.members.isEmpty { report(team.place(of: "members"), "team \(name) has no members", .warning) }
        }
        for person in people {
            for word in person.value.quiet?.lets ?? [] where !QuietHours.words.contains(word) {
                let advice = Wording.didYouMean(word, among: QuietHours.words)
                report(
                    person.place(of: "quiet_lets", item: word),
                    "quiet hours let \(Wording.quoted(word)) through, which is no urgency or severity\(advice)")
            }
        }
        checkRotas()
        checkEscalations()
    }

    private mutating func checkEscalations() {
        var names: Set<String> = []
        for escalation in escalations {
            let name = "escalation \(Wording.quoted(escalation.value.name))"
            if !names.insert(escalation.value.name).inserted { report(escalation.place(of: "name"), "\(name) is declared twice") }
            checkWords(escalation.value.urgencies, Page.Urgency.allCases.map(\.rawValue), "\(name) is for urgency") {
                escalation.place(of: "urgencies", item: $0)
            }
            for (row, step) in escalation.value.steps.enumerated() {
                checkTold(step.to, name) { id in
                    escalation.place(at: ["steps", "\(row)", "to", "\(step.to.firstIndex(of: id) ?? 0)"])
                }
            }
        }
    }

    private mutating func checkRotas() {
        var ids: Set<ObjectID> = []
        for rota in rotas {
            let (value, name) = (rota.value, "rota of \(Wording.quoted(rota.value.team.rawValue))")
            if !ids.insert(value.id).inserted {
                report(rota.place(of: "team"), "\(name) is declared twice for the same role; give the second another role")
            }
            if !teams.contains(where: { $0.value.id == value.team }) {
                let advice = Wording.didYouMean(value.team.rawValue, among: teams.map(\.value.id.rawValue))
                report(rota.place(of: "team"), "\(name) is for a team that is not declared\(advice)")
            }
            if value.role == "all" || value.role == "lead" {
                report(
                    rota.place(of: "role"),
                    "\(name) has role \"\(value.role ?? "")\", which means its members or its lead already")
            }
            checkPersons(value.fallback, "\(name) falls back to") { rota.place(at: ["fallback", "\($0)"]) }
            for (row, shift) in value.shifts.enumerated() {
                checkPersons(shift.people, "shift \(Wording.quoted(shift.name)) names") {
                    rota.place(at: ["shifts", "\(row)", "people", "\($0)"])
                }
            }
            for (row, override) in value.overrides.enumerated() {
                checkPersons([override.person], "an override names") { _ in rota.place(at: ["overrides", "\(row)", "person"]) }
            }
            for (row, swap) in value.swaps.enumerated() {
                checkPersons(swap.between, "a swap names") { rota.place(at: ["swaps", "\(row)", "between", "\($0)"]) }
            }
        }
    }

    private mutating func checkPersons(_ people: [ObjectID], _ subject: String, at place: (Int) -> SourcePlace) {
        let known = self.people.map(\.value.id.rawValue)
        for (row, id) in people.enumerated() where !known.contains(id.rawValue) {
            let advice = Wording.didYouMean(id.rawValue, among: known)
            report(place(row), "\(subject) \(Wording.quoted(id.rawValue)), who is not declared\(advice)")
        }
    }

    /// What the rotas leave open or say twice in `span` from `now`, each at its place. It depends on the day, so it is asked for on its own.
    func dutyFindings(from now: Timestamp, for span: TimeSpan) -> [DeclaredProblem] {
        rotas.flatMap { rota in
            rota.value.findings(from: now, for: span).map {
                DeclaredProblem(rota.place(at: $0.path), $0.message, severity: $0.isError ? .error : .warning)
            }
        }
    }
}

extension DeclaredAlerts {
    /// Gaps, overlaps and changes of duty in an hour that does not exist, within `span` from `now`; in order of place. Files that cannot be
    /// used give none: `load` says what is wrong with them.
    package static func dutyFindings(path: String, from now: Timestamp, for span: TimeSpan = .seconds(30 * 86_400))
        -> [DeclaredProblem]
    {
        dutyFindings(files: DeclaredFolder.files(of: path, except: notRules).files, from: now, for: span)
    }

    /// The same from files already read.
    package static func dutyFindings(files: [SourceFile], from now: Timestamp, for span: TimeSpan = .seconds(30 * 86_400))
        -> [DeclaredProblem]
    {
        var reader = AlertsReader()
        for file in files { reader.read(file) }
        return reader.dutyFindings(from: now, for: span).inOrderOfPlace
    }
}
