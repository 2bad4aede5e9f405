/// An OBJECT IDENTIFIER as its arcs (X.660; RFC 2578 section 3.5: at most 128 arcs of 32 bits). Ordered as SNMP orders names.
package struct ObjectIdentifier: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    package let arcs: [UInt32]

    package init(_ arcs: [UInt32]) { self.arcs = arcs }

    /// Dotted numbers, with or without a leading dot; nil for anything else or more than 128 arcs.
    package init?(_ text: some StringProtocol) {
        let parts = (text.first == "." ? text.dropFirst() : text[...]).split(separator: ".", omittingEmptySubsequences: false)
        let arcs = parts.compactMap { UInt32($0) }
        guard !arcs.isEmpty, arcs.count == parts.count, arcs.count <= 128 else { return nil }
        self.arcs = arcs
    }

    /// For constants in our own code.
    package init(stringLiteral value: String) {
        guard let oid = ObjectIdentifier(value) else { preconditionFailure("\"\(value)\" is not an object identifier") }
        self = oid
    }

    package var description: String { arcs.map(String.init).joined(separator: ".") }

    package static func < (a: ObjectIdentifier, b: ObjectIdentifier) -> Bool { a.arcs.lexicographicallyPrecedes(b.arcs) }

    package func hasPrefix(_ prefix: ObjectIdentifier) -> Bool { arcs.starts(with: prefix.arcs) }
    package func appending(_ more: UInt32...) -> ObjectIdentifier { ObjectIdentifier(arcs + more) }
    /// The arcs after `prefix`; nil if it is no prefix.
    package func suffix(after prefix: ObjectIdentifier) -> ArraySlice<UInt32>? {
        hasPrefix(prefix) ? arcs[prefix.arcs.count...] : nil
    }
}
