import NetworkModel
import Rendering

/// Writes a network as declared files that people can edit: one CSV a list, and YAML for what does not fit a table.
///
/// Columns that are empty in every row are left out. What is written reads back as the same document.
package enum DeclaredWriter {
    /// - Parameter remarks: lines for the head of `network.yaml`: where it comes from, under which licence.
    package static func files(of document: NetworkDocument, remarks: [String] = []) -> [SourceFile] {
        var files = [SourceFile(path: "network.yaml", text: network(document, remarks))]
        for list in DeclaredList.all {
            guard let table = CSVRows(document, list) else { continue }
            files.append(SourceFile(path: list.key.rawValue + ".csv", text: table.text))
        }
        return files
    }

    private static func network(_ document: NetworkDocument, _ remarks: [String]) -> String {
        let head = remarks.map { "# " + $0.visible + "\n" }.joined()
        return head + "name: \(document.name.jsonQuoted)\n"
    }
}

/// One list as rows of text cells.
private struct CSVRows {
    let text: String

    /// nil for an empty list.
    init?(_ document: NetworkDocument, _ list: DeclaredList) {
        let rows = Self.rows(document, list.key)
        if rows.isEmpty { return nil }
        let names = list.fields.map(\.name)
        let plain = names.filter { name in rows.contains { !($0[name] ?? "").isEmpty } }
        let nested = Set(rows.flatMap(\.keys)).filter { $0.hasPrefix("tags.") || $0.hasPrefix("open.") }.sorted()
        let columns = names.filter { plain.contains($0) || list.required.map(\.name).contains($0) } + nested
        let lines = [columns] + rows.map { row in columns.map { row[$0] ?? "" } }
        text = lines.map { $0.map(\.csvCell).joined(separator: ",") + "\n" }.joined()
    }

    private static func rows(_ d: NetworkDocument, _ key: NetworkDocument.CodingKeys) -> [[String: String]] {
        switch key {
        case .sites: d.sites.map(row)
        case .devices: d.devices.map(row)
        case .links: d.links.map(row)
        case .ducts: d.ducts.map(row)
        case .segments:
            d.segments.map {
                cells(["id": $0.id.rawValue, "duct": $0.duct.rawValue, "km": number($0.km), "fibres": whole($0.fibres)])
            }
        case .feeds: d.feeds.map { cells(["id": $0.id.rawValue, "owner": $0.owner?.rawValue]) }
        case .collectors: d.collectors.map { ["id": $0.id.rawValue, "device": $0.device.rawValue] }
        case .clouds: d.clouds.map { cells(["id": $0.id.rawValue, "owner": $0.owner]) }
        case .racks: d.racks.map { cells(["id": $0.id.rawValue, "site": $0.site.rawValue, "room": $0.room]) }
        case .owners:
            d.owners.map { cells(["id": $0.id.rawValue, "name": $0.name, "contact": $0.contact, "contract": $0.contract]) }
        case .services:
            d.services.map {
                cells([
                    "id": $0.id.rawValue, "hosts": words($0.hosts), "clients": $0.clients.joined(separator: " "), "name": $0.name,
                ])
            }
        case .calendars: d.calendars.map(row)
        case .credentials: d.credentials.map(row)
        case .format, .name: []
        }
    }

    private static func row(_ site: NetworkDocument.Site) -> [String: String] {
        cells([
            "id": site.id.rawValue, "name": site.name, "kind": site.kind, "lat": number(site.lat), "lon": number(site.lon),
            "ups_s": whole(site.upsSeconds), "feed": site.feed?.rawValue, "calendar": site.calendar?.rawValue,
            "off_hours": site.offHours == .never ? nil : site.offHours.rawValue,
            "lifecycle": site.lifecycle == .active ? nil : site.lifecycle.rawValue, "municipality": site.municipality,
            "address": site.address, "contact": site.contact, "level": site.level?.rawValue,
        ]).merging(tags(site.tags)) { first, _ in first }
    }

    private static func row(_ device: NetworkDocument.Device) -> [String: String] {
        cells([
            "id": device.id.rawValue, "site": device.site.rawValue, "role": device.role, "collectors": words(device.collectors),
            "cred": device.credential?.rawValue, "address": device.address, "aliases": device.aliases.joined(separator: " "),
            "rack": device.rack?.rawValue, "name": device.name, "level": device.level?.rawValue,
        ])
    }

    private static func row(_ link: NetworkDocument.Link) -> [String: String] {
        cells([
            "id": link.id.rawValue, "a.device": link.a.device.rawValue, "a.if": link.a.interface.rawValue,
            "a.follows": link.a.follows == .line ? nil : link.a.follows.rawValue, "a.ifName": link.a.ifName,
            "b.device": link.b.device.rawValue, "b.if": link.b.interface.rawValue,
            "b.follows": link.b.follows == .line ? nil : link.b.follows.rawValue, "b.ifName": link.b.ifName, "kind": link.kind,
            "mbps": number(link.mbps), "otdr": link.otdr ? "true" : nil, "segments": words(link.segments), "via": words(link.via),
            "standby_s": whole(link.standbySeconds), "owner": link.owner, "contract": link.contract, "name": link.name,
            "level": link.level?.rawValue,
        ]).merging(tags(link.tags)) { first, _ in first }
    }

    private static func row(_ duct: NetworkDocument.Duct) -> [String: String] {
        let points = duct.path.map { $0.map(\.jsonNumber).joined(separator: " ") }
        return cells([
            "id": duct.id.rawValue, "owner": duct.owner, "km": number(duct.km), "name": duct.name,
            "path": points.joined(separator: "; "),
            "manholes": duct.manholes.map { "\($0.name)@\($0.km.jsonNumber)" }.joined(separator: "; "),
            "level": duct.level?.rawValue,
        ])
    }

    private static func row(_ calendar: NetworkDocument.Calendar) -> [String: String] {
        cells([
            "id": calendar.id.rawValue, "zone": calendar.zone, "closed": calendar.closed.joined(separator: " "),
            "grace_s": calendar.graceSeconds == 0 ? nil : String(calendar.graceSeconds),
        ]).merging(calendar.open.map { ("open." + $0.key, $0.value) }) { first, _ in first }
    }

    private static func row(_ credential: NetworkDocument.Credential) -> [String: String] {
        cells([
            "id": credential.id.rawValue, "snmp": credential.snmp, "community_file": credential.communityFile,
            "user": credential.user,
            "auth": credential.auth, "auth_file": credential.authFile, "priv": credential.priv, "priv_file": credential.privFile,
        ])
    }

    private static func cells(_ values: [String: String?]) -> [String: String] { values.compactMapValues { $0 } }
    private static func number(_ value: Double?) -> String? { value.map(\.jsonNumber) }
    private static func whole(_ value: Int?) -> String? { value.map(String.init) }
    private static func words(_ ids: [ObjectID]) -> String { ids.map(\.rawValue).joined(separator: " ") }
    private static func tags(_ tags: [String: String]) -> [(String, String)] { tags.map { ("tags." + $0.key, $0.value) } }
}

extension String {
    /// A cell that reads back as the same text, so without the guard against formulas that tables for spreadsheets have: visible, quoted
    /// where it holds a comma, a quote, or blanks at its ends; quotes doubled (RFC 4180).
    fileprivate var csvCell: String {
        let text = visible
        let isSpecial = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x3B }
        guard isSpecial || text.first?.isWhitespace == true || text.last?.isWhitespace == true else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
