/// How rows and their indices go together.
extension AgentMIB {
    /// How many rows `table` may have at `device`; not all need be present.
    func rowCount(_ table: MIBTable, _ device: Int32) -> Int {
        let ports = world.portsOfDevice[device].count
        switch table {
        case .scalar: return 1
        case .interface: return ports + 1
        case .entity: return EntityRow.count(ports: ports)
        case .sensor: return ports + 1
        case .localPort, .neighbour, .neighbourAddress: return ports
        }
    }

    /// The last arc of a row's index, or the deciding one where there are more.
    func key(of table: MIBTable, row: Int) -> UInt32 {
        switch table {
        case .scalar: 0
        case .interface, .entity: UInt32(row + 1)
        case .sensor: UInt32(EntityRow.sensor(row).index)
        case .localPort, .neighbour, .neighbourAddress: UInt32(row + 2)
        }
    }

    /// Whether a row is there now: a neighbour is heard only while its link is up and it is managed.
    func isPresent(_ table: MIBTable, row: Int, _ device: Int32) -> Bool {
        guard table == .neighbour || table == .neighbourAddress else { return true }
        return world.hearsNeighbour(port(device, row))
    }

    /// The port at position `row` of `device`.
    func port(_ device: Int32, _ row: Int) -> Int32 {
        let rows = world.portsOfDevice
        return rows.values[Int(rows.starts[Int(device)]) + row]
    }

    /// The first present row from `row` on.
    func presentRow(_ table: MIBTable, _ device: Int32, from row: Int) -> Int? {
        let count = rowCount(table, device)
        var row = row
        while row < count {
            if isPresent(table, row: row, device) { return row }
            row += 1
        }
        return nil
    }

    func index(of table: MIBTable, row: Int, _ device: Int32) -> RowIndex {
        var index = RowIndex()
        switch table {
        case .scalar, .interface, .entity, .sensor, .localPort: index.append(key(of: table, row: row))
        case .neighbour, .neighbourAddress:
            index.append(0)
            index.append(key(of: table, row: row))
            index.append(1)
            if table == .neighbourAddress { appendAddress(ofNeighbourAt: port(device, row), to: &index) }
        }
        return index
    }

    /// The row whose index is exactly what follows `start` in `name`; nil if there is none now.
    func exactRow(_ table: MIBTable, _ device: Int32, _ name: borrowing ObjectName, from start: Int) -> Int? {
        let row = rowAfter(table, device, name, from: start, orEqual: true)
        guard row < rowCount(table, device), isPresent(table, row: row, device) else { return nil }
        return Self.order(index(of: table, row: row, device), name, from: start) == 0 ? row : nil
    }

    /// The first row whose index is greater than what follows `start` in `name` (or equal to it).
    func rowAfter(
        _ table: MIBTable, _ device: Int32, _ name: borrowing ObjectName, from start: Int, orEqual: Bool = false
    ) -> Int {
        var low = 0
        var high = rowCount(table, device)
        while low < high {
            let middle = (low + high) / 2
            let order = Self.order(index(of: table, row: middle, device), name, from: start)
            if order < 0 || (order == 0 && !orEqual) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Below 0 where `index` comes before what follows `start` in `name`.
    private static func order(_ index: RowIndex, _ name: borrowing ObjectName, from start: Int) -> Int {
        for i in 0..<index.count {
            guard start + i < name.count else { return 1 }
            if index[i] != name[start + i] { return index[i] < name[start + i] ? -1 : 1 }
        }
        return name.count - start > index.count ? -1 : 0
    }

    /// lldpRemManAddrSubtype ipV4(1), the length 4 and the address (LLDP-MIB, lldpRemManAddrEntry).
    private func appendAddress(ofNeighbourAt port: Int32, to index: inout RowIndex) {
        let address = addresses.addresses[Int(world.device(ofPort: world.peer(ofPort: port)))]
        index.append(1)
        index.append(4)
        for shift in [UInt32(24), 16, 8, 0] { index.append(address >> shift & 255) }
    }
}

/// The index of a row: what follows the column in an object name; at most nine arcs.
struct RowIndex {
    private(set) var count = 0
    private var arcs = InlineArray<9, UInt32>(repeating: 0)

    subscript(position: Int) -> UInt32 { arcs[position] }

    mutating func append(_ arc: UInt32) {
        arcs[count] = arc
        count += 1
    }
}
