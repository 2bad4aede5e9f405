/// LLDP data units (IEEE 802.1AB-2016 sections 8 and 9.2.7.7).
///
/// A unit is a list of TLVs: 7 bits of type, 9 bits of length, value. Chassis id, port id and time to live come first, in this order, once
/// each; else the unit is discarded. An optional TLV that is malformed is set aside alone; of two the first stands.
extension HeardNeighbour {
    private enum TLVType {
        static let end = 0, chassisID = 1, portID = 2, timeToLive = 3, portDescription = 4
        static let systemName = 5, systemDescription = 6, managementAddress = 8
    }

    init(lldp frame: EthernetFrame, in bytes: Span<UInt8>) throws(FrameError) {
        self.init(.lldp, source: frame.source)
        var reader = FrameReader(frame.payload)
        let chassis = try Self.mandatory(TLVType.chassisID, "the chassis id", 2...256, &reader, bytes)
        let port = try Self.mandatory(TLVType.portID, "the port id", 2...256, &reader, bytes)
        let time = try Self.mandatory(TLVType.timeToLive, "the time to live", 2...511, &reader, bytes)
        let chassisKind = LLDPMIB.chassisKind(Int64(bytes[chassis.lowerBound]))
        let portKind = LLDPMIB.portKind(Int64(bytes[port.lowerBound]))
        neighbour.remoteChassisSubtype = chassisKind.name
        neighbour.remoteChassisID = LLDPIdentifier(bytes.copy(chassis.dropFirst()), kind: chassisKind.kind)
        neighbour.remotePortSubtype = portKind.name
        neighbour.remotePortID = LLDPIdentifier(bytes.copy(port.dropFirst()), kind: portKind.kind)
        timeToLiveSeconds = Int(bytes[time.lowerBound]) << 8 | Int(bytes[time.lowerBound + 1])
        try readOptional(&reader, bytes)
    }

    /// The value of a TLV that must come now.
    private static func mandatory(
        _ type: Int, _ name: String, _ lengths: ClosedRange<Int>, _ reader: inout FrameReader, _ bytes: Span<UInt8>
    ) throws(FrameError) -> Range<Int> {
        let at = reader.position
        let header = try reader.number(in: bytes)
        guard header >> 9 == type else { throw .missing(name, at: at) }
        let value = try reader.take(header & 0x1ff)
        guard lengths.contains(value.count) else { throw .badLength(name, value.count, at: at) }
        return value
    }

    /// The TLVs after the first three. Frames end with an End TLV, but padding and its absence are taken as its like.
    private mutating func readOptional(_ reader: inout FrameReader, _ bytes: Span<UInt8>) throws(FrameError) {
        while reader.remaining >= 2 {
            let at = reader.position
            let header = try reader.number(in: bytes)
            let value = try reader.take(header & 0x1ff)
            switch header >> 9 {
            case TLVType.end: return
            case TLVType.chassisID, TLVType.portID, TLVType.timeToLive: throw .repeated("a mandatory field", at: at)
            case TLVType.portDescription: readText(value, "port description", at, bytes, into: \.remotePortDescr)
            case TLVType.systemName: readText(value, "system name", at, bytes, into: \.remoteSysName)
            case TLVType.systemDescription: readText(value, "system description", at, bytes, into: \.remoteSysDescr)
            case TLVType.managementAddress: readAddress(value, at, bytes)
            default: break
            }
        }
    }

    private mutating func readText(
        _ value: Range<Int>, _ name: String, _ at: Int, _ bytes: Span<UInt8>,
        into field: WritableKeyPath<DeviceNeighbour, DeviceText?>
    ) {
        if neighbour[keyPath: field] != nil {
            note("byte \(at): a second \(name), ignored")
        } else if value.count > 255 {
            note("byte \(at): \(name) of \(value.count) bytes, ignored")
        } else {
            neighbour[keyPath: field] = DeviceText(bytes.copy(value))
        }
    }

    /// Length of address and subtype, IANA address family, address, interface numbering and number, OID length, OID (section 8.5.9).
    private mutating func readAddress(_ value: Range<Int>, _ at: Int, _ bytes: Span<UInt8>) {
        var reader = FrameReader(value)
        do throws(FrameError) {
            let length = Int(try reader.octet(in: bytes))
            let address = bytes.copy(try reader.take(length))
            guard (2...32).contains(length), let text = LLDPIdentifier.networkAddress(address) else { return }
            _ = try reader.take(5)
            _ = try reader.take(Int(try reader.octet(in: bytes)))
            if !neighbour.remoteAddresses.contains(text) { neighbour.remoteAddresses.append(text) }
        } catch {
            note("byte \(at): management address set aside; \(error)")
        }
    }
}

extension HeardNeighbour {
    /// Keeps a remark; at most 8 a frame, so that a hostile one costs little.
    mutating func note(_ text: String) {
        if notes.count < 8 { notes.append(text) }
    }
}
