import SNMPMessages

/// An interface as the device reports it. Nil means that the device does not give it, "" that it gives an empty text.
package struct DeviceInterface: Hashable, Sendable {
    package var ifIndex: UInt32
    package var ifDescr: DeviceText?
    package var ifName: DeviceText?
    package var ifAlias: DeviceText?
    /// IANAifType-MIB; 6 is Ethernet, 24 a loopback.
    package var ifType: Int64?
    package var ifMtu: Int64?
    /// In bit/s: ifHighSpeed where ifSpeed is absent, full (2^32 - 1) or smaller than it.
    package var speedBps: Int64?
    /// Six octets, rarely 8 or 20; nil where the interface has no address.
    package var ifPhysAddress: [UInt8]?
    package var ifAdminStatus: AdminStatus?
    package var ifOperStatus: OperStatus?
    /// sysUpTime at the last change of ifOperStatus, in hundredths of a second.
    package var ifLastChange: UInt32?

    /// ifAdminStatus (RFC 2863).
    package enum AdminStatus: Int64, Sendable, CaseIterable { case up = 1, down, testing }

    /// ifOperStatus (RFC 2863).
    package enum OperStatus: Int64, Sendable, CaseIterable {
        case up = 1, down, testing, unknown, dormant, notPresent, lowerLayerDown
    }

    package init(ifIndex: UInt32) { self.ifIndex = ifIndex }

    init(_ index: [UInt32], _ reader: inout MIBReader) {
        ifIndex = index[0]
        ifDescr = reader.text(IFMIB.ifDescr, index)
        ifName = reader.text(IFMIB.ifName, index)
        ifAlias = reader.text(IFMIB.ifAlias, index)
        ifType = reader.integer(IFMIB.ifType, index)
        ifMtu = reader.integer(IFMIB.ifMtu, index)
        speedBps = Self.speed(
            ifSpeed: reader.integer(IFMIB.ifSpeed, index, in: 0...Int64.max),
            ifHighSpeed: reader.integer(IFMIB.ifHighSpeed, index, in: 0...Int64.max))
        ifPhysAddress = reader.octets(IFMIB.ifPhysAddress, index).flatMap(Self.physicalAddress)
        ifAdminStatus = reader.integer(IFMIB.ifAdminStatus, index).flatMap(AdminStatus.init)
        ifOperStatus = reader.integer(IFMIB.ifOperStatus, index).flatMap(OperStatus.init)
        ifLastChange = reader.integer(IFMIB.ifLastChange, index).flatMap(UInt32.init(exactly:))
    }

    /// Bit/s from ifSpeed in bit/s and ifHighSpeed in Mbit/s. Zero in ifHighSpeed alone means "not told", not "no speed"; and n Mbit/s
    /// stands for anything within half a megabit (RFC 2863), where ifSpeed is the exact one.
    package static func speed(ifSpeed: Int64?, ifHighSpeed: Int64?) -> Int64? {
        guard let high = ifHighSpeed, high > 0 else { return ifSpeed }
        let (bps, overflow) = high.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return ifSpeed }
        guard let low = ifSpeed, low < Int64(UInt32.max), low >= bps - 500_000 else { return bps }
        return low
    }

    /// The address, also where the agent spells it out as text; nil for octets that are no hardware address by their number
    /// (6 Ethernet, 8 EUI-64 and Fibre Channel, 20 InfiniBand).
    static func physicalAddress(_ octets: [UInt8]) -> [UInt8]? {
        [6, 8, 20].contains(octets.count) ? octets : macAddress(spelled: octets)
    }

    /// Six octets written as `aa:bb:cc:dd:ee:ff`, `aa-bb-…`, `aa bb …`, `aabbcc…`, or with single digits; nil for anything else.
    package static func macAddress(spelled octets: [UInt8]) -> [UInt8]? {
        guard (11...18).contains(octets.count) else { return nil }
        let groups =
            octets.count == 12 && !octets.contains(0x3A)
            ? stride(from: 0, to: 12, by: 2).map { octets[$0..<($0 + 2)] } : octets.split { [0x20, 0x2D, 0x3A].contains($0) }
        guard groups.count == 6, groups.allSatisfy({ $0.count <= 2 }) else { return nil }
        let address = groups.compactMap { UInt8(String(decoding: $0, as: UTF8.self), radix: 16) }
        return address.count == 6 ? address : nil
    }
}
