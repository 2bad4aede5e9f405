import SNMPMessages

/// Recorded answers in the `.snmprec` form of snmpsim: one line an object, `OID|TYPE|VALUE`, sorted by OID.
///
/// TYPE is the ASN.1 tag (2, 4, 5, 6, 64–68, 70) with `x` where VALUE is in hex and `e` where it is text with Python escapes.
package enum SNMPRecording {
    /// A line that is no recorded object.
    package struct BadLine: Error, Hashable, CustomStringConvertible {
        package let line: Int
        package let reason: String
        package var description: String { "line \(line): \(reason)" }
    }

    /// The objects in the order of the file. Empty lines are skipped.
    /// - Throws: `BadLine` for the first line that is no recorded object.
    package static func read(_ octets: [UInt8]) throws(BadLine) -> [VarBind] {
        var binds: [VarBind] = []
        var number = 0
        for var line in octets.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            if line.last == 0x0D { line.removeLast() }
            if line.isEmpty { continue }
            binds.append(try bind(line, number: number))
        }
        return binds
    }

    private static func bind(_ line: ArraySlice<UInt8>, number: Int) throws(BadLine) -> VarBind {
        let fields = line.split(separator: 0x7C, maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3 else { throw BadLine(line: number, reason: "not OID|TYPE|VALUE") }
        guard let oid = ObjectIdentifier(String(decoding: fields[0], as: UTF8.self)) else {
            throw BadLine(line: number, reason: "not an object identifier")
        }
        let type = String(decoding: fields[1], as: UTF8.self)
        guard let value = value(type, Array(fields[2])) else {
            throw BadLine(line: number, reason: "not a value of type \(type)")
        }
        return VarBind(oid, value)
    }

    private static func value(_ type: String, _ field: [UInt8]) -> SNMPValue? {
        let text = String(decoding: field, as: UTF8.self)
        switch type {
        case "2":
            return Int64(text).flatMap { Int32(exactly: $0).map(SNMPValue.integer) ?? UInt32(exactly: $0).map(SNMPValue.gauge32) }
        case "4": return .octets(field)
        case "4x": return octets(hexadecimal: field).map(SNMPValue.octets)
        case "4e": return .octets(unescaped(field))
        case "5": return .null
        case "6": return ObjectIdentifier(text).map(SNMPValue.oid)
        case "64": return ipAddress(text.split(separator: ".").compactMap { UInt8($0) })
        case "64x": return octets(hexadecimal: field).flatMap(ipAddress)
        case "65": return UInt32(text).map(SNMPValue.counter32)
        case "66": return UInt32(text).map(SNMPValue.gauge32)
        case "67": return UInt32(text).map(SNMPValue.timeTicks)
        case "68": return .opaque(field)
        case "68x": return octets(hexadecimal: field).map(SNMPValue.opaque)
        case "70": return UInt64(text).map(SNMPValue.counter64)
        default: return nil
        }
    }

    private static func ipAddress(_ octets: [UInt8]) -> SNMPValue? {
        octets.count == 4 ? .ipAddress(octets.reduce(0) { $0 << 8 | UInt32($1) }) : nil
    }

    private static func octets(hexadecimal digits: [UInt8]) -> [UInt8]? {
        guard digits.count.isMultiple(of: 2) else { return nil }
        let octets = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16)
        }
        return octets.count * 2 == digits.count ? octets : nil
    }

    /// The escapes of a Python string literal that recordings use: `\n \r \t \a \b \f \v \\ \' \" \xNN`.
    private static func unescaped(_ field: [UInt8]) -> [UInt8] {
        let simple: [UInt8: UInt8] = [
            0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09, 0x61: 0x07, 0x62: 0x08, 0x66: 0x0C, 0x76: 0x0B, 0x5C: 0x5C, 0x27: 0x27,
            0x22: 0x22,
        ]
        var plain: [UInt8] = []
        var i = 0
        while i < field.count {
            if field[i] == 0x5C, i + 3 < field.count, field[i + 1] == 0x78,
                let octet = octets(hexadecimal: Array(field[(i + 2)...(i + 3)]))
            {
                plain += octet
                i += 4
            } else if field[i] == 0x5C, i + 1 < field.count, let octet = simple[field[i + 1]] {
                plain.append(octet)
                i += 2
            } else {
                plain.append(field[i])
                i += 1
            }
        }
        return plain
    }
}

extension SNMPRecording {
    /// The objects as a recording, in the given order, a newline after each.
    package static func write(_ binds: [VarBind]) -> String {
        binds.compactMap { bind in field(bind.value).map { "\(bind.oid)|\($0)\n" } }.joined()
    }

    /// TYPE and VALUE; nil for exceptions and what could not be decoded.
    private static func field(_ value: SNMPValue) -> String? {
        switch value {
        case .integer(let n): "2|\(n)"
        case .octets(let octets): isPlain(octets) ? "4|" + String(decoding: octets, as: UTF8.self) : "4x|" + octets.hexadecimal
        case .null: "5|"
        case .oid(let oid): "6|\(oid)"
        case .ipAddress(let address): "64|" + (0..<4).map { String(address >> (24 - 8 * $0) & 0xFF) }.joined(separator: ".")
        case .counter32(let n): "65|\(n)"
        case .gauge32(let n): "66|\(n)"
        case .timeTicks(let n): "67|\(n)"
        case .opaque(let octets): "68x|" + octets.hexadecimal
        case .counter64(let n): "70|\(n)"
        case .noSuchObject, .noSuchInstance, .endOfMibView, .undecodable: nil
        }
    }

    /// Printable ASCII without the spaces at the ends that editors lose.
    private static func isPlain(_ octets: [UInt8]) -> Bool {
        octets.allSatisfy { (0x20...0x7E).contains($0) } && octets.first != 0x20 && octets.last != 0x20
    }
}
