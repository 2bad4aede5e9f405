import Foundation
import TestSupport
import Testing

/// The monitor with a second collector on another host, both on real agents over real links: what one sees, the other need not.
@Suite(.serialized)
struct TwoCollectorTests {
    @Test(.enabled(if: EndToEndTests.obstacle == nil, EndToEndTests.unavailable))
    func `two collectors judge together, and each that falls silent is one mail without a site`() throws {
        let bench = try EndToEndBench(.twoCollectors)
        defer { bench.close() }
        try bench.startMonitor(["--from", bench.rows])
        try bench.startCollector()
        #expect(
            bench.comes(within: 60) { $0.devices["up"] == 6 && $0.incidents.isEmpty && Self.bothHeard($0) }, "\(bench.monitorLog)"
        )

        // The monitor's own uplink: Kragujevac still sees every town, so nothing is down and nothing unknown.
        try bench.lab.cut("link:bg-nms")
        let blind = try #require(bench.mails.awaitMails(1, seconds: 60).first, "\(bench.monitorLog)")
        #expect(blind.header("Subject")?.contains("collector:lab") == true, "\(blind.header("Subject") ?? "")")
        let incident = try #require(bench.status?.incidents.first)
        #expect(incident.kind == "monitoring" && incident.impacted_sites.isEmpty)
        #expect(bench.status?.devices["up"] == 6)
        try bench.lab.mend("link:bg-nms")
        #expect(bench.comes(within: 60) { $0.incidents.isEmpty && $0.devices["up"] == 6 }, "\(bench.monitorLog)")
        #expect(bench.mails.awaitMails(2, seconds: 60).count == 2, "\(bench.mails.mails.map { $0.header("Subject") ?? "" })")

        // The other collector is killed: its silence is told, its devices are not.
        bench.collector?.end(SIGKILL)
        #expect(bench.comes(within: 60) { $0.incidents.map(\.best) == ["collector:lab2"] }, "\(bench.monitorLog)")
        #expect(bench.mails.awaitMails(3, seconds: 60).count == 3, "\(bench.mails.mails.map { $0.header("Subject") ?? "" })")
        #expect(bench.status?.devices["up"] == 6)
        try bench.startCollector()
        #expect(bench.comes(within: 60) { $0.incidents.isEmpty && Self.bothHeard($0) }, "\(bench.monitorLog)")
        #expect(bench.mails.awaitMails(4, seconds: 60).count == 4, "\(bench.mails.mails.map { $0.header("Subject") ?? "" })")
    }

    @Test(.enabled(if: EndToEndTests.obstacle == nil, EndToEndTests.unavailable))
    func `a dead agent is a ticket, a dead town one mail, two cuts at once one mail each`() throws {
        let bench = try EndToEndBench(.twoCollectors)
        defer { bench.close() }
        try bench.startMonitor(["--from", bench.rows])
        try bench.startCollector()
        #expect(
            bench.comes(within: 60) { $0.devices["up"] == 6 && $0.incidents.isEmpty && Self.bothHeard($0) }, "\(bench.monitorLog)"
        )

        // Ping answers, SNMP does not, the neighbours' ports stay up.
        bench.lab.killAgent(of: "pg")
        #expect(bench.comes(within: 60) { $0.incidents.map(\.kind) == ["management"] }, "\(bench.monitorLog)")
        #expect(bench.status?.incidents.first?.best == "dev:pg")
        try bench.lab.startAgent(of: "pg")
        #expect(bench.comes(within: 60) { $0.incidents.isEmpty && $0.devices["up"] == 6 }, "\(bench.monitorLog)")
        #expect(bench.mails.mails.isEmpty)

        // The power of a town: its neighbours see their ports go down. Its only entry looks the same.
        try bench.lab.cut("dev:ns")
        let dead = try #require(bench.mails.awaitMails(1, seconds: 60).first, "\(bench.monitorLog)")
        #expect(bench.status?.incidents.first?.candidates.contains("dev:ns") == true)
        #expect(dead.content.contains("site:ns"))
        try bench.lab.mend("dev:ns")
        #expect(bench.comes(within: 60) { $0.incidents.isEmpty && $0.devices["up"] == 6 }, "\(bench.monitorLog)")
        #expect(bench.mails.awaitMails(2, seconds: 60).count == 2)

        // Two faults at once, far from each other: the ring falls apart, and what is left of it has lost its second way.
        try bench.lab.cut("duct:bg-kg")
        try bench.lab.cut("duct:nis-ks")
        let areNamed = { (status: EndToEndBench.Status) in
            Set(status.incidents.filter { $0.kind != "redundancy" }.map(\.best)) == ["duct:bg-kg", "duct:nis-ks"]
        }
        #expect(bench.comes(within: 60, areNamed), "\(bench.monitorLog)")
        // And they keep their names over several rounds of both collectors.
        #expect(!bench.comes(within: 12) { !areNamed($0) }, "\(bench.monitorLog)")
        try bench.lab.mend("duct:bg-kg")
        try bench.lab.mend("duct:nis-ks")
        #expect(bench.comes(within: 60) { $0.incidents.isEmpty && $0.devices["up"] == 6 }, "\(bench.monitorLog)")
    }

    private static func bothHeard(_ status: EndToEndBench.Status) -> Bool {
        status.monitor.collectors.count == 2 && status.monitor.collectors.allSatisfy { ($0.age_s ?? .infinity) < 15 }
    }
}
