import SNMPMessages

/// The bridge's own port numbers: dot1dBasePortTable of BRIDGE-MIB (RFC 4188). LLDP counts ports in them on many switches.
enum BridgeMIB {
    static let dot1dBasePortIfIndex = MIBObject("dot1dBasePortIfIndex", "1.3.6.1.2.1.17.1.4.1.2")
    static let columns = [dot1dBasePortIfIndex]

    /// ifIndex by bridge port number.
    static func ports(_ reader: inout MIBReader) -> [UInt32: UInt32] {
        var ports: [UInt32: UInt32] = [:]
        for index in reader.rows(of: columns, indexLength: 1) {
            ports[index[0]] = reader.integer(dot1dBasePortIfIndex, index).flatMap(UInt32.init(exactly:))
        }
        return ports
    }
}
