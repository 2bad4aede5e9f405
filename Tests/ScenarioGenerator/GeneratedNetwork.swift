import NetworkModel

/// Networks like those of the recorded scenarios, from a seed.
package enum GeneratedNetwork {
    /// A research network like those of the Topology Zoo: `siteCount` sites on a plane, a tree with some chords, links that leave a site
    /// in the same direction share their first duct, one collector.
    package static func zoo(siteCount: Int, seed: UInt64) -> NetworkDocument {
        var builder = NetworkBuilder(name: "zoo-\(seed)", seed: seed)
        let points = (0..<max(siteCount, 4)).map { _ in (lat: builder.dice.real(42...46), lon: builder.dice.real(19...23)) }
        let edges = zooEdges(points, &builder.dice)
        var degree = [Int](repeating: 0, count: points.count)
        for (a, b) in edges {
            degree[a] += 1
            degree[b] += 1
        }
        let byDegree = degree.indices.sorted { (degree[$1], $0) < (degree[$0], $1) }
        let centres = Set(byDegree.prefix(2))
        let collector: ObjectID = "collector:c1"
        for site in points.indices {
            let isHub = degree[site] >= 4
            let isManaged = centres.contains(site) || !builder.dice.chance(0.04)
            builder.place(
                "n\(site)", kind: centres.contains(site) ? "dc" : isHub ? "hub" : "egov",
                role: centres.contains(site) || isHub ? "core" : "cpe", at: points[site],
                ups: centres.contains(site) || isHub ? 180 : 0,
                collectors: isManaged ? [collector] : [])
        }
        addZooLinks(edges, points, &builder)
        let home = ObjectID("dev:n\(byDegree[0])")
        builder.device("nms1", at: ObjectID("site:n\(byDegree[0])"), role: "nms", collectors: [collector])
        builder.link("dev:nms1", home, kind: "patch", mbps: 10000)
        builder.document.collectors = [.init(id: collector, device: "dev:nms1")]
        builder.document.services = [
            .init(id: "svc:portal", hosts: byDegree.prefix(2).map { ObjectID("dev:n\($0)") }, clients: ["egov", "hub", "dc"]),
            .init(id: "svc:registry", hosts: [home], clients: ["egov", "hub"]),
        ]
        builder.addFeeds(share: 0.55, together: 0)
        return builder.document
    }

    /// Each point joined to the nearest one before it, and chords between near ones.
    private static func zooEdges(_ points: [(lat: Double, lon: Double)], _ dice: inout Dice) -> [(Int, Int)] {
        var edges: [(Int, Int)] = []
        for point in points.indices.dropFirst() {
            let near = (0..<point).sorted {
                NetworkBuilder.kilometres(points[$0], points[point]) < NetworkBuilder.kilometres(points[$1], points[point])
            }
            edges.append((near[0], point))
            for other in near.dropFirst().prefix(2) where dice.chance(0.22) { edges.append((other, point)) }
        }
        return edges
    }

    private static func addZooLinks(
        _ edges: [(Int, Int)], _ points: [(lat: Double, lon: Double)], _ builder: inout NetworkBuilder
    ) {
        // By site and quarter of the compass.
        var exits: [[ObjectID]: ObjectID] = [:]
        func exit(_ site: Int, towards other: Int, _ builder: inout NetworkBuilder) -> ObjectID {
            let quarter = (points[other].lat > points[site].lat ? 1 : 0) + (points[other].lon > points[site].lon ? 2 : 0)
            let key = [ObjectID("site:n\(site)"), ObjectID("\(quarter)")]
            if let known = exits[key], builder.dice.chance(0.75) { return known }
            let duct = builder.duct(km: builder.dice.real(1...8))
            exits[key] = duct
            return duct
        }
        for (a, b) in edges {
            let km = NetworkBuilder.kilometres(points[a], points[b])
            let first = exit(a, towards: b, &builder)
            let middle = (0..<builder.dice.number(1...2)).map { _ in builder.duct(km: km / 2) }
            let last = exit(b, towards: a, &builder)
            let link = builder.link(
                ObjectID("dev:n\(a)"), ObjectID("dev:n\(b)"), mbps: builder.dice.chance(0.5) ? 10000 : 1000,
                over: [first] + middle + [last])
            builder.document.links[link].otdr = builder.dice.chance(0.27)
        }
    }
}
