import ArgumentParser
import Foundation
import NetworkModel
import Testing

@testable import FibrewatchCommands

/// `redundancy`, `whatif` and `path`: their documents and how they take names.
struct NetworkQuestionTests {
    /// Two posts on a data centre; the first over duct:u1, the second behind the first over a leased line.
    static let document: NetworkDocument = {
        var document = NetworkDocument(name: "chain")
        for (site, kind) in [("site:dc", "dc"), ("site:a", "post"), ("site:b", "post")] {
            document.sites.append(.init(id: ObjectID(site), name: "Pošta \(site.last ?? " ")", kind: kind))
            document.devices.append(.init(id: ObjectID("dev:" + site.dropFirst(5)), site: ObjectID(site), role: "cpe"))
        }
        document.ducts = [.init(id: "duct:u1", owner: "railways", km: 3)]
        document.segments = [.init(id: "seg:g1", duct: "duct:u1", km: 3)]
        var first = NetworkDocument.Link(
            id: "link:l1", a: .init(device: "dev:dc", interface: "if:dc#1"), b: .init(device: "dev:a", interface: "if:a#1"),
            kind: "fibre")
        first.segments = ["seg:g1"]
        let second = NetworkDocument.Link(
            id: "link:l2", a: .init(device: "dev:a", interface: "if:a#2"), b: .init(device: "dev:b", interface: "if:b#1"),
            kind: "leased")
        document.links = [first, second]
        document.services = [.init(id: "svc:pay", hosts: ["dev:dc"], clients: ["post"])]
        return document
    }()

    @Test func `redundancy prints the document of the contract`() throws {
        let graph = NetworkGraph(Network.compile(Self.document).network)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(RedundancyForm(Redundancy(graph), graph, details: false)), as: UTF8.self)
        #expect(
            json == #"{"devices":{"dev:a":["site:a","site:b"],"dev:b":["site:b"],"dev:dc":["site:a","site:b","site:dc"]},"#
                + #""ducts":{"duct:u1":["site:a","site:b"]},"feeds":{},"#
                + #""links":{"link:l1":["site:a","site:b"],"link:l2":["site:b"]},"#
                + #""sites":{"site:a":["site:a","site:b"],"site:b":["site:b"],"site:dc":["site:a","site:b","site:dc"]}}"#)
    }

    @Test func `whatif prints the document of the contract`() throws {
        let network = Network.compile(Self.document).network
        let answer = WhatIf(network.failure(of: "seg:g1") ?? .nothing, in: NetworkGraph(network))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = String(decoding: try encoder.encode(WhatIfForm(["seg:g1"], answer, network)), as: UTF8.self)
        #expect(
            json == #"{"isolated_sites":["site:a","site:b"],"lost_services":{"svc:pay":["site:a","site:b"]},"#
                + #""objects":["seg:g1"],"redundancy_lost":[]}"#)
    }

    @Test func `an object is found by identifier, by bare name and by the name of its site`() throws {
        let network = Network.compile(Self.document).network
        #expect(try network.object(named: "duct:u1") == "duct:u1")
        #expect(try network.object(named: "u1") == "duct:u1")
        #expect(try network.object(named: "b") == "site:b")
        #expect(try network.object(named: "pošta A") == "site:a")
        #expect(throws: ValidationError.self) { try network.object(named: "duct:u2") }
    }
}
