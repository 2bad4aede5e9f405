import DeviceFacts
import SNMPMessages

/// A `DeviceIdentity` as the store keeps it.
struct KeptIdentity: Codable, Hashable, Sendable {
    var sysObjectID: String?
    var serial: String?
    /// In hex.
    var engineID: String?

    init(_ identity: DeviceIdentity) {
        sysObjectID = identity.sysObjectID?.description
        serial = identity.serial
        engineID = identity.engineID?.hexadecimal
    }

    var identity: DeviceIdentity {
        DeviceIdentity(
            sysObjectID: sysObjectID.flatMap { ObjectIdentifier($0) }, serial: serial,
            engineID: engineID.flatMap([UInt8].init(hex:)))
    }
}

/// By what one interface of a device was known, as the store keeps it.
struct KeptInterface: Codable, Hashable, Sendable {
    /// Its identity: the name in the inventory and in samples.
    var name: String
    var ifIndex: UInt32
    var ifName: String?
    var ifDescr: String?
    /// In hex.
    var address: String?

    init(_ interface: DeviceInterface, as identity: InterfaceIdentity) {
        (name, ifIndex) = (identity.name, interface.ifIndex)
        (ifName, ifDescr) = (interface.ifName?.text, interface.ifDescr?.text)
        address = interface.ifPhysAddress?.hexadecimal
    }

    var known: InterfaceMatch.Known {
        var interface = DeviceInterface(ifIndex: ifIndex)
        (interface.ifName, interface.ifDescr) = (ifName.map { DeviceText($0) }, ifDescr.map { DeviceText($0) })
        interface.ifPhysAddress = address.flatMap([UInt8].init(hex:))
        return InterfaceMatch.Known(InterfaceIdentity(name), interface)
    }
}

extension [UInt8] {
    /// Nil for anything but pairs of hex digits.
    init?(hex: String) {
        let digits = hex.compactMap(\.hexDigitValue)
        guard digits.count == hex.count, digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
