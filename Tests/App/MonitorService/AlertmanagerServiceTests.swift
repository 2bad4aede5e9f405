import Alerting
import Diagnosis
import Foundation
import Logging
import MailDelivery
import NetworkModel
import Rendering
import Synchronization
import TestSupport
import Testing

@testable import MonitorService

/// An Alertmanager as a scripted HTTP server on loopback, and a clock that stands until the test moves it.
@Suite struct AlertmanagerServiceTests {
    private struct Alert: Decodable {
        var labels: [String: String]
        var annotations: [String: String]
        var startsAt: String
        var endsAt: String
    }

    private final class Bench: Sendable {
        let server: HTTPCatcher
        let board = AlertBoard([])
        let health = MonitorHealth()
        private let second = Mutex<Int64>(0)
        private let engine: Mutex<AlertingEngine>
        private let target: AlertPolicy.Target
        private let context: MailContext
        private let folder: TemporaryFolder

        private let base: Timestamp
        func at(_ second: Int64) -> Timestamp { base + .seconds(second) }

        init(
            answer: Int = 200, base: Timestamp = Timestamp(milliseconds: 1_763_777_565_000),
            target change: (inout AlertPolicy.Target) -> Void = { _ in }
        ) throws {
            self.base = base
            folder = try TemporaryFolder()
            server = try HTTPCatcher(folder: folder, answer: answer)
            var target = AlertPolicy.Target(name: "am", kind: .alertmanager)
            target.url = "http://127.0.0.1:\(server.port)/am/"
            change(&target)
            self.target = target
            var policy = AlertPolicy()
            policy.people = [.init(id: "person:ana", name: "Ana", mail: "ana@noc.example")]
            policy.fallback = ["person:ana"]
            policy.targets = [target]
            let network = Network.compile(NetworkDocument(name: "empty")).network
            context = MailContext(network: network, identity: policy.mail)
            engine = Mutex(AlertingEngine(policy: policy, network: network))
        }

        /// Actions at a second, as the monitor takes them and its recorder hands them on.
        func receive(_ actions: [DiagnosisAction], at second: Int64) {
            let now = at(second)
            let cases = engine.withLock { engine in
                for action in actions { _ = engine.receive(action, at: now) }
                _ = engine.advance(to: now)
                return engine.takeChangedCases()
            }
            self.second.withLock { $0 = second }
            board.receive(cases, at: now)
        }

        func open(_ numbers: ClosedRange<Int>, at second: Int64) {
            receive(
                numbers.flatMap { n -> [DiagnosisAction] in
                    let incident = incident(n)
                    let page = Page(time: at(second), object: incident.best, incident: incident.id)
                    return [.opened(incident), .page(page)]
                }, at: second)
        }

        func incident(_ n: Int) -> Incident {
            let cause = ObjectID("duct:d\(n)")
            return Incident(id: "i\(n)", kind: .fault, opened: at(0), candidates: [cause], best: cause)
        }

        func pass(to second: Int64) { self.second.withLock { $0 = second } }

        /// Runs the service while `steps` go on.
        func run(_ steps: @Sendable @escaping () async throws -> Void) async throws {
            let (target, context) = (target, context)
            let service = AlertmanagerService(
                board: board, targets: { [target] },
                body: { rows, target, now in
                    AlertmanagerForm.body(rows.map { AlertmanagerForm($0, level: target.level, at: now, in: context) })
                }, post: { await TargetDelivery().tell($0, to: $1) }, clock: { self.at(self.second.withLock { $0 }) },
                health: health,
                log: Logger(label: "am") { _ in SwiftLogNoOpLogHandler() })
            let task = Task { try await service.run() }
            do { try await steps() } catch {
                task.cancel()
                throw error
            }
            task.cancel()
            try? await task.value
        }

