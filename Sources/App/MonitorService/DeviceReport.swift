import DeviceFacts
import NetworkModel

/// What one device said of itself at one time, on its way into the inventory.
package struct DeviceReport: Sendable {
    package var device: ObjectID
    package var at: Timestamp
    package var facts: DeviceFacts

    package init(device: ObjectID, at: Timestamp, facts: DeviceFacts) { (self.device, self.at, self.facts) = (device, at, facts) }

    /// The octets, in hex by object, of every text that the inventory cannot give back as it was sent.
    var oddTexts: [String: String] {
        let system = facts.system
        var found: [String: String] = [:]
        func add(_ object: String, _ text: DeviceText?) {
            guard let text else { return }
            // SQLite gives a text back only up to its first NUL.
            let isCut = text.octets == nil && text.text.utf8.contains(0)
            if let hex = isCut ? Array(text.text.utf8).hexadecimal : text.hex { found[object] = hex }
        }
        add("sysName", system.sysName)
        add("sysDescr", system.sysDescr)
        add("sysLocation", system.sysLocation)
        add("sysContact", system.sysContact)
        for interface in facts.interfaces {
            add("ifName.\(interface.ifIndex)", interface.ifName)
            add("ifDescr.\(interface.ifIndex)", interface.ifDescr)
            add("ifAlias.\(interface.ifIndex)", interface.ifAlias)
        }
        for module in facts.inventory {
            add("entPhysicalName.\(module.entPhysicalIndex)", module.name)
            add("entPhysicalDescr.\(module.entPhysicalIndex)", module.descr)
            add("entPhysicalSerialNum.\(module.entPhysicalIndex)", module.serial)
        }
        for neighbour in facts.neighbours { add("remoteSysName.\(neighbour.index)", neighbour.remoteSysName) }
        return found
    }
}
