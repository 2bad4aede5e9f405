import SNMPMessages

/// Another device as this one hears it over LLDP or CDP. Nil means that it was not told.
package struct DeviceNeighbour: Hashable, Sendable {
    package enum NeighbourProtocol: String, Sendable { case lldp, lldpV2 = "lldp-v2", cdp }

    /// How the local port was found.
    package enum LocalRule: String, Sendable {
        case portIsName = "lldpLocPortId=ifName"
        case portIsDescription = "lldpLocPortId=ifDescr"
        case portIsAlias = "lldpLocPortId=ifAlias"
        case portIsAddress = "lldpLocPortId=ifPhysAddress"
        case descriptionIsName = "lldpLocPortDesc=ifName"
        case descriptionIsDescription = "lldpLocPortDesc=ifDescr"
        case numberIsIfIndex = "lldpLocPortNum is the ifIndex"
        case numberIsBridgePort = "lldpLocPortNum is the bridge port number"
        case cdpCacheIfIndex
        /// The frame itself was heard on the interface.
        case heardOnInterface = "frame heard on the interface"
        case unresolved
    }

    package var neighbourProtocol: NeighbourProtocol
    /// The index of the row, dotted; changes whenever the neighbour is learned anew.
    package var index: String
    package var localPortNumber: UInt32?
    package var localIfIndex: UInt32?
    /// ifName of the local port, ifDescr where it has none.
    package var localPort: DeviceText?
    package var localRule: LocalRule
    package var localPortID: LLDPIdentifier?
    package var localPortDescr: DeviceText?
    package var remoteChassisSubtype: String?
    package var remoteChassisID: LLDPIdentifier?
    package var remotePortSubtype: String?
    package var remotePortID: LLDPIdentifier?
    package var remotePortDescr: DeviceText?
    /// lldpRemSysName; for CDP the device id.
    package var remoteSysName: DeviceText?
    /// lldpRemSysDesc; for CDP the version.
    package var remoteSysDescr: DeviceText?
    /// CDP only.
    package var remotePlatform: DeviceText?
    /// Management addresses as text, only to be shown: never polled because a neighbour said so.
    package var remoteAddresses: [String] = []
    /// The neighbour is the device itself (a loop, or a frame that came back).
    package var isOwnChassis = false

    init(_ neighbourProtocol: NeighbourProtocol, index: [UInt32], localRule: LocalRule) {
        self.neighbourProtocol = neighbourProtocol
        self.index = ObjectIdentifier(index).description
        self.localRule = localRule
    }
}
