import Foundation

/// Compares a `probe` document with the truth file of its recording, fact by fact, as CONTRACT.md and the recordings' README mean it:
/// text may differ in white space only; an unavailable sensor has no value to compare.
package struct FactScore: Sendable {
    package enum Category: String, CaseIterable, Sendable {
        case system, interfaces, inventory, neighbours, sensors, vendorSensors
    }

    package struct Tally: Sendable {
        package var right = 0
        package var wrong = 0
        /// Rows that the truth does not have.
        package var invented = 0
        package var share: Double { right + wrong == 0 ? 1 : Double(right) / Double(right + wrong) }
    }

    package private(set) var tallies: [Category: Tally] = [:]
    /// `device category row field: ours, truth`.
    package private(set) var differences: [Category: [String]] = [:]

    package init() {}

    package subscript(category: Category) -> Tally { tallies[category] ?? Tally() }

    package mutating func add(_ other: FactScore) {
        for (category, tally) in other.tallies {
            tallies[category, default: Tally()].right += tally.right
            tallies[category, default: Tally()].wrong += tally.wrong
            tallies[category, default: Tally()].invented += tally.invented
        }
        differences.merge(other.differences) { $0 + $1 }
    }

    /// Scores one device.
    package mutating func compare(device: String, probe: [String: Any], truth: [String: Any]) {
        system(device, probe["system"] as? [String: Any] ?? [:], truth["system"] as? [String: Any] ?? [:])
        table(device, .interfaces, rows(probe["interfaces"]), rows(truth["interfaces"]), key: ["ifIndex"], Self.interfaceFields)
        table(
            device, .inventory, rows(probe["inventory"]), rows(truth["inventory"]), key: ["entPhysicalIndex"], Self.moduleFields)
        table(
            device, .neighbours, rows(probe["neighbours"]), rows(truth["neighbours"]), key: ["protocol", "index"],
            Self.neighbourFields)
        sensors(device, rows(probe["sensors"]), truth)
    }

    static let interfaceFields = [
        "ifDescr", "ifName", "ifAlias", "ifType", "ifMtu", "speed_bps", "ifPhysAddress", "ifAdminStatus", "ifOperStatus",
    ]
    static let moduleFields = [
        "class", "name", "descr", "model", "serial", "containedIn", "parentRelPos", "mfg", "hardwareRev", "firmwareRev",
        "softwareRev", "isFRU",
        "vendorType",
    ]
    static let neighbourFields = [
        "local_ifIndex", "local_port", "remote_chassis_id", "remote_port_id", "remote_port_descr", "remote_sysName",
        "remote_address",
    ]

    private mutating func system(_ device: String, _ ours: [String: Any], _ truth: [String: Any]) {
        for (field, fact) in truth {
            let expected = (fact as? [String: Any])?["value"] ?? fact
            judge(device, .system, "", field, ours[field], expected)
        }
    }

    private mutating func table(
        _ device: String, _ category: Category, _ ours: [[String: Any]], _ truth: [[String: Any]], key: [String],
        _ fields: [String]
    ) {
        func name(_ row: [String: Any]) -> String { key.map { Self.plain(row[$0]) ?? "null" }.joined(separator: " ") }
        let found = Dictionary(ours.map { (name($0), $0) }, uniquingKeysWith: { a, _ in a })
        for row in truth where isExpected(row, category) {
            let mine = found[name(row)]
            for field in fields where row.keys.contains(field) || mine?.keys.contains(field) == true {
                guard let expected = expectation(row, field) else { continue }
                judge(device, category, name(row), field, mine?[field], expected)
            }
            if mine == nil { judge(device, category, name(row), "row", nil, "present") }
        }
        let known = Set(truth.map(name))
        for row in ours where !known.contains(name(row)) {
            tallies[category, default: Tally()].invented += 1
            differences[category, default: []].append("\(device) \(category.rawValue) \(name(row)): not in the truth")
        }
    }

    /// Rows that only a vendor's MIB gives are no standard facts, except CDP's neighbours.
    private func isExpected(_ row: [String: Any], _ category: Category) -> Bool {
        if row["only_in_librenms"] as? Bool == true { return false }
        return category == .neighbours || row["origin"] as? String != "vendor"
    }

    /// The truth of a field; CDP's device id is to stand in remote_sysName.
    private func expectation(_ row: [String: Any], _ field: String) -> Any? {
        if row["protocol"] as? String == "cdp" {
            switch field {
            case "remote_sysName": return row["remote_device_id"] ?? NSNull()
            case "remote_chassis_id", "remote_port_descr": return nil
            default: break
            }
        }
        if field == "remote_address" { return row[field] }
        // An empty string is no object identifier: the device names no type.
        if field == "vendorType", row[field] as? String == "" { return nil }
        return row[field] ?? NSNull()
    }

    private mutating func sensors(_ device: String, _ ours: [[String: Any]], _ truth: [String: Any]) {
        let found = Dictionary(ours.map { (Self.plain($0["oid"]) ?? "", $0) }, uniquingKeysWith: { a, _ in a })
        let standard = rows(truth["sensors_standard_mibs"])
        for row in standard {
            let oid = Self.plain(row["oid"]) ?? ""
            for field in ["class", "raw", "unit", "entPhysicalIndex", "status", "value"] where row.keys.contains(field) {
                if field == "value", !["ok", nil].contains(Self.plain(row["status"])) { continue }
                judge(device, .sensors, oid, field, found[oid]?[field], row[field] ?? NSNull())
            }
        }
        let standardOIDs = Set(standard.compactMap { Self.plain($0["oid"]) })
        for row in rows(truth["sensors_librenms"]) {
            guard let oid = Self.plain(row["oid"]), !standardOIDs.contains(oid), row["raw"] is NSNumber || row["raw"] is String
            else { continue }
            let mine = found[oid]
            let right = Self.same(mine?["class"], row["class"]) && Self.same(mine?["value"], row["value"])
            judge(
                device, .vendorSensors, oid, "class and value",
                right ? "right" : "\(mine?["class"] ?? "-") \(mine?["value"] ?? "-")",
                right ? "right" : "\(row["class"] ?? "-") \(row["value"] ?? "-") raw \(row["raw"] ?? "-") \(row["descr"] ?? "")")
        }
    }

    private mutating func judge(
        _ device: String, _ category: Category, _ row: String, _ field: String, _ ours: Any?, _ truth: Any
    ) {
        if Self.same(ours, truth) {
            tallies[category, default: Tally()].right += 1
        } else {
            tallies[category, default: Tally()].wrong += 1
            differences[category, default: []].append(
                "\(device) \(category.rawValue) \(row) \(field): \(Self.plain(ours) ?? "null"), truth \(Self.plain(truth) ?? "null")"
            )
        }
    }

    private func rows(_ any: Any?) -> [[String: Any]] { any as? [[String: Any]] ?? [] }

    package static func same(_ a: Any?, _ b: Any?) -> Bool {
        let (x, y) = (plain(a), plain(b))
        if x == y { return true }
        guard let x, let y, let p = Double(x), let q = Double(y) else { return false }
        return abs(p - q) <= 1e-9 * max(1, abs(p), abs(q))
    }

    /// Numbers and text as one word sequence; nil for null.
    static func plain(_ any: Any?) -> String? {
        switch any {
        case nil, is NSNull: nil
        case let text as String: text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        case let number as NSNumber: number.stringValue
        case let other?: "\(other)"
        }
    }
}
