import Foundation
import NetworkModel
import TestSupport
import Testing

/// Single points of failure and what-if answers against the brute force beside this file.
struct RedundancyTests {
    @Test(.enabled(if: SharedData.isPresent, SharedData.absent))
    func `redundancy of every shared network equals brute force`() throws {
        let files = SharedData.networkFiles()
        #expect(files.count >= 6)
        for file in files {
            let document = try NetworkDocument(json: [UInt8](Data(contentsOf: file)))
            // The brute force takes minutes on the national network in a debug build: there, every 11th object unless `make soak`.
            let step = document.devices.count > 500 && !SharedData.soak ? 11 : 1
            Self.expectEqualToBruteForce(document, step: step, file.lastPathComponent)
        }
    }

    @Test func `redundancy of random small networks equals brute force`() {
        for seed in UInt64(1)...400 { Self.expectEqualToBruteForce(RandomNetwork.document(seed: seed), step: 1, "seed \(seed)") }
    }

    @Test func `what if on random small networks equals brute force`() {
        for seed in UInt64(1)...200 {
            let document = RandomNetwork.document(seed: seed)
            var random = SplitMix64(seed: seed &+ 1_000_000)
            let graph = NetworkGraph(Network.compile(document).network)
            let all = Self.objects(of: document)
            for count in 1...3 {
                let objects = (0..<count).compactMap { _ in all.randomElement(using: &random) }
                Self.expectEqualToBruteForce(objects, graph, BruteForce(document), "seed \(seed), \(objects)")
            }
        }
    }

    @Test(.enabled(if: SharedData.isPresent, SharedData.absent))
    func `what if on the shared maps equals brute force`() throws {
        for file in SharedData.networkFiles() where file.lastPathComponent.hasPrefix("zoo-") {
            let document = try NetworkDocument(json: [UInt8](Data(contentsOf: file)))
            let graph = NetworkGraph(Network.compile(document).network)
            var random = SplitMix64(seed: 7)
            let all = Self.objects(of: document)
            for _ in 0..<4 {
                let objects = (0..<2).compactMap { _ in all.randomElement(using: &random) }
                Self.expectEqualToBruteForce(objects, graph, BruteForce(document), "\(file.lastPathComponent), \(objects)")
            }
        }
    }

    @Test func `no set of links that takes a device from all hosts escapes the labels`() {
        for seed in UInt64(1)...300 {
            let document = RandomNetwork.document(seed: seed)
            guard !document.links.isEmpty else { continue }
            let labels = CycleLabels(NetworkGraph(Network.compile(document).network))
            let brute = BruteForce(document)
            let standby = Set(document.links.indices.filter { document.links[$0].standbySeconds != nil })
            let hosts = document.services.flatMap(\.hosts).compactMap { id in document.devices.firstIndex { $0.id == id } }
            var random = SplitMix64(seed: seed)
            for _ in 0..<5 {
                let links = Set((0..<3).map { _ in Int.random(in: 0..<document.links.count, using: &random) })
                let before = brute.reached(from: hosts, .init(links: standby))
                let lost = before.subtracting(brute.reached(from: hosts, .init(links: standby.union(links))))
                if !lost.isEmpty { #expect(labels.separates(links.map { Int32($0) }), "seed \(seed), links \(links)") }
            }
        }
    }

    @Test func `labels do not call a link of a ring separating, and any two of them are`() {
        let labels = CycleLabels(NetworkGraph(Network.compile(Self.ring(sharing: ["duct:a", "duct:b", "duct:c"])).network))
        for link in Int32(0)..<3 {
            #expect(!labels.separates([link]))
            #expect(labels.separates([link, (link + 1) % 3]))
        }
    }

    @Test func `a ring that lies in one duct is named with the links that share it`() {
        let graph = NetworkGraph(Network.compile(Self.ring(sharing: ["duct:t", "duct:t", "duct:c"])).network)
        #expect(graph.sharedRings(Redundancy(graph)) == [SharedRing(duct: 0, links: [0, 1], sites: [1])])
    }

    @Test func `a ring in three ducts is named nowhere`() {
        let graph = NetworkGraph(Network.compile(Self.ring(sharing: ["duct:a", "duct:b", "duct:c"])).network)
        #expect(graph.sharedRings(Redundancy(graph)).isEmpty)
        #expect(Redundancy(graph).ducts.isEmpty)
    }

    @Test func `adding a link never isolates a site`() {
        for seed in UInt64(1)...100 {
            var document = RandomNetwork.document(seed: seed)
            guard document.devices.count > 1, let duct = document.ducts.first?.id else { continue }
            let before = NetworkGraph(Network.compile(document).network)
            let failure = before.network.failure(of: duct) ?? .nothing
            let served = before.sitesServed()
            document.links.append(
                .init(
                    id: "link:new", a: .init(device: document.devices[0].id, interface: "if:new1"),
                    b: .init(device: document.devices[1].id, interface: "if:new2"), kind: "fibre"))
            let after = NetworkGraph(Network.compile(document).network).sitesIsolated(by: failure).filter { served[Int($0)] }
            #expect(Set(before.sitesIsolated(by: failure)).isSuperset(of: after), "seed \(seed)")
        }
    }

    /// Three sites in a ring 0–1, 1–2, 2–0, each link in the duct given; the service stands at site 0.
    static func ring(sharing ducts: [ObjectID]) -> NetworkDocument {
        var document = NetworkDocument(name: "ring")
        for site in 0..<3 {
            document.sites.append(.init(id: ObjectID("site:\(site)"), name: "", kind: "post"))
            document.devices.append(.init(id: ObjectID("dev:\(site)"), site: ObjectID("site:\(site)"), role: "cpe"))
        }
        for duct in Set(ducts).sorted().reversed() { document.ducts.append(.init(id: duct)) }
        for (row, duct) in ducts.enumerated() {
            document.segments.append(.init(id: ObjectID("seg:\(row)"), duct: duct))
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(row)"), a: .init(device: ObjectID("dev:\(row)"), interface: ObjectID("if:\(row)a")),
                b: .init(device: ObjectID("dev:\((row + 1) % 3)"), interface: ObjectID("if:\(row)b")), kind: "fibre")
            link.segments = [ObjectID("seg:\(row)")]
            document.links.append(link)
        }
        document.services = [.init(id: "svc:s", hosts: ["dev:0"], clients: ["post"])]
        return document
    }

