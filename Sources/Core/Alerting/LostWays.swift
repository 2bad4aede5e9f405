import NetworkModel

/// Sites that lost their second way with an incident, and what carries them now.
package struct LostWays: Hashable, Sendable, Codable {
    /// Still served, in id order; none of them on a standby link.
    package var sites: [ObjectID]
    /// The last way of some of them each, that of most sites first; empty where it is no longer known.
    package var last: [ObjectID]
    package init(sites: [ObjectID], last: [ObjectID]) { (self.sites, self.last) = (sites, last) }
}

/// Who is told next if nobody takes an incident.
package struct NextReader: Hashable, Sendable, Codable {
    package var name: String
    /// The role in which: `second`, `lead`; `duty` for who is on duty; nil for a person by themselves.
    package var role: String?
    /// The name of the team in whose role; nil for a person by themselves.
    package var team: String?
    package init(name: String, role: String? = nil, team: String? = nil) {
        (self.name, self.role, self.team) = (name, role, team)
    }
}
