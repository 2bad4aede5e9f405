import Diagnosis
import NetworkModel

// From the compiled network to nodes and edges of one layer.

extension NetworkMap {
    mutating func build() {
        let causes = causeMarks()
        switch layer {
        case .site:
            nodes = network.document.sites.indices.map { siteNode($0, causes) }
            edges = network.document.links.indices.compactMap { siteEdge($0, causes) }
        case .ip, .optical:
            nodes = network.document.devices.indices.map { deviceNode($0, causes) }
            edges = network.document.links.indices.compactMap { link in
                layer == .ip || isOptical(link)
                    ? edge(link, a: Int(network.deviceA[link]), b: Int(network.deviceB[link]), causes) : nil
            }
        case .duct:
            buildDucts(causes)
        }
    }

    func causeMarks() -> [ObjectID: CauseMark] {
        var marks: [ObjectID: CauseMark] = [:]
        for cause in state.causes where marks[cause.object] != .best { marks[cause.object] = cause.isBest ? .best : .candidate }
        return marks
    }

    func siteNode(_ index: Int, _ causes: [ObjectID: CauseMark]) -> Node {
        let site = network.document.sites[index]
        return Node(
            id: site.id, name: site.name, kind: site.kind, place: GeoPoint(lat: site.lat, lon: site.lon), state: siteState(index),
            cause: causes[site.id], fields: siteFields(index))
    }

    /// The site's own state; else down if all its devices are, up if any is up, and otherwise what most of them are.
    func siteState(_ index: Int) -> ObjectState? {
        if let own = state.states[network.document.sites[index].id] { return own }
        let states = network.devicesOfSite[index].compactMap { state.states[network.document.devices[Int($0)].id] }
        guard !states.isEmpty else { return nil }
        if states.contains(.up) { return .up }
        if states.allSatisfy({ $0 == .down }) { return .down }
        return states.contains(.unobserved) ? .unobserved : .unknown
    }

    private func deviceNode(_ index: Int, _ causes: [ObjectID: CauseMark]) -> Node {
        let device = network.document.devices[index]
        let site = network.document.sites[Int(network.siteOfDevice[index])]
        return Node(
            id: device.id, name: deviceName(device, at: site), kind: site.kind, role: device.role, site: site.id,
            place: GeoPoint(lat: site.lat, lon: site.lon), state: state.states[device.id] ?? state.states[site.id],
            cause: causes[device.id] ?? causes[site.id], fields: deviceFields(device, at: site))
    }

    private func deviceName(_ device: NetworkDocument.Device, at site: NetworkDocument.Site) -> String {
        if let name = device.name, !name.isEmpty { return name }
        return site.name.isEmpty ? String(device.id.name) : site.name
    }

    private func isOptical(_ link: Int) -> Bool {
        network.document.links[link].kind == "fibre" || !network.segmentsOfLink[link].isEmpty
    }

    /// Links between sites, and links from a device to itself; what joins two devices inside a site is no matter of this layer.
    private func siteEdge(_ link: Int, _ causes: [ObjectID: CauseMark]) -> Edge? {
        let (deviceA, deviceB) = (network.deviceA[link], network.deviceB[link])
        let (a, b) = (Int(network.siteOfDevice[Int(deviceA)]), Int(network.siteOfDevice[Int(deviceB)]))
        return a == b && deviceA != deviceB ? nil : edge(link, a: a, b: b, causes)
    }

    private func edge(_ index: Int, a: Int, b: Int, _ causes: [ObjectID: CauseMark]) -> Edge {
        let link = network.document.links[index]
        let line = DuctCourse.line(of: index, in: network, ducts)
        return Edge(
            id: link.id, a: a, b: b, kind: link.kind, name: link.name ?? "", mbps: link.mbps, km: km(of: index, line),
            state: linkState(link), cause: causes[link.id] ?? cause(below: link, causes), line: line,
            fields: linkFields(index, line))
    }

    private func linkState(_ link: NetworkDocument.Link) -> ObjectState? {
        if let own = state.states[link.id] { return own }
        let ends = [link.a, link.b].compactMap { state.states[$0.interface] }
        return ends.contains(.down) ? .down : ends.first
    }

    /// A link is marked, too, where its interface, segment, duct or carrier is the cause.
    private func cause(below link: NetworkDocument.Link, _ causes: [ObjectID: CauseMark]) -> CauseMark? {
        guard !causes.isEmpty else { return nil }
        var below = [link.a.interface, link.b.interface] + link.segments + link.via
        for segment in link.segments {
            if case .segment(let s)? = network[segment] {
                below.append(network.document.ducts[Int(network.ductOfSegment[Int(s)])].id)
            }
        }
        let marks = below.compactMap { causes[$0] }
        return marks.contains(.best) ? .best : marks.first
    }

    /// Of the segments where all are known, else along the line; nil without places.
    func km(of link: Int, _ line: [GeoPoint]) -> Double? {
        let lengths = network.segmentsOfLink[link].map { network.document.segments[Int($0)].km }
        let known = lengths.compactMap { $0 }
        if !known.isEmpty, known.count == lengths.count { return round3(known.reduce(0, +)) }
        guard line.count >= 2 else { return nil }
        return round3(zip(line, line.dropFirst()).reduce(0) { $0 + $1.0.km(to: $1.1) })
    }

    private func round3(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
