import NetworkModel

/// What Diagnosis has decided; an edge carries it out.
package enum DiagnosisAction: Hashable, Sendable {
    case opened(Incident)
    /// Candidates, impact or kind changed.
    case revised(Incident)
    case withdrawn(Incident)
    case closed(Incident)
    case page(Page)
    case finding(Finding)
    /// The state of a device, link or interface changed.
    case state(StateChange)
    /// Ask this device now: its answer splits candidates or decides a boundary. Never waits for the next round.
    case ask(device: ObjectID, why: String)
}

/// The state of one object as far as it is known (STYLE.md section 3). Unknown is never shown as up or down.
package enum ObjectState: String, Hashable, Sendable, Codable, CaseIterable {
    case up, down
    /// Behind a known cause: no statement is possible and none is made.
    case unobserved
    /// No fresh evidence.
    case unknown
}

package struct StateChange: Hashable, Sendable {
    package var time: Timestamp
    package var object: ObjectID
    package var state: ObjectState
    /// The incident that hides it (`unobserved`) or explains it (`down`).
    package var incident: String?
    package init(time: Timestamp, object: ObjectID, state: ObjectState, incident: String? = nil) {
        (self.time, self.object, self.state, self.incident) = (time, object, state, incident)
    }
}
