// Post offices: one in every postal place, more in towns.

extension NationalModel {
    static let postCount = 1520
    static let eidCount = 700

    mutating func buildPosts() {
        var posts: [(place: Int, municipality: Municipality, number: Int)] = []
        for municipality in municipalities {
            for place in municipality.places.indices { posts.append((place, municipality, 1)) }
        }
        posts += furtherPosts(Self.postCount - posts.count)
        for (index, post) in posts.enumerated() {
            // 700 of 1,520 spread evenly, whatever the order.
            let eid = index * Self.eidCount / posts.count != (index + 1) * Self.eidCount / posts.count
            add(post.municipality, post.place, post.number, eid: eid)
        }
    }

    /// Second and further offices in the seats: Belgrade first, then the seats of districts, then round after round the others.
    private func furtherPosts(_ count: Int) -> [(place: Int, municipality: Municipality, number: Int)] {
        let extra = ["beograd": 130, "novi-sad": 34, "nis": 24, "kragujevac": 16, "subotica": 10, "zemun": 10]
        var result: [(Int, Municipality, Int)] = []
        for municipality in municipalities {
            for number in 0..<(extra[municipality.slug] ?? 0) where result.count < count {
                result.append((0, municipality, number + 2))
            }
        }
        var number = 2
        while result.count < count {
            for municipality in municipalities where extra[municipality.slug] == nil && result.count < count {
                if Self.districtSeats.contains(municipality.slug) || municipality.places.count >= 4 * number - 4 {
                    result.append((0, municipality, number))
                }
            }
            number += 1
        }
        return result
    }

    private mutating func add(_ municipality: Municipality, _ placeIndex: Int, _ number: Int, eid: Bool) {
        let place = municipality.places[placeIndex]
        let id = "p-\(place.code)" + (number > 1 ? "-\(number)" : "")
        let inSeat = placeIndex == 0
        let inCity = municipality.name == "Beograd"
        let chamber = inCity ? chambers[(number * 11 + placeIndex) % chambers.count] : 0
        let point = (inCity ? graph.nodes[chamber] : place.point).moved(
            km: inSeat ? 0.2 + 0.8 * Choice.share("far \(id)") : 0.1, towards: 360 * Choice.share("side \(id)"))
        let calendar = number == 1 && inSeat ? "post-main" : inSeat ? "post-town" : "post-village"
        site(
            "sites-posts", id, "Post office \(place.name)" + (number > 1 ? " \(number)" : ""), kind: "post", at: point,
            ups: Choice.of("ups \(id)", [(0, 3), (300, 3), (600, 3), (1800, 1)]),
            feed: inCity ? "beograd-\(1 + Choice.index("feed \(id)", 30))" : feed(municipality, place.code),
            in: municipality.name,
            calendar: calendar, switchedOff: Choice.chance("off \(id)", 0.88),
            tags: (eid ? "eid=yes; " : "") + "pos=\(1 + Choice.index("pos \(id)", inSeat ? 5 : 2))")
        device("devices-posts", id, at: id, role: "cpe", collectors: Self.collector(municipality))
        if inCity {
            joinInCity(id, chamber, point)
        } else {
            join(id, municipality, placeIndex, point)
        }
        if eid, Choice.chance("lte \(id)", 0.35) { backUp(id, id, "links-backup", mbps: 20) }
    }

    /// To the nearest backbone node over the city's ducts; a third over a leased circuit.
    private mutating func joinInCity(_ id: String, _ chamber: Int, _ point: Point) {
        let near = cityHubs.map { ($0.name, graph.way(from: chamber, to: $0.node) ?? []) }.sorted {
            graph.length($0.1) < graph.length($1.1)
        }
        if Choice.chance("leased \(id)", 0.3) {
            return link(
                "links-posts", id, near[0].0 + "-core", id, ports: ("ge-1/0/", "wan"), kind: "leased", mbps: 50,
                [
                    "via": "cloud:telecom-belgrade", "owner": "owner:telecom",
                    "contract": "TS-\(1000 + Choice.index("contract \(id)", 9000))",
                ])
        }
        duct(
            "ducts-access", id, owner: "telecom", name: "Beograd, to post office \(id.dropFirst(2))",
            along: [graph.nodes[chamber], point])
        link(
            "links-posts", id, near[0].0 + "-core", id, ports: ("ge-1/0/", "wan"), kind: "fibre", mbps: 100,
            over: ducts(along: near[0].1.reversed()) + [id], fibres: 4)
    }

    private mutating func join(_ id: String, _ municipality: Municipality, _ placeIndex: Int, _ point: Point) {
        let inSeat = placeIndex == 0
        let kind = Choice.of(
            "kind \(id)",
            inSeat ? [("fibre", 80), ("leased", 15), ("dsl", 5)] : [("fibre", 34), ("leased", 40), ("dsl", 16), ("radio", 10)])
        let router = "m-" + municipality.slug
        switch kind {
        case "leased", "dsl": leased("links-posts", id, municipality, mbps: kind == "dsl" ? 16 : 30, kind: kind)
        case "radio":
            link("links-posts", id, router, id, ports: ("ge-0/0/", "radio"), kind: "radio", mbps: 50, ["owner": "owner:own"])
        default:
            let over = inSeat ? [street(id, municipality)] : villageDucts(municipality, placeIndex)
            var tail: [String] = []
            if inSeat {
                duct(
                    "ducts-access", id, owner: "telecom", name: "\(municipality.name), to post office \(id.dropFirst(2))",
                    along: [municipality.seat, point])
                tail = [id]
            }
            link("links-posts", id, router, id, ports: ("ge-0/0/", "wan"), kind: "fibre", mbps: 100, over: over + tail, fibres: 4)
        }
    }

    private func street(_ id: String, _ municipality: Municipality) -> String {
        "\(municipality.slug)-street-\(1 + Choice.index("street \(id)", streets(municipality)))"
    }

    /// The ducts from the seat to the village, along the shortest tree over the municipality's places; several villages share them.
    private mutating func villageDucts(_ municipality: Municipality, _ village: Int) -> [String] {
        let parents = tree(municipality)
        var way: [Int] = []
        var place = village
        while place != 0 {
            way.append(place)
            place = parents[place]
        }
        return way.reversed().map { place in
            let id = "\(municipality.slug)-\(municipality.places[place].code)"
            if villageDuctsLaid.insert(id).inserted {
                let (from, to) = (municipality.places[parents[place]], municipality.places[place])
                duct(
                    "ducts-access", id, owner: Choice.of("owner \(id)", [("telecom", 6), ("power", 2), ("own", 2)]),
                    name: "\(from.name) – \(to.name)",
                    along: from.point == to.point ? [from.point, to.point.moved(km: 0.8, towards: 45)] : [from.point, to.point],
                    manholeEvery: 5)
            }
            return id
        }
    }

    /// The parent of each place in the minimum spanning tree that grows from the seat (Prim).
    private func tree(_ municipality: Municipality) -> [Int] {
        let points = municipality.places.map(\.point)
        var parents = [Int](repeating: 0, count: points.count)
        var distance = points.map { $0.km(to: points[0]) }
        var rest = Set(points.indices.dropFirst())
        while let next = rest.min(by: { (distance[$0], $0) < (distance[$1], $1) }) {
            rest.remove(next)
            for place in rest where points[place].km(to: points[next]) < distance[place] {
                (distance[place], parents[place]) = (points[place].km(to: points[next]), next)
            }
        }
        return parents
    }
}
