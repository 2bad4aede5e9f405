import CNetSNMP
import Testing

@testable import SNMPMessages

/// Random PDUs through our encoder and libsnmp's decoder, and the other way round: both must say the same.
/// One test at a time touches libsnmp, which has no locks.
@Suite(.serialized)
struct OracleTests {
    private static let count = 2000

    @Test func `libsnmp reads what we write`() throws {
        let seed: UInt64 = 4242
        print("oracle seed \(seed)")
        var random = SplitMix(state: seed)
        for _ in 0..<Self.count {
            let pdu = Self.randomPDU(&random)
            var bytes = try BERWriter.bytes { writer, buffer throws(BERError) in try pdu.encode(&writer, into: &buffer) }
            let theirs = try #require(snmp_pdu_create(0))
            defer { snmp_free_pdu(theirs) }
            var length = bytes.count
            #expect(snmp_pdu_parse(theirs, &bytes, &length) == 0)
            #expect(theirs.pointee.command == Int32(pdu.kind.rawValue))
            #expect(theirs.pointee.reqid == Int(pdu.requestID))
            #expect(theirs.pointee.errstat == Int(pdu.errorStatus.rawValue))
            #expect(theirs.pointee.errindex == Int(pdu.errorIndex))
            #expect(Self.binds(theirs) == pdu.varBinds)
        }
    }

    @Test func `we read what libsnmp writes`() throws {
        let seed: UInt64 = 2424
        print("oracle seed \(seed)")
        var random = SplitMix(state: seed)
        for _ in 0..<Self.count {
            let pdu = Self.randomPDU(&random)
            let bytes = try Self.written(pdu)
            var reader = BERReader(0..<bytes.count)
            #expect(try SNMPPDU(try reader.next(in: bytes.span), in: bytes.span) == pdu)
        }
    }

    // MARK: Random PDUs

    private static func randomPDU(_ random: inout SplitMix) -> SNMPPDU {
        let kind = [PDUKind.get, .getNext, .response, .inform, .trapV2, .report][Int(random.next() % 6)]
        let binds = (0..<(random.next() % 12)).map { _ in VarBind(randomName(&random), randomValue(&random)) }
        return SNMPPDU(
            kind, requestID: Int32(truncatingIfNeeded: random.next()),
            errorStatus: SNMPErrorStatus(rawValue: Int32(random.next() % 19)),
            errorIndex: Int32(random.next() % 12), varBinds: binds)
    }

    private static func randomName(_ random: inout SplitMix) -> ObjectIdentifier {
        let arcs = (0..<(random.next() % 20)).map { _ in UInt32(truncatingIfNeeded: random.next() >> (random.next() % 60)) }
        return ObjectIdentifier([1, 3] + arcs)
    }

