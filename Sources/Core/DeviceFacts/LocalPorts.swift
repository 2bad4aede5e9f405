import SNMPMessages

/// Finds the interface behind an LLDP local port number.
///
/// LLDP-MIB says that the number is the bridge port on a bridge and the ifIndex elsewhere, and that it need be neither; agents use all
/// three. So evidence comes first: the port's own id or description names an interface. Only then does the number count, as bridge
/// port or ifIndex, whichever fits all local ports of the device better.
struct LocalPorts {
    private let interfaces: [UInt32: DeviceInterface]
    private let byName, byDescription, byAlias, byAddress: [[UInt8]: UInt32]
    private let bridgePorts: [UInt32: UInt32]
    private let numbersAreIfIndexes: Bool

    /// `numbers` are all local port numbers that the device uses.
    init(interfaces: [DeviceInterface], bridgePorts: [UInt32: UInt32], numbers: [UInt32]) {
        self.interfaces = Dictionary(interfaces.map { ($0.ifIndex, $0) }, uniquingKeysWith: { a, _ in a })
        self.bridgePorts = bridgePorts
        byName = Self.unique(interfaces) { $0.ifName.map { Array($0.text.utf8) } }
        byDescription = Self.unique(interfaces) { $0.ifDescr.map { Array($0.text.utf8) } }
        byAlias = Self.unique(interfaces) { $0.ifAlias.map { Array($0.text.utf8) } }
        byAddress = Self.unique(interfaces) { $0.ifPhysAddress }
        let known = self.interfaces
        numbersAreIfIndexes =
            numbers.count { known[$0]?.canHaveNeighbour ?? false }
            > numbers.count { bridgePorts[$0].flatMap { known[$0] } != nil }
    }

    /// The interface and the rule that found it; nil and `.unresolved` where nothing fits.
    func find(number: UInt32, id: [UInt8]?, description: DeviceText?) -> (
        interface: DeviceInterface?, rule: DeviceNeighbour.LocalRule
    ) {
        if let id, let found = byID(id) { return found }
        if let description = description.map({ Array($0.text.utf8) }), !description.isEmpty {
            if let i = byName[description] { return (interfaces[i], .descriptionIsName) }
            if let i = byDescription[description] { return (interfaces[i], .descriptionIsDescription) }
        }
        if let interface = interfaces[number], numbersAreIfIndexes || bridgePorts[number] == number {
            return (interface, .numberIsIfIndex)
        }
        if let interface = bridgePorts[number].flatMap({ interfaces[$0] }) { return (interface, .numberIsBridgePort) }
        if let interface = interfaces[number] { return (interface, .numberIsIfIndex) }
        return (nil, .unresolved)
    }

    func interface(_ ifIndex: UInt32) -> DeviceInterface? { interfaces[ifIndex] }

    private func byID(_ id: [UInt8]) -> (interface: DeviceInterface?, rule: DeviceNeighbour.LocalRule)? {
        if let i = byName[id] { return (interfaces[i], .portIsName) }
        if let i = byDescription[id] { return (interfaces[i], .portIsDescription) }
        if let i = byAlias[id] { return (interfaces[i], .portIsAlias) }
        if id.count == 6, let i = byAddress[id] { return (interfaces[i], .portIsAddress) }
        return nil
    }

    /// Interfaces by a key that only one of them has; empty keys are none.
    private static func unique(_ interfaces: [DeviceInterface], _ key: (DeviceInterface) -> [UInt8]?) -> [[UInt8]: UInt32] {
        var found: [[UInt8]: UInt32?] = [:]
        for interface in interfaces {
            guard let key = key(interface), !key.isEmpty else { continue }
            found[key] = .some(found[key] == nil ? interface.ifIndex : nil)
        }
        return found.compactMapValues { $0 }
    }
}

extension DeviceInterface {
    /// Ethernet and what carries it; loopbacks, tunnels and VLAN interfaces hear no LLDP.
    fileprivate var canHaveNeighbour: Bool { ![24, 131, 135, 136, 1, 53].contains(ifType ?? 6) }
}
