import Alerting
import Diagnosis
import NetworkModel
import Testing

@testable import MonitorService

struct RowDeskTests {
    private static let network: Network = {
        var document = NetworkDocument()
        document.sites = ["a", "b"].map { .init(id: ObjectID("site:\($0)"), name: $0, kind: "other") }
        document.devices = ["a", "b"].map { .init(id: ObjectID("dev:\($0)"), site: ObjectID("site:\($0)"), role: "router") }
        document.collectors = [.init(id: "collector:kg", device: "dev:a")]
        return Network.compile(document).network
    }()
    private static let now = Timestamp(milliseconds: 1_000_000_000)

    private static func ping(at time: Timestamp, device: String = "dev:b", collector: String = "collector:kg") -> [UInt8] {
        Array(
            Observation(
                time: time, collector: ObjectID(collector), device: ObjectID(device), kind: .ping(.timeout)
            ).row.utf8)
    }

    @Test func `rows count in the order in which they come, whatever their clock says`() {
        var desk = RowDesk()
        let lines = [Self.ping(at: Self.now + .seconds(600)), Self.ping(at: Self.now - .seconds(600), device: "dev:a")]
        let observations = desk.accept(lines, of: Self.network, at: Self.now)
        #expect(observations.map(\.time) == [Self.now, Self.now])
        #expect(observations.map(\.device) == ["dev:b", "dev:a"])
    }

    @Test func `the difference of the clocks is what the freshest row of the last minute says`() throws {
        var desk = RowDesk()
        // Ten minutes ahead; one row was under way for a while.
        for (second, delay) in [(0, 0), (10, 30), (20, 1)] as [(Int64, Int64)] {
            let now = Self.now + .seconds(second)
            _ = desk.accept([Self.ping(at: now + .seconds(600 - delay))], of: Self.network, at: now)
        }
        #expect(try #require(desk.accounts["collector:kg"]).ahead == .seconds(600))
        // Its clock was set right: after two windows the old difference is forgotten.
        for second in stride(from: 30, through: 180, by: 10) as StrideThrough<Int64> {
            let now = Self.now + .seconds(second)
            _ = desk.accept([Self.ping(at: now)], of: Self.network, at: now)
        }
        let account = try #require(desk.accounts["collector:kg"])
        #expect(account.ahead == .zero)
        #expect(account.lastArrival == Self.now + .seconds(180))
    }

    @Test(arguments: [
        "", "no JSON", "{}", "[1]", "{\"t\":1e999,\"collector\":\"collector:kg\"",
        "{\"t\":1,\"collector\":\"collector:kg\",\"device\":\"dev:a\"}",
        "{\"t\":1,\"collector\":\"collector:kg\",\"device\":\"dev:a\",\"kind\":\"telepathy\",\"value\":\"ok\"}",
        "{\"t\":1,\"collector\":\"collector:elsewhere\",\"device\":\"dev:a\",\"kind\":\"ping\",\"value\":\"ok\"}",
        "{\"t\":1,\"collector\":\"collector:kg\",\"device\":\"dev:nowhere\",\"kind\":\"ping\",\"value\":\"ok\"}",
    ])
    func `a bad row is set aside with its reason, once told, and the next one is taken`(text: String) {
        var desk = RowDesk()
        let lines = [Array(text.utf8), Array(text.utf8), Self.ping(at: Self.now)]
        #expect(desk.accept(lines, of: Self.network, at: Self.now).count == 1)
        #expect(desk.setAside == 2)
        #expect(desk.takeNewProblems().count == 1)
        #expect(desk.takeNewProblems().isEmpty)
    }

    @Test(arguments: [-1e300, 1e300, -9.3e15, 9.3e15])
    func `a clock that is mad does no harm`(seconds: Double) throws {
        var desk = RowDesk()
        let row = "{\"t\":\(seconds),\"collector\":\"collector:kg\",\"device\":\"dev:a\",\"kind\":\"ping\",\"value\":\"ok\"}"
        #expect(desk.accept([Array(row.utf8)], of: Self.network, at: Self.now).count == 1)
        #expect(try #require(desk.accounts["collector:kg"]).ahead.milliseconds.magnitude > 1_000_000)
    }

