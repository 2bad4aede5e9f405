import DeviceFacts
import TestSupport
import Testing

@Suite struct HeardNeighbourTests {
    /// Octets from hex with spaces.
    static func octets(_ hex: String) -> [UInt8] {
        let digits = hex.filter { !$0.isWhitespace }
        return stride(from: 0, to: digits.count, by: 2).compactMap { offset in
            let start = digits.index(digits.startIndex, offsetBy: offset)
            return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16)
        }
    }

    static func heard(_ bytes: [UInt8]) throws -> HeardNeighbour? { try HeardNeighbour(frame: bytes.span, localPort: "eth0") }

    // To the nearest bridge (IEEE 802.1AB table 7-1), from 02:f0:…:01, EtherType LLDP.
    static let header = "0180c200000e" + "02f000000001" + "88cc"
    static let chassis = "0207 04 02f000000001"  // type 1, 7 bytes: subtype 4, Ethernet address
    static let port = "0405 05 62672d31"  // type 2, 5 bytes: subtype 5, "bg-1"
    static let time = "0602 0078"  // type 3: 120 s
    static let end = "0000"

    static let whole = octets(
        header + chassis + port + time
            + "0804 746f2042"  // type 4, port description "to B"
            + "0a04 6e697331"  // type 5, system name "nis1"
            + "0c03 46572d"  // type 6, system description "FW-"
            + "0e04 0014 0014"  // type 7, capabilities: bridge and router, both enabled
            + "100c 05 01 0aff0001 02 00000003 00"  // type 8: 5 bytes, IPv4 10.255.0.1; ifIndex 3; no OID
            + "fe06 0080c2 01 0001"  // type 127: IEEE 802.1, port VLAN 1
            + end)

    @Test func `an announcement tells who, where and for how long`() throws {
        let heard = try #require(try Self.heard(Self.whole))
        let neighbour = heard.neighbour
        #expect(neighbour.neighbourProtocol == .lldp)
        #expect(neighbour.localPort?.text == "eth0")
        #expect(neighbour.remoteChassisSubtype == "macAddress")
        #expect(neighbour.remoteChassisID?.text == "02:f0:00:00:00:01")
        #expect(neighbour.remotePortSubtype == "interfaceName")
        #expect(neighbour.remotePortID?.text == "bg-1")
        #expect(neighbour.remotePortDescr?.text == "to B")
        #expect(neighbour.remoteSysName?.text == "nis1")
        #expect(neighbour.remoteSysDescr?.text == "FW-")
        #expect(neighbour.remoteAddresses == ["10.255.0.1"])
        #expect(heard.timeToLiveSeconds == 120)
        #expect(!heard.isShutdown && heard.notes.isEmpty)
    }

    @Test func `a time to live of nothing is a farewell`() throws {
        let heard = try #require(try Self.heard(Self.octets(Self.header + Self.chassis + Self.port + "0602 0000" + Self.end)))
        #expect(heard.isShutdown)
    }

    @Test func `a VLAN tag is passed over`() throws {
        let tagged = Self.header.prefix(24) + "8100 0064 88cc" + Self.chassis + Self.port + Self.time + Self.end
        #expect(try Self.heard(Self.octets(String(tagged)))?.neighbour.remotePortID?.text == "bg-1")
    }

    struct Refusal: CustomTestStringConvertible {
        var name: String
        var hex: String
        var error: FrameError
        var testDescription: String { name }
    }

    @Test(arguments: [
        Refusal(name: "no chassis id", hex: port + time + end, error: .missing("the chassis id", at: 14)),
        Refusal(name: "port id before chassis id", hex: port + chassis + time, error: .missing("the chassis id", at: 14)),
        Refusal(name: "no time to live", hex: chassis + port + end, error: .missing("the time to live", at: 30)),
        Refusal(
            name: "a chassis id without octets", hex: "0201 04" + port + time, error: .badLength("the chassis id", 1, at: 14)),
        Refusal(name: "a port id without octets", hex: chassis + "0401 05" + time, error: .badLength("the port id", 1, at: 23)),
        Refusal(name: "a time of one octet", hex: chassis + port + "0601 78", error: .badLength("the time to live", 1, at: 30)),
        Refusal(name: "two chassis ids", hex: chassis + port + time + chassis, error: .repeated("a mandatory field", at: 34)),
        Refusal(name: "a value beyond the end", hex: chassis + port + time + "0bff 41", error: .truncated(at: 36)),
        Refusal(name: "nothing after the header", hex: "", error: .truncated(at: 14)),
    ])
    func `what breaks the rules of 802_1AB is discarded with its place`(_ row: Refusal) {
        #expect(throws: row.error) { try Self.heard(Self.octets(Self.header + row.hex)) }
    }

    @Test func `a bad optional field is set aside and the rest stands`() throws {
        let frame = Self.octets(
            Self.header + Self.chassis + Self.port + Self.time + "0a01 41" + "0a01 42"  // two system names: the first stands
                + "1003 09 01 0a"  // a management address of 9 bytes in 3
                + "0c02 4657" + Self.end)
        let heard = try #require(try Self.heard(frame))
        #expect(heard.neighbour.remoteSysName?.text == "A")
        #expect(heard.neighbour.remoteSysDescr?.text == "FW")
        #expect(heard.neighbour.remoteAddresses.isEmpty)
        #expect(heard.notes.count == 2)
    }

    @Test func `hostile text is repaired for display and kept`() throws {
        let name = "0a05 c8f0 00 1b 5d"  // octets that are no UTF-8, NUL, ESC
        let heard = try #require(
            try Self.heard(Self.octets(Self.header + Self.chassis + Self.port + Self.time + name + Self.end)))
        #expect(heard.neighbour.remoteSysName?.hex == "c8f0001b5d")
    }

    static let cisco = octets(
        "01000ccccccc 46 2f f1 0f 55 27" + "002e"  // 802.3, 46 bytes
            + "aaaa03 00000c 2000"  // LLC/SNAP, Cisco, CDP
            + "02 b4 0000"  // version 2, 180 s, checksum
            + "0001 0006 6b67"  // device id "kg"
            + "0003 0009 6574682f31"  // port id "eth/1"
            + "0002 0011 00000001 01 01 cc 0004 0aff0002"  // one address: NLPID, IPv4, 10.255.0.2
            + "0006 0002")  // beyond what is measured: never read

    @Test func `a CDP frame tells its sender`() throws {
        let heard = try #require(try Self.heard(Self.cisco.prefix(14 + 46).map { $0 }))
        #expect(heard.neighbour.neighbourProtocol == .cdp)
        #expect(heard.neighbour.remoteSysName?.text == "kg")
        #expect(heard.neighbour.remotePortID?.text == "eth/1")
        #expect(heard.neighbour.remoteAddresses == ["10.255.0.2"])
        #expect(heard.timeToLiveSeconds == 180)
    }

    @Test func `frames of other protocols are not neighbours`() throws {
        #expect(try Self.heard(Self.octets("ffffffffffff 02f000000001 0806 00010800060400")) == nil)
    }

    @Test func `mutated frames never trap`() {
        let seed: UInt64 = 20_261_121
        var random = Mutations(seed: seed)
        let rounds = SharedData.soak ? 1_000_000 : 100_000
        var read = 0
        for _ in 0..<rounds {
            let frame = random.mutate(random.next() % 3 == 0 ? Self.cisco : Self.whole)
            if (try? Self.heard(frame)) != nil { read += 1 }
        }
        // Some mutations leave a frame readable and some do not; either alone would mean that nothing was tried.
        #expect(read > rounds / 100 && read < rounds, "seed \(seed)")
    }
}

/// Seeded damage to bytes: flips, cuts, repeats, lengths.
private struct Mutations {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...next() % 4 {
            guard !bytes.isEmpty else { return bytes }
            let at = Int(next() % UInt64(bytes.count))
            switch next() % 5 {
            case 0: bytes[at] = UInt8(truncatingIfNeeded: next())
            case 1: bytes[at] ^= 1 << UInt8(next() % 8)
            case 2: bytes.removeLast(Int(next() % UInt64(bytes.count)))
            case 3: bytes.insert(contentsOf: bytes[at...].prefix(Int(next() % 40)), at: at)
            default: bytes.remove(at: at)
            }
        }
        return bytes
    }
}
