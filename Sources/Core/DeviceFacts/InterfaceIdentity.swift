/// What an interface is known by on its device, over restarts that number all interfaces anew: its ifName, else its ifDescr and hardware
/// address, else (two ports that cannot be told apart otherwise) its ifIndex beside the name.
package struct InterfaceIdentity: Hashable, Sendable, CustomStringConvertible {
    /// Unique on the device.
    package let name: String
    package var description: String { name }

    /// An identity that was kept.
    package init(_ name: String) { self.name = name }

    /// The identity of each interface by its ifIndex. No two are the same, whatever the device says.
    package static func identities(of interfaces: [DeviceInterface]) -> [UInt32: InterfaceIdentity] {
        var found: [UInt32: InterfaceIdentity] = [:]
        var taken: Set<String> = []
        var rest = interfaces
        for name in [byName, byDescription, byDescriptionAndAddress] {
            let counts = Dictionary(rest.map { (name($0), 1) }, uniquingKeysWith: +)
            rest.removeAll { interface in
                let text = name(interface)
                guard !text.isEmpty, counts[text] == 1, taken.insert(text).inserted else { return false }
                found[interface.ifIndex] = InterfaceIdentity(text)
                return true
            }
        }
        for interface in rest {
            var text = "\(byName(interface).isEmpty ? byDescription(interface) : byName(interface))#\(interface.ifIndex)"
            while !taken.insert(text).inserted { text += "'" }
            found[interface.ifIndex] = InterfaceIdentity(text)
        }
        return found
    }

    private static func byName(_ interface: DeviceInterface) -> String { interface.ifName?.text ?? "" }
    private static func byDescription(_ interface: DeviceInterface) -> String { interface.ifDescr?.text ?? "" }

    private static func byDescriptionAndAddress(_ interface: DeviceInterface) -> String {
        guard let address = interface.ifPhysAddress, let descr = interface.ifDescr, !descr.text.isEmpty else { return "" }
        return "\(descr.text) \(address.colonHexadecimal)"
    }
}
