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
        var word = kind.rawValue
        return rawValue.utf8.withContiguousStorageIfAvailable { bytes in
            word.withUTF8 { word in
                guard bytes.count > word.count, bytes[word.count] == UInt8(ascii: ":") else { return false }
                for index in word.indices where bytes[index] != word[index] { return false }
                return true
            }
        } ?? false
    }

    // Names in ASCII, which nearly all are, are hashed eight bytes at a time; others as texts are, since texts that look the same may differ
    // in bytes. A name in ASCII is never the same as one that is not.

    package func hash(into hasher: inout Hasher) {
        if let word = mixedWord { hasher.combine(word) } else { hasher.combine(rawValue) }
    }

    /// For tables of our own, which no stranger fills.
    var mixedHash: UInt32 { UInt32(truncatingIfNeeded: (mixedWord ?? UInt64(truncatingIfNeeded: rawValue.hashValue)) >> 24) }

    private var mixedWord: UInt64? {
        rawValue.utf8.withContiguousStorageIfAvailable { Self.mixed(UnsafeRawBufferPointer($0)) } ?? nil
    }

    package static func == (a: ObjectID, b: ObjectID) -> Bool {
        a.rawValue == b.rawValue && a.rawValue.utf8.count == b.rawValue.utf8.count
    }

    /// nil where a byte is not ASCII.
    private static func mixed(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
        var (mix, seen, at) = (UInt64(bytes.count), UInt64(0), 0)
        while at + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            seen |= word
            mix = (mix ^ word) &* 0x9E37_79B9_7F4A_7C15
            mix ^= mix >> 29
            at += 8
        }
        var rest: UInt64 = 0
        while at < bytes.count {
            rest = rest << 8 | UInt64(bytes[at])
            at += 1
        }
        seen |= rest
        return seen & 0x8080_8080_8080_8080 == 0 ? (mix ^ rest) &* 0x9E37_79B9_7F4A_7C15 : nil
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
