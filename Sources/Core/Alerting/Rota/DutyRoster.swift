import NetworkModel

/// Turns the names that routes and steps use into people: persons as they are, teams into those on duty.
package struct DutyRoster: Sendable {
    /// Who a name means at a moment.
    package struct Duty: Hashable, Sendable {
        package var people: [ObjectID]
        /// Nobody is on duty: these are the rota's fallback.
        package var isGap = false
    }

    private let teams: [AlertPolicy.Team]
    package let rotas: [Rota]
    /// Worked out ahead, by the rota's place.
    private var tables: [RotaTimetable?]

    package init(_ policy: AlertPolicy) {
        (teams, rotas) = (policy.teams, policy.rotas)
        tables = Array(repeating: nil, count: policy.rotas.count)
    }

    /// Works the rotas out for some weeks from `now`, where that is not done yet.
    package mutating func prepare(at now: Timestamp) {
        for row in rotas.indices where tables[row].map({ now < $0.from || now >= $0.to - .seconds(86_400) }) ?? true {
            tables[row] = RotaTimetable(rotas[row], from: now - .seconds(86_400), to: now + .seconds(35 * 86_400))
        }
    }

    package func span(of row: Int, at time: Timestamp) -> RotaTimetable.Span? {
        tables[row]?.span(at: time) ?? RotaTimetable(rotas[row], from: time, to: time + .seconds(1)).spans.first
    }

    /// The people behind `name`; empty where it names a team that is not declared or has nobody.
    package func duty(_ name: ObjectID, at time: Timestamp) -> Duty {
        guard name.isTeam else { return Duty(people: [name]) }
        guard let team = teams.first(where: { $0.id == name.teamID }) else { return Duty(people: []) }
        switch name.teamRole {
        case "all": return Duty(people: team.members)
        case "lead": return Duty(people: team.lead.map { [$0] } ?? team.members)
        case let role:
            guard let row = rotas.firstIndex(where: { $0.team == team.id && $0.role == role }) else {
                return Duty(people: role == nil ? team.members : [])
            }
            guard let span = span(of: row, at: time) else { return Duty(people: rotas[row].fallback, isGap: true) }
            return Duty(people: span.people, isGap: span.source == .fallback)
        }
    }

    /// The people behind `names`, in order, each once.
    package func people(_ names: [ObjectID], at time: Timestamp) -> [ObjectID] {
        var seen: Set<ObjectID> = []
        return names.flatMap { duty($0, at: time).people }.filter { seen.insert($0).inserted }
    }

    /// Rotas in whose gap `time` lies, as troubles of the monitor: by part, in words.
    package func gaps(at time: Timestamp) -> [String: String] {
        var gaps: [String: String] = [:]
        for row in rotas.indices {
            guard let span = span(of: row, at: time), span.source == .fallback else { continue }
            let people = span.people.map(\.rawValue).joined(separator: ", ")
            gaps["rota-gap \(rotas[row].id)"] = "nobody of \(rotas[row].id) is on duty now; \(people) is told instead"
        }
        return gaps
    }
}
