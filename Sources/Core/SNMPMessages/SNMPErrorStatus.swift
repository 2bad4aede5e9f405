/// What an agent says is wrong with a request (RFC 1157 section 4.1.1, RFC 3416 section 3). Other numbers than 0 to 18 are kept.
package struct SNMPErrorStatus: RawRepresentable, Hashable, Sendable {
    package var rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }

    package static let noError = SNMPErrorStatus(rawValue: 0)
    package static let tooBig = SNMPErrorStatus(rawValue: 1)
    package static let noSuchName = SNMPErrorStatus(rawValue: 2)
    package static let genErr = SNMPErrorStatus(rawValue: 5)
    package static let authorizationError = SNMPErrorStatus(rawValue: 16)
}

extension SNMPErrorStatus: CustomStringConvertible {
    private static let names = [
        "noError", "tooBig", "noSuchName", "badValue", "readOnly", "genErr", "noAccess", "wrongType", "wrongLength",
        "wrongEncoding",
        "wrongValue", "noCreation", "inconsistentValue", "resourceUnavailable", "commitFailed", "undoFailed",
        "authorizationError",
        "notWritable", "inconsistentName",
    ]

    package var description: String {
        let index = Int(rawValue)
        return Self.names.indices.contains(index) ? Self.names[index] : "error-status \(rawValue)"
    }
}
