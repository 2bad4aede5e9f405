/// The interfaces of a device as read now, fitted to those known from before: which are the same, which are new, which are gone.
///
/// An ifIndex means nothing after a restart (RFC 2863 section 3.1.5). The same ifName is the same port; where a device lost or changed its
/// names, the same ifDescr and hardware address are. Nothing is ever merged: a port that fits two is new.
package struct InterfaceMatch: Hashable, Sendable {
    /// An interface as it was known.
    package struct Known: Hashable, Sendable {
        package var identity: InterfaceIdentity
        package var interface: DeviceInterface

        package init(_ identity: InterfaceIdentity, _ interface: DeviceInterface) {
            (self.identity, self.interface) = (identity, interface)
        }
    }

    /// What the interface of each ifIndex is to be known by from now on, known identities where they fit.
    package private(set) var identities: [UInt32: InterfaceIdentity] = [:]
    /// Known interfaces with another ifIndex than before.
    package private(set) var renumbered: [InterfaceIdentity] = []
    /// ifIndexes of interfaces that were not known.
    package private(set) var new: [UInt32] = []
    /// Known interfaces that the device does not have now. Only to be believed where the table was read to its end.
    package private(set) var missing: [InterfaceIdentity] = []

    package init(known: [Known], now interfaces: [DeviceInterface]) {
        let fresh = InterfaceIdentity.identities(of: interfaces)
        var open = known
        var rest = interfaces
        pair(&open, &rest) { $0.ifName.flatMap { $0.text.isEmpty ? nil : $0.text } }
        pair(&open, &rest) { interface in
            guard let descr = interface.ifDescr?.text, !descr.isEmpty else { return nil }
            return descr + " " + (interface.ifPhysAddress?.colonHexadecimal ?? "")
        }
        missing = open.map(\.identity)
        adopt(rest, fresh, taken: Set(known.map(\.identity)))
    }

    /// Pairs what has one and the same key on each side, once.
    private mutating func pair(_ open: inout [Known], _ rest: inout [DeviceInterface], _ key: (DeviceInterface) -> String?) {
        let before = Dictionary(grouping: open.indices, by: { key(open[$0].interface) })
        let after = Dictionary(grouping: rest.indices, by: { key(rest[$0]) })
        var (oldDone, newDone): (Set<Int>, Set<Int>) = ([], [])
        for (key, new) in after {
            guard key != nil, new.count == 1, let old = before[key], old.count == 1 else { continue }
            let (known, interface) = (open[old[0]], rest[new[0]])
            identities[interface.ifIndex] = known.identity
            if known.interface.ifIndex != interface.ifIndex { renumbered.append(known.identity) }
            oldDone.insert(old[0])
            newDone.insert(new[0])
        }
        renumbered.sort { $0.name < $1.name }
        open = open.indices.filter { !oldDone.contains($0) }.map { open[$0] }
        rest = rest.indices.filter { !newDone.contains($0) }.map { rest[$0] }
    }

    /// Ports that fit no known one, under names that no known one has; twins that were told apart by ifIndex stay who they were.
    private mutating func adopt(_ rest: [DeviceInterface], _ fresh: [UInt32: InterfaceIdentity], taken: Set<InterfaceIdentity>) {
        for interface in rest {
            guard var identity = fresh[interface.ifIndex] else { continue }
            if let place = missing.firstIndex(of: identity) {
                missing.remove(at: place)
            } else {
                while taken.contains(identity) { identity = InterfaceIdentity(identity.name + "#\(interface.ifIndex)") }
                new.append(interface.ifIndex)
            }
            identities[interface.ifIndex] = identity
        }
    }
}
