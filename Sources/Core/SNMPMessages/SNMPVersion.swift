/// The protocol versions (RFC 1157, RFC 1901, RFC 3412); raw values as on the wire.
package enum SNMPVersion: Int32, Hashable, Sendable, Codable, CaseIterable {
    case v1 = 0
    case v2c = 1
    case v3 = 3
}

extension SNMPVersion: CustomStringConvertible {
    /// As operators write it: `1`, `2c`, `3`.
    package var description: String {
        switch self {
        case .v1: "1"
        case .v2c: "2c"
        case .v3: "3"
        }
    }
}
