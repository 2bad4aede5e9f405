import NetworkModel

// Where the objects that can be a cause lie on the drawing.

extension SVGDrawing {
    /// The parts of links that run through a duct, segment or carrier, or the whole link.
    func courses(of object: ObjectID) -> [[PlanePoint]] {
        switch map.network[object] {
        case .duct(let duct): return ductCourses(Int(duct))
        case .segment(let segment):
            return map.network.linksOfSegment[segment].flatMap { parts(of: Int($0)) { $0 == segment } }
        case .link(let link), .interface(let link, _): return line(ofLink: Int(link)).map { [$0] } ?? []
        case .cloud(let cloud): return map.network.linksOfCloud[cloud].compactMap { line(ofLink: Int($0)) }
        default: return []
        }
    }

    /// Where the mark stands: the middle of a course, or the middle of the sites.
    func spot(of object: ObjectID) -> PlanePoint? {
        switch map.network[object] {
        case .device(let device):
            return node(map.network.document.devices[Int(device)].id) ?? node(siteID(ofDevice: device))
        case .site(let site): return middle([map.network.document.sites[Int(site)].id])
        case .feed(let feed): return middle(map.network.sitesOfFeed[feed].map { map.network.document.sites[Int($0)].id })
        case .collector(let collector): return node(siteID(ofDevice: map.network.deviceOfCollector[Int(collector)]))
        case .interface(let link, let end): return line(ofLink: Int(link))?.point(at: end == .a ? 0.15 : 0.85)
        default: return courses(of: object).first?.point(at: 0.5)
        }
    }

    private func ductCourses(_ duct: Int) -> [[PlanePoint]] {
        if map.layer == .duct {
            return map.edges.firstIndex { $0.id == map.network.document.ducts[duct].id }.map { [lines[$0]] } ?? []
        }
        return map.network.linksOfDuct[duct].flatMap { link in
            parts(of: Int(link)) { Int(map.network.ductOfSegment[Int($0)]) == duct }
        }
    }

    private func parts(of link: Int, where isMember: (Int32) -> Bool) -> [[PlanePoint]] {
        guard let line = line(ofLink: link) else { return [] }
        let segments = Array(map.network.segmentsOfLink[link])
        let shares = DuctCourse.shares(of: segments, in: map.network)
        return zip(segments, shares).filter { isMember($0.0) }.map { line.part(from: $0.1.lowerBound, to: $0.1.upperBound) }
    }

    private func line(ofLink link: Int) -> [PlanePoint]? {
        let id = map.network.document.links[link].id
        return map.edges.firstIndex { $0.id == id }.map { lines[$0] }
    }

    private func siteID(ofDevice device: Int32) -> ObjectID {
        map.network.document.sites[Int(map.network.siteOfDevice[Int(device)])].id
    }

    private func node(_ id: ObjectID) -> PlanePoint? { map.nodes.firstIndex { $0.id == id }.map { points[$0] } }

    private func middle(_ sites: [ObjectID]) -> PlanePoint? {
        let wanted = Set(sites)
        let found = map.nodes.indices.filter {
            wanted.contains(map.nodes[$0].id) || map.nodes[$0].site.map(wanted.contains) ?? false
        }
        guard !found.isEmpty else { return nil }
        return found.reduce(PlanePoint(x: 0, y: 0)) { $0 + points[$1] } * (1 / Double(found.count))
    }
}
