import DeviceFacts
import SNMPMessages
import Testing

@Suite struct SNMPRecordingTests {
    @Test func `every type of the format is read`() throws {
        let text = """
            1.3.6.1.2.1.1.1.0|4|Linux|x
            1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.8072
            1.3.6.1.2.1.1.3.0|67|123

            1.3.6.1.2.1.1.4.0|4x|00fF
            1.3.6.1.2.1.1.5.0|4e|a\\x07b\\n\\\\
            1.3.6.1.2.1.1.6.0|5|
            1.3.6.1.2.1.1.7.0|2|-1
            1.3.6.1.2.1.1.8.0|64|10.0.0.1
            1.3.6.1.2.1.1.9.0|64x|0a000002
            1.3.6.1.2.1.1.10.0|65|4294967295
            1.3.6.1.2.1.1.11.0|66|1
            1.3.6.1.2.1.1.12.0|68x|9f7804
            1.3.6.1.2.1.1.13.0|70|18446744073709551615
            """
        let values = try SNMPRecording.read(Array(text.utf8)).map(\.value)
        #expect(
            values == [
                .octets(Array("Linux|x".utf8)), .oid("1.3.6.1.4.1.8072"), .timeTicks(123), .octets([0, 0xFF]),
                .octets([0x61, 7, 0x62, 0x0A, 0x5C]), .null, .integer(-1), .ipAddress(0x0A00_0001), .ipAddress(0x0A00_0002),
                .counter32(.max), .gauge32(1), .opaque([0x9F, 0x78, 4]), .counter64(.max),
            ])
    }

    @Test(arguments: [
        ("1.3.6|4", "line 1: not OID|TYPE|VALUE"), ("\n1.x|4|a", "line 2: not an object identifier"),
        ("1.3|4x|0", "line 1: not a value of type 4x"), ("1.3|2|many", "line 1: not a value of type 2"),
        ("1.3|99|a", "line 1: not a value of type 99"),
    ])
    func `a bad line is named`(text: String, message: String) {
        do {
            _ = try SNMPRecording.read(Array(text.utf8))
            Issue.record("read")
        } catch {
            #expect(error.description == message)
        }
    }

    @Test func `what is written is read again`() throws {
        let binds = [
            VarBind("1.3.6.1.2.1.1.1.0", .octets(Array("plain".utf8))),
            VarBind("1.3.6.1.2.1.1.2.0", .octets([0x20, 0x0A, 0xFF])),
            VarBind("1.3.6.1.2.1.1.3.0", .timeTicks(1)), VarBind("1.3.6.1.2.1.1.4.0", .ipAddress(0xC0A8_0001)),
            VarBind("1.3.6.1.2.1.1.5.0", .null), VarBind("1.3.6.1.2.1.1.6.0", .oid("0.0")),
            VarBind("1.3.6.1.2.1.1.7.0", .integer(.min)),
        ]
        #expect(try SNMPRecording.read(Array(SNMPRecording.write(binds).utf8)) == binds)
    }
}
