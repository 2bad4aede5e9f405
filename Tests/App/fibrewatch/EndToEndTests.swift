import Foundation
import TestSupport
import Testing

/// The built program on real agents over real links, with a real SMTP server: a cut fibre becomes one mail.
@Suite(.serialized)
struct EndToEndTests {
    static let obstacle = NamespaceLab.obstacle ?? MailServer.obstacle
    static let unavailable: Testing.Comment = "skipped: \(obstacle ?? "")"

    @Test(.enabled(if: obstacle == nil, unavailable))
    func `a trench cut between real agents becomes one mail, and its repair one recovery in the same thread`() throws {
        let bench = try EndToEndBench()
        defer { bench.close() }
        try bench.startMonitor()
        #expect(bench.comes(within: 60) { $0.devices["up"] == 6 }, "\(bench.monitorLog)")
        #expect(bench.mails.mails.isEmpty)

        // Two links of the ring lie in this trench: Nis and Krusevac lose both their ways at once.
        try bench.lab.cut("duct:south-trench")
        let problem = try #require(bench.mails.awaitMails(1, seconds: 120).first, "\(bench.monitorLog)")
        let incident = try #require(bench.status?.incidents.first)
        #expect(incident.candidates == ["duct:south-trench"])
        #expect(incident.impacted_sites == ["site:ks", "site:nis"])
        #expect(problem.header("Subject")?.hasPrefix("DOWN duct:south-trench") == true)
        #expect(problem.recipients == ["noc@network.example"])
        #expect(problem.isEncrypted && problem.user == bench.mails.user)
        #expect(problem.content.contains("site:ks") && problem.content.contains("site:nis"))

        // Behind the cut nothing is said to be down: it is not observed, and nobody is mailed about it.
        var seen: Set<String> = []
        for device in ["dev:nis", "dev:ks"] {
            #expect(
                Wait.until(seconds: 20, every: 0.25) {
                    let state = bench.state(of: device) ?? ""
                    seen.insert(state)
                    return state == "unobserved"
                }, "\(device) is \(seen); \(bench.monitorLog)")
        }
        #expect(!seen.contains("down"))
        #expect(bench.state(of: "dev:bg") == "up")

        try bench.lab.mend("duct:south-trench")
        let both = bench.mails.awaitMails(2, seconds: 150)
        #expect(both.last?.header("In-Reply-To") == problem.header("Message-ID"), "\(bench.monitorLog)")
        #expect(both.last?.header("Subject")?.hasPrefix("UP duct:south-trench") == true)
        #expect(bench.comes(within: 60) { $0.devices["up"] == 6 && $0.incidents.isEmpty })
        #expect(bench.mails.mails.count == 2)
    }
}
