import Foundation
import NetworkModel

/// A place on the ground, WGS 84 degrees.
struct Point: Hashable {
    var lat: Double
    var lon: Double

    /// Great-circle distance on a sphere of the earth's mean radius.
    func km(to other: Point) -> Double {
        let (a, b) = (lat * .pi / 180, other.lat * .pi / 180)
        let (dLat, dLon) = (b - a, (other.lon - lon) * .pi / 180)
        let h = sin(dLat / 2) * sin(dLat / 2) + cos(a) * cos(b) * sin(dLon / 2) * sin(dLon / 2)
        return 2 * 6371.0 * asin(h.squareRoot())
    }

    /// The point so far away in that direction, degrees clockwise from north; good for some tens of kilometres.
    func moved(km: Double, towards degrees: Double) -> Point {
        let angle = degrees * .pi / 180
        return Point(lat: lat + km / 111.2 * cos(angle), lon: lon + km / (111.2 * cos(lat * .pi / 180)) * sin(angle))
    }

    func middle(to other: Point, at share: Double = 0.5) -> Point {
        Point(lat: lat + (other.lat - lat) * share, lon: lon + (other.lon - lon) * share)
    }

    var text: String { String(format: "%.4f %.4f", lat, lon) }
}

/// Ducts as a graph: nodes are towns and chambers, edges the ways between them.
struct WayGraph {
    struct Edge {
        var a: Int
        var b: Int
        var km: Double
    }

    private(set) var nodes: [Point] = []
    private(set) var edges: [Edge] = []
    private var edgesOfNode: [[Int]] = []

    mutating func addNode(_ point: Point) -> Int {
        nodes.append(point)
        edgesOfNode.append([])
        return nodes.count - 1
    }

    mutating func addEdge(_ a: Int, _ b: Int) {
        guard a != b, !edgesOfNode[a].contains(where: { edges[$0].a == b || edges[$0].b == b }) else { return }
        edges.append(Edge(a: a, b: b, km: nodes[a].km(to: nodes[b])))
        edgesOfNode[a].append(edges.count - 1)
        edgesOfNode[b].append(edges.count - 1)
    }

    /// Joins the nodes as roads join towns: all edges of the relative neighbourhood graph, and of the Gabriel graph (which it lies in)
    /// those for which `keep` says so.
    mutating func join(_ members: [Int], keep: (Int, Int) -> Bool) {
        let points = members.map { nodes[$0] }
        for i in points.indices {
            for j in points.indices.dropFirst(i + 1) {
                let distance = points[i].km(to: points[j])
                let middle = points[i].middle(to: points[j])
                var isGabriel = true
                var isNeighbour = true
                for k in points.indices where k != i && k != j {
                    if middle.km(to: points[k]) < distance / 2 { isGabriel = false }
                    if max(points[i].km(to: points[k]), points[j].km(to: points[k])) < distance { isNeighbour = false }
                    if !isGabriel { break }
                }
                if isGabriel && (isNeighbour || keep(members[i], members[j])) { addEdge(members[i], members[j]) }
            }
        }
    }

    /// The shortest way as edges in order, those in `avoided` counted five times; nil where there is none.
    func way(from start: Int, to goal: Int, avoiding avoided: Set<Int> = []) -> [Int]? {
        var distance = [Double](repeating: .infinity, count: nodes.count)
        var via = [Int](repeating: -1, count: nodes.count)
        var done = [Bool](repeating: false, count: nodes.count)
        distance[start] = 0
        while let node = nodes.indices.filter({ !done[$0] && distance[$0].isFinite }).min(by: { distance[$0] < distance[$1] }) {
            if node == goal { break }
            done[node] = true
            for edge in edgesOfNode[node] {
                let next = other(edge, node)
                let length = distance[node] + edges[edge].km * (avoided.contains(edge) ? 5 : 1)
                if length < distance[next] { (distance[next], via[next]) = (length, edge) }
            }
        }
        guard distance[goal].isFinite else { return nil }
        var way: [Int] = []
        var node = goal
        while node != start {
            way.append(via[node])
            node = other(via[node], node)
        }
        return way.reversed()
    }

    func other(_ edge: Int, _ node: Int) -> Int { edges[edge].a == node ? edges[edge].b : edges[edge].a }

    func length(_ way: [Int]) -> Double { way.reduce(0) { $0 + edges[$1].km } }

    func nearest(to point: Point, among members: [Int]) -> Int {
        members.min { nodes[$0].km(to: point) < nodes[$1].km(to: point) } ?? 0
    }
}

/// Choices that depend on a name alone, so that adding an object changes no other.
enum Choice {
    /// The same number from 0 to below 1 for the same text, always.
    static func share(_ text: String) -> Double {
        // FNV-1a: Swift's own hash differs from run to run.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var random = SplitMix64(seed: hash)
        return Double(random.next() >> 11) * 0x1p-53
    }

    static func chance(_ text: String, _ share: Double) -> Bool { self.share(text) < share }
    static func index(_ text: String, _ count: Int) -> Int { min(count - 1, Int(share(text) * Double(count))) }

    /// One of the values with their weights.
    static func of<Value>(_ text: String, _ weights: [(Value, Double)]) -> Value {
        var rest = share(text) * weights.reduce(0) { $0 + $1.1 }
        for (value, weight) in weights {
            rest -= weight
            if rest < 0 { return value }
        }
        return weights[weights.count - 1].0
    }
}
