/// Names for identifiers: letters, digits, `.`, `_` and `-`, none twice.
struct UniqueNames {
    private var used: Set<String> = []

    mutating func name(_ prefix: String, _ id: String) -> String {
        let plain = Self.plain(id)
        let stem = prefix + (plain.isEmpty ? "-unnamed" : plain)
        var (name, number) = (stem, 2)
        while !used.insert(name).inserted { (name, number) = ("\(stem)-\(number)", number + 1) }
        return name
    }

    /// `text` with `_` for all that cannot stand in a name.
    static func plain(_ text: String) -> String {
        String(text.unicodeScalars.prefix(80).map { isPlain($0) ? Character($0) : "_" })
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "._-".unicodeScalars.contains(scalar))
    }
}
