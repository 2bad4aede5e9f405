import SNMPMessages

/// The tables of an agent, by what their rows stand for.
enum MIBTable: UInt8 {
    /// One row, instance 0.
    case scalar
    /// ifIndex: 1 is the loopback interface, then the ports.
    case interface
    /// entPhysicalIndex; see `EntityRow`.
    case entity
    /// The sensors among the entities.
    case sensor
    /// lldpLocPortNum: the ifIndex of the port.
    case localPort
    /// lldpRemTimeMark 0, lldpRemLocalPortNum, lldpRemIndex 1; ports with a live neighbour that speaks LLDP.
    case neighbour
    /// As `neighbour`, then an IPv4 address in the index (lldpRemManAddrTable).
    case neighbourAddress
}

/// The objects of an agent, one for each leaf or column.
enum AgentObject: UInt8, CaseIterable, Comparable {
    // LLDP-MIB (IEEE 802.1AB)
    case lldpLocChassisIdSubtype, lldpLocChassisId, lldpLocSysName, lldpLocSysDesc
    case lldpLocPortIdSubtype, lldpLocPortId, lldpLocPortDesc
    case lldpRemChassisIdSubtype, lldpRemChassisId, lldpRemPortIdSubtype, lldpRemPortId, lldpRemPortDesc
    case lldpRemSysName, lldpRemSysDesc, lldpRemSysCapSupported, lldpRemSysCapEnabled
    case lldpRemManAddrIfSubtype, lldpRemManAddrIfId
    // SNMPv2-MIB (RFC 3418)
    case sysDescr, sysObjectID, sysUpTime, sysContact, sysName, sysLocation, sysServices
    // IF-MIB (RFC 2863)
    case ifNumber
    case ifIndex, ifDescr, ifType, ifMtu, ifSpeed, ifPhysAddress, ifAdminStatus, ifOperStatus, ifLastChange
    case ifInOctets, ifInUcastPkts, ifInDiscards, ifInErrors, ifOutOctets, ifOutUcastPkts, ifOutDiscards, ifOutErrors
    case hrSystemUptime
    case ifName, ifHCInOctets, ifHCInUcastPkts, ifHCOutOctets, ifHCOutUcastPkts
    case ifHighSpeed, ifConnectorPresent, ifAlias, ifCounterDiscontinuityTime
    case ifTableLastChange
    // ENTITY-MIB (RFC 6933) and ENTITY-SENSOR-MIB (RFC 3433)
    case entPhysicalDescr, entPhysicalVendorType, entPhysicalContainedIn, entPhysicalClass, entPhysicalParentRelPos,
        entPhysicalName
    case entPhysicalHardwareRev, entPhysicalFirmwareRev, entPhysicalSoftwareRev, entPhysicalSerialNum, entPhysicalMfgName
    case entPhysicalModelName, entPhysicalAlias, entPhysicalAssetID, entPhysicalIsFRU
    case entLastChangeTime
    case entPhySensorType, entPhySensorScale, entPhySensorPrecision, entPhySensorValue, entPhySensorOperStatus
    case entPhySensorUnitsDisplay, entPhySensorValueTimeStamp, entPhySensorValueUpdateRate

    static func < (a: AgentObject, b: AgentObject) -> Bool { a.rawValue < b.rawValue }
}

/// Where an object stands in the tree, and the table whose rows it has.
struct MIBColumn {
    var prefix: ObjectIdentifier
    var object: AgentObject
    var table: MIBTable

    /// Ordered by prefix; no prefix begins another.
    static let all: [MIBColumn] =
        (lldp + system + interfaces + entities).sorted { $0.prefix < $1.prefix }

    static func columns(_ table: MIBTable, under entry: ObjectIdentifier, _ objects: [(UInt32, AgentObject)]) -> [MIBColumn] {
        objects.map { MIBColumn(prefix: entry.appending($0.0), object: $0.1, table: table) }
    }
}
