/// Where each identifier of a network stands.
///
/// A table of its own rather than a `Dictionary`: it is filled and asked a hundred thousand times before the first answer, and names that come
/// from our own files need no guard against chosen collisions. Linear probing in a table that is at most three quarters full.
package struct NameIndex: Sendable {
    private struct Slot {
        var hash: UInt32
        /// Position in `names`; -1 where the slot is free.
        var entry: Int32
    }

    /// In the order in which they were entered.
    private var names: [ObjectID] = []
    private var references: [Network.Reference] = []
    private var slots: [Slot] = Array(repeating: Slot(hash: 0, entry: -1), count: 64)

    /// Every identifier, in the order in which they were entered.
    package var keys: [ObjectID] { names }

    /// nil where nothing has that name.
    package subscript(name: ObjectID) -> Network.Reference? {
        let entry = slots[slot(of: name, name.mixedHash)].entry
        return entry < 0 ? nil : references[Int(entry)]
    }

    var count: Int { names.count }

    /// Makes room for `count` names; fewer cost nothing but room.
    mutating func reserveCapacity(_ count: Int) {
        names.reserveCapacity(count)
        references.reserveCapacity(count)
        if count * 4 > slots.count * 3 { rebuild(room: count) }
    }

    /// False, with nothing changed, where the name is taken.
    mutating func enter(_ name: ObjectID, _ reference: Network.Reference) -> Bool {
        let hash = name.mixedHash
        let slot = slot(of: name, hash)
        if slots[slot].entry >= 0 { return false }
        slots[slot] = Slot(hash: hash, entry: Int32(names.count))
        names.append(name)
        references.append(reference)
        if names.count * 4 > slots.count * 3 { rebuild(room: names.count) }
        return true
    }

    /// Takes back what was entered last, down to `count` names: no name behind them can have been moved by theirs.
    mutating func removeAll(behind count: Int) {
        while names.count > count, let name = names.last {
            slots[slot(of: name, name.mixedHash)].entry = -1
            names.removeLast()
            references.removeLast()
        }
    }

    /// The slot that holds the name, or the free one where it belongs.
    private func slot(of name: ObjectID, _ hash: UInt32) -> Int {
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot].entry >= 0, slots[slot].hash != hash || names[Int(slots[slot].entry)] != name {
            slot = (slot + 1) & mask
        }
        return slot
    }

    private mutating func rebuild(room: Int) {
        var size = slots.count * 2
        while size * 3 < room * 4 { size *= 2 }
        // In the order of entry, so that what was entered last can still be taken back.
        let old = slots.filter { $0.entry >= 0 }.sorted { $0.entry < $1.entry }
        slots = Array(repeating: Slot(hash: 0, entry: -1), count: size)
        for entry in old {
            var slot = Int(entry.hash) & (size - 1)
            while slots[slot].entry >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = entry
        }
    }
}
