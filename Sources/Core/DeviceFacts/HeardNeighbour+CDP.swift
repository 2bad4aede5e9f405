/// Cisco Discovery Protocol, as its frames show: an 802.3 frame with LLC/SNAP header (OUI 00-00-0C, protocol 0x2000), then version, time
/// to live, checksum, and TLVs of two octets type, two octets length (header included), value. The checksum is not checked: Cisco's own
/// differs by device for odd lengths.
extension HeardNeighbour {
    private enum TLVType {
        static let deviceID = 1, addresses = 2, portID = 3, version = 5, platform = 6, managementAddresses = 0x16
    }

    /// nil where the frame is of another protocol.
    init?(cdp frame: EthernetFrame, in bytes: Span<UInt8>) throws(FrameError) {
        guard frame.type <= frame.payload.count else { throw .truncated(at: frame.payload.upperBound) }
        var reader = FrameReader(frame.payload.lowerBound..<frame.payload.lowerBound + frame.type)
        guard reader.remaining >= 8, bytes.copy(try reader.take(8)) == [0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0] else { return nil }
        self.init(.cdp, source: frame.source)
        _ = try reader.octet(in: bytes)
        timeToLiveSeconds = Int(try reader.octet(in: bytes))
        _ = try reader.number(in: bytes)
        while reader.remaining >= 4 {
            let at = reader.position
            let type = try reader.number(in: bytes)
            let length = try reader.number(in: bytes)
            guard length >= 4 else { throw .badLength("a field", length, at: at) }
            read(type, try reader.take(length - 4), at, bytes)
        }
        guard neighbour.remoteSysName != nil else { throw .missing("the device id", at: reader.position) }
    }

    private mutating func read(_ type: Int, _ value: Range<Int>, _ at: Int, _ bytes: Span<UInt8>) {
        switch type {
        case TLVType.deviceID: readText(value, "device id", at, bytes, into: \.remoteSysName)
        case TLVType.version: readText(value, "version", at, bytes, into: \.remoteSysDescr)
        case TLVType.platform: readText(value, "platform", at, bytes, into: \.remotePlatform)
        case TLVType.portID:
            if neighbour.remotePortID == nil {
                neighbour.remotePortID = LLDPIdentifier(bytes.copy(value), kind: .text)
            } else {
                note("byte \(at): a second port id, ignored")
            }
        case TLVType.addresses, TLVType.managementAddresses: readAddresses(value, at, bytes)
        default: break
        }
    }

    private mutating func readText(
        _ value: Range<Int>, _ name: String, _ at: Int, _ bytes: Span<UInt8>,
        into field: WritableKeyPath<DeviceNeighbour, DeviceText?>
    ) {
        if neighbour[keyPath: field] == nil {
            neighbour[keyPath: field] = DeviceText(bytes.copy(value))
        } else {
            note("byte \(at): a second \(name), ignored")
        }
    }

    /// A count of four octets, then for each: protocol type, length and protocol, length and address. IPv4 is NLPID 0xCC.
    private mutating func readAddresses(_ value: Range<Int>, _ at: Int, _ bytes: Span<UInt8>) {
        var reader = FrameReader(value)
        do throws(FrameError) {
            _ = try reader.take(4)
            while reader.remaining > 0, neighbour.remoteAddresses.count < 16 {
                _ = try reader.octet(in: bytes)
                let kind = bytes.copy(try reader.take(Int(try reader.octet(in: bytes))))
                let address = bytes.copy(try reader.take(try reader.number(in: bytes)))
                guard kind == [0xcc], let text = LLDPIdentifier.networkAddress([1] + address) else { continue }
                if !neighbour.remoteAddresses.contains(text) { neighbour.remoteAddresses.append(text) }
            }
        } catch {
            note("byte \(at): addresses set aside; \(error)")
        }
    }
}
