import SNMPMessages

/// What a device answered: names and values in the order of SNMP, each name once.
///
/// The same facts come from a view whether it was walked over the network, read from a recording or written in a test.
package struct MIBView: Sendable {
    /// Sorted by name, no name twice, no exception values.
    package let binds: [VarBind]

    /// Sorts `binds`, keeps the first of equal names and drops noSuchObject, noSuchInstance and endOfMibView.
    package init(_ binds: [VarBind]) {
        let answers = binds.filter { !$0.value.isException }
        let ordered = answers.indices.sorted {
            answers[$0].oid == answers[$1].oid ? $0 < $1 : answers[$0].oid < answers[$1].oid
        }
        var unique: [VarBind] = []
        unique.reserveCapacity(ordered.count)
        for i in ordered where unique.last?.oid != answers[i].oid { unique.append(answers[i]) }
        self.binds = unique
    }

    package subscript(oid: ObjectIdentifier) -> SNMPValue? {
        let i = lowerBound(oid)
        return i < binds.count && binds[i].oid == oid ? binds[i].value : nil
    }

    /// All values under `prefix` in order, `prefix` itself too; empty if the device has none.
    package func values(under prefix: ObjectIdentifier) -> ArraySlice<VarBind> {
        let first = lowerBound(prefix)
        var end = first
        while end < binds.count, binds[end].oid.hasPrefix(prefix) { end += 1 }
        return binds[first..<end]
    }

    /// The index of the first name that is not less than `oid`.
    private func lowerBound(_ oid: ObjectIdentifier) -> Int {
        var (low, high) = (0, binds.count)
        while low < high {
            let middle = (low + high) / 2
            if binds[middle].oid < oid { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension SNMPValue {
    /// RFC 3416 section 3: the agent has no value here.
    package var isException: Bool {
        switch self {
        case .noSuchObject, .noSuchInstance, .endOfMibView: true
        default: false
        }
    }

    /// The name of the ASN.1 type, for findings and walks.
    package var typeName: String {
        switch self {
        case .integer: "INTEGER"
        case .octets: "OCTET STRING"
        case .null: "NULL"
        case .oid: "OBJECT IDENTIFIER"
        case .ipAddress: "IpAddress"
        case .counter32: "Counter32"
        case .gauge32: "Gauge32"
        case .timeTicks: "TimeTicks"
        case .opaque: "Opaque"
        case .counter64: "Counter64"
        case .noSuchObject: "noSuchObject"
        case .noSuchInstance: "noSuchInstance"
        case .endOfMibView: "endOfMibView"
        case .undecodable(let tag, _): "undecodable (tag 0x\(String(tag, radix: 16)))"
        }
    }
}