    /// Where the rows stand beside the monitor's clock, and what is said of it; nil: nothing.
    @Test(
        arguments: [
            (7500, "it runs 2 h 5 min ahead of the monitor's"), (-7500, "it runs 2 h 5 min behind the monitor's"),
            (3, "it runs 3 s ahead"), (-90_000, "it runs 1 d 1 h behind"), (86_400 * 365, "it runs 365 d ahead"), (1, nil),
            (-2, nil),
        ] as [(Int64, String?)])
    func `a clock that is off is said in words for people`(seconds: Int64, words: String?) throws {
        var desk = RowDesk()
        let now = Timestamp(milliseconds: 1_800_000_000_000)
        _ = desk.accept([Self.ping(at: now + .seconds(seconds))], of: Self.network, at: now)
        let account = try #require(desk.accounts["collector:kg"])
        #expect(account.countsFrom == nil)
        if let words {
            #expect(account.clockFault?.hasPrefix(words) == true, "\(account.clockFault ?? "nothing")")
        } else {
            #expect(account.clockFault == nil)
        }
    }

    @Test func `rows that count from the collector's own start are taken for that, and a restart of it as well`() throws {
        var desk = RowDesk()
        let start = Timestamp(milliseconds: 1_800_000_000_000)
        func pass(from first: Int64, to last: Int64, since began: Int64) throws -> RowDesk.Account {
            for second in stride(from: first, through: last, by: 10) {
                let row = Self.ping(at: Timestamp(milliseconds: (second - began) * 1000))
                #expect(
                    desk.accept([row], of: Self.network, at: start + .seconds(second)).map(\.time) == [start + .seconds(second)])
            }
            return try #require(desk.accounts["collector:kg"])
        }
        let first = try pass(from: 0, to: 100, since: 0)
        #expect(first.countsFrom == start && first.clockFault?.contains("start of its own, 2027-01-15 08:00:00 UTC") == true)
        #expect(first.clockFault?.contains(" d ") == false, "nobody is 56 years behind: \(first.clockFault ?? "")")
        // It begins again at 0; and then somebody sets its clock.
        #expect(try pass(from: 200, to: 400, since: 200).countsFrom == start + .seconds(200))
        let now = start + .seconds(410)
        _ = desk.accept([Self.ping(at: now)], of: Self.network, at: now)
        #expect(desk.accounts["collector:kg"]?.clockFault == nil)
    }

    @Test func `the clock of another collector is a ticket once it has lasted, what else is wrong with the monitor a page`() {
        let now = Timestamp(milliseconds: 1_800_000_000_000)
        var patience = TroublePatience()
        let troubles = [RowIntake.clockPart("collector:kg"): "it runs 2 h 5 min ahead", "database": "it is damaged"]
        #expect(patience.due(troubles, at: now).keys.sorted() == ["database"])
        let due = patience.due(troubles, at: now + .seconds(60))
        var book = RuleBook()
        let actions = book.actions(troubles: due, at: now)
        let pages = actions.compactMap { if case .page(let page) = $0 { page } else { nil } }
        #expect(pages.map(\.object) == ["monitor:clock-of-collector:kg", "monitor:database"])
        #expect(pages.map(\.urgency) == [.ticket, .page])
        let facts = actions.compactMap { if case .opened(let incident) = $0 { incident.alert } else { nil } }
        #expect(facts.map(\.severity) == [.warning, .critical] && facts.map(\.urgency) == [.ticket, .page])
    }

    @Test func `a question to another collector is read back`() {
        #expect(RowRequest.device(in: Array(RowRequest.line(asking: "dev:\"x\"\\").utf8)) == "dev:\"x\"\\")
        #expect(RowRequest.device(in: Array("{\"stop\":\"now\"}".utf8)) == nil)
        #expect(RowRequest.device(in: Array("garbage".utf8)) == nil)
    }
}
