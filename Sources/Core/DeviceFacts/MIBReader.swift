import SNMPMessages

/// Reads typed values out of a `MIBView`. A value of the wrong type is not used and becomes a finding, one for each object with the
/// number of its rows, so that one lying column cannot fill the log.
struct MIBReader {
    let view: MIBView
    private var wrong: [MIBObject: Rejection] = [:]
    private var said: [DeviceFinding] = []

    private struct Rejection {
        var kind: DeviceFinding.Kind
        var what: String
        var rows: Int
    }

    init(_ view: MIBView) { self.view = view }

    /// What was odd so far, sorted.
    var findings: [DeviceFinding] {
        let rejections = wrong.map { object, rejection in
            DeviceFinding(
                rejection.kind,
                "\(object.name) (\(object.oid)): \(rejection.what), \(rejection.rows) \(rejection.rows == 1 ? "value" : "values")"
            )
        }
        return (said + rejections).sorted()
    }

    mutating func note(_ kind: DeviceFinding.Kind, _ detail: String) { said.append(DeviceFinding(kind, detail)) }

    mutating func reject(_ object: MIBObject, _ kind: DeviceFinding.Kind, _ what: String) {
        wrong[object, default: Rejection(kind: kind, what: what, rows: 0)].rows += 1
    }

    /// A whole number of any SNMP number type: agents mix INTEGER, Gauge32 and Counter32 freely, and the value is the same.
    /// Nil where the device has no value, an empty one (NULL) or no number.
    mutating func integer(_ object: MIBObject, _ index: [UInt32]) -> Int64? {
        guard let value = view[object.instance(index)] else { return nil }
        if let number = value.number { return number }
        if case .null = value { return nil }
        reject(object, .wrongType, "\(value.typeName) instead of a number")
        return nil
    }

    /// As `integer`, for objects that are never negative and fit `range`.
    mutating func integer(_ object: MIBObject, _ index: [UInt32], in range: ClosedRange<Int64>) -> Int64? {
        guard let number = integer(object, index) else { return nil }
        if range.contains(number) { return number }
        reject(object, .outOfRange, "\(number) is not in \(range.lowerBound)...\(range.upperBound)")
        return nil
    }

    /// The octets of a string. Nil where the device has no value; empty for NULL, which some agents send for "".
    mutating func octets(_ object: MIBObject, _ index: [UInt32]) -> [UInt8]? {
        guard let value = view[object.instance(index)] else { return nil }
        switch value {
        case .octets(let octets): return octets
        case .null: return []
        case .ipAddress(let address): return (0..<4).map { UInt8(truncatingIfNeeded: address >> (24 - 8 * $0)) }
        default:
            reject(object, .wrongType, "\(value.typeName) instead of a string")
            return nil
        }
    }

    mutating func text(_ object: MIBObject, _ index: [UInt32]) -> DeviceText? { octets(object, index).map(DeviceText.init) }

    mutating func objectIdentifier(_ object: MIBObject, _ index: [UInt32]) -> ObjectIdentifier? {
        guard let value = view[object.instance(index)] else { return nil }
        switch value {
        case .oid(let oid): return oid
        case .null: return nil
        default:
            reject(object, .wrongType, "\(value.typeName) instead of an object identifier")
            return nil
        }
    }

    /// TruthValue (RFC 2579): 1 is true, 2 is false; nil for anything else.
    mutating func truth(_ object: MIBObject, _ index: [UInt32]) -> Bool? {
        switch integer(object, index) {
        case 1: true
        case 2: false
        default: nil
        }
    }

    /// The indices of the rows that have a value in at least one of `columns`, in the order of SNMP.
    /// Indices of another length than `length` are set aside with a finding.
    mutating func rows(of columns: [MIBObject], indexLength length: Int) -> [[UInt32]] {
        var found: Set<[UInt32]> = []
        for column in columns {
            for bind in view.values(under: column.oid) {
                let index = Array(bind.oid.arcs[column.oid.arcs.count...])
                if index.count == length {
                    found.insert(index)
                } else {
                    reject(column, .badIndex, "row \(ObjectIdentifier(index))")
                }
            }
        }
        return found.sorted { $0.lexicographicallyPrecedes($1) }
    }
}

extension SNMPValue {
    /// The value of any of the number types; nil for the rest and for a Counter64 above 2^63.
    package var number: Int64? {
        switch self {
        case .integer(let n): Int64(n)
        case .counter32(let n), .gauge32(let n), .timeTicks(let n): Int64(n)
        case .counter64(let n): Int64(exactly: n)
        default: nil
        }
    }
}
