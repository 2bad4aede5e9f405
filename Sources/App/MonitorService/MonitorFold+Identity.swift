import Alerting
import DeviceFacts
import Diagnosis
import NetworkModel

extension MonitorFold {
    /// What a device said of itself: another box than before is an incident of its own kind and a ticket.
    package mutating func receive(_ identity: DeviceIdentity, of device: ObjectID, at now: Timestamp) -> Step {
        switch identities.receive(identity, of: device) {
        case .same: return Step()
        case .returned(var incident):
            incident.closed = now
            incident.evidence.append(Evidence(time: now, object: device, fact: "the box of before answers again"))
            return decide(onDurable: [.closed(incident)], at: now)
        case .changed(let differences):
            // With its time: each change is an incident of its own, for the mails of the one before have gone.
            var incident = Incident(
                id: "identity \(device) \(now.milliseconds)", kind: .identity, opened: now, candidates: [device], best: device)
            incident.proven = true
            incident.evidence = differences.map { Evidence(time: now, object: device, fact: $0) }
            guard case .opened(let named) = name(.opened(incident)) else { return Step() }
            identities.opened(named, seen: identity)
            let page = Page(time: now, object: device, incident: named.id, urgency: .ticket)
            return decide(onDurable: [.opened(named), .page(page)], at: now)
        }
    }

    /// Whoever acknowledges a changed identity says that the new box is the device.
    mutating func closeAccepted(_ acknowledgement: Acknowledgement, at now: Timestamp) -> [DiagnosisAction] {
        // Whoever gives it back takes nothing.
        guard acknowledgement.holds(at: now), var incident = identities.acknowledge(acknowledgement.incident) else { return [] }
        incident.closed = now
        incident.evidence.append(
            Evidence(time: now, object: incident.best, fact: "\(acknowledgement.by) took the new box as the device"))
        return [.closed(incident)]
    }
}
