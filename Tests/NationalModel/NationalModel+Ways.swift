// Where ducts can run: between the seats of municipalities, and between the chambers of Belgrade.

extension NationalModel {
    static let centre = Point(lat: 44.8094, lon: 20.4606)

    mutating func layWays() {
        layChambers()
        var members: [Int] = []
        for municipality in municipalities where municipality.name != "Beograd" {
            let node = graph.addNode(municipality.seat)
            nodeNames.append(municipality.name)
            seatNode[municipality.slug] = node
            members.append(node)
        }
        // Ducts of the country enter the city at the backbone nodes.
        members += cityHubs.map(\.node)
        let city = Set(chambers)
        let seats = Set(Self.districtSeats.compactMap { seatNode[$0] })
        graph.join(members) { a, b in
            if city.contains(a) && city.contains(b) { return false }
            return seats.contains(a) || seats.contains(b) || Choice.chance("way \(a) \(b)", 0.5)
        }
    }

    /// Chambers on a jittered grid over the built-up city, joined along streets: more than 250 km of ducts.
    private mutating func layChambers() {
        for row in 0..<11 {
            for column in 0..<13 {
                let name = "bg-k\(row * 13 + column)"
                let east = (Double(column) - 6) * 1.25 + (Choice.share("east \(name)") - 0.5) * 0.8
                let north = (Double(row) - 5) * 1.1 + (Choice.share("north \(name)") - 0.5) * 0.7
                // The city is longer than wide.
                guard (east / 8.2) * (east / 8.2) + (north / 6.2) * (north / 6.2) < 1 else { continue }
                chambers.append(graph.addNode(Self.centre.moved(km: east, towards: 90).moved(km: north, towards: 0)))
                nodeNames.append("BG \(row * 13 + column)")
            }
        }
        graph.join(chambers) { a, b in Choice.chance("street \(a) \(b)", 0.85) }
        // Two backbone nodes in the centre, six where the roads leave the city.
        let directions: [(Double, Double)] = [
            (0.3, 90), (1.6, 220), (6.5, 300), (5.8, 20), (6.5, 95), (5.5, 150), (5.8, 205), (6.8, 255),
        ]
        for (index, direction) in directions.enumerated() {
            let point = Self.centre.moved(km: direction.0, towards: direction.1)
            let free = chambers.filter { chamber in !cityHubs.contains { $0.node == chamber } }
            cityHubs.append(("bg-\(index + 1)", graph.nearest(to: point, among: free)))
        }
        for edge in graph.edges.indices { _ = duct(ofEdge: edge) }
    }
}
