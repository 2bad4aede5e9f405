import Alerting
import NetworkModel
import TestSupport
import Testing

@testable import DeclaredFiles

@Suite struct DeclaredAlertsTests {
    static func errors(_ files: [SourceFile], network: Network? = nil) -> [String] {
        do throws(DeclaredErrors) {
            _ = try DeclaredAlerts.load(files: files, network: network)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func `rules of several files and forms are one policy`() throws {
        let files = [
            SourceFile(
                path: "A/people.csv",
                text: "id,mail,name,level\nperson:ana,ana@x.example,Ana,restricted\nperson:bo,bo@x.example,,\n"),
            SourceFile(path: "A/routes.csv", text: "name,to,site_kinds\nposts,person:ana person:bo,post\n"),
            SourceFile(
                path: "A/rules.yaml",
                text: """
                    relays: [{host: mail.x.example, tls: implicit}]
                    routes: [{to: [person:bo]}]
                    fallback: [person:ana]
                    holds: [{isolates: ">=10", proven: 0s, inferred: 45}]
                    calm: {settle: 2m}
                    heartbeat: {to: person:ana, at: 06:15}
                    """),
        ]
        let policy = try DeclaredAlerts.load(files: files).policy
        #expect(policy.people.map(\.name) == ["Ana", "bo"] && policy.people[0].level == .restricted)
        #expect(
            policy.routes.map(\.to) == [["person:ana", "person:bo"], ["person:bo"]] && policy.routes[0].siteKinds == ["post"])
        #expect(policy.relays[0].port == 465 && policy.relays[0].tls == .implicit)
        #expect(policy.holds[0].isolatesAtLeast == 10 && policy.holds[0].inferred == .seconds(45))
        #expect(policy.calm.settle == .seconds(120) && policy.calm.burst == AlertPolicy.Calm().burst)
        #expect(policy.heartbeat?.minute == 375)
    }

    @Test func `holds may stand under the word hold, in order and with all that they select by`() throws {
        let text = """
            hold:
              - {only: post, hours: closed, until: opening}
              - {isolates: ">=10", proven: 0s, inferred: 45s, max: 90s}
              - {kind: [redundancy, degraded], proven: 300s, to: ticket}
              - {hours: open, proven: 60s, inferred: 180s, max: 300s}
            """
        let network = try DeclaredNetwork.load(files: [SourceFile(path: "n.yaml", text: AlertChecksTests.network)]).network
        let declared = try DeclaredAlerts.load(
            files: [SourceFile(path: "a.yaml", text: AlertChecksTests.sound + text)], network: network)
        #expect(declared.findings.isEmpty)
        let holds = declared.policy.holds
        try #require(holds.count == 4)
        #expect(holds[0].only == "post" && holds[0].hours == .closed && holds[0].until == .opening)
        #expect(
            holds[1].isolatesAtLeast == 10 && holds[1].proven == .zero && holds[1].inferred == .seconds(45)
                && holds[1].max == .seconds(90))
        #expect(
            holds[2].kinds == ["redundancy", "degraded"] && holds[2].proven == .seconds(300) && holds[2].urgency == "ticket")
        #expect(
            holds[3].hours == .open && holds[3].proven == .seconds(60) && holds[3].inferred == .seconds(180)
                && holds[3].max == .seconds(300))
    }

    @Test func `the two words for holds stand side by side in no policy`() {
        let files = [
            SourceFile(path: "A/a.yaml", text: "holds: [{proven: 1m}]\n"),
            SourceFile(path: "A/b.yaml", text: "hold: [{isolates: 3}]\n"),
        ]
        #expect(
            Self.errors(files) == [
                "A/b.yaml:1:1: section \"hold\" is the same as \"holds\", which stands at A/a.yaml:1:1; put all holds under one of "
                    + "them, in the order in which they decide"
            ])
        let same = [files[1], SourceFile(path: "A/c.yaml", text: "hold: [{proven: 1m}]\n")]
        #expect(!Self.errors(same).contains { $0.contains("section") })
    }

    @Test func `all errors of the rules are listed in one run with their places`() throws {
        let network = try DeclaredNetwork.load(files: [
            SourceFile(path: "all.yaml", text: "owners: [{id: owner:telecom}]\nsites: [{id: site:a, kind: post}]\n")
        ]).network
        let rules = SourceFile(
            path: "A/rules.yaml",
            text: """
                mial: {}
                people:
                  - {id: person:ana, mail: a b@c, level: intern}
                  - {id: dave, mail: d@x}
                  - {name: nobody}
                  - 12
                relays:
                  - {host: h, port: x, tls: requird, timeout_s: 1.5, colour: red}
                  - {host: h, port: 99999, user: u}
                routes:
                  - {to: person:ana person:anna, kinds: [fualt], owners: [owner:telekom], site_kinds: [posts]}
                holds:
                  - {proven: 5 minutes, inferred: 7q, to: pager, hours: opn}
                fallback: [person:ana, person:q]
                fallback2: []
                heartbeat: {to: [person:z], at: 25:99}
                calm: [1]
                """)
        let again = SourceFile(path: "A/s.yaml", text: "heartbeat: {to: [person:ana]}\n")
        try Golden.check(
            Self.errors([rules, again], network: network).joined(separator: "\n") + "\n", "Fixtures/declared/alerts-errors.txt")
    }
}
