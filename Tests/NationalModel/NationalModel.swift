import Foundation

/// A model of a national public network on real places: everything follows from the list of postal places and the choices below, so
/// that the same list gives the same files, byte for byte.
struct NationalModel {
    var tables = ModelTables()
    let municipalities: [Municipality]
    /// Towns, and the chambers of Belgrade.
    var graph = WayGraph()
    /// Node of each municipality's seat, by slug.
    var seatNode: [String: Int] = [:]
    var chambers: [Int] = []
    /// Backbone nodes of Belgrade, at chambers.
    var cityHubs: [(name: String, node: Int)] = []
    var villageDuctsLaid: Set<String> = []
    /// Backbone nodes: device and where it stands in the graph.
    var hubs: [(name: String, node: Int, municipality: String)] = []
    /// Names of graph edges' ducts once they are in use.
    private var ductOfEdge: [Int: (id: String, km: Double)] = [:]
    private var segmentsInDuct: [String: Int] = [:]
    private var ports: [String: Int] = [:]
    private var addresses = 0
    private var feeds: Set<String> = []

    init(places csv: String) {
        municipalities = Places.municipalities(csv: csv)
        layWays()
        buildDataCentresAndHubs()
        buildBackbone()
        buildMunicipalities()
        buildInstitutions()
        buildPosts()
    }

    // MARK: objects

    mutating func site(
        _ file: String, _ id: String, _ name: String, kind: String, at point: Point, ups: Int, feed: String,
        in municipality: String,
        calendar: String = "", switchedOff: Bool = false, level: String = "", tags: String = ""
    ) {
        if feeds.insert(feed).inserted { tables.add("feeds", ["id": "feed:" + feed, "owner": "owner:power"]) }
        tables.add(
            file,
            [
                "id": "site:" + id, "name": name, "kind": kind, "lat": String(format: "%.4f", point.lat),
                "lon": String(format: "%.4f", point.lon), "ups_s": String(ups), "feed": "feed:" + feed,
                "calendar": calendar.isEmpty ? "" : "cal:" + calendar, "off_hours": switchedOff ? "allowed" : "",
                "municipality": municipality, "level": level, "tags": tags,
            ])
    }

    mutating func device(_ file: String, _ id: String, at site: String, role: String, collectors: String, rack: String = "") {
        addresses += 1
        let address = "127.\(20 + addresses / 62500).\(addresses / 250 % 250).\(addresses % 250 + 1)"
        tables.add(
            file,
            [
                "id": "dev:" + id, "site": "site:" + site, "role": role, "address": address, "cred": "cred:national",
                "collectors": collectors, "rack": rack.isEmpty ? "" : "rack:" + rack,
            ])
    }

    static let bothCollectors = "collector:bg collector:kg"

    /// The next free port of a device.
    private mutating func port(_ device: String, _ form: String) -> String {
        let key = device + form
        defer { ports[key, default: 0] += 1 }
        return "if:\(device)#\(form)\(ports[key, default: 0])"
    }

    mutating func link(
        _ file: String, _ id: String, _ a: String, _ b: String, ports: (String, String), kind: String, mbps: Int,
        over ducts: [String] = [],
        fibres: Int = 24, _ further: [String: String] = [:]
    ) {
        var row: [String: String] = [
            "id": "link:" + id, "a.device": "dev:" + a, "a.if": port(a, ports.0), "b.device": "dev:" + b,
            "b.if": port(b, ports.1),
            "kind": kind, "mbps": String(mbps), "segments": ducts.map { segment(in: $0, fibres) }.joined(separator: " "),
        ]
        row.merge(further) { $1 }
        tables.add(file, row)
    }

    /// A new segment in the duct; each link has glass of its own.
    private mutating func segment(in duct: String, _ fibres: Int) -> String {
        segmentsInDuct[duct, default: 0] += 1
        let id = "seg:\(duct)-\(segmentsInDuct[duct, default: 1])"
        tables.add(
            "segments", ["id": id, "duct": "duct:" + duct, "km": ductLengths[duct] ?? "", "fibres": String(fibres)])
        return id
    }

    private var ductLengths: [String: String] = [:]

    /// A duct along `points`; its length is the geodesic one and an eighth more for the bends that the points do not show.
    mutating func duct(
        _ file: String, _ id: String, owner: String, name: String, along points: [Point], manholeEvery spacing: Double? = nil
    ) {
        let km = max(0.05, zip(points, points.dropFirst()).reduce(0) { $0 + $1.0.km(to: $1.1) } * 1.125)
        ductLengths[id] = String(format: "%.2f", km)
        var manholes: [String] = []
        if let spacing {
            let count = Int(km / spacing)
            manholes = (0..<count).map {
                "\(id.uppercased()).\($0 + 1)@" + String(format: "%.2f", (Double($0) + 0.5) * km / Double(count))
            }
        }
        tables.add(
            file,
            [
                "id": "duct:" + id, "owner": "owner:" + owner, "km": ductLengths[id] ?? "", "name": name,
                "path": points.map(\.text).joined(separator: "; "), "manholes": manholes.joined(separator: "; "),
            ])
    }

    /// The ducts along a way of the graph, declared when the first link needs them.
    mutating func ducts(along way: [Int]) -> [String] { way.map { duct(ofEdge: $0) } }

    mutating func duct(ofEdge edge: Int) -> String {
        if let known = ductOfEdge[edge] { return known.id }
        let (a, b) = (graph.edges[edge].a, graph.edges[edge].b)
        let (from, to) = (nodeNames[a], nodeNames[b])
        let inCity = chambers.contains(a) && chambers.contains(b)
        let id = "\(Places.slug(from))-\(Places.slug(to))"
        let owners: [(String, Double)] =
            inCity
            ? [("own", 5), ("telecom", 2), ("police", 1.5), ("city", 1.5)]
            : [("telecom", 3), ("railways", 2.5), ("power", 2.5), ("own", 1.5), ("police", 0.5)]
        duct(
            inCity ? "ducts-belgrade" : "ducts-country", id, owner: Choice.of("owner \(id)", owners), name: "\(from) – \(to)",
            along: bent(graph.nodes[a], graph.nodes[b], id), manholeEvery: inCity ? 0.7 : 8)
        ductOfEdge[edge] = (id, graph.edges[edge].km)
        return id
    }

    /// Names of the graph's nodes.
    var nodeNames: [String] = []

    /// A way that bends a little, as roads do.
    private func bent(_ a: Point, _ b: Point, _ name: String) -> [Point] {
        let km = a.km(to: b)
        let count = min(4, Int(km / 12) + 1)
        let side = atan2((b.lon - a.lon) * cos(a.lat * .pi / 180), b.lat - a.lat) * 180 / .pi + 90
        let between = (1...count).map { step in
            a.middle(to: b, at: Double(step) / Double(count + 1))
                .moved(km: (Choice.share("\(name) \(step)") - 0.5) * km * 0.1, towards: side)
        }
        return [a] + between + [b]
    }
}
