import NetworkModel

/// Where nodes stand on a drawing: by their coordinates, by Graphviz, or beside their neighbours.
enum MapPlaces {
    /// One point a node, y downwards, about `spread` apart; nodes without any place stand beside their neighbours or in a row below.
    static func points(of map: NetworkMap, spread: Double) -> [PlanePoint] {
        let known = map.nodes.map { map.options.positions[$0.id] }
        if known.contains(where: { $0 != nil }) {
            return known.enumerated().map {
                $1.map { PlanePoint(x: $0.x, y: -$0.y) } ?? PlanePoint(x: Double($0) * spread, y: spread)
            }
        }
        let size = spread * Double(max(map.nodes.count, 1)).squareRoot() * 2
        let projection = MapProjection(places: map.nodes.compactMap(\.place), width: size, height: size)
        return filled(
            map.nodes.map { $0.place.map(projection.point) }, map.edges, spread: spread, bottom: projection.height + spread)
    }

    /// Nodes without a place stand at the middle of their neighbours, or beside their only one, away from each other;
    /// those without neighbours stand in a row at `bottom`.
    static func filled(_ given: [PlanePoint?], _ edges: [NetworkMap.Edge], spread: Double, bottom: Double) -> [PlanePoint] {
        var points = given
        var neighbours: [[Int]] = given.map { _ in [] }
        for edge in edges where edge.a != edge.b {
            if given[edge.a] == nil { neighbours[edge.a].append(edge.b) }
            if given[edge.b] == nil { neighbours[edge.b].append(edge.a) }
        }
        var waiting = given.indices.filter { given[$0] == nil && !neighbours[$0].isEmpty }
        while true {
            let ready = waiting.filter { node in neighbours[node].contains { points[$0] != nil } }
            if ready.isEmpty { break }
            let placed = ready.map { beside(neighbours[$0].compactMap { points[$0] }, number: $0, spread: spread) }
            for (node, point) in zip(ready, placed) { points[node] = point }
            waiting.removeAll { points[$0] != nil }
        }
        var column = 0.0
        return points.map { point in
            if let point { return point }
            column += 1
            return PlanePoint(x: column * spread, y: bottom)
        }
    }

    private static let directions = [
        (0.92, -0.38), (-0.92, -0.38), (0.38, 0.92), (-0.38, 0.92), (0.0, -1.0), (1.0, 0.1), (-1.0, 0.1),
    ]

    private static func beside(_ neighbours: [PlanePoint], number: Int, spread: Double) -> PlanePoint {
        let middle = neighbours.reduce(PlanePoint(x: 0, y: 0), +) * (1 / Double(neighbours.count))
        let direction = directions[number % directions.count]
        let reach = Set(neighbours).count == 1 ? spread : spread * 0.3
        return middle + PlanePoint(x: direction.0 * reach, y: direction.1 * reach)
    }
}
