import NetworkModel

/// Small networks of every awkward shape from a seed: loops, parallel links, parts, sites with several devices or none, unmanaged
/// devices, standby links, carriers' clouds, amplifiers, shared ducts and feeds.
package enum RandomNetwork {
    package static func document(seed: UInt64) -> NetworkDocument {
        var random = SplitMix64(seed: seed)
        func chance(_ share: Double, _ random: inout SplitMix64) -> Bool { Double.random(in: 0..<1, using: &random) < share }
        var network = NetworkDocument(name: "random-\(seed)")
        let siteCount = Int.random(in: 1...9, using: &random)
        let kinds = ["dc", "hub", "post", "egov"]
        network.feeds = (0..<Int.random(in: 0...3, using: &random)).map { .init(id: ObjectID("feed:f\($0)")) }
        network.clouds = (0..<Int.random(in: 0...2, using: &random)).map { .init(id: ObjectID("cloud:c\($0)"), owner: "telecom") }
        for site in 0..<siteCount {
            var row = NetworkDocument.Site(
                id: ObjectID("site:s\(site)"), name: "S\(site)", kind: kinds.randomElement(using: &random) ?? "post")
            row.feed = chance(0.5, &random) ? network.feeds.randomElement(using: &random)?.id : nil
            network.sites.append(row)
            for _ in 0..<(chance(0.1, &random) ? 0 : chance(0.3, &random) ? 2 : 1) {
                network.devices.append(.init(id: ObjectID("dev:d\(network.devices.count)"), site: row.id, role: "cpe"))
            }
        }
        let owners = ["own", "police", "railways"]
        network.ducts = (0..<Int.random(in: 0...6, using: &random)).map {
            .init(id: ObjectID("duct:u\($0)"), owner: owners.randomElement(using: &random), km: 1)
        }
        guard !network.devices.isEmpty else { return network }
        for link in 0..<Int.random(in: 0...(2 * network.devices.count), using: &random) {
            let a = Int.random(in: 0..<network.devices.count, using: &random)
            let b = chance(0.05, &random) ? a : Int.random(in: 0..<network.devices.count, using: &random)
            var row = NetworkDocument.Link(
                id: ObjectID("link:l\(link)"),
                a: .init(device: network.devices[a].id, interface: ObjectID("if:l\(link)a")),
                b: .init(device: network.devices[b].id, interface: ObjectID("if:l\(link)b")), kind: "fibre")
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                guard let duct = network.ducts.randomElement(using: &random) else { continue }
                network.segments.append(.init(id: ObjectID("seg:g\(network.segments.count)"), duct: duct.id, km: 1))
                row.segments.append(network.segments[network.segments.count - 1].id)
            }
            if chance(0.2, &random), let cloud = network.clouds.randomElement(using: &random) { row.via.append(cloud.id) }
            if chance(0.1, &random), let amplifier = network.devices.randomElement(using: &random) {
                row.via.append(amplifier.id)
            }
            if chance(0.15, &random), a != b { row.standbySeconds = 40 }
            network.links.append(row)
        }
        for service in 0..<Int.random(in: 0...2, using: &random) {
            let hosts = (0..<Int.random(in: 0...2, using: &random)).compactMap { _ in
                network.devices.randomElement(using: &random)?.id
            }
            network.services.append(
                .init(id: ObjectID("svc:v\(service)"), hosts: Array(Set(hosts)).sorted(), clients: ["post", "egov"]))
        }
        return network
    }
}
