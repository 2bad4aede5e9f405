import Diagnosis
import NetworkModel

// Files that changed: what is not declared any more is asked no more, and can never be seen up again.

extension IncidentLedger {
    /// Lets open incidents of earlier runs go of what `network` does not declare. One of which nothing is left that can be seen up is over with
    /// the next `closeHealed`; one of which something is left goes on with that.
    package mutating func retain(in network: Network) {
        for row in orphans.indices {
            let orphan = orphans[row]
            let objects = orphan.candidates + orphan.suppressed + [orphan.best]
            guard objects.contains(where: { Self.isGone($0, from: network) }) else { continue }
            guard objects.contains(where: { Self.canBeSeen($0, in: network) }) else {
                orphans[row].isUndeclared = true
                continue
            }
            orphans[row].suppressed.removeAll { Self.isGone($0, from: network) }
            orphans[row].candidates.removeAll { Self.isGone($0, from: network) }
            // What it hid is all that is left of it: whatever Diagnosis finds there now goes on with it.
            if orphans[row].candidates.isEmpty { orphans[row].candidates = orphans[row].suppressed.sorted() }
            guard Self.isGone(orphan.best, from: network), orphan.candidates.contains(where: { !Self.isGone($0, from: network) })
            else { continue }
            orphans[row].best = orphans[row].candidates.first ?? orphan.best
        }
    }

    /// Of a kind that files declare, and not among them.
    private static func isGone(_ object: ObjectID, from network: Network) -> Bool {
        switch object.kind {
        case .site, .device, .interface, .link, .segment, .duct, .feed, .rack, .collector, .credential, .cloud:
            network[object] == nil
        case .owner, .service, .calendar, .person, .area, nil: false
        }
    }

    /// A site without a device is never seen up.
    private static func canBeSeen(_ object: ObjectID, in network: Network) -> Bool {
        guard hasState(object), let place = network[object] else { return false }
        if case .site(let row) = place { return !network.devicesOfSite[row].isEmpty }
        return true
    }
}
