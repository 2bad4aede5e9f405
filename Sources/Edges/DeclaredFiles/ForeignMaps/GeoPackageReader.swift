// How it works: each layer is told by its name or by what its rows call themselves. FiberQ's layers carry their Serbian or their English names
// (docs/interchange-format.md and docs/interchange-mapping.md of FiberQ, CC-BY-4.0), our own export carries identifiers, and any other file
// is points and lines. Routes are ducts: who digs there cuts all that lies in them. A cable becomes a link between the sites at its ends, with
// a segment in each route that its line follows.

import NetworkModel
import Rendering

/// Understands a GeoPackage as a network.
struct GeoPackageReader {
    private let path: String
    private var document: NetworkDocument
    private(set) var problems: [DeclaredProblem] = []
    private var names = UniqueNames()
    /// Where sites and ducts lie, in the order of the document; empty where that is unknown.
    private var siteAt: [GeoPoint?] = []
    private var courses: [GeoLine] = []
    /// Site of each identifier that the file itself gives.
    private var siteOfID: [String: Int] = [:]
    private var portsOfDevice: [ObjectID: Int] = [:]
    /// `duct.name from Route.naziv`, in the order in which they were met.
    private(set) var sources: [String] = []

    private init(_ path: String) {
        self.path = path
        document = NetworkDocument(name: String(SourceFile(path: path, bytes: []).stem))
    }

    /// The network, what could not be taken over, with its layer and row, and which field came from which column.
    static func network(_ content: GeoPackageContent, path: String) -> (
        document: NetworkDocument, problems: [DeclaredProblem], sources: [String]
    ) {
        var reader = GeoPackageReader(path)
        for (name, why) in content.unread.sorted(by: { $0.key < $1.key }) { reader.warn(name, nil, why) }
        for (name, rows) in content.tables.sorted(by: { $0.key < $1.key }) where rows > 0 && !name.hasPrefix("_") {
            reader.warn(name, nil, "a table of \(rows) rows without places; left out")
        }
        let steps: [(Set<GeoPackagePart>, (inout GeoPackageReader, GeoPackageContent.Row, String, GeoPackagePart) -> Void)] = [
            ([.site], { $0.addSite($1, $2, $3) }), ([.duct], { $0.addDuct($1, $2, $3) }),
            ([.manhole], { $0.addManhole($1, $2, $3) }),
            ([.segment], { $0.addSegment($1, $2, $3) }), ([.link], { $0.addLink($1, $2, $3) }),
            ([.nothing], { $0.leaveOut($1, $2, $3) }),
        ]
        for (parts, step) in steps {
            for layer in content.layers {
                for row in layer.rows {
                    let part = GeoPackagePart(row, of: layer.name)
                    if parts.contains(part) { step(&reader, row, layer.name, part) }
                }
            }
        }
        return (reader.document, reader.problems, reader.sources)
    }

    private mutating func warn(_ layer: String, _ row: Int64?, _ message: String, _ severity: DeclaredProblem.Severity = .warning)
    {
        let place = SourcePlace(path: path)
        let what = row.map { "layer \(Wording.quoted(layer)), row \($0)" } ?? "layer \(Wording.quoted(layer))"
        problems.append(DeclaredProblem(place, "\(what): \(message)", severity: severity))
    }

    private mutating func leaveOut(_ row: GeoPackageContent.Row, _ layer: String, _ part: GeoPackagePart) {
        warn(layer, row.fid, "\(GeoPackagePart.words(row, of: layer)) is no site, duct or cable; left out")
    }

    // MARK: sites

