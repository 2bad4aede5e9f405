import SNMPMessages

// The field names of CONTRACT.md. What a device does not give is null; octets that are no text are given again as `…_hex`.

/// A key known by its name: the fields are few and `…_hex` is made of another.
struct FieldKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

/// A container that writes null for nil.
struct FieldWriter {
    private var container: KeyedEncodingContainer<FieldKey>

    init(_ encoder: any Encoder) { container = encoder.container(keyedBy: FieldKey.self) }

    mutating func write(_ key: String, _ value: (some Encodable)?) throws {
        try container.encode(value, forKey: FieldKey(stringValue: key))
    }

    mutating func write(_ key: String, _ text: DeviceText?) throws {
        try write(key, text?.text)
        if let hex = text?.hex { try write(key + "_hex", hex) }
    }

    mutating func write(_ key: String, _ identifier: LLDPIdentifier?) throws {
        try write(key, identifier?.text)
        if let hex = identifier?.hex { try write(key + "_hex", hex) }
    }
}

extension DeviceSystem: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try fields.write("sysDescr", sysDescr)
        try fields.write("sysObjectID", sysObjectID?.description)
        try fields.write("sysUpTime", sysUpTime)
        try fields.write("sysContact", sysContact)
        try fields.write("sysName", sysName)
        try fields.write("sysLocation", sysLocation)
        try fields.write("snmpEngineID", engineID?.hexadecimal)
    }
}

extension DeviceInterface: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try fields.write("ifIndex", ifIndex)
        try fields.write("ifDescr", ifDescr)
        try fields.write("ifName", ifName)
        try fields.write("ifAlias", ifAlias)
        try fields.write("ifType", ifType)
        try fields.write("ifMtu", ifMtu)
        try fields.write("speed_bps", speedBps)
        try fields.write("ifPhysAddress", ifPhysAddress?.colonHexadecimal)
        try fields.write("ifAdminStatus", ifAdminStatus.map { "\($0)" })
        try fields.write("ifOperStatus", ifOperStatus.map { "\($0)" })
    }
}

extension DeviceModule: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try fields.write("entPhysicalIndex", entPhysicalIndex)
        try fields.write("class", physicalClass.map { "\($0)" })
        try fields.write("name", name)
        try fields.write("descr", descr)
        try fields.write("model", model)
        try fields.write("serial", serial)
        try fields.write("containedIn", containedIn)
        try fields.write("parentRelPos", parentRelPos)
        try fields.write("mfg", mfg)
        try fields.write("hardwareRev", hardwareRev)
        try fields.write("firmwareRev", firmwareRev)
        try fields.write("softwareRev", softwareRev)
        try fields.write("isFRU", isFRU)
        try fields.write("vendorType", vendorType?.description)
        try fields.write("operState", operState.map { "\($0)" })
    }
}

extension DeviceNeighbour: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try fields.write("protocol", neighbourProtocol.rawValue)
        try fields.write("index", index)
        try fields.write("local_port_number", localPortNumber)
        try fields.write("local_ifIndex", localIfIndex)
        try fields.write("local_port", localPort)
        try fields.write("local_rule", localRule.rawValue)
        try fields.write("local_port_id", localPortID)
        try fields.write("local_port_descr", localPortDescr)
        try fields.write("remote_chassis_id_subtype", remoteChassisSubtype)
        try fields.write("remote_chassis_id", remoteChassisID)
        try fields.write("remote_port_id_subtype", remotePortSubtype)
        try fields.write("remote_port_id", remotePortID)
        try fields.write("remote_port_descr", remotePortDescr)
        try fields.write("remote_sysName", remoteSysName)
        try fields.write("remote_sysDescr", remoteSysDescr)
        try fields.write("remote_platform", remotePlatform)
        try fields.write("remote_address", remoteAddresses.first)
        try fields.write("remote_addresses", remoteAddresses)
        try fields.write("own_chassis", isOwnChassis)
    }
}

extension DeviceSensor: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try fields.write("oid", oid.description)
        try fields.write("class", sensorClass?.rawValue)
        try fields.write("value", value)
        try fields.write("raw", raw)
        try fields.write("unit", unit)
        try fields.write("status", status.map { "\($0)" })
        try fields.write("state", stateText)
        try fields.write("descr", descr)
        try fields.write("entPhysicalIndex", entPhysicalIndex)
    }
}
