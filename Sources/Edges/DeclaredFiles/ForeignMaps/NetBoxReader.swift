import NetworkModel
import Rendering

/// Reads NetBox: JSON of its API, `sites`, `devices` and `cables` as lists or as `results`; CSV of its tables by the same names.
///
/// Sites and devices are known by id, slug or name. A device without a known site gets one of its name; a cable joins two devices,
/// whatever ports it ends at.
struct NetBoxReader {
    private var path: String
    private var document = NetworkDocument()
    private var problems: [DeclaredProblem] = []
    private var siteNamed: [String: ObjectID] = [:]
    private var deviceNamed: [String: ObjectID] = [:]
    private var ports: Set<ObjectID> = []

    private init(_ path: String) { self.path = path }

    static func network(_ root: DeclaredNode, path: String) -> (document: NetworkDocument, problems: [DeclaredProblem]) {
        var reader = NetBoxReader(path)
        reader.document.name = String(SourceFile(path: path, bytes: []).stem)
        for row in rows(root["sites"]) { reader.addSite(row) }
        for row in rows(root["devices"]) { reader.addDevice(row) }
        for row in rows(root["cables"]) { reader.addCable(row) }
        return (reader.document, reader.problems)
    }

    /// CSV files of NetBox's tables; which of them a file holds is told by its columns.
    static func network(_ files: [SourceFile]) -> (document: NetworkDocument, problems: [DeclaredProblem]) {
        var reader = NetBoxReader(files.first?.path ?? "")
        reader.document.name = "NetBox"
        var tables: [(path: String, rows: [DeclaredNode])] = []
        for file in files {
            var nodes = CSVNodes(file)
            tables.append((file.path, nodes.rows()))
            reader.problems += nodes.problems
        }
        for rank in 0..<3 {
            for table in tables where table.rows.first.map(Self.rank) == rank {
                reader.path = table.path
                for row in table.rows { reader.add(row, rank) }
            }
        }
        return (reader.document, reader.problems)
    }

    /// Sites 0, devices 1, cables 2.
    private static func rank(_ row: DeclaredNode) -> Int {
        let keys = Set(row.entries.compactMap { $0.key.scalar.map(Self.column) })
        if keys.contains("side_a_device") || keys.contains("device_a") || keys.contains("termination_a") { return 2 }
        return keys.contains("site") ? 1 : 0
    }

    /// `Device A` as `device_a`.
    private static func column(_ name: String) -> String { name.lowercased().replacing(" ", with: "_") }

    private static func rows(_ node: DeclaredNode?) -> [DeclaredNode] { node?["results"]?.members ?? node?.members ?? [] }

    private mutating func add(_ row: DeclaredNode, _ rank: Int) {
        switch rank {
        case 0: addSite(row)
        case 1: addDevice(row)
        default: addCable(row)
        }
    }

    private mutating func addSite(_ row: DeclaredNode) {
        let name = text(row, "name") ?? text(row, "slug") ?? ""
        let id = unique(.site, text(row, "slug") ?? name) { self.siteNamed.values.contains($0) }
        var site = NetworkDocument.Site(id: id, name: name.visible, kind: "other")
        site.lat = number(row, "latitude", in: -90...90)
        site.lon = number(row, "longitude", in: -180...180)
        if site.lat == nil || site.lon == nil { (site.lat, site.lon) = (nil, nil) }
        site.address = text(row, "physical_address")
        if text(row, "status") == "planned" { site.lifecycle = .planned }
        if text(row, "status") == "retired" { site.lifecycle = .retired }
        for key in ["id", "slug", "name"] { text(row, key).map { siteNamed[$0] = siteNamed[$0] ?? id } }
        siteNamed["\u{0}" + id.rawValue] = id
        document.sites.append(site)
    }

    private mutating func addDevice(_ row: DeclaredNode) {
        let name = text(row, "name") ?? "device-" + (text(row, "id") ?? String(document.devices.count))
        let id = unique(.device, name) { self.deviceNamed.values.contains($0) }
        var device = NetworkDocument.Device(
            id: id, site: site(of: row, device: name), role: text(row, "role") ?? text(row, "device_role") ?? "other")
        device.name = name.visible
        device.address = text(row, "primary_ip4").map { String($0.prefix { $0 != "/" }) }
        for key in ["id", "name"] { text(row, key).map { deviceNamed[$0] = deviceNamed[$0] ?? id } }
        deviceNamed["\u{0}" + id.rawValue] = id
        document.devices.append(device)
    }

