import NetworkModel

/// Who of a team is on duty when, as written in `Alerts/rota.yaml`. All its times stand on the wall of its zone.
///
/// At any moment the last override that covers it decides, then the first shift; where none does, `fallback` is told, so that a gap never
/// means nobody.
package struct Rota: Hashable, Sendable {
    /// A duty that comes again, done in turn.
    package struct Shift: Hashable, Sendable {
        package enum Holidays: String, Sendable, CaseIterable, Codable {
            /// As on any day.
            case usual
            /// Those that would begin on a holiday are left out; the turn goes on as if they had been.
            case skip
            /// Only those that begin on a holiday.
            case only
        }

        package var name: String
        package var start: WallTime
        /// Seconds on the wall: a shift over the night of the change is as long on the wall as every other.
        package var length: Int64
        /// nil: once.
        package var rule: RecurrenceRule?
        /// In the order of their turns.
        package var people: [ObjectID]
        /// How many in a row each has.
        package var each = 1
        package var holidays = Holidays.usual
        package init(name: String, start: WallTime, length: Int64, rule: RecurrenceRule? = nil, people: [ObjectID]) {
            (self.name, self.start, self.length, self.rule, self.people) = (name, start, length, rule, people)
        }
    }

    /// Somebody else for a span.
    package struct Override: Hashable, Sendable {
        package var from: WallTime
        package var to: WallTime
        package var person: ObjectID
        package var reason: String?
        package init(from: WallTime, to: WallTime, person: ObjectID, reason: String? = nil) {
            (self.from, self.to, self.person, self.reason) = (from, to, person, reason)
        }
    }

    /// Two people exchange two shifts: the first has one at the first moment, the second at the second.
    package struct Swap: Hashable, Sendable {
        package var between: [ObjectID]
        package var at: [WallTime]
        package init(between: [ObjectID], at: [WallTime]) { (self.between, self.at) = (between, at) }
    }

    package var team: ObjectID
    /// `team:noc` means the rota without a role, `team:noc#second` the one whose role is `second`.
    package var role: String?
    package var zone: WallZone
    package var shifts: [Shift]
    package var overrides: [Override] = []
    package var swaps: [Swap] = []
    /// Days since 1970-01-01.
    package var holidays: Set<Int64> = []
    /// Told where nobody is on duty; never empty.
    package var fallback: [ObjectID]

    package init(team: ObjectID, role: String? = nil, zone: WallZone, shifts: [Shift], fallback: [ObjectID]) {
        (self.team, self.role, self.zone, self.shifts, self.fallback) = (team, role, zone, shifts, fallback)
    }

    /// `team:noc`, or `team:noc#second`.
    package var id: ObjectID { ObjectID(team.rawValue + (role.map { "#" + $0 } ?? "")) }
}

extension AlertPolicy {
    /// People who answer for something together. A route that names `team:noc` tells who is on duty, or all members where the team has
    /// no rota; `team:noc#all` tells all, `team:noc#lead` its lead.
    package struct Team: Hashable, Sendable {
        package var id: ObjectID
        package var name: String
        package var members: [ObjectID]
        package var lead: ObjectID?
        package init(id: ObjectID, name: String, members: [ObjectID], lead: ObjectID? = nil) {
            (self.id, self.name, self.members, self.lead) = (id, name, members, lead)
        }
    }

    package func team(_ id: ObjectID) -> Team? { teams.first { $0.id == id } }
}

extension ObjectID {
    /// It names a team, or a part of one.
    package var isTeam: Bool { rawValue.hasPrefix("team:") }
    /// `team:noc` of `team:noc#second`.
    package var teamID: ObjectID { ObjectID(rawValue.split(separator: "#").first.map(String.init) ?? rawValue) }
    /// `second` of `team:noc#second`; nil without.
    package var teamRole: String? {
        rawValue.firstIndex(of: "#").map { String(rawValue[rawValue.index(after: $0)...]) }
    }
}
