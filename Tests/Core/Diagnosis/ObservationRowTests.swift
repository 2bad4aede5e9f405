import NetworkModel
import Testing

@testable import Diagnosis

@Suite struct ObservationRowTests {
    /// One row of each kind, as they stand in recorded episodes.
    static let rows = [
        #"{"t":12.5,"collector":"collector:c1","device":"dev:a1","kind":"ping","value":"ok"}"#,
        #"{"t":12.5,"collector":"collector:c1","device":"dev:a1","kind":"ping","value":"ok","loss":0.05,"rtt_ms":3.25}"#,
        #"{"t":12.5,"collector":"collector:c1","device":"dev:a1","kind":"ping","value":"ok","ports":"unread"}"#,
        #"{"t":0,"collector":"collector:c1","device":"dev:a1","kind":"ping","value":"timeout"}"#,
        #"{"t":3,"collector":"collector:c1","device":"dev:a1","kind":"snmp","value":"auth"}"#,
        #"{"t":3,"collector":"collector:c1","device":"dev:a1","kind":"ifoper","value":"down","if":"if:a1#1"}"#,
        #"{"t":3,"collector":"collector:c1","device":"dev:a1","kind":"trap","value":"linkUp","if":"if:a1#1"}"#,
        #"{"t":3,"collector":"collector:c1","device":"dev:a1","kind":"trap","value":"onBattery"}"#,
        #"{"t":3,"collector":"collector:c1","device":"dev:a1","kind":"otdr","value":2.9,"link":"link:l17"}"#,
        #"{"t":3,"collector":"collector:c1","device":"dev:a1","kind":"rxpower","value":-16.9,"if":"if:a1#1"}"#,
        #"{"t":3,"collector":"collector:c1","device":"dev:a1","kind":"uptime","value":6242141}"#,
        #"{"t":3,"collector":"collector:c1","device":"dev:a1","kind":"path","value":"backup"}"#,
    ]

    @Test(arguments: rows) func `a row that is read is written as it stood`(_ row: String) throws {
        #expect(try Observation(row: row).row == row)
    }

    @Test func `fields may come in any order, unknown ones are stepped over, escapes are resolved`() throws {
        let text =
            #"{"note":{"a":[1,"}"]},"value":"ok","kind":"ping","device":"dev:\u0061\/1","x":null,"collector":"collector:c1","t":1e1}"#
        let row = try Observation(row: text)
        #expect(row.device == "dev:a/1" && row.time == Timestamp(milliseconds: 10_000) && row.kind == .ping(.ok()))
    }

    @Test(arguments: [
        // Cut short, not an object, a missing field, a number that is none.
        (#"{"t":1,"collector":"c"#, "collector"), ("[]", "{"), (#"{"t":1,"collector":"c","kind":"ping","value":"ok"}"#, "device"),
        (#"{"t":"x","collector":"c"}"#, "t"),
    ])
    func `a malformed row names the field`(_ row: String, _ field: String) {
        #expect(throws: ObservationRowError.malformed(field: field)) { try Observation(row: row) }
    }

    @Test func `an unknown kind is named`() {
        let row = #"{"t":1,"collector":"c","device":"d","kind":"smell","value":"burnt"}"#
        #expect(throws: ObservationRowError.unknownKind(kind: "smell", value: "burnt")) { try Observation(row: row) }
    }

    @Test func `no cut of a row and no changed byte of it traps`() {
        for row in Self.rows {
            let bytes = Array(row.utf8)
            for length in bytes.indices { _ = try? Observation(row: bytes[..<length]) }
            for place in bytes.indices {
                var changed = bytes
                changed[place] = UInt8((place * 37 + 11) % 256)
                _ = try? Observation(row: changed[...])
            }
        }
    }
}
