import NetworkModel

/// Message-IDs that are the same whenever the same mail is made again, and different from every other mail's.
enum MessageID {
    /// `i47.mi8x2k1c.problem.0.internal@noc.example`; without angle brackets. The second part is the opening time in base 36,
    /// so that identifiers that a new database gives again do not join an old thread.
    static func make(incident: String, root: Timestamp, kind: AlertNotification.Kind, revision: Int, tag: String, domain: String)
        -> String
    {
        let time = String(root.milliseconds.magnitude, radix: 36)
        return "\(atom(incident)).\(time).\(kind.rawValue).\(revision).\(tag)@\(atom(domain))"
    }

    /// Keeps what may stand in a dot-atom without care (RFC 5322, section 3.2.3) and replaces the rest by `-`.
    static func atom(_ text: String) -> String {
        let bytes = text.utf8.map { byte -> UInt8 in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: byte
            default: 0x2D
            }
        }
        let inner = String(decoding: bytes, as: UTF8.self).split(separator: ".").joined(separator: ".")
        return inner.isEmpty ? "localhost" : inner
    }
}