    private static func randomValue(_ random: inout SplitMix) -> SNMPValue {
        let bits = random.next() >> (random.next() % 64)
        switch random.next() % 12 {
        case 0: return .integer(Int32(truncatingIfNeeded: random.next() % 2 == 0 ? bits : ~bits))
        case 1: return .octets((0..<(random.next() % 300)).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        case 2: return .null
        case 3: return .oid(randomName(&random))
        case 4: return .ipAddress(UInt32(truncatingIfNeeded: bits))
        case 5: return .counter32(UInt32(truncatingIfNeeded: bits))
        case 6: return .gauge32(UInt32(truncatingIfNeeded: bits))
        case 7: return .timeTicks(UInt32(truncatingIfNeeded: bits))
        case 8: return .counter64(bits)
        case 9: return .noSuchObject
        case 10: return .noSuchInstance
        default: return .endOfMibView
        }
    }

    // MARK: libsnmp

    private static func binds(_ pdu: UnsafeMutablePointer<netsnmp_pdu>) -> [VarBind] {
        var binds: [VarBind] = []
        var next = pdu.pointee.variables
        while let variable = next {
            let name = (0..<variable.pointee.name_length).map { UInt32(truncatingIfNeeded: variable.pointee.name[$0]) }
            binds.append(VarBind(ObjectIdentifier(name), value(variable.pointee)))
            next = variable.pointee.next_variable
        }
        return binds
    }

    private static func value(_ variable: netsnmp_variable_list) -> SNMPValue {
        let length = variable.val_len
        func number() -> UInt32 { UInt32(truncatingIfNeeded: variable.val.integer.pointee) }
        switch variable.type {
        case 0x02: return .integer(Int32(truncatingIfNeeded: variable.val.integer.pointee))
        case 0x04: return .octets((0..<length).map { variable.val.string[$0] })
        case 0x05: return .null
        case 0x06:
            return .oid(
                ObjectIdentifier(
                    (0..<(length / MemoryLayout<oid>.size)).map { UInt32(truncatingIfNeeded: variable.val.objid[$0]) }))
        case 0x40: return .ipAddress((0..<4).reduce(0) { $0 << 8 | UInt32(variable.val.string[$1]) })
        case 0x41: return .counter32(number())
        case 0x42: return .gauge32(number())
        case 0x43: return .timeTicks(number())
        case 0x46:
            return .counter64(UInt64(variable.val.counter64.pointee.high) << 32 | UInt64(variable.val.counter64.pointee.low))
        case 0x80: return .noSuchObject
        case 0x81: return .noSuchInstance
        case 0x82: return .endOfMibView
        default: return .undecodable(tag: variable.type, [])
        }
    }

    /// The PDU as libsnmp writes it.
    private static func written(_ pdu: SNMPPDU) throws -> [UInt8] {
        let theirs = try #require(snmp_pdu_create(Int32(pdu.kind.rawValue)))
        defer { snmp_free_pdu(theirs) }
        theirs.pointee.reqid = Int(pdu.requestID)
        theirs.pointee.errstat = Int(pdu.errorStatus.rawValue)
        theirs.pointee.errindex = Int(pdu.errorIndex)
        for bind in pdu.varBinds { add(bind, to: theirs) }
        var buffer = [UInt8](repeating: 0, count: 20_000)
        var left = buffer.count
        let end = buffer.withUnsafeMutableBufferPointer { buffer in
            snmp_pdu_build(theirs, buffer.baseAddress, &left).map { $0 - (buffer.baseAddress ?? $0) }
        }
        return Array(buffer.prefix(try #require(end)))
    }

    private static func add(_ bind: VarBind, to pdu: UnsafeMutablePointer<netsnmp_pdu>) {
        let name = bind.oid.arcs.map { oid($0) }
        func add(_ type: UInt8, _ value: UnsafeRawPointer?, _ length: Int) {
            snmp_pdu_add_variable(pdu, name, name.count, type, value, length)
        }
        func number(_ type: UInt8, _ value: Int) { withUnsafePointer(to: value) { add(type, $0, MemoryLayout<Int>.size) } }
        switch bind.value {
        case .integer(let value): number(0x02, Int(value))
        case .octets(let octets):
            octets.withUnsafeBytes { add(0x04, $0.baseAddress ?? UnsafeRawPointer(bitPattern: 8), $0.count) }
        case .oid(let value):
            let arcs = value.arcs.map { oid($0) }
            arcs.withUnsafeBytes { add(0x06, $0.baseAddress, $0.count) }
        case .ipAddress(let value): withUnsafePointer(to: value.bigEndian) { add(0x40, $0, 4) }
        case .counter32(let value): number(0x41, Int(value))
        case .gauge32(let value): number(0x42, Int(value))
        case .timeTicks(let value): number(0x43, Int(value))
        case .counter64(let value):
            let halves = counter64(high: UInt(value >> 32), low: UInt(value & 0xFFFF_FFFF))
            withUnsafePointer(to: halves) { add(0x46, $0, MemoryLayout<counter64>.size) }
        case .noSuchObject: add(0x80, nil, 0)
        case .noSuchInstance: add(0x81, nil, 0)
        case .endOfMibView: add(0x82, nil, 0)
        case .null, .opaque, .undecodable: add(0x05, nil, 0)
        }
    }
}
