/// A cursor over the bytes of one JSON object of one level, for rows that come by the hundred thousand.
///
/// It knows what rows need: strings, numbers, words; nested values are stepped over. Anything else ends in `nil`, never in a trap.
struct RowScanner {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// The byte at the cursor, past white space; nil at the end.
    mutating func peek() -> UInt8? {
        while position < bytes.endIndex {
            let byte = bytes[position]
            if byte != 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D { return byte }
            position += 1
        }
        return nil
    }

    mutating func take(_ wanted: UInt8) -> Bool {
        guard peek() == wanted else { return false }
        position += 1
        return true
    }

    /// The range of a string's bytes between its quotes, and whether it contains escapes.
    mutating func stringRange() -> (range: Range<Int>, escaped: Bool)? {
        guard take(0x22) else { return nil }
        let start = position
        var escaped = false
        while position < bytes.endIndex {
            let byte = bytes[position]
            if byte == 0x22 {
                position += 1
                return (start..<position - 1, escaped)
            }
            if byte == 0x5C {
                escaped = true
                position += 1
            }
            position += 1
        }
        return nil
    }

    mutating func string() -> String? {
        guard let (range, escaped) = stringRange() else { return nil }
        return escaped ? unescaped(range) : text(range)
    }

    func text(_ range: Range<Int>) -> String? {
        String(validating: bytes[range], as: UTF8.self)
    }

    func equals(_ range: Range<Int>, _ word: StaticString) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { expected in
            for i in 0..<expected.count where bytes[range.lowerBound + i] != expected[i] { return false }
            return true
        }
    }

    func byte(at index: Int) -> UInt8 { bytes[index] }

    private func unescaped(_ range: Range<Int>) -> String? {
        var units: [UInt16] = []
        var plain: [UInt8] = []
        var result = ""
        func flush() {
            result += String(decoding: units, as: UTF16.self)
            units.removeAll()
            result += String(decoding: plain, as: UTF8.self)
            plain.removeAll()
        }
        var i = range.lowerBound
        while i < range.upperBound {
            guard bytes[i] == 0x5C else {
                if !units.isEmpty { flush() }
                plain.append(bytes[i])
                i += 1
                continue
            }
            guard i + 1 < range.upperBound else { return nil }
            let code = bytes[i + 1]
            if code == 0x75 {
                guard i + 5 < range.upperBound, let unit = hex(i + 2) else { return nil }
                if !plain.isEmpty { flush() }
                units.append(unit)
                i += 6
                continue
            }
            guard let byte = Self.escape(code) else { return nil }
            if !units.isEmpty { flush() }
            plain.append(byte)
            i += 2
        }
        flush()
        return result
    }

    private func hex(_ start: Int) -> UInt16? {
        var value: UInt16 = 0
        for i in start..<start + 4 {
            let byte = bytes[i]
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x41 + 10
            case 0x61...0x66: digit = byte - 0x61 + 10
            default: return nil
            }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    private static func escape(_ code: UInt8) -> UInt8? {
        switch code {
        case 0x22, 0x5C, 0x2F: code
        case 0x62: 0x08
        case 0x66: 0x0C
        case 0x6E: 0x0A
        case 0x72: 0x0D
        case 0x74: 0x09
        default: nil
        }
    }

    mutating func number() -> Double? {
        guard let first = peek(), first == 0x2D || (0x30...0x39).contains(first) else { return nil }
        let start = position
        var mantissa: UInt64 = 0
        var digits = 0
        var scale = 0
        var seenPoint = false
        var plain = true
        let negative = first == 0x2D
        if negative { position += 1 }
        loop: while position < bytes.endIndex {
            let byte = bytes[position]
            switch byte {
            case 0x30...0x39:
                digits += 1
                if digits > 15 { plain = false }
                mantissa = mantissa &* 10 &+ UInt64(byte - 0x30)
                if seenPoint { scale += 1 }
            case 0x2E: seenPoint = true
            case 0x65, 0x45, 0x2B, 0x2D: plain = false
            default: break loop
            }
            position += 1
        }
        guard plain, digits > 0 else { return text(start..<position).flatMap { Double($0) } }
        // Up to 15 digits and a power of ten up to 22 are exact, so the quotient is the nearest double.
        let value = Double(mantissa) / Self.powers[scale]
        return negative ? -value : value
    }

    private static let powers: [Double] = (0...15).map { power in (0..<power).reduce(1) { value, _ in value * 10 } }

    /// Steps over any value.
    mutating func skip() -> Bool {
        var depth = 0
        repeat {
            guard let byte = peek() else { return false }
            switch byte {
            case 0x22: if stringRange() == nil { return false }
            case 0x7B, 0x5B:
                depth += 1
                position += 1
            case 0x7D, 0x5D:
                depth -= 1
                position += 1
            default: position += 1
            }
            if depth == 0, byte != 0x22, byte != 0x7D, byte != 0x5D {
                while position < bytes.endIndex, bytes[position] != 0x2C, bytes[position] != 0x7D { position += 1 }
            }
        } while depth > 0
        return true
    }
}
