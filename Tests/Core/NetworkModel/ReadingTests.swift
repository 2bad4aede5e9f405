import Foundation
import NetworkModel
import TestSupport
import Testing

/// The fast reader of network.json against Foundation's decoder, and its refusals.
struct ReadingTests {
    @Test(.enabled(if: SharedData.isPresent, SharedData.absent))
    func `the fast reader gives what Codable gives on every shared network`() throws {
        for file in SharedData.networkFiles() {
            let data = try Data(contentsOf: file)
            #expect(try NetworkDocument(json: [UInt8](data)) == JSONDecoder().decode(NetworkDocument.self, from: data))
        }
    }

    @Test func `every field of every object is read back as it was written`() throws {
        let document = Self.full
        #expect(try NetworkDocument(json: [UInt8](JSONEncoder().encode(document))) == document)
        // All fields are set, so that a field which the reader forgets shows here.
        let rows: [Any?] = [
            document.sites.first, document.devices.first, document.ducts.first, document.segments.first, document.links.first,
            document.calendars.first, document.credentials.first, document.owners.first,
        ]
        for row in rows {
            for child in Mirror(reflecting: try #require(row)).children {
                #expect(!["nil", "[]", "[:]"].contains("\(child.value)"), "\(child.label ?? "")")
            }
        }
    }

    @Test func `escapes and unknown fields of any kind are read`() throws {
        let text = #"""
            {"later":[{"x":[1,-2.5e3,true,null,"]"]}],"name":"a\u00e9\n\ud83d\ude00\\\"\/","sites":[{"id":"site:a","lat":44.8125,
            "lon":-2e1,"feed":null,"ups_s":120,"unknown":{"deep":[[]]}}]}
            """#
        let document = try NetworkDocument(json: Array(text.utf8))
        #expect(document.name == "aé\n😀\\\"/")
        #expect(document.sites.first?.lat == 44.8125)
        #expect(document.sites.first?.lon == -20)
        #expect(document.sites.first?.upsSeconds == 120)
    }

    @Test(arguments: [
        ("", "1:1"), ("{", "1:2"), ("[]", "1:1"), (#"{"sites":[{"name":"x"}]}"#, "without all of: id"),
        (#"{"sites":[{"id":7}]}"#, "1:17: a text is expected"), ("{\"name\":\n 7}", "2:2"), (#"{"name":"x"} x"#, "goes on"),
        (#"{"sites":[{"id":"site:a","ups_s":1.5}]}"#, "whole number"), (#"{"name":"\x"}"#, "no escape"),
        (#"{"name":"a"#, "no end"),
        (#"{"sites":[{"id":"site:a","lifecycle":"dead"}]}"#, #""dead" is none of active, planned, retired"#),
        (String(repeating: #"{"a":"#, count: 100), "nested deeper"),
    ])
    func `broken text is refused with its place`(text: String, expected: String) {
        let problem = #expect(throws: JSONProblem.self) { try NetworkDocument(json: Array(text.utf8)) }
        #expect("\(problem.map { "\($0)" } ?? "")".contains(expected))
    }

    @Test func `damaged documents never trap`() throws {
        let bytes = try [UInt8](JSONEncoder().encode(Self.full))
        for seed in UInt64(1)...300 {
            var random = SplitMix64(seed: seed)
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if seed % 3 == 0 { damaged.removeLast(Int.random(in: 0..<damaged.count, using: &random)) }
            _ = try? NetworkDocument(json: damaged)
        }
    }

    /// One of each object with every field set to something else than its default.
    static var full: NetworkDocument {
        var document = NetworkDocument(name: "full \"quoted\" \u{7}")
        var site = NetworkDocument.Site(id: "site:a", name: "Ваљево", kind: "post", lat: 44.27, lon: 19.89)
        (site.upsSeconds, site.feed, site.calendar, site.offHours, site.lifecycle) = (120, "feed:f", "cal:c", .allowed, .planned)
        (site.municipality, site.address, site.contact, site.level, site.tags) = (
            "V", "Ulica 1", "+381", .restricted, ["eid": "2"]
        )
        document.sites = [site]
        document.feeds = [.init(id: "feed:f", owner: "owner:o")]
        var device = NetworkDocument.Device(id: "dev:a", site: "site:a", role: "cpe", collectors: ["collector:c"])
        (device.credential, device.address, device.aliases, device.rack) = ("cred:k", "10.0.0.1", ["10.0.0.2"], "rack:r")
        (device.name, device.level) = ("a", .internal)
        document.devices = [device]
        var duct = NetworkDocument.Duct(id: "duct:u", owner: "own", km: 1.25)
        (duct.name, duct.path, duct.manholes, duct.level) = ("U", [[44.5, 20.5]], [.init(name: "M1", km: 0.5)], .public)
        document.ducts = [duct]
        var segment = NetworkDocument.Segment(id: "seg:g", duct: "duct:u", km: 1.5)
        segment.fibres = 12
        document.segments = [segment]
        var link = NetworkDocument.Link(
            id: "link:l", a: .init(device: "dev:a", interface: "if:a#1", follows: .local),
            b: .init(device: "dev:a", interface: "if:a#2", follows: .local), kind: "lte")
        link.tags = ["fibres": "4"]
        (link.mbps, link.otdr, link.segments, link.via, link.standbySeconds) = (30, true, ["seg:g"], ["cloud:k"], 40)
        (link.owner, link.contract, link.name, link.level, link.a.ifName) = ("telecom", "K-1", "L", .internal, "ge-0/0/1")
        document.links = [link]
        document.collectors = [.init(id: "collector:c", device: "dev:a")]
        var service = NetworkDocument.Service(id: "svc:s", hosts: ["dev:a"], clients: ["post"])
        service.name = "S"
        document.services = [service]
        let open = ["sat": "08:00-13:00"]
        document.calendars = [.init(id: "cal:c", zone: "Europe/Paris", open: open, closed: ["2026-01-01"], graceSeconds: 60)]
        document.clouds = [.init(id: "cloud:k", owner: "telecom")]
        document.owners = [.init(id: "owner:o", name: "O", contact: "desk", contract: "K")]
        document.racks = [.init(id: "rack:r", site: "site:a", room: "1")]
        var credential = NetworkDocument.Credential(id: "cred:k", snmp: "3")
        (credential.communityFile, credential.user, credential.auth, credential.authFile) = ("c", "u", "sha256", "a")
        (credential.priv, credential.privFile) = ("aes128", "p")
        document.credentials = [credential]
        return document
    }
}
