import SNMPMessages

/// What a device is and has, read out of its answers: a pure function of the `MIBView`.
package struct DeviceFacts: Hashable, Sendable {
    package var system: DeviceSystem
    /// By ifIndex.
    package var interfaces: [DeviceInterface]
    /// By entPhysicalIndex.
    package var inventory: [DeviceModule]
    /// LLDP before CDP, by row.
    package var neighbours: [DeviceNeighbour]
    /// Standard MIBs before vendors', by object; no object twice.
    package var sensors: [DeviceSensor]
    package var findings: [DeviceFinding]

    package init(_ view: MIBView) {
        var reader = MIBReader(view)
        system = DeviceSystem(&reader)
        interfaces = IFMIB.interfaces(&reader)
        inventory = EntityMIB.modules(&reader)
        neighbours = Self.neighbours(&reader, interfaces)
        sensors = Self.sensors(&reader, inventory)
        if system.sysUpTime == nil, !view.binds.isEmpty { reader.note(.noUptime, "restarts of this device cannot be told") }
        findings = reader.findings
    }

    private static func neighbours(_ reader: inout MIBReader, _ interfaces: [DeviceInterface]) -> [DeviceNeighbour] {
        let bridgePorts = BridgeMIB.ports(&reader)
        return LLDPMIB.v1.neighbours(&reader, interfaces: interfaces, bridgePorts: bridgePorts)
            + LLDPMIB.v2.neighbours(&reader, interfaces: interfaces, bridgePorts: bridgePorts)
            + CiscoCDPMIB.neighbours(&reader, interfaces: interfaces)
    }

    private static func sensors(_ reader: inout MIBReader, _ inventory: [DeviceModule]) -> [DeviceSensor] {
        let modules = Dictionary(inventory.map { ($0.entPhysicalIndex, $0) }, uniquingKeysWith: { a, _ in a })
        return EntitySensorMIB.standard.sensors(&reader, modules: modules)
            + CiscoEntitySensorMIB.table.sensors(&reader, modules: modules) + UPSMIB.sensors(&reader)
            + PowerEthernetMIB.sensors.flatMap { $0.sensors(&reader) } + VendorProfile.sensors(&reader)
    }
}
