// How it works: the file is text of UTF-8 (others are made so first), read from front to back. Tags, texts and CDATA are events; comments,
// processing instructions and the document type are passed over. Entities of a document type are never defined and nothing is ever fetched,
// so a small file can neither grow without end nor reach out.

/// Reads XML event by event (Extensible Markup Language 1.0, fifth edition), with the place of each.
struct XMLScanner {
    enum Event: Equatable {
        case open(name: String, attributes: [String: String])
        case close(name: String)
        case text(String)
    }

    /// It is not well-formed, and where.
    struct Fault: Error, Equatable {
        var offset: Int
        var message: String
    }

    private let bytes: [UInt8]
    private var at = 0
    /// Names of the elements that are open.
    private(set) var open: [String] = []
    /// An element `<a/>` that was opened and is to be closed.
    private var isEmptyElement = false
    private var hasRoot = false
    /// Where the last event begins.
    private(set) var offset = 0
    private var counted = (offset: 0, line: 1, lineStart: 0)

    /// - Parameter bytes: as `XMLEncoding.utf8` gives them, whatever encoding they declare.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    }

    /// Line and column of the last event, from 1.
    mutating func place() -> (line: Int, column: Int) { place(of: offset) }

    /// The same of a fault, which lies nowhere before the last event.
    mutating func place(of offset: Int) -> (line: Int, column: Int) {
        if offset < counted.offset { counted = (0, 1, 0) }
        for index in counted.offset..<min(offset, bytes.count) where bytes[index] == UInt8(ascii: "\n") {
            counted.line += 1
            counted.lineStart = index + 1
        }
        counted.offset = min(offset, bytes.count)
        return (counted.line, 1 + bytes.scalarCount(from: counted.lineStart, to: counted.offset))
    }

    /// The next event; nil behind the last one.
    mutating func next() throws(Fault) -> Event? {
        if isEmptyElement {
            isEmptyElement = false
            return .close(name: open.removeLast())
        }
        while at < bytes.count {
            offset = at
            guard bytes[at] == UInt8(ascii: "<") else {
                if let text = try text() { return .text(text) }
                continue
            }
            if pass("<!--") {
                try skip(to: "-->", "a comment")
            } else if pass("<![CDATA[") {
                let start = at
                try skip(to: "]]>", "CDATA")
                return .text(String(decoding: bytes[start..<at - 3], as: UTF8.self))
            } else if pass("<?") {
                try skip(to: "?>", "a processing instruction")
            } else if pass("<!DOCTYPE") {
                try skipDocumentType()
            } else if pass("</") {
                return try closing()
            } else {
                return try opening()
            }
        }
        if let name = open.last { throw Fault(offset: at, message: "the file ends before </\(name)>") }
        if !hasRoot { throw Fault(offset: at, message: "there is no element in this file") }
        return nil
    }

    private mutating func pass(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard at + length <= bytes.count else { return false }
        for index in 0..<length where bytes[at + index] != word.utf8Start[index] { return false }
        at += length
        return true
    }

    private mutating func skip(to end: StaticString, _ what: String) throws(Fault) {
        let start = at
        while at < bytes.count {
            if pass(end) { return }
            at += 1
        }
        throw Fault(offset: start, message: "\(what) that is never closed")
    }

