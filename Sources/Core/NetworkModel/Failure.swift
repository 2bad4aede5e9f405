/// Parts of the network that are out together: what one cause takes down, or several at once.
///
/// Links at a dead device are out with it and need not be listed.
package struct Failure: Hashable, Sendable {
    package var devices: [Int32]
    package var links: [Int32]

    package init(devices: [Int32] = [], links: [Int32] = []) { (self.devices, self.links) = (devices, links) }

    package static let nothing = Failure()

    /// Both at once; parts that stand in both are listed twice, which changes nothing.
    package func union(_ other: Failure) -> Failure { Failure(devices: devices + other.devices, links: links + other.links) }
}

extension Network {
    /// What the object takes down when it fails (SCENARIOS.md, "root cause"): a duct, segment, link, interface or cloud its links; a
    /// device itself and the links that run through it as an amplifier; a site, feed or rack its devices; an owner the links in all
    /// its ducts. Empty for what fails without touching the network (collector, credential, service, calendar); nil for an unknown
    /// name. A cloud can also fail in part; this is the whole of it.
    package func failure(of object: ObjectID) -> Failure? {
        guard let reference = self[object] else {
            return object.kind == .owner ? ownersDucts(object) : nil
        }
        switch reference {
        case .duct(let duct): return Failure(links: Array(linksOfDuct[duct]))
        case .segment(let segment): return Failure(links: Array(linksOfSegment[segment]))
        case .link(let link), .interface(let link, _): return Failure(links: [link])
        case .cloud(let cloud): return Failure(links: Array(linksOfCloud[cloud]))
        case .device(let device): return failure(ofDevices: [device])
        case .site(let site): return failure(ofDevices: devicesOfSite[site])
        case .feed(let feed): return failure(ofDevices: sitesOfFeed[feed].flatMap { devicesOfSite[$0] })
        case .rack(let rack):
            let id = document.racks[Int(rack)].id
            return failure(ofDevices: document.devices.indices.filter { document.devices[$0].rack == id }.map { Int32($0) })
        case .owner: return ownersDucts(object) ?? .nothing
        case .collector, .service, .calendar, .credential: return Failure.nothing
        }
    }

    /// `devices` dead, with the links that are amplified by them.
    package func failure(ofDevices devices: some Collection<Int32>) -> Failure {
        Failure(devices: Array(devices), links: devices.flatMap { linksThroughDevice[$0] })
    }

    /// Ducts name their owner as a bare word in scenarios and as an identifier in declared networks.
    private func ownersDucts(_ owner: ObjectID) -> Failure? {
        let ducts = document.ducts.indices.filter {
            document.ducts[$0].owner == owner.rawValue || document.ducts[$0].owner == String(owner.name)
        }
        return ducts.isEmpty ? nil : Failure(links: Array(Set(ducts.flatMap { linksOfDuct[$0] })).sorted())
    }
}
