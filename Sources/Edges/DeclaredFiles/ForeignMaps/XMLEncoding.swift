/// What an XML file is written in (section 4.3.3 and appendix F of XML 1.0).
enum XMLEncoding {
    /// `bytes` as UTF-8: UTF-16 by its byte order mark, ISO 8859-1 and its like by the declaration.
    /// - Throws: another encoding, or bytes that are none of UTF-8.
    static func utf8(_ bytes: [UInt8]) throws(XMLScanner.Fault) -> [UInt8] {
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes) { UInt16($1) << 8 | UInt16($0) } }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes) { UInt16($0) << 8 | UInt16($1) } }
        switch declared(bytes)?.uppercased() {
        case nil, "UTF-8", "UTF8", "US-ASCII", "ASCII":
            let broken = SourceFile(path: "", bytes: bytes).firstBrokenByte
            if let broken { throw XMLScanner.Fault(offset: broken, message: "this byte is not UTF-8") }
            return bytes
        case "ISO-8859-1", "ISO8859-1", "LATIN1", "LATIN-1", "WINDOWS-1252":
            return Array(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })).utf8)
        case let name?:
            throw XMLScanner.Fault(offset: 0, message: "encoding \(name.visible) is not understood; save the file as UTF-8")
        }
    }

    private static func utf16(_ bytes: [UInt8], _ unit: (UInt8, UInt8) -> UInt16) -> [UInt8] {
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { unit(bytes[$0], bytes[$0 + 1]) }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// The name in `<?xml … encoding="…"?>`.
    private static func declared(_ bytes: [UInt8]) -> Substring? {
        let head = String(decoding: bytes.prefix(200), as: UTF8.self)
        guard head.hasPrefix("<?xml") || head.hasPrefix("\u{FEFF}<?xml"), let end = head.firstRange(of: "?>")?.lowerBound,
            let start = head[..<end].firstRange(of: "encoding")?.upperBound
        else { return nil }
        let parts = head[start..<end].split(omittingEmptySubsequences: false) { $0 == "\"" || $0 == "'" }
        return parts.count > 1 ? parts[1] : nil
    }
}
