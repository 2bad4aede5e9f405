import NetworkModel

extension DiagnosisEngine {
    /// Brings up to date what an incident says of its cause: whether it is proven, and what looks down because of it and is told to nobody.
    /// Both only grow: what was proven or hidden once stays part of the story.
    func account(for cause: Cause, in entry: inout IncidentBook.Entry) {
        if cause.explained.contains(where: { $0 >= tables.firstPort }) { entry.incident.proven = true }
        let hidden = hides(cause)
        let all = entry.hidden.isEmpty ? hidden : Self.merged(entry.hidden, hidden)
        let named = Set(entry.incident.candidates.compactMap { place(ofHidden: $0) })
        let count = all.count - named.count { all.hasSorted($0) }
        entry.hidden = all
        if count == entry.incident.suppressed.count { return }
        entry.incident.suppressed = all.lazy.filter { !named.contains($0) }.map { name(ofHidden: $0) }
    }

    /// What looks down because of `cause`: places of devices, and of links after all devices, ascending.
    private func hides(_ cause: Cause) -> [Int32] {
        let devices = Int32(tables.graph.deviceCount)
        var hidden = cause.links.map { devices + $0 }
        hidden.reserveCapacity(hidden.count + cause.explained.count)
        for item in cause.explained {
            if item < tables.firstPort {
                hidden.append(tables.pollDevice[Int(item)])
            } else if item < tables.firstPower {
                hidden.append(devices + (item - tables.firstPort) >> 1)
            }
        }
        hidden.sort()
        return hidden.withoutRepeats
    }

    /// Devices come before links, and each in the order of their names: so do their names.
    private func name(ofHidden place: Int32) -> ObjectID {
        let devices = Int32(tables.graph.deviceCount)
        return place < devices ? tables.name(ofDevice: place) : tables.network.document.links[Int(place - devices)].id
    }

    private func place(ofHidden id: ObjectID) -> Int32? {
        switch tables.network[id] {
        case .device(let device): device
        case .link(let link): Int32(tables.graph.deviceCount) + link
        default: nil
        }
    }

    private static func merged(_ a: [Int32], _ b: [Int32]) -> [Int32] {
        if a == b { return a }
        var all: [Int32] = []
        all.reserveCapacity(a.count + b.count)
        var (i, j) = (0, 0)
        while i < a.count || j < b.count {
            if j == b.count || i < a.count && a[i] <= b[j] {
                if j < b.count, a[i] == b[j] { j += 1 }
                all.append(a[i])
                i += 1
            } else {
                all.append(b[j])
                j += 1
            }
        }
        return all
    }
}

extension [Int32] {
    /// Without what stands beside its like.
    fileprivate var withoutRepeats: [Int32] {
        var last = Int32.min
        return filter { value in
            defer { last = value }
            return value != last
        }
    }

    /// Whether it, being ascending, contains `value`.
    fileprivate func hasSorted(_ value: Int32) -> Bool {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == value
    }
}