    private mutating func addSite(_ row: GeoPackageContent.Row, _ layer: String, _ part: GeoPackagePart) {
        var fields = FieldReader(row, layer)
        let own = fields.take("site.id", "id").flatMap { $0.hasPrefix("site:") ? $0 : nil }
        let name = fields.take("site.name", "name", "naziv", "label", "oznaka") ?? ""
        let stem = own.map { String(ObjectID($0).name) } ?? names.name("", name.isEmpty ? "\(layer)-\(row.fid)" : name)
        var site = NetworkDocument.Site(id: ObjectID(kind: .site, name: stem), name: name.visible, kind: "other")
        site.kind = fields.take("site.kind", "kind") ?? "other"
        site.address =
            [
                fields.take("site.address", "adresa_ulica", "address_street", "address", "adresa"),
                fields.take("site.address", "adresa_broj", "address_number"),
            ]
            .compactMap { $0 }.joined(separator: " ").visible
        if site.address?.isEmpty == true { site.address = nil }
        site.municipality = fields.take("site.municipality", "municipality")
        var place: GeoPoint?
        if case .point(let point) = row.shape { place = point }
        fields.drop("lat", "lon", "state", "cause", "devices", "level")
        (site.lat, site.lon) = (place?.lat, place?.lon)
        if place == nil { warn(layer, row.fid, "a site without a place", .note) }
        add(site, at: place, tags: fields.tags(layer: own == nil ? layer : nil))
        if let own { siteOfID[own] = document.sites.count - 1 }
        note(fields)
    }

    private mutating func add(_ site: NetworkDocument.Site, at place: GeoPoint?, tags: [String: String]) {
        var site = site
        site.tags = tags
        document.sites.append(site)
        document.devices.append(.init(id: ObjectID(kind: .device, name: String(site.id.name)), site: site.id, role: "other"))
        siteAt.append(place)
    }

    // MARK: ducts

    private mutating func addDuct(_ row: GeoPackageContent.Row, _ layer: String, _ part: GeoPackagePart) {
        var fields = FieldReader(row, layer)
        let own = fields.take("duct.id", "id").flatMap { $0.hasPrefix("duct:") ? $0 : nil }
        let name = fields.take("duct.name", "name", "naziv") ?? ""
        let stem = own.map { String(ObjectID($0).name) } ?? names.name("", name.isEmpty ? "\(layer)-\(row.fid)" : name)
        var duct = NetworkDocument.Duct(id: ObjectID(kind: .duct, name: stem))
        var course = GeoLine([])
        if case .line(let points) = row.shape { course = GeoLine(points) }
        duct.name = name.isEmpty ? nil : name.visible
        if let owner = fields.take("duct.owner", "owner", "vlasnik") { duct.owner = ownerID(owner) }
        let metres = fields.takeNumber("duct.km", "length_m", "duzina", "duzina_m", "total_length_m")
        duct.km =
            fields.takeNumber("duct.km", "km", "length_km", "duzina_km") ?? metres.map { ($0).rounded() / 1000 }
            ?? (course.points.isEmpty ? nil : course.km)
        let isDerived = row.value("course") == "derived"
        duct.path = isDerived ? [] : course.points.map { [$0.lat, $0.lon] }
        if course.points.isEmpty { warn(layer, row.fid, "a duct without a line", .note) }
        fields.drop("course", "links", "state", "cause", "level", "sites_lost_alone", "fiberq_uuid", "fq_type", "placement")
        for left in fields.left {
            warn(layer, row.fid, "a duct has no field for \(left.column) (\(Wording.quoted(left.text))); left out", .note)
        }
        document.ducts.append(duct)
        courses.append(course)
        note(fields)
    }

    /// Owners are declared as they are met, so that what is written can be read.
    private mutating func ownerID(_ text: String) -> String {
        let id = ObjectID(kind: .owner, name: text.hasPrefix("owner:") ? String(text.dropFirst(6)) : UniqueNames.plain(text))
        if !document.owners.contains(where: { $0.id == id }) { document.owners.append(.init(id: id, name: text)) }
        return id.rawValue
    }

