import NetworkModel
import Testing

@testable import Diagnosis

/// The way of a collector's host is cut: another collector may read the port before the first has missed an answer.
///
///     a ─ core ─ o1, o2, o3
///     b ──┘
@Suite struct HostPortTests {
    private static let names = ["a", "b", "core", "o1", "o2", "o3"]

    /// - Parameter second: `a` has another way to core.
    private static func network(second: Bool) -> Network {
        var document = NetworkDocument(name: "hosts")
        for name in names {
            document.sites.append(.init(id: ObjectID("site:\(name)"), name: name, kind: "post"))
            document.devices.append(
                .init(
                    id: ObjectID("dev:\(name)"), site: ObjectID("site:\(name)"), role: "cpe",
                    collectors: ["collector:a", "collector:b"]))
        }
        for far in names where far != "core" {
            document.links.append(
                .init(
                    id: ObjectID("link:\(far)"), a: .init(device: "dev:core", interface: ObjectID("if:core#\(far)")),
                    b: .init(device: ObjectID("dev:\(far)"), interface: ObjectID("if:\(far)#core")), kind: "fibre"))
        }
        if second {
            document.links.append(
                .init(
                    id: "link:second", a: .init(device: "dev:core", interface: "if:core#second"),
                    b: .init(device: "dev:a", interface: "if:a#second"), kind: "fibre"))
        }
        document.collectors = [.init(id: "collector:a", device: "dev:a"), .init(id: "collector:b", device: "dev:b")]
        document.services = [.init(id: "svc:pay", hosts: ["dev:core"], clients: ["post"])]
        return Network.compile(document).network
    }

    /// Rounds of a second; from the twentieth on core tells that its port towards `a` is down, first to `b`. Where `isCut`, `a` gets no
    /// answer any more, which it knows after two seconds of waiting; else it has another way.
    private static func judge(isCut: Bool) -> ResultDocument {
        var context = EpisodeContext(start: Timestamp(milliseconds: 0), pollInterval: .seconds(1))
        context.readTime = TimeSpan(milliseconds: 100)
        var engine = DiagnosisEngine(network: network(second: !isCut), context: context)
        var result = ResultDocument(scenario: "hosts")
        for row in (0..<40).flatMap({ rows(inSecond: $0, isDown: $0 >= 20, isCut: isCut) }).sorted(by: { $0.time < $1.time }) {
            result.add(engine.advance(to: row.time))
            result.add(engine.receive(row, at: row.time))
        }
        result.add(engine.advance(to: Timestamp(milliseconds: 45_000)))
        return result
    }

    private static func rows(inSecond second: Int, isDown: Bool, isCut: Bool) -> [Observation] {
        var rows: [Observation] = []
        for (collector, offset) in [("b", 0), ("a", 600)] {
            for (place, name) in names.enumerated() {
                let isUnseen = isDown && isCut && (collector == "a") != (name == "a")
                let time = Timestamp(milliseconds: Int64(second * 1000 + offset + place * 60 + (isUnseen ? 2000 : 0)))
                func add(_ kind: Observation.Kind) {
                    rows.append(
                        Observation(
                            time: time, collector: ObjectID("collector:\(collector)"), device: ObjectID("dev:\(name)"), kind: kind
                        ))
                }
                add(isUnseen ? .ping(.timeout) : .ping(.ok()))
                if isDown, name == "core", !isUnseen { add(.ifOper(interface: "if:core#a", up: false)) }
                if isDown, name == "a", !isUnseen { add(.ifOper(interface: "if:a#core", up: false)) }
            }
        }
        return rows
    }

    @Test func `a collector cut off is blind, and the port by which another saw it first is no outage beside it`() {
        let result = Self.judge(isCut: true)
        #expect(result.pages.map(\.object) == ["collector:a"], "\(result.pages)")
    }

    @Test func `the port of a host whose collector goes on getting answers is an outage`() {
        let result = Self.judge(isCut: false)
        #expect(result.pages.map(\.object) == ["link:a"], "\(result.pages)")
    }
}
