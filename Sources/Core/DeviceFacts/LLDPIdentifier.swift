/// A chassis or port identifier of LLDP (IEEE 802.1AB section 8.5): its octets and how people write them.
package struct LLDPIdentifier: Hashable, Sendable {
    package let octets: [UInt8]
    package let text: String

    /// `kind` says how the octets are meant; where they do not fit it they are shown as text if they are text, else as `hex:…`.
    package init(_ octets: [UInt8], kind: Kind) {
        self.octets = octets
        text = Self.written(octets, kind)
    }

    package enum Kind: Sendable { case address, network, text, untold }

    /// The octets in hex; nil where `text` says it all.
    package var hex: String? { text.utf8.elementsEqual(octets) ? nil : octets.hexadecimal }

    private static func written(_ octets: [UInt8], _ kind: Kind) -> String {
        switch kind {
        case .address: if let address = macAddress(octets) { return address.colonHexadecimal }
        case .network: if let address = networkAddress(octets) { return address }
        default: break
        }
        let text = DeviceText(octets)
        let isText = text.octets == nil || kind == .text
        if isText, !text.text.unicodeScalars.contains(where: { $0.value < 0x20 && !$0.properties.isWhitespace }) {
            return text.text
        }
        return "hex:" + octets.hexadecimal
    }

    /// Six octets, or text that spells them.
    private static func macAddress(_ octets: [UInt8]) -> [UInt8]? {
        octets.count == 6 ? octets : DeviceInterface.macAddress(spelled: octets)
    }

    /// An octet of the IANA address family, then the address.
    package static func networkAddress(_ octets: [UInt8]) -> String? {
        switch (octets.first, octets.count) {
        case (1, 5): return octets[1...].map(String.init).joined(separator: ".")
        case (2, 17): return ipv6(Array(octets[1...]))
        default: return nil
        }
    }

    /// RFC 5952: lower case, no leading zeros, the longest run of zeros as `::`. Empty for other than 16 octets.
    package static func ipv6(_ octets: [UInt8]) -> String {
        guard octets.count == 16 else { return "" }
        let groups = stride(from: 0, to: 16, by: 2).map { UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]) }
        let run = longestZeroRun(groups)
        let words = groups.map { String($0, radix: 16) }
        guard run.count >= 2 else { return words.joined(separator: ":") }
        return words[..<run.lowerBound].joined(separator: ":") + "::" + words[run.upperBound...].joined(separator: ":")
    }

    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
        var (best, start) = (0..<0, 0)
        for i in 0...groups.count where i == groups.count || groups[i] != 0 {
            if i - start > best.count { best = start..<i }
            start = i + 1
        }
        return best
    }
}
