import Diagnosis
import NetworkModel
import Rendering

/// Four sites around Belgrade, one of them without a place; two parallel links, a loop, a duct shared by two links.
enum SmallNetwork {
    static func document(name: String = "Small") -> NetworkDocument {
        var d = NetworkDocument(name: name)
        d.sites = [
            .init(id: "site:bg", name: "Beograd", kind: "dc", lat: 44.81, lon: 20.46),
            .init(id: "site:ns", name: "Novi Sad", kind: "hub", lat: 45.25, lon: 19.84),
            .init(id: "site:pa", name: "Pančevo", kind: "municipality", lat: 44.87, lon: 20.64),
            .init(id: "site:x", name: "Internet", kind: "other"),
        ]
        d.devices = ["bg", "ns", "pa", "x"].map { .init(id: ObjectID("dev:" + $0), site: ObjectID("site:" + $0), role: "core") }
        d.ducts = [.init(id: "duct:u1", owner: "railways", km: 30), .init(id: "duct:u2", owner: "telecom", km: 40)]
        d.segments = [.init(id: "seg:g1", duct: "duct:u1", km: 30), .init(id: "seg:g2", duct: "duct:u2", km: 40)]
        d.links = [
            link("l1", "bg", "ns", ["seg:g1", "seg:g2"]), link("l2", "ns", "bg", ["seg:g2"]), link("l3", "bg", "pa", []),
            link("l4", "pa", "x", []), link("l5", "x", "x", []),
        ]
        return d
    }

    static let network = Network.compile(document()).network

    private static func link(_ name: String, _ a: String, _ b: String, _ segments: [ObjectID]) -> NetworkDocument.Link {
        var link = NetworkDocument.Link(
            id: ObjectID("link:" + name), a: .init(device: ObjectID("dev:" + a), interface: ObjectID("if:\(a)#\(name)a")),
            b: .init(device: ObjectID("dev:" + b), interface: ObjectID("if:\(b)#\(name)b")),
            kind: segments.isEmpty ? "leased" : "fibre")
        link.mbps = 1000
        link.segments = segments
        return link
    }
}
