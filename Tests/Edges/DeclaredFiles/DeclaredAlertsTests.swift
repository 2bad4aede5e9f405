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
