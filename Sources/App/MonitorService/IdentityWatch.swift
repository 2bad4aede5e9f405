import DeviceFacts
import Diagnosis
import NetworkModel

/// Which box stands at each device's address. Another one there is one incident, open until the old box is back or somebody
/// acknowledges the new one, which is then the device; nothing is merged in silence (FAULTS.md B19).
struct IdentityWatch: Sendable {
    /// What follows from a reading.
    enum Verdict: Equatable {
        /// As before, or too little said to tell.
        case same
        /// Another box, in words by what it differs.
        case changed([String])
        /// The box of before is back; its incident is over.
        case returned(Incident)
    }

    /// The box that each device is taken to be.
    private(set) var accepted: [ObjectID: DeviceIdentity]
    /// Open incidents by device, with the box that was seen in its place; nil after a restart until it is seen again.
    private var open: [ObjectID: (incident: Incident, seen: DeviceIdentity?)]
    /// Devices whose accepted identity changed since the last `takeChanged`.
    private var changed: Set<ObjectID> = []

    init(accepted: [ObjectID: DeviceIdentity] = [:], open: [Incident] = []) {
        self.accepted = accepted
        self.open = Dictionary(open.map { ($0.best, ($0, nil)) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func receive(_ identity: DeviceIdentity, of device: ObjectID) -> Verdict {
        guard let known = accepted[device] else {
            accept(identity, of: device)
            return .same
        }
        let differences = identity.differences(from: known)
        if differences.isEmpty {
            accept(known.completed(by: identity), of: device)
            return open.removeValue(forKey: device).map { .returned($0.incident) } ?? .same
        }
        if open[device] == nil { return .changed(differences) }
        open[device]?.seen = identity
        return .same
    }

    /// The SNMPv3 engine id that the collector met first, where none is known.
    mutating func pin(_ engineID: [UInt8], of device: ObjectID) {
        var identity = accepted[device] ?? DeviceIdentity()
        guard identity.engineID == nil else { return }
        identity.engineID = engineID
        accept(identity, of: device)
    }

    /// Remembers the incident of a `changed` verdict, under the identifier that stays.
    mutating func opened(_ incident: Incident, seen identity: DeviceIdentity) { open[incident.best] = (incident, identity) }

    /// Takes the new box of an acknowledged incident as the device; returns the incident, nil where it is none of these.
    mutating func acknowledge(_ id: String) -> Incident? {
        guard let (device, entry) = open.first(where: { $0.value.incident.id == id }) else { return nil }
        open[device] = nil
        // After a restart the new box may not have been seen again: whatever is read next is then taken.
        if let seen = entry.seen { accept(seen, of: device) } else { accepted[device] = nil }
        return entry.incident
    }

    /// Open incidents of devices that are not declared any more, in the order of their devices; it is none of its own from then on.
    mutating func takeUndeclared(in network: Network) -> [Incident] {
        let gone = open.filter { network[$0.key] == nil }.sorted { $0.key < $1.key }
        for (device, _) in gone { open[device] = nil }
        return gone.map(\.value.incident)
    }

    /// Identities to be kept, once.
    mutating func takeChanged() -> [ObjectID: DeviceIdentity] {
        defer { changed = [] }
        return accepted.filter { changed.contains($0.key) }
    }

    private mutating func accept(_ identity: DeviceIdentity, of device: ObjectID) {
        if accepted.updateValue(identity, forKey: device) != identity { changed.insert(device) }
    }
}
