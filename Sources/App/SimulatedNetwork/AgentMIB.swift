import NetworkModel
import SNMPMessages

/// What the agent of every device answers, worked out from the world at the moment of the question: nothing is kept per device.
///
/// Objects stand in one sorted list of columns; an object name is found by binary search over the columns and arithmetic within
/// the rows, which are numbered 0, 1, 2, … in the order of their indices.
struct AgentMIB: Sendable {
    var world: SimulatedWorld
    let texts: AgentTexts
    let addresses: LoopbackAddresses

    /// The prefixes of `MIBColumn.all`, one after the other.
    private let prefixArcs: [UInt32]
    private let prefixStarts: [Int32]
    private let objects: [AgentObject]
    private let tables: [MIBTable]

    init(_ network: Network) throws(SimulationError) {
        world = SimulatedWorld(network)
        texts = AgentTexts(world)
        addresses = try LoopbackAddresses(network.document.devices)
        let columns = MIBColumn.all
        prefixArcs = columns.flatMap { $0.prefix.arcs }
        prefixStarts = columns.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.prefix.arcs.count)) }
        objects = columns.map(\.object)
        tables = columns.map(\.table)
    }

    /// The value of exactly `name` (GET).
    func value(of name: borrowing ObjectName, at device: Int32, now: Int64) -> AgentValue {
        let (column, isInside) = locate(name)
        guard isInside else { return .noSuchObject }
        let start = prefixLength(column)
        guard let row = exactRow(tables[column], device, name, from: start) else { return .noSuchInstance }
        return value(of: objects[column], row: row, at: device, now: now)
    }

    /// Moves `name` to the first object after it and gives its value (GETNEXT); `endOfMibView` leaves it as it was.
    func advance(_ name: inout ObjectName, at device: Int32, now: Int64) -> AgentValue {
        let (located, isInside) = locate(name)
        var column = located
        var row = isInside ? rowAfter(tables[column], device, name, from: prefixLength(column)) : 0
        while column < objects.count {
            if let found = presentRow(tables[column], device, from: row) {
                write(column, found, device, into: &name)
                return value(of: objects[column], row: found, at: device, now: now)
            }
            column += 1
            row = 0
        }
        return .endOfMibView
    }

    // MARK: Columns

    /// The column whose prefix begins `name` (`isInside`), else the first column after `name`.
    private func locate(_ name: borrowing ObjectName) -> (column: Int, isInside: Bool) {
        var low = 0
        var high = objects.count
        while low < high {
            let middle = (low + high) / 2
            switch order(ofColumn: middle, to: name) {
            case 0: return (middle, true)
            case ..<0: low = middle + 1
            default: high = middle
            }
        }
        return (low, false)
    }

    private func prefixLength(_ column: Int) -> Int { Int(prefixStarts[column + 1] - prefixStarts[column]) }

    /// 0 if the column's prefix begins `name`, else which of them comes first.
    private func order(ofColumn column: Int, to name: borrowing ObjectName) -> Int {
        let start = Int(prefixStarts[column])
        let length = prefixLength(column)
        for i in 0..<length {
            guard i < name.count else { return 1 }
            let mine = prefixArcs[start + i]
            if mine != name[i] { return mine < name[i] ? -1 : 1 }
        }
        return 0
    }

    private func write(_ column: Int, _ row: Int, _ device: Int32, into name: inout ObjectName) {
        name.count = 0
        for i in Int(prefixStarts[column])..<Int(prefixStarts[column + 1]) { name.append(prefixArcs[i]) }
        let index = index(of: tables[column], row: row, device)
        for i in 0..<index.count { name.append(index[i]) }
    }

    // MARK: Values

    private func value(of object: AgentObject, row: Int, at device: Int32, now: Int64) -> AgentValue {
        switch object {
        case .lldpLocChassisIdSubtype ... .lldpLocPortDesc: localNeighbourValue(object, row, device)
        case .lldpRemChassisIdSubtype ... .lldpRemManAddrIfId: neighbourValue(object, row, device)
        case .sysDescr ... .sysServices, .hrSystemUptime: systemValue(object, device, now)
        case .ifNumber, .ifTableLastChange: interfaceScalar(object, device)
        case .ifIndex ... .ifCounterDiscontinuityTime: interfaceValue(object, row, device, now)
        case .entPhysicalDescr ... .entLastChangeTime: entityValue(object, row, device)
        default: sensorValue(object, row, device, now)
        }
    }
}
