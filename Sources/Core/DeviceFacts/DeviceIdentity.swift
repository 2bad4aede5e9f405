import SNMPMessages

/// By what a device is known to be the same box: another box at the same address has another serial number, kind or engine id.
package struct DeviceIdentity: Hashable, Sendable {
    package var sysObjectID: ObjectIdentifier?
    /// Of the chassis; nil where the device tells none.
    package var serial: String?
    package var engineID: [UInt8]?

    package init(sysObjectID: ObjectIdentifier? = nil, serial: String? = nil, engineID: [UInt8]? = nil) {
        (self.sysObjectID, self.serial, self.engineID) = (sysObjectID, serial, engineID)
    }

    package init(_ facts: DeviceFacts) {
        let chassis = facts.inventory.filter { $0.physicalClass == .chassis || ($0.physicalClass == nil && $0.containedIn == 0) }
        self.init(
            sysObjectID: facts.system.sysObjectID, serial: chassis.lazy.compactMap { $0.serial?.text }.first { !$0.isEmpty },
            engineID: facts.system.engineID)
    }

    /// What is not as it was, in words; empty where nothing that both know differs. What one of them does not know says nothing.
    ///
    /// The same serial number is the same box: new software may bring another sysObjectID or engine id.
    package func differences(from old: DeviceIdentity) -> [String] {
        if let serial, serial == old.serial { return [] }
        var found: [String] = []
        func compare(_ name: String, _ was: String?, _ now: String?) {
            if let was, let now, was != now { found.append("\(name) was \(was), is \(now)") }
        }
        compare("serial number", old.serial, serial)
        compare("sysObjectID", old.sysObjectID?.description, sysObjectID?.description)
        compare("snmpEngineID", old.engineID?.hexadecimal, engineID?.hexadecimal)
        return found
    }

    /// This box, with what `other` knows of it beyond.
    package func completed(by other: DeviceIdentity) -> DeviceIdentity {
        DeviceIdentity(
            sysObjectID: other.sysObjectID ?? sysObjectID, serial: other.serial ?? serial, engineID: other.engineID ?? engineID)
    }
}
