import Diagnosis
import NetworkModel

/// The state of every site, device, link and interface as last written down, so that only changes are.
package struct ShownStates: Sendable {
    private var objects: [ObjectID] = []
    private var states: [ObjectState] = []
    private var looked = Timestamp.distantPast
    /// However much comes in, all objects are looked over no more often than this.
    static let pace = TimeSpan.seconds(1)

    /// - Parameter written: what an earlier run left written down. What is not seen again becomes unknown: it must not stay up on paper.
    package init(_ network: Network, written: [ObjectID: ObjectState] = [:]) {
        let document = network.document
        objects = document.sites.map(\.id) + document.devices.map(\.id) + document.links.map(\.id)
        objects += document.links.flatMap { [$0.a.interface, $0.b.interface] }
        states = objects.map { written[$0] ?? .unknown }
    }

    /// What is written down now.
    var byObject: [ObjectID: ObjectState] { Dictionary(zip(objects, states), uniquingKeysWith: { first, _ in first }) }

    /// What changed since the last look, in the order of sites, devices, links, interfaces; `urgent` looks at once.
    package mutating func changes(in engine: DiagnosisEngine, at now: Timestamp, urgent: Bool) -> [StateChange] {
        guard urgent || now - looked >= Self.pace else { return [] }
        looked = now
        var changes: [StateChange] = []
        for i in objects.indices {
            let state = engine.state(of: objects[i])
            if state == states[i] { continue }
            states[i] = state
            changes.append(StateChange(time: now, object: objects[i], state: state))
        }
        guard changes.contains(where: { $0.state == .down || $0.state == .unobserved }) else { return changes }
        let explained = Self.explanations(engine.incidents)
        for i in changes.indices where changes[i].state == .down || changes[i].state == .unobserved {
            changes[i].incident = explained[changes[i].object]
        }
        return changes
    }

    /// The open incident that hides or names each object.
    private static func explanations(_ incidents: [Incident]) -> [ObjectID: String] {
        var result: [ObjectID: String] = [:]
        for incident in incidents where incident.closed == nil && !incident.withdrawn {
            for object in incident.suppressed + incident.impactedSites + incident.candidates { result[object] = incident.id }
        }
        return result
    }
}