    private mutating func site(of row: DeclaredNode, device: String) -> ObjectID {
        let names = ["id", "slug", "name"].compactMap { row["site"]?[$0]?.scalar } + [text(row, "site")].compactMap { $0 }
        if let known = names.compactMap({ siteNamed[$0] }).first { return known }
        let id = unique(.site, names.last ?? device) { self.siteNamed.values.contains($0) }
        warn(row, "device \(Wording.quoted(device)) stands at a site that is not listed; it was made without a place")
        siteNamed[names.last ?? device] = id
        document.sites.append(.init(id: id, name: (names.last ?? device).visible, kind: "other"))
        return id
    }

    private mutating func addCable(_ row: DeclaredNode) {
        let ends = [("a_terminations", "termination_a"), ("b_terminations", "termination_b")].map { many, one in
            row[many]?.members.first ?? row[one]
        }
        let sides = [
            ("side_a_device", "device_a", "side_a_name", "termination_a"),
            ("side_b_device", "device_b", "side_b_name", "termination_b"),
        ]
        let devices = zip(ends, sides).map { end, side -> ObjectID? in
            let device = end?["object"]?["device"] ?? end?["device"]
            let names =
                ["id", "name"].compactMap { device?[$0]?.scalar } + [text(row, side.0), text(row, side.1)].compactMap { $0 }
            return names.compactMap { deviceNamed[$0] }.first
        }
        guard let a = devices[0], let b = devices[1] else {
            return warn(row, "a cable that does not end at two known devices; left out")
        }
        let names = zip(ends, sides).map { end, side in
            end?["object"]?["name"]?.scalar ?? end?["name"]?.scalar ?? text(row, side.2) ?? text(row, side.3) ?? "port"
        }
        var link = NetworkDocument.Link(
            id: ObjectID(kind: .link, name: "cable-" + plain(text(row, "id") ?? String(document.links.count))),
            a: .init(device: a, interface: port(a, names[0])), b: .init(device: b, interface: port(b, names[1])), kind: kind(row))
        if document.links.contains(where: { $0.id == link.id }) { link.id = ObjectID("\(link.id)-\(document.links.count)") }
        link.name = text(row, "label")?.visible
        document.links.append(link)
    }

    /// NetBox's cable types of fibre begin with `smf`, `mmf` or `aoc`.
    private func kind(_ row: DeclaredNode) -> String {
        let type = text(row, "type") ?? ""
        return ["smf", "mmf", "aoc"].contains(where: type.hasPrefix) ? "fibre" : type.isEmpty ? "other" : "patch"
    }

    private mutating func port(_ device: ObjectID, _ name: String) -> ObjectID {
        var (id, number) = (ObjectID(kind: .interface, name: "\(device.name)#\(plain(name))"), 2)
        while !ports.insert(id).inserted {
            (id, number) = (ObjectID(kind: .interface, name: "\(device.name)#\(plain(name))-\(number)"), number + 1)
        }
        return id
    }

    /// The value, or what it is called where it is an object (`{"value": "planned"}`, `{"name": …}`).
    private func text(_ row: DeclaredNode, _ key: String) -> String? {
        guard let node = row[key] ?? row.entries.first(where: { $0.key.scalar.map(Self.column) == key })?.value else {
            return nil
        }
        let text = node.scalar ?? node["value"]?.scalar ?? node["address"]?.scalar ?? node["slug"]?.scalar ?? node["name"]?.scalar
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }

    private mutating func number(_ row: DeclaredNode, _ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let text = text(row, key) else { return nil }
        if let value = Double(text), range.contains(value) { return value }
        warn(row, "\(key) \(Wording.quoted(text)) is no coordinate; taken as unknown")
        return nil
    }

    private func unique(_ kind: ObjectKind, _ name: String, isTaken: (ObjectID) -> Bool) -> ObjectID {
        var (id, number) = (ObjectID(kind: kind, name: plain(name)), 2)
        while isTaken(id) { (id, number) = (ObjectID(kind: kind, name: "\(plain(name))-\(number)"), number + 1) }
        return id
    }

    private func plain(_ name: String) -> String {
        let plain = String(
            name.unicodeScalars.prefix(80).map { scalar -> Character in
                let isPlain =
                    scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "._-/".unicodeScalars.contains(scalar))
                return isPlain ? Character(scalar) : "_"
            })
        return plain.isEmpty ? "unnamed" : plain
    }

    private mutating func warn(_ row: DeclaredNode, _ message: String) {
        problems.append(DeclaredProblem(row.place(in: path), message, severity: .warning))
    }
}