    /// A manhole or pole belongs to every duct that passes within three metres, else to the nearest within fifteen.
    private mutating func addManhole(_ row: GeoPackageContent.Row, _ layer: String, _ part: GeoPackagePart) {
        guard case .point(let point) = row.shape else { return warn(layer, row.fid, "a manhole without a place; left out") }
        let name = row.value("broj_okna", "manhole_id", "name", "naziv", "oznaka") ?? "\(layer) \(row.fid)"
        let plain = name.visible.replacing("@", with: "-").replacing(";", with: "-")
        let distances = courses.enumerated().compactMap { index, course in course.nearest(to: point).map { (index, $0) } }
        var near = distances.filter { $0.1.metres <= 3 }
        if near.isEmpty, let nearest = distances.min(by: { $0.1.metres < $1.1.metres }), nearest.1.metres <= 15 {
            near = [nearest]
        }
        if near.isEmpty { return warn(layer, row.fid, "\(Wording.quoted(name)) lies at no duct; left out") }
        for (index, found) in near {
            document.ducts[index].manholes.append(.init(name: plain, km: (found.km * 1000).rounded() / 1000))
        }
        source("manhole.name from \(layer)")
    }

    private mutating func addSegment(_ row: GeoPackageContent.Row, _ layer: String, _ part: GeoPackagePart) {
        guard let id = row.value("id"), let duct = row.value("duct"), document.ducts.contains(where: { $0.id.rawValue == duct })
        else {
            return warn(layer, row.fid, "a segment without an id or of a duct that is not here; left out")
        }
        var segment = NetworkDocument.Segment(id: ObjectID(id), duct: ObjectID(duct), km: row.value("km").flatMap(Double.init))
        segment.fibres = row.value("fibres").flatMap { Int($0) }
        document.segments.append(segment)
        for link in (row.value("links") ?? "").split(separator: " ") {
            segmentsOfLink[String(link), default: []].append(segment.id)
        }
    }

    /// Segments of the links of our own export, in no order along the link.
    private var segmentsOfLink: [String: [ObjectID]] = [:]

    // MARK: links

    private mutating func addLink(_ row: GeoPackageContent.Row, _ layer: String, _ part: GeoPackagePart) {
        var fields = FieldReader(row, layer)
        var course = GeoLine([])
        if case .line(let points) = row.shape { course = GeoLine(points) }
        let own = fields.take("link.id", "id").flatMap { $0.hasPrefix("link:") ? $0 : nil }
        let named = [fields.take("link.a", "a").flatMap { siteOfID[$0] }, fields.take("link.b", "b").flatMap { siteOfID[$0] }]
        guard let a = named[0] ?? site(at: course.points.first, layer, row.fid),
            let b = named[1] ?? site(at: course.points.last, layer, row.fid)
        else { return warn(layer, row.fid, "a line without two ends; left out") }
        let name = fields.take("link.name", "name", "naziv") ?? ""
        let stem = own.map { String(ObjectID($0).name) } ?? names.name("", name.isEmpty ? "\(layer)-\(row.fid)" : name)
        var link = NetworkDocument.Link(id: ObjectID(kind: .link, name: stem), a: end(at: a), b: end(at: b), kind: "other")
        link.name = name.isEmpty ? nil : name.visible
        let isCable = GeoPackagePart.isCable(row, of: layer)
        let isCopper = ["bakarni", "copper"].contains((row.value("tip", "cable_type") ?? "").lowercased())
        link.kind = fields.take("link.kind", "kind") ?? (isCable && !isCopper ? "fibre" : "other")
        link.mbps = fields.takeNumber("link.mbps", "mbps")
        if let owner = fields.take("link.owner", "owner", "vlasnik") { link.owner = ownerID(owner) }
        link.contract = fields.take("link.contract", "contract")
        let fibres = fields.takeNumber("segment.fibres", "total_fibers", "fiber_count", "broj_vlakana").map { Int($0) }
        link.segments = own.flatMap { segmentsOfLink[$0] } ?? (isCable ? lay(course, under: stem, fibres, layer, row.fid) : [])
        fields.drop("km", "state", "cause", "segments", "ducts", "level")
        link.tags = fields.tags(layer: own == nil ? layer : nil)
        document.links.append(link)
        note(fields)
    }

    private mutating func end(at site: Int) -> NetworkDocument.End {
        let device = document.devices[site].id
        let port = portsOfDevice[device, default: 0] + 1
        portsOfDevice[device] = port
        return .init(device: device, interface: ObjectID(kind: .interface, name: "\(device.name)#\(port)"))
    }

