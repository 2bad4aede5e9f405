import DeviceFacts
import Foundation
import SNMPMessages
import TestSupport
import Testing

/// Recordings of real devices with columns and rows taken out at random: other vendors' agents lack other objects, and what is missing
/// must neither be made up nor take with it what is there.
@Suite struct RecordedHolesTests {
    private static let seed: UInt64 = 20_261_121

    @Test(.enabled(if: SharedData.isPresent, SharedData.absent))
    func `what an agent lacks is null, and nothing else changes`() throws {
        print("holes seed \(Self.seed)")
        var random = SeededRandom(seed: Self.seed)
        var compared = 0
        for name in DeviceRecordings.names where UInt64.random(in: 0..<3, using: &random) == 0 {
            let binds = try SNMPRecording.read(try DeviceRecordings.octets(name))
            let whole = try Self.document(MIBView(binds))
            let kept = Self.withHoles(binds, &random)
            let holed = try Self.document(MIBView(kept))
            for table in ["interfaces", "inventory", "neighbours", "sensors"] {
                compared += Self.compare(name, table, holed, whole, Set(kept.map(\.oid)))
            }
        }
        #expect(compared > 20_000)
    }

    /// Without one row in twenty and without up to twelve whole columns.
    private static func withHoles(_ binds: [VarBind], _ random: inout SeededRandom) -> [VarBind] {
        let columns = (0..<Int.random(in: 1...12, using: &random)).compactMap { _ in
            binds.randomElement(using: &random).map { ObjectIdentifier(Array($0.oid.arcs.dropLast())) }
        }
        return binds.filter { bind in
            UInt64.random(in: 0..<20, using: &random) != 0 && !columns.contains { bind.oid.hasPrefix($0) }
        }
    }

    private static func document(_ view: MIBView) throws -> [String: Any] {
        let walk = ProbeDocument.Walk(requests: 0, varbinds: 0, seconds: 0, findings: [])
        let json = try ProbeDocument(address: "192.0.2.1:161", snmp: "2c", walk: walk, facts: DeviceFacts(view)).json()
        return try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
    }

    /// What stands by itself: these fields are computed from several objects, and may rightly say something else where one is missing.
    private static let derived: Set = [
        "speed_bps", "local_ifIndex", "local_port", "local_rule", "own_chassis", "value", "status", "descr", "class", "unit",
        "state",
        "remote_chassis_id", "remote_port_id", "remote_chassis_id_hex", "remote_port_id_hex", "local_port_id",
        "local_port_id_hex",
        "entPhysicalIndex", "remote_address", "remote_addresses",
    ]
    private static let keys = ["interfaces": "ifIndex", "inventory": "entPhysicalIndex", "neighbours": "index", "sensors": "oid"]
    private static let objects: [String: ObjectIdentifier] = [
        "ifDescr": "1.3.6.1.2.1.2.2.1.2", "ifName": "1.3.6.1.2.1.31.1.1.1.1", "ifAlias": "1.3.6.1.2.1.31.1.1.1.18",
        "name": "1.3.6.1.2.1.47.1.1.1.1.7", "serial": "1.3.6.1.2.1.47.1.1.1.1.11", "model": "1.3.6.1.2.1.47.1.1.1.1.13",
    ]

    /// Returns how many fields were compared.
    private static func compare(
        _ name: String, _ table: String, _ holed: [String: Any], _ whole: [String: Any], _ kept: Set<ObjectIdentifier>
    ) -> Int {
        let key = keys[table] ?? ""
        func rows(_ document: [String: Any]) -> [String: [String: Any]] {
            let rows = document[table] as? [[String: Any]] ?? []
            return Dictionary(
                rows.map { ("\($0["protocol"] ?? "") \($0[key] ?? "")", $0) }, uniquingKeysWith: { first, _ in first })
        }
        var compared = 0
        let original = rows(whole)
        for (row, fields) in rows(holed) {
            guard let before = original[row] else {
                Issue.record("\(name) \(table) \(row): made up")
                continue
            }
            for (field, value) in fields where table != "sensors" || field == "raw" {
                guard table == "inventory" ? field != key : !derived.contains(field) else { continue }
                compared += 1
                if value is NSNull {
                    let isThere =
                        objects[field].map { kept.contains(ObjectIdentifier("\($0).\(fields[key] ?? "")") ?? $0) } ?? false
                    #expect(before[field] is NSNull || !isThere, "\(name) \(table) \(row) \(field): lost")
                } else {
                    let isSame = FactScore.same(value, before[field]) || "\(value)" == "\(before[field] ?? "")"
                    #expect(isSame, "\(name) \(table) \(row) \(field): \(value), was \(before[field] ?? "absent")")
                }
            }
        }
        return compared
    }
}
