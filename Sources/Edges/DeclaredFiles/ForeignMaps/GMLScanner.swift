/// Tokens of GML (M. Himsolt, "GML: A portable Graph File Format", 1996), with patience for what real files do: bare ampersands,
/// Latin-1, words without quotes, keys with strange characters.
struct GMLScanner {
    enum Token: Hashable {
        case open, close
        /// An unquoted word: a key or a number.
        case word(String)
        /// With its character references resolved.
        case text(String)
    }

    let path: String
    private let bytes: [UInt8]
    private let isLatin1: Bool
    private var position = 0
    private var line = 1
    private var lineStart = 0
    private var counted = (lineStart: 0, position: 0, column: 1)
    /// Where the last token began.
    private(set) var place: SourcePlace
    /// True where the last text ran to the end of the file.
    private(set) var isUnclosed = false

    init(_ file: SourceFile) {
        path = file.path
        bytes = file.bytes
        isLatin1 = file.firstBrokenByte != nil
        place = SourcePlace(path: file.path, line: 1, column: 1)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// True where the file is no UTF-8 and was read as ISO 8859-1.
    var readsLatin1: Bool { isLatin1 }

    mutating func next() -> Token? {
        skipBlanks()
        guard position < bytes.count else { return nil }
        place = SourcePlace(path: path, line: line, column: column())
        switch bytes[position] {
        case UInt8(ascii: "["):
            position += 1
            return .open
        case UInt8(ascii: "]"):
            position += 1
            return .close
        case UInt8(ascii: "\""): return quoted()
        default: return word()
        }
    }

    /// Counted on from the last token of the line: a whole map may stand on one line.
    private mutating func column() -> Int {
        if counted.lineStart != lineStart { counted = (lineStart, lineStart, 1) }
        counted.column += bytes.scalarCount(from: counted.position, to: position)
        counted.position = position
        return counted.column
    }

    /// Blanks, and comments from `#` to the end of the line.
    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x0A:
                line += 1
                lineStart = position + 1
            case 0...0x20: break
            case UInt8(ascii: "#"):
                while position + 1 < bytes.count, bytes[position + 1] != 0x0A { position += 1 }
            default: return
            }
            position += 1
        }
    }

    private mutating func quoted() -> Token {
        let start = position + 1
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            if bytes[end] == 0x0A {
                line += 1
                lineStart = end + 1
            }
            end += 1
        }
        isUnclosed = end >= bytes.count
        position = min(end + 1, bytes.count)
        return .text(HTMLEntities.resolved(decoded(start..<end)))
    }

    private mutating func word() -> Token {
        let start = position
        while position < bytes.count, bytes[position] > 0x20, !Self.ends.contains(bytes[position]) { position += 1 }
        return .word(decoded(start..<position))
    }

    private static let ends: [UInt8] = [UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\"")]

    private func decoded(_ range: Range<Int>) -> String {
        guard isLatin1 else { return String(decoding: bytes[range], as: UTF8.self) }
        var scalars = String.UnicodeScalarView()
        for byte in bytes[range] { scalars.append(Unicode.Scalar(byte)) }
        return String(scalars)
    }
}
