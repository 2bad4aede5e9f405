import NetworkModel

@testable import Diagnosis

/// A monitor, a core and a branch of five towns, one behind the other, a duct between each two. Everybody is asked once a second and
/// ports are not read, as between two table reads of a running monitor.
///
///     nms – core ═ a ═ b ═ c ═ d ═ e
struct ChainTown {
    static let towns = ["a", "b", "c", "d", "e"]
    let network: Network
    var context = EpisodeContext(start: Timestamp(milliseconds: 0), pollInterval: .seconds(1))

    init() {
        var document = NetworkDocument(name: "chain")
        let names = ["nms", "core"] + Self.towns
        for name in names {
            document.sites.append(.init(id: ObjectID("site:\(name)"), name: name, kind: "post"))
            document.devices.append(
                .init(id: ObjectID("dev:\(name)"), site: ObjectID("site:\(name)"), role: "cpe", collectors: ["collector:c"]))
        }
        for (near, far) in zip(names, names.dropFirst()) {
            let duct = ObjectID("duct:\(near)-\(far)")
            let segment = ObjectID("seg:\(near)-\(far)")
            document.ducts.append(.init(id: duct))
            document.segments.append(.init(id: segment, duct: duct, km: 5))
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(near)-\(far)"),
                a: .init(device: ObjectID("dev:\(near)"), interface: ObjectID("if:\(near)#2")),
                b: .init(device: ObjectID("dev:\(far)"), interface: ObjectID("if:\(far)#1")), kind: "fibre")
            link.segments = [segment]
            document.links.append(link)
        }
        document.collectors = [.init(id: "collector:c", device: "dev:nms")]
        document.services = [.init(id: "svc:pay", hosts: ["dev:core"], clients: ["post"])]
        network = Network.compile(document).network
    }

    /// One row a device and second from `start` to `end`; a town answers outside of its silence.
    func rows(from start: Int = 0, until end: Int, silent: [String: Range<Int>]) -> [Observation] {
        (start..<end).flatMap { second in
            (["nms", "core"] + Self.towns).enumerated().map { place, name in
                let answers = !(silent[name]?.contains(second) ?? false)
                return Observation(
                    time: Timestamp(milliseconds: Int64(second) * 1000 + Int64(place) * 100), collector: "collector:c",
                    device: ObjectID("dev:\(name)"), kind: answers ? .ping(.ok(ports: .unread)) : .ping(.timeout))
            }
        }
    }

    /// What was said of the rows: every opening and change of an incident with its second, and what is open at the end.
    struct Told {
        var named: [(second: Int, incident: Incident)] = []
        var standing: [Incident] = []
    }

    func judge(_ rows: [Observation], until end: Int) -> Told {
        var engine = DiagnosisEngine(network: network, context: context)
        var told = Told()
        func note(_ actions: [DiagnosisAction], _ time: Timestamp) {
            for action in actions {
                switch action {
                case .opened(let incident), .revised(let incident): told.named.append((Int(time.milliseconds / 1000), incident))
                default: break
                }
            }
        }
        for row in rows { note(engine.receive(row, at: row.time), row.time) }
        let last = Timestamp(milliseconds: Int64(end) * 1000)
        note(engine.advance(to: last), last)
        told.standing = engine.incidents.filter { $0.closed == nil }
        return told
    }
}