    /// Up to its `>`, over what stands in brackets and quotes.
    private mutating func skipDocumentType() throws(Fault) {
        var (depth, quote) = (0, UInt8(0))
        let start = at
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if quote != 0 {
                if byte == quote { quote = 0 }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
            case UInt8(ascii: "["), UInt8(ascii: "<"): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ">"):
                if depth == 0 { return }
                depth -= 1
            default: break
            }
        }
        throw Fault(offset: start, message: "a document type that is never closed")
    }

    /// Text up to the next tag; nil for blanks outside the root element.
    private mutating func text() throws(Fault) -> String? {
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "<") { at += 1 }
        if open.isEmpty {
            if let other = bytes[start..<at].firstIndex(where: { !$0.isXMLBlank }) {
                throw Fault(offset: other, message: "text outside the root element")
            }
            return nil
        }
        return try decoded(start, at)
    }

    private mutating func closing() throws(Fault) -> Event {
        let name = try name()
        passBlanks()
        guard pass(">"), open.last == name else {
            throw Fault(offset: offset, message: "</\(name)> where \(open.last.map { "</\($0)>" } ?? "no element is open")")
        }
        open.removeLast()
        return .close(name: name)
    }

    private mutating func opening() throws(Fault) -> Event {
        at += 1
        let name = try name()
        if open.isEmpty, hasRoot { throw Fault(offset: offset, message: "<\(name)> behind the end of the root element") }
        var attributes: [String: String] = [:]
        while true {
            let start = at
            passBlanks()
            isEmptyElement = pass("/>")
            if isEmptyElement || pass(">") { break }
            guard at > start else { throw Fault(offset: at, message: "<\(name)> is not closed by >") }
            let attribute = try attribute()
            guard attributes.updateValue(attribute.value, forKey: attribute.name) == nil else {
                throw Fault(offset: start, message: "attribute \(attribute.name) stands twice in <\(name)>")
            }
        }
        hasRoot = true
        open.append(name)
        return .open(name: name, attributes: attributes)
    }

    private mutating func attribute() throws(Fault) -> (name: String, value: String) {
        let name = try name()
        passBlanks()
        guard pass("=") else { throw Fault(offset: at, message: "attribute \(name) has no value") }
        passBlanks()
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") else {
            throw Fault(offset: at, message: "the value of \(name) has no quotes")
        }
        let quote = bytes[at]
        let start = at + 1
        at += 1
        while at < bytes.count, bytes[at] != quote, bytes[at] != UInt8(ascii: "<") { at += 1 }
        guard at < bytes.count, bytes[at] == quote else {
            throw Fault(offset: start, message: "the value of \(name) is never closed, or holds <")
        }
        at += 1
        return (name, try decoded(start, at - 1))
    }

    private mutating func name() throws(Fault) -> String {
        let start = at
        while at < bytes.count, bytes[at].isOfXMLName { at += 1 }
        let first = start < at ? bytes[start] : UInt8(ascii: "-")
        if (0x30...0x39).contains(first) || first == UInt8(ascii: "-") || first == UInt8(ascii: ".") {
            throw Fault(offset: start, message: "< that begins no tag; write &lt;")
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func passBlanks() {
        while at < bytes.count, bytes[at].isXMLBlank { at += 1 }
    }

    /// With references resolved: the five of XML and numbers; all others, and a bare `&`, are faults.
    private func decoded(_ start: Int, _ end: Int) throws(Fault) -> String {
        var result = ""
        var from = start
        var index = start
        while index < end {
            guard bytes[index] == UInt8(ascii: "&") else {
                index += 1
                continue
            }
            result += String(decoding: bytes[from..<index], as: UTF8.self)
            let limit = min(end, index + 12)
            guard let semicolon = bytes[index..<limit].firstIndex(of: UInt8(ascii: ";")),
                let scalar = Self.scalar(String(decoding: bytes[(index + 1)..<semicolon], as: UTF8.self))
            else { throw Fault(offset: index, message: "& that begins no reference of XML; write &amp;") }
            result.unicodeScalars.append(scalar)
            index = semicolon + 1
            from = index
        }
        return result + String(decoding: bytes[from..<end], as: UTF8.self)
    }

    private static func scalar(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": "&"
        case "lt": "<"
        case "gt": ">"
        case "quot": "\""
        case "apos": "'"
        default:
            if name.hasPrefix("#x") {
                UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
            } else if name.hasPrefix("#") {
                UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init)
            } else {
                nil
            }
        }
    }
}

extension UInt8 {
    fileprivate var isXMLBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }

    /// Letters, digits and all that is not ASCII, `:`, `_`, `-` and `.`.
    fileprivate var isOfXMLName: Bool {
        switch self {
        case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x80...0xFF: true
        default: false
        }
    }
}