    /// The nearest site within fifteen metres; where there is none, one is made.
    private mutating func site(at point: GeoPoint?, _ layer: String, _ row: Int64) -> Int? {
        guard let point else { return nil }
        let near = siteAt.enumerated().compactMap { index, place in place.map { (index, $0.km(to: point) * 1000) } }
            .min { $0.1 < $1.1 }
        if let near, near.1 <= 15 { return near.0 }
        let name = names.name("", "end-\(layer)-\(row)")
        warn(layer, row, "its line ends where there is no point; site \(Wording.quoted(name)) was made there", .note)
        add(
            NetworkDocument.Site(id: ObjectID(kind: .site, name: name), name: "", kind: "other", lat: point.lat, lon: point.lon),
            at: point, tags: [:])
        return document.sites.count - 1
    }

    /// Segments of a cable in the ducts that it follows, in order along it; a duct of its own where it follows none.
    private mutating func lay(_ cable: GeoLine, under name: String, _ fibres: Int?, _ layer: String, _ row: Int64) -> [ObjectID] {
        var parts = courses.enumerated().compactMap { index, course in
            cable.part(along: course).map { (duct: document.ducts[index].id, from: $0.from, km: $0.km) }
        }.sorted { ($0.from, $0.duct) < ($1.from, $1.duct) }
        if parts.isEmpty, cable.points.count > 1 {
            var duct = NetworkDocument.Duct(id: ObjectID(kind: .duct, name: names.name("", "own-\(name)")), km: cable.km)
            duct.path = cable.points.map { [$0.lat, $0.lon] }
            document.ducts.append(duct)
            // Not among those that other cables may follow: nobody drew it.
            courses.append(GeoLine([]))
            warn(layer, row, "its line follows no route; it lies in a duct of its own, \(duct.id)", .note)
            parts = [(duct.id, 0, cable.km)]
        }
        return parts.enumerated().map { number, part in
            var segment = NetworkDocument.Segment(
                id: ObjectID(kind: .segment, name: "\(name)-\(number + 1)"), duct: part.duct, km: part.km)
            segment.fibres = fibres
            document.segments.append(segment)
            return segment.id
        }
    }

    private mutating func note(_ fields: FieldReader) { for text in fields.sources { source(text) } }

    private mutating func source(_ text: String) { if !sources.contains(text) { sources.append(text) } }
}

/// Hands out the columns of a row, and knows which column each field came from.
private struct FieldReader {
    private let layer: String
    private(set) var left: [GeoPackageContent.Value]
    private(set) var sources: [String] = []

    init(_ row: GeoPackageContent.Row, _ layer: String) { (left, self.layer) = (row.values, layer) }

    /// The first of `columns` that stands here, and no longer a tag.
    mutating func take(_ field: String, _ columns: String...) -> String? { take(field, columns) }

    private mutating func take(_ field: String, _ columns: [String]) -> String? {
        for column in columns {
            guard let index = left.firstIndex(where: { $0.column.lowercased() == column }) else { continue }
            sources.append("\(field) from \(layer).\(left[index].column)")
            return left.remove(at: index).text
        }
        return nil
    }

    /// What is no number stays where it is.
    mutating func takeNumber(_ field: String, _ columns: String...) -> Double? {
        let columns = columns.filter { column in
            left.first { $0.column.lowercased() == column }.flatMap { Double($0.text) }.map { $0.isFinite && $0 >= 0 } == true
        }
        return take(field, columns).flatMap { Double($0) }
    }

    mutating func drop(_ columns: String...) { left.removeAll { columns.contains($0.column.lowercased()) } }

    /// The rest, and the layer.
    func tags(layer: String?) -> [String: String] {
        var tags: [String: String] = layer.map { ["layer": $0] } ?? [:]
        for value in left {
            let name = value.column.hasPrefix("tag_") ? String(value.column.dropFirst(4)) : value.column
            tags[UniqueNames.plain(name)] = value.text.visible
        }
        return tags
    }
}
