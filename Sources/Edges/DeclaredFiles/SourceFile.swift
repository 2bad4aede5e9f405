/// A file as it was read: its path as messages name it, and its bytes.
package struct SourceFile: Sendable {
    /// As given on the command line and below it, such as `Topology/serbia/links.csv`.
    package let path: String
    package let bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    package init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }

    /// The last part of the path without what follows its last point: `links-belgrade` of `Topology/links-belgrade.csv`.
    var stem: Substring {
        let file = path.split(separator: "/").last ?? ""
        return file.lastIndex(of: ".").map { file[..<$0] } ?? file
    }

    /// What follows the last point, in lower case; empty without one.
    var suffix: String { path.lastIndex(of: ".").map { String(path[path.index(after: $0)...]).lowercased() } ?? "" }

    /// The offset of the first byte that is not part of well-formed UTF-8; nil where all are.
    var firstBrokenByte: Int? {
        if isUTF8 { return nil }
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let scalar): offset += scalar.count
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }

    /// Judged where it lies: a copy as text of every file would cost more than what is read of it.
    private var isUTF8: Bool {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return true
        } catch {
            return false
        }
    }

    /// Where the byte at `offset` stands; columns count Unicode scalars from 1, as YAML readers do.
    func place(at offset: Int) -> SourcePlace {
        var line = 1
        var lineStart = 0
        for index in 0..<min(offset, bytes.count) where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        return SourcePlace(path: path, line: line, column: 1 + bytes.scalarCount(from: lineStart, to: offset))
    }
}

extension [UInt8] {
    /// Unicode scalars that begin in `from..<to`: every byte but the continuation bytes.
    func scalarCount(from: Int, to: Int) -> Int {
        guard from < to else { return 0 }
        return self[from..<Swift.min(to, count)].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }
}
