import Alerting
import NetworkModel
import Rendering

/// What `Alerts/` declares of a person or team: for `show`, `list` and `find`, beside the objects of the network.
struct PersonSheet: Encodable {
    struct Fact: Encodable { var label: String, text: String }

    var id: ObjectID
    var name: String
    /// In the order in which people read them; a label may repeat.
    var facts: [Fact]

    /// nil where `id` is neither a person nor a team of `policy`.
    init?(_ id: ObjectID, in policy: AlertPolicy, at time: Timestamp) {
        self.id = id
        if let person = policy.person(id) {
            name = person.name
            facts = Self.facts(person, policy, at: time)
        } else if let team = policy.team(id) {
            name = team.name
            facts = Self.facts(team, policy, at: time)
        } else {
            return nil
        }
    }

    /// People, then teams, in the order of the declared files.
    static func all(in policy: AlertPolicy, at time: Timestamp) -> [PersonSheet] {
        (policy.people.map(\.id) + policy.teams.map(\.id)).compactMap { PersonSheet($0, in: policy, at: time) }
    }

    private static func facts(_ person: AlertPolicy.Person, _ policy: AlertPolicy, at time: Timestamp) -> [Fact] {
        let teams = policy.teams.filter { $0.members.contains(person.id) || $0.lead == person.id }
        let roster = DutyRoster(policy)
        let duties = policy.rotas.filter { roster.duty($0.id, at: time).people.contains(person.id) }
        return [
            Fact(label: "name", text: person.name), Fact(label: "mail", text: person.mail),
            Fact(label: "level", text: person.level.rawValue), Fact(label: "language", text: person.language.rawValue),
            Fact(label: "zone", text: person.zone ?? policy.mail.zone),
            Fact(label: "teams", text: teams.map(\.id.rawValue).joined(separator: ", ")),
            Fact(label: "on duty now", text: duties.isEmpty ? "no" : duties.map(\.id.rawValue).joined(separator: ", ")),
        ].filter { !$0.text.isEmpty }
    }

    private static func facts(_ team: AlertPolicy.Team, _ policy: AlertPolicy, at time: Timestamp) -> [Fact] {
        let duty = DutyRoster(policy).duty(team.id, at: time)
        let names = { (people: [ObjectID]) in people.map { policy.person($0)?.name ?? $0.rawValue }.joined(separator: ", ") }
        return [
            Fact(label: "name", text: team.name), Fact(label: "members", text: names(team.members)),
            Fact(label: "lead", text: names(team.lead.map { [$0] } ?? [])),
            Fact(label: "on duty now", text: names(duty.people) + (duty.isGap ? ", as nobody is on duty" : "")),
        ].filter { !$0.text.isEmpty }
    }

    var table: TextTable {
        var table = TextTable("OBJECT", id.rawValue)
        for fact in facts { table.add(.init(fact.label), .init(fact.text)) }
        return table
    }
}
