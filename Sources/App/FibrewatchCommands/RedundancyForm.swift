import NetworkModel

/// `redundancy --json` (CONTRACT.md): each object whose single loss isolates sites, with those sites in order of their text.
struct RedundancyForm: Encodable {
    struct Ring: Encodable {
        var duct: ObjectID
        var links: [ObjectID]
        var sites: [ObjectID]
    }

    struct Ways: Encodable {
        var duct: [String: Int]
        var owner: [String: Int]
    }

    var ducts: [String: [ObjectID]]
    var links: [String: [ObjectID]]
    var devices: [String: [ObjectID]]
    var sites: [String: [ObjectID]]
    var feeds: [String: [ObjectID]]
    /// Absent where the network has no carriers.
    var clouds: [String: [ObjectID]]?
    /// With details only.
    var rings: [Ring]?
    /// With details only: by data centre, by site.
    var ways: [String: Ways]?

    init(_ redundancy: Redundancy, _ graph: NetworkGraph, details: Bool) {
        let network = graph.network
        let document = network.document
        func named(_ found: [Int32: [Int32]], _ name: (Int) -> ObjectID) -> [String: [ObjectID]] {
            Dictionary(uniqueKeysWithValues: found.map { (name(Int($0.key)).rawValue, network.siteIDs($0.value)) })
        }
        ducts = named(redundancy.ducts) { document.ducts[$0].id }
        links = named(redundancy.links) { document.links[$0].id }
        devices = named(redundancy.devices) { document.devices[$0].id }
        sites = named(redundancy.sites) { document.sites[$0].id }
        feeds = named(redundancy.feeds) { document.feeds[$0].id }
        clouds = document.clouds.isEmpty ? nil : named(redundancy.clouds) { document.clouds[$0].id }
        guard details else { return }
        rings = graph.sharedRings(redundancy).map { ring in
            Ring(
                duct: document.ducts[Int(ring.duct)].id, links: ring.links.map { document.links[Int($0)].id },
                sites: network.siteIDs(ring.sites))
        }
        ways = document.sites.indices.filter { document.sites[$0].kind == "dc" }.reduce(into: [:]) { ways, centre in
            let counts = DisjointWays(graph, to: Int32(centre))
            func bySite(_ counts: [Int]) -> [String: Int] {
                Dictionary(uniqueKeysWithValues: counts.enumerated().map { (document.sites[$0].id.rawValue, $1) })
            }
            ways[document.sites[centre].id.rawValue] = Ways(duct: bySite(counts.byDuct), owner: bySite(counts.byOwner))
        }
    }
}
