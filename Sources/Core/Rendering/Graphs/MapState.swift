import Diagnosis
import NetworkModel

/// What is known about a network at one moment, for drawing: the state of each object and the causes to be marked.
///
/// An object without a state is drawn as declared. Where a site has none, the states of its devices stand for it.
package struct MapState: Hashable, Sendable {
    /// A root cause, or one of several that fit equally well.
    package struct Cause: Hashable, Sendable {
        package var object: ObjectID
        /// True for the most likely one of an incident; the others are drawn as a question.
        package var isBest: Bool
        /// For a person, on the map: `17 sites cut off since 03:12`; nil: nothing beyond the name.
        package var note: String?
        package init(_ object: ObjectID, isBest: Bool = true, note: String? = nil) {
            (self.object, self.isBest, self.note) = (object, isBest, note)
        }
    }

    package var states: [ObjectID: ObjectState]
    package var causes: [Cause]
    /// When the states were last confirmed; nil where there are none.
    package var asOf: Timestamp?
    /// The reader's time, for the age; nil: only `asOf` is shown.
    package var now: Timestamp?

    package init(states: [ObjectID: ObjectState] = [:], causes: [Cause] = [], asOf: Timestamp? = nil, now: Timestamp? = nil) {
        self.states = states
        self.causes = causes
        self.asOf = asOf
        self.now = now
    }

    /// The network as declared, without states.
    package static let declared = MapState()

    /// The causes of the open incidents, best ones first, each with the number of sites it cuts off.
    package static func causes(of incidents: [Incident]) -> [Cause] {
        let open = incidents.filter { $0.closed == nil && !$0.withdrawn && $0.kind != .expected && $0.kind != .transient }
        let best = open.map { Cause($0.best, note: note(on: $0)) }
        let others = open.flatMap { incident in
            incident.candidates.filter { $0 != incident.best }.map { Cause($0, isBest: false) }
        }
        return best + others
    }

    private static func note(on incident: Incident) -> String? {
        switch incident.impactedSites.count {
        case 0: nil
        case 1: "1 site cut off"
        case let count: "\(count) sites cut off"
        }
    }
}
