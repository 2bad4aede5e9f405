import SNMPMessages

/// Modules: entPhysicalTable of ENTITY-MIB (RFC 6933, before it RFC 4133).
enum EntityMIB {
    static let entLastChangeTime = MIBObject("entLastChangeTime", "1.3.6.1.2.1.47.1.4.1")

    static let entPhysicalDescr = MIBObject("entPhysicalDescr", "1.3.6.1.2.1.47.1.1.1.1.2")
    static let entPhysicalVendorType = MIBObject("entPhysicalVendorType", "1.3.6.1.2.1.47.1.1.1.1.3")
    static let entPhysicalContainedIn = MIBObject("entPhysicalContainedIn", "1.3.6.1.2.1.47.1.1.1.1.4")
    static let entPhysicalClass = MIBObject("entPhysicalClass", "1.3.6.1.2.1.47.1.1.1.1.5")
    static let entPhysicalParentRelPos = MIBObject("entPhysicalParentRelPos", "1.3.6.1.2.1.47.1.1.1.1.6")
    static let entPhysicalName = MIBObject("entPhysicalName", "1.3.6.1.2.1.47.1.1.1.1.7")
    static let entPhysicalHardwareRev = MIBObject("entPhysicalHardwareRev", "1.3.6.1.2.1.47.1.1.1.1.8")
    static let entPhysicalFirmwareRev = MIBObject("entPhysicalFirmwareRev", "1.3.6.1.2.1.47.1.1.1.1.9")
    static let entPhysicalSoftwareRev = MIBObject("entPhysicalSoftwareRev", "1.3.6.1.2.1.47.1.1.1.1.10")
    static let entPhysicalSerialNum = MIBObject("entPhysicalSerialNum", "1.3.6.1.2.1.47.1.1.1.1.11")
    static let entPhysicalMfgName = MIBObject("entPhysicalMfgName", "1.3.6.1.2.1.47.1.1.1.1.12")
    static let entPhysicalModelName = MIBObject("entPhysicalModelName", "1.3.6.1.2.1.47.1.1.1.1.13")
    static let entPhysicalIsFRU = MIBObject("entPhysicalIsFRU", "1.3.6.1.2.1.47.1.1.1.1.16")

    static let scalars = [entLastChangeTime]

    static let columns = [
        entPhysicalDescr, entPhysicalVendorType, entPhysicalContainedIn, entPhysicalClass, entPhysicalParentRelPos,
        entPhysicalName,
        entPhysicalHardwareRev, entPhysicalFirmwareRev, entPhysicalSoftwareRev, entPhysicalSerialNum, entPhysicalMfgName,
        entPhysicalModelName, entPhysicalIsFRU,
    ]

    static func modules(_ reader: inout MIBReader) -> [DeviceModule] {
        reader.rows(of: columns, indexLength: 1).map { DeviceModule($0, &reader) }
    }
}

/// A physical part of a device: chassis, slot, card, power supply, port, sensor. Nil means that the device does not give it.
package struct DeviceModule: Hashable, Sendable {
    package var entPhysicalIndex: UInt32
    package var physicalClass: PhysicalClass?
    package var name: DeviceText?
    package var descr: DeviceText?
    package var model: DeviceText?
    package var serial: DeviceText?
    /// The entPhysicalIndex of the part that this one sits in; 0 for the outermost.
    package var containedIn: Int64?
    /// The place among its siblings; -1 where it has none.
    package var parentRelPos: Int64?
    package var mfg: DeviceText?
    package var hardwareRev: DeviceText?
    package var firmwareRev: DeviceText?
    package var softwareRev: DeviceText?
    /// Field-replaceable.
    package var isFRU: Bool?
    package var vendorType: ObjectIdentifier?
    /// ENTITY-STATE-MIB; nil where the device has none.
    package var operState: EntityStateMIB.OperState?

    /// IANA-ENTITY-MIB.
    package enum PhysicalClass: Int64, Sendable, CaseIterable {
        case other = 1
        case unknown, chassis, backplane, container, powerSupply, fan, sensor, module, port, stack, cpu
        case energyObject, battery, storageDrive
    }

    package init(entPhysicalIndex: UInt32) { self.entPhysicalIndex = entPhysicalIndex }

    init(_ index: [UInt32], _ reader: inout MIBReader) {
        entPhysicalIndex = index[0]
        physicalClass = reader.integer(EntityMIB.entPhysicalClass, index).flatMap(PhysicalClass.init)
        name = reader.text(EntityMIB.entPhysicalName, index)
        descr = reader.text(EntityMIB.entPhysicalDescr, index)
        model = reader.text(EntityMIB.entPhysicalModelName, index)
        serial = reader.text(EntityMIB.entPhysicalSerialNum, index)
        containedIn = reader.integer(EntityMIB.entPhysicalContainedIn, index, in: 0...Int64(Int32.max))
        parentRelPos = reader.integer(EntityMIB.entPhysicalParentRelPos, index)
        mfg = reader.text(EntityMIB.entPhysicalMfgName, index)
        hardwareRev = reader.text(EntityMIB.entPhysicalHardwareRev, index)
        firmwareRev = reader.text(EntityMIB.entPhysicalFirmwareRev, index)
        softwareRev = reader.text(EntityMIB.entPhysicalSoftwareRev, index)
        isFRU = reader.truth(EntityMIB.entPhysicalIsFRU, index)
        vendorType = reader.objectIdentifier(EntityMIB.entPhysicalVendorType, index)
        operState = EntityStateMIB.operState(index, &reader)
    }
}
