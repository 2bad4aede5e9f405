/// A name of an object of the network: its type, a colon, and a name that is unique within the type, as in `duct:u7`.
///
/// The text is kept as given; `kind` is nil where the type is not one of ours.
package struct ObjectID: RawRepresentable, Hashable, Comparable, Sendable, Codable, CodingKeyRepresentable,
    CustomStringConvertible, ExpressibleByStringLiteral
{
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }
    package init(kind: ObjectKind, name: String) { rawValue = kind.rawValue + ":" + name }

    package init(from decoder: any Decoder) throws { rawValue = try decoder.singleValueContainer().decode(String.self) }
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    package var kind: ObjectKind? {
        rawValue.utf8.firstIndex(of: UInt8(ascii: ":")).flatMap { ObjectKind(rawValue: String(rawValue[..<$0])) }
    }

    /// True if it begins with the word of `kind` and a colon; the same as comparing `kind`, without making a text of it.
    package func isOf(_ kind: ObjectKind) -> Bool {
        let word = kind.rawValue.utf8
        return rawValue.utf8.starts(with: word) && rawValue.utf8.dropFirst(word.count).first == UInt8(ascii: ":")
    }

    /// What follows the first colon; the whole text where there is none.
    package var name: Substring {
        rawValue.firstIndex(of: ":").map { rawValue[rawValue.index(after: $0)...] } ?? rawValue[...]
    }

    package var description: String { rawValue }

    /// By bytes of the text, so that the order depends on nothing but the names.
    package static func < (a: ObjectID, b: ObjectID) -> Bool { a.rawValue.utf8.lexicographicallyPrecedes(b.rawValue.utf8) }
}

/// The types of objects, by the word before the colon of their identifiers (CONTRACT.md, "Declared files").
package enum ObjectKind: String, CaseIterable, Sendable, Codable {
    case site, device = "dev", interface = "if", link, segment = "seg", duct, feed, owner, rack
    case service = "svc", calendar = "cal", cloud, credential = "cred", person, collector, area
}
