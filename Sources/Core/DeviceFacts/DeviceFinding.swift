/// Something odd about a device's answers that an operator should know, though the rest of the answers is used.
package struct DeviceFinding: Hashable, Comparable, Sendable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable {
        /// A known object with a value of another type; the value was not used.
        case wrongType = "wrong-type"
        /// A value outside what its MIB allows; the value was not used.
        case outOfRange = "out-of-range"
        /// A row whose index has the wrong form; the row was not used.
        case badIndex = "bad-index"
        /// Two interfaces with one ifName; both are kept.
        case duplicateInterfaceName = "duplicate-ifName"
        /// The device reports itself as its neighbour.
        case ownNeighbour = "lldp-own-chassis"
        /// The local port of a neighbour cannot be told.
        case unresolvedPort = "neighbour-port-unresolved"
        /// The agent reports fewer rows than ifNumber says.
        case rowsMissing = "rows-missing"
        /// sysUpTime is absent, so restarts cannot be told.
        case noUptime = "no-sysUpTime"
    }

    package let kind: Kind
    /// The object or row, and what was seen; device text in it is not escaped.
    package let detail: String

    package init(_ kind: Kind, _ detail: String) { (self.kind, self.detail) = (kind, detail) }

    package var description: String { "\(kind.rawValue): \(detail)" }

    package static func < (a: DeviceFinding, b: DeviceFinding) -> Bool {
        (a.kind.rawValue, a.detail) < (b.kind.rawValue, b.detail)
    }
}