        /// The alerts of a request, the first is 1, as soon as it came.
        func post(_ number: Int) async throws -> [Alert] {
            let deadline = ContinuousClock.now + .seconds(20)
            while server.requests.count < number, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(20)) }
            let body = try #require(server.bodies.dropFirst(number - 1).first)
            return try JSONDecoder().decode([Alert].self, from: Data(body.utf8))
        }
    }

    @Test func `it is told of every incident of a storm, again before they run out, and of each end`() async throws {
        let bench = try Bench()
        bench.open(1...50, at: 0)
        try await bench.run {
            let first = try await bench.post(1)
            #expect(Set(first.compactMap { $0.labels["incident"] }).count == 50)
            #expect(first.allSatisfy { $0.startsAt == "2025-11-22T02:12:45Z" && $0.endsAt == "2025-11-22T02:22:45Z" })
            #expect(
                first.first { $0.labels["incident"] == "i7" }?.labels == [
                    "alertname": "FibrewatchIncident", "source": "fibrewatch", "incident": "i7", "object": "duct:d7",
                    "severity": "critical",
                ])
            bench.pass(to: 61)
            let again = try await bench.post(2)
            #expect(again.count == 50 && again.allSatisfy { $0.endsAt == "2025-11-22T02:23:46Z" })
            #expect(Set(again.map(\.labels)) == Set(first.map(\.labels)))
            var over = bench.incident(7)
            over.closed = bench.at(90)
            bench.receive([.closed(over)], at: 90)
            let end = try await bench.post(3)
            #expect(end.map(\.labels) == first.filter { $0.labels["incident"] == "i7" }.map(\.labels))
            #expect(end.first?.endsAt == "2025-11-22T02:14:15Z" && end.first?.annotations["summary"]?.hasPrefix("UP ") == true)
        }
        #expect(bench.server.requests.allSatisfy { $0.hasPrefix("POST /am/api/v2/alerts application/json") })
    }

    @Test func `a cause that is found to be another one changes annotations and no label`() async throws {
        let bench = try Bench()
        bench.open(1...1, at: 0)
        try await bench.run {
            let first = try await bench.post(1)
            var other = bench.incident(1)
            (other.best, other.candidates, other.kind) = ("link:l1", ["link:l1"], .flapping)
            bench.receive([.revised(other)], at: 30)
            let second = try await bench.post(2)
            #expect(second.map(\.labels) == first.map(\.labels))
            #expect(second.first?.annotations["cause"] == "link:l1" && second.first?.annotations["kind"] == "flapping")
        }
    }

    @Test func `another severity ends the old alert and begins the new one in one request`() async throws {
        let bench = try Bench()
        bench.open(1...1, at: 0)
        try await bench.run {
            _ = try await bench.post(1)
            var lesser = try #require(bench.board.value.rows().first).alertCase
            lesser.urgency = .ticket
            bench.pass(to: 20)
            bench.board.receive([lesser], at: bench.at(20))
            let both = try await bench.post(2)
            #expect(both.map { $0.labels["severity"] } == ["critical", "warning"])
            #expect(both.map(\.endsAt) == ["2025-11-22T02:13:05Z", "2025-11-22T02:23:05Z"])
        }
    }

    @Test func `one that was away is told everything when it is back, and what ended meanwhile`() async throws {
        let bench = try Bench(answer: 503)
        bench.open(1...2, at: 0)
        try await bench.run {
            _ = try await bench.post(1)
            try await wait { bench.health.byPart["target:am"] == "HTTP 503" }
            var over = bench.incident(1)
            over.closed = bench.at(100)
            bench.receive([.closed(over)], at: 100)
            try bench.server.answer(200)
            bench.pass(to: 170)
            var last: [Alert] = []
            for count in 2...5 {
                last = try await bench.post(count)
                if bench.health.byPart["target:am"] == nil { break }
                bench.pass(to: 170 + Int64(count) * 61)
            }
            #expect(last.map { $0.labels["incident"] } == ["i1", "i2"])
            #expect(last.first?.endsAt == "2025-11-22T02:14:25Z" && bench.health.byPart["target:am"] == nil)
        }
    }

    @Test func `what a target does not want is not told to it`() async throws {
        let bench = try Bench { $0.urgencies = ["ticket"] }
        bench.open(1...1, at: 0)
        var other = bench.incident(2)
        other.kind = .degraded
        let page = Page(time: bench.at(0), object: other.best, incident: other.id, urgency: .ticket)
        bench.receive([.opened(other), .page(page)], at: 0)
        try await bench.run {
            let first = try await bench.post(1)
            #expect(first.map { $0.labels["incident"] } == ["i2"])
        }
    }

    private static let obstacle: Testing.Comment? =
        Program.path("prometheus-alertmanager") == nil
        ? "skipped: Debian's prometheus-alertmanager is missing" : Program.path("curl") == nil ? "skipped: curl is missing" : nil

    /// The real one, on loopback, by the real time.
    @Test(.enabled(if: obstacle == nil, obstacle))
    func `a real Alertmanager shows what fires, and nothing of what is over or has another severity`() async throws {
        let folder = try TemporaryFolder()
        let config = "route: {receiver: none}\nreceivers: [{name: none}]\n"
        try Data(config.utf8).write(to: URL(fileURLWithPath: folder.path("am.yml")))
        let port = Int.random(in: 20_000..<30_000)
        let process = try LabProcess(
            [
                "prometheus-alertmanager", "--config.file=\(folder.path("am.yml"))", "--storage.path=\(folder.path("am"))",
                "--web.listen-address=127.0.0.1:\(port)", "--cluster.listen-address=",
            ], name: "am", folder: folder.url)
        defer { process.end(9) }
        let url = "http://127.0.0.1:\(port)"
        @Sendable func active() throws -> [[String: Any]] {
            let answer = try Program.run(["curl", "-s", "\(url)/api/v2/alerts?active=true"]).output
            // Nothing while it starts.
            return (try? JSONSerialization.jsonObject(with: Data(answer.utf8))) as? [[String: Any]] ?? []
        }
        @Sendable func labels(_ name: String) throws -> [String] {
            try active().compactMap { ($0["labels"] as? [String: String])?[name] }.sorted()
        }
        try await wait { try Program.run(["curl", "-s", "\(url)/-/ready"]).output.contains("OK") }
        let start = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) - 300_000)
        let bench = try Bench(base: start) { $0.url = url }
        bench.open(1...30, at: 0)
        bench.pass(to: 300)
        try await bench.run {
            try await wait { try labels("incident").count == 30 }
            let (severities, sources) = (try labels("severity"), try labels("source"))
            #expect(Set(severities) == ["critical"] && Set(sources) == ["fibrewatch"])
            var over = bench.incident(7)
            over.closed = bench.at(299)
            bench.receive([.closed(over)], at: 299)
            try await wait { try labels("incident").count == 29 }
            let left = try labels("incident")
            #expect(!left.contains("i7"))
            var lesser = try #require(bench.board.value.rows().first { $0.identity.incident == "i9" }).alertCase
            lesser.urgency = .ticket
            bench.board.receive([lesser], at: bench.at(299))
            try await wait { try labels("severity").contains("warning") }
            let count = try labels("incident").count
            #expect(count == 29)
            let i9 = try #require(try active().first { ($0["labels"] as? [String: String])?["incident"] == "i9" })
            #expect((i9["annotations"] as? [String: String])?["urgency"] == "ticket")
        }
        #expect(bench.health.byPart.isEmpty)
    }

    private func wait(until condition: () throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while try !condition(), ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(100)) }
        #expect(try condition())
    }
}
