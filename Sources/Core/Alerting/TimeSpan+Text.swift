import NetworkModel

extension TimeSpan {
    /// Reads `45s`, `500ms`, `5m`, `2h`, `1d` or a sum of them (`1h30m`); nil where the text is none of it or overflows.
    package init?(text: String) {
        var rest = text.utf8[...]
        var total: Int64 = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { (48...57).contains($0) }
            let unit = rest.dropFirst(digits.count).prefix { !(48...57).contains($0) }
            guard let number = Int64(String(decoding: digits, as: UTF8.self)),
                let scale = Self.units[String(decoding: unit, as: UTF8.self)]
            else { return nil }
            let (product, tooLong) = number.multipliedReportingOverflow(by: scale)
            let (sum, overflow) = total.addingReportingOverflow(product)
            if tooLong || overflow { return nil }
            total = sum
            rest = rest.dropFirst(digits.count + unit.count)
        }
        self.init(milliseconds: total)
    }

    private static let units: [String: Int64] = ["ms": 1, "s": 1000, "": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]

    /// The shortest form that `init(text:)` reads back: `1h30m`, `45s`, `0s`.
    package var text: String {
        var rest = milliseconds.magnitude
        var parts = milliseconds < 0 ? "-" : ""
        for (unit, scale) in [("d", UInt64(86_400_000)), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)]
        where rest >= scale {
            parts += "\(rest / scale)\(unit)"
            rest %= scale
        }
        return rest == 0 && milliseconds == 0 ? "0s" : parts
    }

    /// For a person, in at most two units: `3 h 5 min`, `45 s`; never more exact than what can be known.
    package var words: String {
        let seconds = max(0, milliseconds / 1000)
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return seconds % 60 == 0 || seconds >= 600 ? "\(seconds / 60) min" : "\(seconds / 60) min \(seconds % 60) s"
        case ..<86400: return seconds / 60 % 60 == 0 ? "\(seconds / 3600) h" : "\(seconds / 3600) h \(seconds / 60 % 60) min"
        default: return seconds / 3600 % 24 == 0 ? "\(seconds / 86400) d" : "\(seconds / 86400) d \(seconds / 3600 % 24) h"
        }
    }
}

extension TimeSpan: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(milliseconds: try decoder.singleValueContainer().decode(Int64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}
