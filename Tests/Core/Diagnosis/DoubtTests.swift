import NetworkModel
import Testing

@testable import Diagnosis

/// Good news that comes before the bad news was asked again: it may be a repair, and must not rename what people were told.
///
///     nms ─ a ─ (ducts x, y) ─ b        a's ports are read every 30 s, d's so seldom that the cut and its
///       └── d ─ (ducts x, z) ─ c        repair may lie between two reads
@Suite struct DoubtTests {
    private static let network: Network = {
        var document = NetworkDocument(name: "doubt")
        for name in ["nms", "a", "b", "c", "d"] {
            document.sites.append(.init(id: ObjectID("site:\(name)"), name: name, kind: "post"))
            document.devices.append(
                .init(id: ObjectID("dev:\(name)"), site: ObjectID("site:\(name)"), role: "cpe", collectors: ["collector:c"]))
        }
        for duct in ["x", "y", "z"] { document.ducts.append(.init(id: ObjectID("duct:\(duct)"))) }
        for (near, far, ducts) in [("nms", "a", []), ("nms", "d", []), ("a", "b", ["x", "y"]), ("d", "c", ["x", "z"])] {
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(near)-\(far)"),
                a: .init(device: ObjectID("dev:\(near)"), interface: ObjectID("if:\(near)#\(far)")),
                b: .init(device: ObjectID("dev:\(far)"), interface: ObjectID("if:\(far)#\(near)")), kind: "fibre")
            for duct in ducts {
                link.segments.append(ObjectID("seg:\(near)-\(far)-\(duct)"))
                document.segments.append(.init(id: ObjectID("seg:\(near)-\(far)-\(duct)"), duct: ObjectID("duct:\(duct)"), km: 5))
            }
            document.links.append(link)
        }
        document.collectors = [.init(id: "collector:c", device: "dev:nms")]
        document.services = [.init(id: "svc:pay", hosts: ["dev:nms"], clients: ["post"])]
        return Network.compile(document).network
    }()

    /// Polls every device each ten seconds; `a` is asked for ports at 5 s of each half minute, `d` at 50, 140 and 230 s, and both when the
    /// engine asks.
    private struct Run {
        var engine = DiagnosisEngine(
            network: DoubtTests.network, context: EpisodeContext(start: Timestamp(milliseconds: 0), pollInterval: .seconds(10)))
        var names: [(second: Int, best: ObjectID)] = []
        var asked: Set<ObjectID> = []
        var open: [String: ObjectID] = [:]

        mutating func pass(_ seconds: Range<Int>, down: Set<String>, answersAsks: Bool = true) {
            for second in seconds {
                let time = Timestamp(milliseconds: Int64(second) * 1000)
                var rows: [Observation] = []
                let asks = answersAsks ? asked : []
                asked = []
                for (place, name) in ["nms", "a", "b", "c", "d"].enumerated() {
                    let isDark = name == "b" && down.contains("a-b") || name == "c" && down.contains("d-c")
                    let readsPorts = name == "a" && second % 30 == 5 || name == "d" && second % 90 == 50
                    let isAsked = asks.contains(ObjectID("dev:\(name)"))
                    guard second % 10 == place * 2 || readsPorts || isAsked else { continue }
                    let make = { (kind: Observation.Kind) in
                        Observation(time: time, collector: "collector:c", device: ObjectID("dev:\(name)"), kind: kind)
                    }
                    guard !isDark else {
                        rows.append(make(.ping(.timeout)))
                        continue
                    }
                    let isRead = readsPorts || isAsked && (name == "a" || name == "d")
                    rows.append(make(.ping(.ok(ports: isRead ? .read : .unread))))
                    let far = name == "a" ? "b" : name == "d" ? "c" : ""
                    if isRead, down.contains("\(name)-\(far)") {
                        rows.append(make(.ifOper(interface: ObjectID("if:\(name)#\(far)"), up: false)))
                    }
                }
                for row in rows { note(engine.receive(row, at: time), second) }
                note(engine.advance(to: time), second)
            }
        }

        private mutating func note(_ actions: [DiagnosisAction], _ second: Int) {
            for action in actions {
                switch action {
                case .opened(let incident), .revised(let incident):
                    open[incident.id] = incident.best
                    if names.last?.best != incident.best { names.append((second, incident.best)) }
                case .closed(let incident), .withdrawn(let incident): open[incident.id] = nil
                case .ask(let device, _): asked.insert(device)
                default: break
                }
            }
        }
    }

    @Test func `the first silence asks the way to it, so that no port waits for its round to be seen down`() {
        var run = Run()
        run.pass(0..<71, down: [])
        #expect(run.open.isEmpty)
        // b is polled at 74 s; the ports of a would be read at 95 s, those of d at 140 s.
        run.pass(71..<75, down: ["a-b"])
        #expect(run.asked == ["dev:nms", "dev:a", "dev:b"])
        run.pass(75..<76, down: ["a-b"])
        #expect(run.open.count == 1)
    }

    @Test(arguments: 121...150) func `a repair that is seen at one end first renames nothing`(mended: Int) {
        var run = Run()
        run.pass(0..<60, down: [])
        run.pass(60..<mended, down: ["a-b", "d-c"])
        #expect(run.open.values.sorted() == ["duct:x"])
        let before = run.names.count
        run.pass(mended..<mended + 240, down: [])
        #expect(run.names.count == before, "\(run.names)")
        #expect(run.open.isEmpty)
    }

    @Test(arguments: 121...150, [true, false])
    func `what stays down when the rest is mended gets its own name`(mended: Int, answersAsks: Bool) {
        var run = Run()
        run.pass(0..<60, down: [])
        run.pass(60..<mended, down: ["a-b", "d-c"])
        run.pass(mended..<mended + 120, down: ["a-b"], answersAsks: answersAsks)
        #expect(run.open.values.contains { $0 != "duct:x" }, "\(run.names)")
        #expect(!run.open.values.contains("duct:x"), "\(run.names)")
    }
}