    static func objects(of document: NetworkDocument) -> [ObjectID] {
        let links = document.links.map(\.id) + document.links.map(\.a.interface) + document.segments.map(\.id)
        let places = document.devices.map(\.id) + document.sites.map(\.id) + document.feeds.map(\.id)
        return document.ducts.map(\.id) + links + places + document.clouds.map(\.id)
    }

    static func expectEqualToBruteForce(_ document: NetworkDocument, step: Int, _ what: String) {
        let (network, problems) = Network.compile(document)
        #expect(problems.isEmpty, "\(what)")
        let redundancy = Redundancy(NetworkGraph(network))
        let brute = BruteForce(document)
        func expect(_ ids: [ObjectID], _ found: [Int32: [Int32]]) {
            for row in stride(from: 0, to: ids.count, by: step) {
                let sites = (found[Int32(row)] ?? []).map { document.sites[Int($0)].id }.sorted()
                #expect(sites == brute.isolated(by: [ids[row]]), "\(what), \(ids[row])")
            }
        }
        expect(document.ducts.map(\.id), redundancy.ducts)
        expect(document.segments.map(\.id), redundancy.segments)
        expect(document.links.map(\.id), redundancy.links)
        expect(document.devices.map(\.id), redundancy.devices)
        expect(document.sites.map(\.id), redundancy.sites)
        expect(document.feeds.map(\.id), redundancy.feeds)
        expect(document.clouds.map(\.id), redundancy.clouds)
    }

    static func expectEqualToBruteForce(_ objects: [ObjectID], _ graph: NetworkGraph, _ brute: BruteForce, _ what: String) {
        let failure = objects.reduce(Failure.nothing) { $0.union(graph.network.failure(of: $1) ?? .nothing) }
        let answer = WhatIf(failure, in: graph)
        let document = graph.network.document
        func names(_ sites: [Int32]) -> [ObjectID] { sites.map { document.sites[Int($0)].id }.sorted() }
        #expect(names(answer.isolatedSites) == brute.isolated(by: objects), "\(what)")
        #expect(names(answer.redundancyLost) == brute.redundancyLost(by: objects), "\(what)")
        let lost = answer.lostServices.reduce(into: [ObjectID: [ObjectID]]()) {
            $0[document.services[Int($1.key)].id] = names($1.value)
        }
        #expect(lost == brute.lostServices(by: objects), "\(what)")
    }
}
