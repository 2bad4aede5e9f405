import SNMPMessages

/// The system group of SNMPv2-MIB (RFC 3418) and snmpEngineTime (SNMP-FRAMEWORK-MIB, RFC 3411), hrSystemUptime (HOST-RESOURCES-MIB,
/// RFC 2790): the two that tell a restart from a sysUpTime that wrapped at 497 days.
enum SNMPv2MIB {
    static let sysDescr = MIBObject("sysDescr", "1.3.6.1.2.1.1.1")
    static let sysObjectID = MIBObject("sysObjectID", "1.3.6.1.2.1.1.2")
    static let sysUpTime = MIBObject("sysUpTime", "1.3.6.1.2.1.1.3")
    static let sysContact = MIBObject("sysContact", "1.3.6.1.2.1.1.4")
    static let sysName = MIBObject("sysName", "1.3.6.1.2.1.1.5")
    static let sysLocation = MIBObject("sysLocation", "1.3.6.1.2.1.1.6")
    static let sysServices = MIBObject("sysServices", "1.3.6.1.2.1.1.7")
    static let snmpEngineID = MIBObject("snmpEngineID", "1.3.6.1.6.3.10.2.1.1")
    static let snmpEngineBoots = MIBObject("snmpEngineBoots", "1.3.6.1.6.3.10.2.1.2")
    static let snmpEngineTime = MIBObject("snmpEngineTime", "1.3.6.1.6.3.10.2.1.3")
    static let hrSystemUptime = MIBObject("hrSystemUptime", "1.3.6.1.2.1.25.1.1")

    static let scalars = [
        sysDescr, sysObjectID, sysUpTime, sysContact, sysName, sysLocation, sysServices, snmpEngineID, snmpEngineBoots,
        snmpEngineTime,
        hrSystemUptime,
    ]
}

/// What a device says of itself.
package struct DeviceSystem: Hashable, Sendable {
    package var sysDescr: DeviceText?
    package var sysObjectID: ObjectIdentifier?
    /// Hundredths of a second since the management part of the device started; wraps after 497 days.
    package var sysUpTime: UInt32?
    package var sysContact: DeviceText?
    package var sysName: DeviceText?
    package var sysLocation: DeviceText?
    /// The octets of snmpEngineID, by which two devices that were exchanged are told apart.
    package var engineID: [UInt8]?
    /// snmpEngineBoots and snmpEngineTime in seconds.
    package var engineBoots: Int64?
    package var engineTime: Int64?
    /// Hundredths of a second since the host started.
    package var hostUptime: Int64?

    package init() {}

    init(_ reader: inout MIBReader) {
        sysDescr = reader.text(SNMPv2MIB.sysDescr, [0])
        sysObjectID = reader.objectIdentifier(SNMPv2MIB.sysObjectID, [0])
        sysUpTime = reader.integer(SNMPv2MIB.sysUpTime, [0], in: 0...Int64(UInt32.max)).map { UInt32(truncatingIfNeeded: $0) }
        sysContact = reader.text(SNMPv2MIB.sysContact, [0])
        sysName = reader.text(SNMPv2MIB.sysName, [0])
        sysLocation = reader.text(SNMPv2MIB.sysLocation, [0])
        engineID = reader.octets(SNMPv2MIB.snmpEngineID, [0])
        engineBoots = reader.integer(SNMPv2MIB.snmpEngineBoots, [0], in: 0...Int64(Int32.max))
        engineTime = reader.integer(SNMPv2MIB.snmpEngineTime, [0], in: 0...Int64(Int32.max))
        hostUptime = reader.integer(SNMPv2MIB.hrSystemUptime, [0], in: 0...Int64(UInt32.max))
    }
}
