import NetworkModel

/// One feature table of a GeoPackage as plain rows; the file itself is SQLite and is written at the edge.
package struct GeoPackageLayer: Hashable, Sendable {
    package enum Geometry: String, Sendable { case point = "POINT", line = "LINESTRING" }

    package struct Row: Hashable, Sendable {
        /// One point, or a line; empty: no place is known.
        package var points: [GeoPoint]
        /// As `columns`; nil where the object has no such field.
        package var values: [NetworkMap.Value?]
    }

    package var name: String
    package var geometry: Geometry
    package var columns: [String]
    package var rows: [Row]

    /// Layers `site`, `link`, `duct` and `segment` of a network, each with the fields that planners want; empty ones are left out.
    package static func layers(of network: Network, state: MapState = .declared, options: MapOptions = MapOptions())
        -> [GeoPackageLayer]
    {
        var options = options
        options.layer = .site
        let map = NetworkMap(network, state: state, options: options, layer: .site)
        let sites = map.nodes.map { ($0.place.map { [$0] } ?? [], [id($0.id)] + $0.attributes) }
        let links = map.edges.map { edge in
            let ends = zip(["a", "b"], [edge.a, edge.b]).map {
                NetworkMap.Field(name: $0, value: .text(map.nodes[$1].id.rawValue))
            }
            return (edge.line, [id(edge.id)] + ends + edge.attributes)
        }
        let ducts = network.document.ducts.indices.map {
            (map.ducts[$0].points, [id(network.document.ducts[$0].id)] + duct($0, map))
        }
        let segments = network.document.segments.indices.map { index in
            (map.ducts[Int(network.ductOfSegment[index])].points, segment(index, map))
        }
        return [
            layer("site", .point, sites), layer("link", .line, links), layer("duct", .line, ducts),
            layer("segment", .line, segments),
        ].filter { !$0.rows.isEmpty }
    }

    private static func id(_ id: ObjectID) -> NetworkMap.Field { .init(name: "id", value: .text(id.rawValue)) }

    private static func duct(_ index: Int, _ map: NetworkMap) -> [NetworkMap.Field] {
        let duct = map.network.document.ducts[index]
        return map.fields([
            ("name", duct.name.map { .text($0) }), ("km", duct.km.map { .number($0) }),
            ("state", map.state.states[duct.id].map { .text($0.rawValue) }),
            ("cause", map.causeMarks()[duct.id].map { .text($0.rawValue) }),
        ]) + map.ductFields(index)
    }

    private static func segment(_ index: Int, _ map: NetworkMap) -> [NetworkMap.Field] {
        let segment = map.network.document.segments[index]
        let links = map.network.linksOfSegment[index].map { map.network.document.links[Int($0)].id.rawValue }
        return [id(segment.id)]
            + map.fields([
                ("duct", .text(segment.duct.rawValue)), ("km", segment.km.map { .number($0) }),
                ("fibres", segment.fibres.map { .integer($0) }),
                ("links", links.isEmpty ? nil : .text(links.joined(separator: " "))),
            ])
    }

    private static func layer(_ name: String, _ geometry: Geometry, _ rows: [([GeoPoint], [NetworkMap.Field])]) -> GeoPackageLayer
    {
        let names = AttributeKeys(prefix: "c", rows.map(\.1)).names
        // SQLite takes names that differ only in case for one.
        var used: Set = ["fid", "geom"]
        let columns = names.map { name in
            var column = name
            while !used.insert(column.lowercased()).inserted { column += "_" }
            return column
        }
        return GeoPackageLayer(
            name: name, geometry: geometry, columns: columns,
            rows: rows.map { points, fields in
                let values = Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
                return Row(points: points, values: names.map { values[$0] })
            })
    }
}
