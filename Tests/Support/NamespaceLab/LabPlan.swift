import NetworkModel

/// The map of the test bed: the six towns of the backbone map "BackboneSerbiaMontenegro" (Internet Topology Zoo, CC BY 4.0) and its
/// ring of six links, and a monitoring host behind Belgrade.
///
/// Every link lies in a duct of its own, and two ducts hold two links each: `duct:ns-entry`, the way into the building in Novi Sad, and
/// `duct:south-trench`, a trench that the links Kragujevac – Niš and Kruševac – Podgorica share. The first isolates one town, the
/// second two.
package struct LabPlan: Sendable {
    package struct Town: Sendable {
        /// As in `dev:bg`, `site:bg` and in names of interfaces.
        package var name: String
        package var title: String
        package var lat: Double
        package var lon: Double
        /// Last octet of 10.255.0.x.
        var number: Int
        package var address: String { "10.255.0.\(number)" }
    }

    package struct Link: Sendable {
        package var name: String
        package var a: String
        package var b: String
        /// Ducts in order from `a` to `b`.
        package var ducts: [String]
        var number: Int
        package var id: ObjectID { ObjectID("link:" + name) }
        /// Name of the interface at `town`.
        func interface(at town: String) -> String { town == a ? "\(a)-\(b)" : "\(b)-\(a)" }
        /// Address of the interface at `town` in the link's /30.
        func address(at town: String) -> String { "10.254.\(number).\(town == a ? 1 : 2)" }
    }

    /// The host of a collector behind a town; it has no agent and is not polled.
    package struct Monitor: Sendable {
        package var name: String
        package var town: String
        package var collector: String
        package var address: String
    }

    package let towns: [Town]
    package let monitors: [Monitor]
    /// The ring, then the patch from each monitoring host's town to it.
    package let links: [Link]

    /// The first monitoring host, where programs run unless another is named.
    package static let monitor = "nms"

    /// One collector, `collector:lab`, behind Belgrade.
    package static let standard = LabPlan(monitors: [
        Monitor(name: monitor, town: "bg", collector: "lab", address: "10.255.0.9")
    ])

    /// A second collector, `collector:lab2` on `nms2`, behind Kragujevac; both poll every town.
    package static let twoCollectors = LabPlan(
        monitors: standard.monitors + [Monitor(name: "nms2", town: "kg", collector: "lab2", address: "10.255.0.10")])

    private init(monitors: [Monitor]) {
        self.monitors = monitors
        towns = Self.allTowns
        links =
            Self.ring
            + monitors.enumerated().map { index, monitor in
                Link(
                    name: "\(monitor.town)-\(monitor.name)", a: monitor.town, b: monitor.name, ducts: [],
                    number: Self.ring.count + 1 + index)
            }
    }

    private static let allTowns = [
        Town(name: "ns", title: "Novi Sad", lat: 45.25167, lon: 19.83694, number: 1),
        Town(name: "bg", title: "Belgrade", lat: 44.80401, lon: 20.46513, number: 2),
        Town(name: "kg", title: "Kragujevac", lat: 44.01667, lon: 20.91667, number: 3),
        Town(name: "nis", title: "Nis", lat: 43.32472, lon: 21.90333, number: 4),
        Town(name: "ks", title: "Krusevac", lat: 43.58, lon: 21.33389, number: 5),
        Town(name: "pg", title: "Podgorica", lat: 42.44111, lon: 19.26361, number: 6),
    ]

    private static let ring = [
        Link(name: "bg-ns", a: "bg", b: "ns", ducts: ["bg-ns", "ns-entry"], number: 1),
        Link(name: "ns-pg", a: "ns", b: "pg", ducts: ["ns-entry", "ns-pg"], number: 2),
        Link(name: "bg-kg", a: "bg", b: "kg", ducts: ["bg-kg"], number: 3),
        Link(name: "kg-nis", a: "kg", b: "nis", ducts: ["kg-nis", "south-trench"], number: 4),
        Link(name: "nis-ks", a: "nis", b: "ks", ducts: ["nis-ks"], number: 5),
        Link(name: "ks-pg", a: "ks", b: "pg", ducts: ["south-trench", "ks-pg"], number: 6),
    ]

    var ducts: [String] {
        links.flatMap(\.ducts).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    var nodes: [String] { towns.map(\.name) + monitors.map(\.name) }
    func links(at node: String) -> [Link] { links.filter { $0.a == node || $0.b == node } }

    /// Links that a failure of `object` takes down; nil where the plan has no such object.
    func links(cutBy object: ObjectID) -> [Link]? {
        let name = String(object.name)
        switch object.kind {
        case .link: return links.contains { $0.name == name } ? links.filter { $0.name == name } : nil
        case .duct: return ducts.contains(name) ? links.filter { $0.ducts.contains(name) } : nil
        case .device: return nodes.contains(name) ? links(at: name) : nil
        default: return nil
        }
    }
}
