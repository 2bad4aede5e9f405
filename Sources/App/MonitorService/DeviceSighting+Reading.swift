import DeviceFacts
import InventoryStore
import NetworkModel

extension DeviceSighting {
    /// What the inventory keeps of a reading. Tables that were not read whole stay out: a row that is missing there is not gone.
    /// `identities` are the names of the interfaces by ifIndex.
    package init(_ report: DeviceReport, identities: [UInt32: InterfaceIdentity]) {
        self.init(device: report.device, at: report.at, source: "snmp")
        let (device, facts) = (report.device, report.facts)
        sysName = facts.system.sysName?.text
        sysDescr = facts.system.sysDescr?.text
        sysObjectID = facts.system.sysObjectID?.description
        sysLocation = facts.system.sysLocation?.text
        sysContact = facts.system.sysContact?.text
        serial = facts.inventory.first { $0.physicalClass == .chassis && $0.serial?.text.isEmpty == false }?.serial?.text
        interfaces = facts.interfaces.map { Interface($0, identity: identities[$0.ifIndex]) }
        modules = facts.inventory.map(Module.init)
        sensors = facts.sensors.map(Sensor.init)
        neighbours = facts.neighbours.filter { !$0.isOwnChassis }.map { NeighbourSighting($0, of: device) }
    }
}

extension DeviceSighting.Interface {
    init(_ interface: DeviceInterface, identity: InterfaceIdentity?) {
        self.init(name: identity?.name ?? "#\(interface.ifIndex)")
        ifIndex = Int64(interface.ifIndex)
        self.descr = interface.ifDescr?.text
        alias = interface.ifAlias?.text
        type = interface.ifType
        mac = interface.ifPhysAddress?.colonHexadecimal
        bitsPerSecond = interface.speedBps
    }
}

extension DeviceSighting.Module {
    init(_ module: DeviceModule) {
        self.init(entity: Int64(module.entPhysicalIndex))
        self.class = module.physicalClass.map { "\($0)" }
        name = module.name?.text
        descr = module.descr?.text
        model = module.model?.text
        serial = module.serial?.text
        containedIn = module.containedIn
    }
}

extension DeviceSighting.Sensor {
    init(_ sensor: DeviceSensor) {
        self.init(oid: sensor.oid.description, class: sensor.sensorClass?.rawValue ?? "", unit: sensor.unit ?? "")
        descr = sensor.descr?.text
        value = sensor.value
        status = sensor.status.map { "\($0)" }
    }
}

extension NeighbourSighting {
    init(_ neighbour: DeviceNeighbour, of device: ObjectID) {
        self.init(
            device: device, localPort: neighbour.localPort?.text ?? neighbour.localIfIndex.map { "ifIndex \($0)" } ?? "",
            protocol: "\(neighbour.neighbourProtocol)", remoteChassis: neighbour.remoteChassisID?.text ?? "",
            remotePort: neighbour.remotePortID?.text ?? "")
        remotePortDescr = neighbour.remotePortDescr?.text
        remoteSysName = neighbour.remoteSysName?.text
    }
}
