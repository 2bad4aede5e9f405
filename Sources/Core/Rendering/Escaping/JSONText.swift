/// A JSON document with its members in the order given, so that the same values give the same bytes.
package indirect enum JSONText: Hashable, Sendable {
    case null
    case text(String)
    case number(Double)
    case integer(Int)
    case flag(Bool)
    case list([JSONText])
    case object([Member])

    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: JSONText
        package init(_ name: String, _ value: JSONText) { (self.name, self.value) = (name, value) }
    }

    /// Members whose value is `.null` where `omittingNull`.
    package static func members(_ pairs: KeyValuePairs<String, JSONText>) -> JSONText {
        .object(pairs.map { Member($0.key, $0.value) })
    }

    /// On one line.
    package var line: String {
        var out = ""
        write(to: &out)
        return out
    }

    package func write(to out: inout String) {
        switch self {
        case .null: out += "null"
        case .text(let text): out += text.jsonQuoted
        case .number(let number): out += number.jsonNumber
        case .integer(let integer): out += String(integer)
        case .flag(let flag): out += flag ? "true" : "false"
        case .list(let values):
            out += "["
            for (i, value) in values.enumerated() {
                if i > 0 { out += "," }
                value.write(to: &out)
            }
            out += "]"
        case .object(let members):
            out += "{"
            for (i, member) in members.enumerated() {
                if i > 0 { out += "," }
                out += member.name.jsonQuoted
                out += ":"
                member.value.write(to: &out)
            }
            out += "}"
        }
    }
}

extension String {
    /// A JSON string (RFC 8259 section 7). The text is kept; what is harmful on a screen or inside a script element leaves as `\uXXXX`.
    package var jsonQuoted: String {
        var quoted = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "<", ">", "&": quoted += scalar.jsonEscape
            default:
                if scalar.isHarmful { quoted += scalar.jsonEscape } else { quoted.unicodeScalars.append(scalar) }
            }
        }
        return quoted + "\""
    }
}

extension Unicode.Scalar {
    /// `\uXXXX`, as a surrogate pair beyond the basic plane.
    var jsonEscape: String {
        String(self).utf16.map { unit in
            let hex = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        }.joined()
    }
}

extension Double {
    /// The shortest decimal that reads back the same; whole numbers without a fraction; `null` for what JSON lacks.
    package var jsonNumber: String {
        guard isFinite else { return "null" }
        if let whole = Int64(exactly: self), whole.magnitude < 1 << 53 { return String(whole) }
        return "\(self)"
    }

    /// With `digits` decimals at most, trailing zeros cut: `12.5`, `-3`.
    func fixed(_ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = (self * scale).rounded()
        guard scaled.isFinite, let whole = Int64(exactly: scaled) else { return "0" }
        let (quotient, remainder) = whole.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
        var text = String(quotient)
        var fraction = String(remainder)
        if digits > 0, fraction != "0" {
            fraction = String(repeating: "0", count: digits - fraction.count) + fraction
            while fraction.hasSuffix("0") { fraction.removeLast() }
            text += "." + fraction
        }
        return whole < 0 ? "-" + text : text
    }
}
