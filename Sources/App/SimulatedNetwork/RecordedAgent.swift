import SNMPMessages

/// An agent that gives what was recorded from a device, as in a `.snmprec` file.
///
/// Values never change. Objects stand sorted in flat arrays; each value is kept as the element that goes on the wire.
package struct RecordedAgent: Sendable {
    package let name: String
    private let arcs: [UInt32]
    /// Name `i` is `arcs[arcStarts[i]..<arcStarts[i + 1]]`.
    private let arcStarts: [Int32]
    /// Encoded values, one after the other.
    let bytes: [UInt8]
    private let valueStarts: [Int32]

    package var count: Int { arcStarts.count - 1 }

    /// `objects` in any order; of two with one name the first stands. What cannot be encoded is left out.
    package init(name: String, objects: [VarBind]) {
        var rows: [(oid: ObjectIdentifier, value: [UInt8])] = []
        for object in objects.sorted(by: { $0.oid < $1.oid }) where object.oid != rows.last?.oid {
            let value = try? BERWriter.bytes(capacity: Self.room(for: object.value)) { writer, buffer throws(BERError) in
                try object.value.encode(&writer, into: &buffer)
            }
            if let value { rows.append((object.oid, value)) }
        }
        self.name = name
        arcs = rows.flatMap(\.oid.arcs)
        arcStarts = rows.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.oid.arcs.count)) }
        bytes = rows.flatMap(\.value)
        valueStarts = rows.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.value.count)) }
    }

    /// At least what `value` takes when encoded.
    private static func room(for value: SNMPValue) -> Int {
        switch value {
        case .octets(let octets), .opaque(let octets), .undecodable(_, let octets): octets.count + 8
        case .oid(let oid): oid.arcs.count * 5 + 8
        default: 16
        }
    }

    /// The value of exactly `name` (GET).
    func value(of name: borrowing ObjectName) -> AgentValue {
        let index = firstIndex(from: name, orEqual: true)
        guard index < count else { return .noSuchInstance }
        return order(index, name) == 0 ? element(index) : .noSuchInstance
    }

    /// Moves `name` to the first object after it and gives its value (GETNEXT).
    func advance(_ name: inout ObjectName) -> AgentValue {
        let index = firstIndex(from: name, orEqual: false)
        guard index < count else { return .endOfMibView }
        name.count = 0
        for i in Int(arcStarts[index])..<Int(arcStarts[index + 1]) { name.append(arcs[i]) }
        return element(index)
    }

    private func element(_ index: Int) -> AgentValue {
        .encoded(.init(start: valueStarts[index], count: valueStarts[index + 1] - valueStarts[index]))
    }

    private func firstIndex(from name: borrowing ObjectName, orEqual: Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let order = order(middle, name)
            if order < 0 || (order == 0 && !orEqual) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func order(_ index: Int, _ name: borrowing ObjectName) -> Int {
        let start = Int(arcStarts[index])
        let length = Int(arcStarts[index + 1]) - start
        for i in 0..<min(length, name.count) where arcs[start + i] != name[i] { return arcs[start + i] < name[i] ? -1 : 1 }
        return length - name.count
    }
}
