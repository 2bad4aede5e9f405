import SNMPMessages

/// Neighbours over CDP: cdpCacheTable of CISCO-CDP-MIB, indexed by ifIndex and a running number.
enum CiscoCDPMIB {
    static let cdpCacheAddressType = MIBObject("cdpCacheAddressType", "1.3.6.1.4.1.9.9.23.1.2.1.1.3")
    static let cdpCacheAddress = MIBObject("cdpCacheAddress", "1.3.6.1.4.1.9.9.23.1.2.1.1.4")
    static let cdpCacheVersion = MIBObject("cdpCacheVersion", "1.3.6.1.4.1.9.9.23.1.2.1.1.5")
    static let cdpCacheDeviceId = MIBObject("cdpCacheDeviceId", "1.3.6.1.4.1.9.9.23.1.2.1.1.6")
    static let cdpCacheDevicePort = MIBObject("cdpCacheDevicePort", "1.3.6.1.4.1.9.9.23.1.2.1.1.7")
    static let cdpCachePlatform = MIBObject("cdpCachePlatform", "1.3.6.1.4.1.9.9.23.1.2.1.1.8")

    static let columns = [
        cdpCacheAddressType, cdpCacheAddress, cdpCacheVersion, cdpCacheDeviceId, cdpCacheDevicePort, cdpCachePlatform,
    ]

    static func neighbours(_ reader: inout MIBReader, interfaces: [DeviceInterface]) -> [DeviceNeighbour] {
        let byIndex = Dictionary(interfaces.map { ($0.ifIndex, $0) }, uniquingKeysWith: { a, _ in a })
        return reader.rows(of: columns, indexLength: 2).map { neighbour($0, &reader, byIndex) }
    }

    private static func neighbour(_ row: [UInt32], _ reader: inout MIBReader, _ interfaces: [UInt32: DeviceInterface])
        -> DeviceNeighbour
    {
        var neighbour = DeviceNeighbour(.cdp, index: row, localRule: .cdpCacheIfIndex)
        neighbour.localPortNumber = row[0]
        neighbour.localIfIndex = row[0]
        neighbour.localPort = interfaces[row[0]]?.shortName
        neighbour.remoteSysName = reader.text(cdpCacheDeviceId, row)
        neighbour.remotePortID = reader.octets(cdpCacheDevicePort, row).map { LLDPIdentifier($0, kind: .text) }
        neighbour.remotePlatform = reader.text(cdpCachePlatform, row)
        neighbour.remoteSysDescr = reader.text(cdpCacheVersion, row)
        neighbour.remoteAddresses = address(row, &reader).map { [$0] } ?? []
        return neighbour
    }

    /// CiscoNetworkProtocol: 1 is IPv4, 20 is IPv6.
    private static func address(_ row: [UInt32], _ reader: inout MIBReader) -> String? {
        guard let octets = reader.octets(cdpCacheAddress, row), let type = reader.integer(cdpCacheAddressType, row) else {
            return nil
        }
        switch (type, octets.count) {
        case (1, 4): return LLDPIdentifier.networkAddress([1] + octets)
        case (20, 16): return LLDPIdentifier.networkAddress([2] + octets)
        default: return nil
        }
    }
}
