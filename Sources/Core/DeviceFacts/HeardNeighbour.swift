/// A neighbour as one of its own frames tells it, without any question asked: LLDP (IEEE 802.1AB) or CDP.
package struct HeardNeighbour: Hashable, Sendable {
    package var neighbour: DeviceNeighbour
    /// The Ethernet address that sent the frame.
    package var source: [UInt8]
    /// How long the announcement holds; 0 in LLDP means that the neighbour leaves (shutdown).
    package var timeToLiveSeconds: Int
    /// What of the frame could not be used, in words; the rest stands.
    package var notes: [String] = []

    package var isShutdown: Bool { neighbour.neighbourProtocol == .lldp && timeToLiveSeconds == 0 }

    /// What a frame heard on `localPort` tells; nil for frames of other protocols.
    /// - Throws: `FrameError` for an announcement that must be discarded as a whole.
    package init?(frame bytes: Span<UInt8>, localPort: String?) throws(FrameError) {
        let ethernet = try EthernetFrame(bytes)
        var heard: HeardNeighbour
        if ethernet.type == 0x88cc {
            heard = try HeardNeighbour(lldp: ethernet, in: bytes)
        } else if ethernet.type <= 1500, let found = try HeardNeighbour(cdp: ethernet, in: bytes) {
            heard = found
        } else {
            return nil
        }
        heard.neighbour.localPort = localPort.map { DeviceText($0) }
        self = heard
    }

    init(_ kind: DeviceNeighbour.NeighbourProtocol, source: [UInt8]) {
        neighbour = DeviceNeighbour(kind, index: [], localRule: .heardOnInterface)
        self.source = source
        timeToLiveSeconds = 0
    }
}

extension HeardNeighbour: Encodable {
    package func encode(to encoder: any Encoder) throws {
        try neighbour.encode(to: encoder)
        var fields = FieldWriter(encoder)
        try fields.write("source_mac", source.colonHexadecimal)
        try fields.write("ttl_s", timeToLiveSeconds)
        try fields.write("shutdown", isShutdown)
        try fields.write("notes", notes)
    }
}
