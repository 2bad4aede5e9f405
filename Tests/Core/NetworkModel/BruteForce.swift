import NetworkModel

/// The definitions of CONTRACT.md and SCENARIOS.md written down plainly, from the document alone: one search a question, nothing clever.
struct BruteForce {
    let document: NetworkDocument
    private let number: [ObjectID: Int]
    private let neighbours: [[(link: Int, peer: Int)]]
    private let ductOfSegment: [ObjectID: ObjectID]
    private let hosts: [Int]

    init(_ document: NetworkDocument) {
        self.document = document
        let number = Dictionary(uniqueKeysWithValues: document.devices.enumerated().map { ($1.id, $0) })
        var neighbours = [[(link: Int, peer: Int)]](repeating: [], count: document.devices.count)
        for (row, link) in document.links.enumerated() where link.standbySeconds == nil {
            guard let a = number[link.a.device], let b = number[link.b.device] else { continue }
            neighbours[a].append((row, b))
            neighbours[b].append((row, a))
        }
        self.number = number
        self.neighbours = neighbours
        ductOfSegment = Dictionary(uniqueKeysWithValues: document.segments.map { ($0.id, $0.duct) })
        hosts = document.services.flatMap(\.hosts).compactMap { number[$0] }
    }

    /// Numbers of the links and devices that are out.
    struct Loss {
        var links: Set<Int> = []
        var devices: Set<Int> = []
    }

    func loss(of objects: [ObjectID]) -> Loss {
        var loss = Loss()
        for object in objects {
            switch object.kind {
            case .duct: loss.links.formUnion(links { $0.segments.contains { ductOfSegment[$0] == object } })
            case .segment: loss.links.formUnion(links { $0.segments.contains(object) })
            case .link: loss.links.formUnion(links { $0.id == object })
            case .interface: loss.links.formUnion(links { $0.a.interface == object || $0.b.interface == object })
            case .cloud: loss.links.formUnion(links { $0.via.contains(object) })
            case .device: kill([object], &loss)
            case .site: kill(document.devices.filter { $0.site == object }.map(\.id), &loss)
            case .feed:
                let sites = Set(document.sites.filter { $0.feed == object }.map(\.id))
                kill(document.devices.filter { sites.contains($0.site) }.map(\.id), &loss)
            default: break
            }
        }
        return loss
    }

    private func links(_ isOut: (NetworkDocument.Link) -> Bool) -> [Int] {
        document.links.indices.filter { isOut(document.links[$0]) }
    }

    private func kill(_ devices: [ObjectID], _ loss: inout Loss) {
        loss.devices.formUnion(devices.compactMap { number[$0] })
        loss.links.formUnion(links { $0.via.contains(where: devices.contains) })
    }

    func reached(from sources: [Int], _ loss: Loss) -> Set<Int> {
        var reached = Set(sources.filter { !loss.devices.contains($0) })
        var open = Array(reached)
        while let device = open.popLast() {
            for (link, peer) in neighbours[device]
            where !loss.links.contains(link) && !loss.devices.contains(peer) && reached.insert(peer).inserted {
                open.append(peer)
            }
        }
        var carried: Set<Int> = []
        for (row, link) in document.links.enumerated() where link.standbySeconds != nil && !loss.links.contains(row) {
            guard let a = number[link.a.device], let b = number[link.b.device] else { continue }
            if reached.contains(b), !loss.devices.contains(a) { carried.insert(a) }
        }
        return reached.union(carried)
    }

    func sitesServed(_ loss: Loss, by service: NetworkDocument.Service? = nil) -> Set<ObjectID> {
        let sources = service.map { $0.hosts.compactMap { number[$0] } } ?? hosts
        return Set(reached(from: sources, loss).map { document.devices[$0].site })
    }

    func isolated(by objects: [ObjectID]) -> [ObjectID] {
        sitesServed(Loss()).subtracting(sitesServed(loss(of: objects))).sorted()
    }

    func lostServices(by objects: [ObjectID]) -> [ObjectID: [ObjectID]] {
        var lost: [ObjectID: [ObjectID]] = [:]
        for service in document.services {
            let clients = Set(document.sites.filter { service.clients.contains($0.kind) }.map(\.id))
            let sites = sitesServed(Loss(), by: service).subtracting(sitesServed(loss(of: objects), by: service))
            let losers = sites.intersection(clients).sorted()
            if !losers.isEmpty { lost[service.id] = losers }
        }
        return lost
    }

    /// Still served, and cut off by some further single duct, link or cloud, which none was before.
    func redundancyLost(by objects: [ObjectID]) -> [ObjectID] {
        let after = loss(of: objects)
        let lost = exposed(after).subtracting(exposed(Loss())).intersection(sitesServed(Loss())).intersection(sitesServed(after))
        return lost.sorted()
    }

    private func exposed(_ loss: Loss) -> Set<ObjectID> {
        let served = sitesServed(loss)
        let singles = document.ducts.map(\.id) + document.links.map(\.id) + document.clouds.map(\.id)
        return singles.reduce(into: Set<ObjectID>()) { exposed, single in
            let more = self.loss(of: [single])
            let both = Loss(links: loss.links.union(more.links), devices: loss.devices.union(more.devices))
            exposed.formUnion(served.subtracting(sitesServed(both)))
        }
    }
}
