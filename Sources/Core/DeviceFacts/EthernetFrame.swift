/// The header of an Ethernet frame (IEEE 802.3, with up to two VLAN tags of IEEE 802.1Q).
struct EthernetFrame {
    var destination: [UInt8]
    var source: [UInt8]
    /// The inner one of two.
    var vlan: Int?
    /// EtherType, or the length of the payload where it is at most 1500.
    var type: Int
    var payload: Range<Int>

    init(_ bytes: Span<UInt8>) throws(FrameError) {
        var reader = FrameReader(0..<bytes.count)
        destination = bytes.copy(try reader.take(6))
        source = bytes.copy(try reader.take(6))
        type = try reader.number(in: bytes)
        for _ in 0..<2 where type == 0x8100 || type == 0x88a8 {
            vlan = try reader.number(in: bytes) & 0xfff
            type = try reader.number(in: bytes)
        }
        payload = reader.rest
    }
}
