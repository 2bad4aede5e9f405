import SNMPMessages

/// Replaces what a recording should not give away: names, contacts, places, serial numbers, addresses, and every text in which one of
/// them occurs. The same value always becomes the same replacement, so ports and neighbours still fit together.
package struct PrivateValues: Sendable {
    package init() {}

    package func replaced(in binds: [VarBind]) -> [VarBind] {
        let words = Words(binds)
        return binds.compactMap { bind in
            if Self.leftOut.contains(where: { bind.oid.hasPrefix($0) }) { return nil }
            if Self.secret.contains(where: { bind.oid.hasPrefix($0) }) {
                return VarBind(bind.oid, bind.value.isEmptyText ? bind.value : .octets(Array("<private>".utf8)))
            }
            return VarBind(bind.oid, words.replaced(bind.value))
        }
    }

    /// Columns whose text is private as a whole.
    private static let secret: [ObjectIdentifier] = [
        SNMPv2MIB.sysContact.oid, SNMPv2MIB.sysName.oid, SNMPv2MIB.sysLocation.oid, IFMIB.ifAlias.oid, LLDPMIB.v1.sysName.oid,
        LLDPMIB.v2.sysName.oid, LLDPMIB.v1.remotePortDescr.oid, LLDPMIB.v2.remotePortDescr.oid, CiscoCDPMIB.cdpCacheDeviceId.oid,
        EntityMIB.entPhysicalSerialNum.oid, "1.3.6.1.2.1.47.1.1.1.1.14", "1.3.6.1.2.1.47.1.1.1.1.15", "1.3.6.1.6.3.10.2.1.1",
    ]

    /// Tables whose index is a management address.
    private static let leftOut = [LLDPMIB.v1, LLDPMIB.v2].map(\.managementAddress.oid)

    /// What is replaced wherever it occurs.
    private struct Words {
        /// The private texts of the device, longest first.
        private let texts: [[UInt8]]

        init(_ binds: [VarBind]) {
            let found = binds.compactMap { bind -> [UInt8]? in
                guard case .octets(let octets) = bind.value, octets.count >= 4,
                    PrivateValues.secret.contains(where: { bind.oid.hasPrefix($0) })
                else { return nil }
                return octets
            }
            texts = Set(found).sorted { $0.count != $1.count ? $0.count > $1.count : $0.lexicographicallyPrecedes($1) }
        }

        func replaced(_ value: SNMPValue) -> SNMPValue {
            switch value {
            case .ipAddress(let address): return .ipAddress(PrivateValues.documentationAddress(address))
            case .octets(let octets):
                if let address = PrivateValues.hardwareAddress(octets) { return .octets(address) }
                return .octets(
                    PrivateValues.withoutAddresses(texts.reduce(octets) { $0.replacing($1, with: Array("<private>".utf8)) }))
            default: return value
            }
        }
    }

    /// 192.0.2.0/24 (RFC 5737), with the last octet kept; 0.0.0.0 and masks stay.
    static func documentationAddress(_ address: UInt32) -> UInt32 {
        address == 0 || address >= 0xE000_0000 || address >> 24 == 127 ? address : 0xC000_0200 | address & 0xFF
    }

    /// Six octets that are no text: the maker's half stays, the device's half is hashed. Nil for anything else.
    static func hardwareAddress(_ octets: [UInt8]) -> [UInt8]? {
        guard octets.count == 6, octets.contains(where: { $0 < 0x20 || $0 > 0x7E }), octets.contains(where: { $0 != 0 }) else {
            return nil
        }
        // FNV-1a: the same address becomes the same replacement.
        let hash = octets.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return octets.prefix(3) + (0..<3).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
    }

    /// Dotted addresses in a text become 192.0.2.x.
    static func withoutAddresses(_ octets: [UInt8]) -> [UInt8] {
        guard octets.allSatisfy({ $0 < 0x80 }) else { return octets }
        let words = octets.split(omittingEmptySubsequences: false) { !((0x30...0x39).contains($0) || $0 == 0x2E) }
        var result = octets
        for word in words.reversed() {
            let parts = word.split(separator: 0x2E, omittingEmptySubsequences: false).compactMap {
                UInt8(String(decoding: $0, as: UTF8.self))
            }
            guard parts.count == 4, word.count(where: { $0 == 0x2E }) == 3, parts[0] >= 1, parts[0] != 127, parts[0] < 224 else {
                continue
            }
            result.replaceSubrange(word.startIndex..<word.endIndex, with: Array("192.0.2.\(parts[3])".utf8))
        }
        return result
    }
}

extension SNMPValue {
    fileprivate var isEmptyText: Bool { self == .octets([]) || self == .null }
}
