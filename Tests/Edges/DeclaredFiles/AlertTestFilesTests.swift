import Alerting
import NetworkModel
import TestSupport
import Testing

@testable import DeclaredFiles

/// Tests of rules that name what is not there, or would never end.
@Suite struct AlertTestFilesTests {
    static let network = """
        sites: [{id: site:nis, kind: hub}]
        devices: [{id: dev:nis-core, site: site:nis, role: core}]
        """
    static let alerts = """
        people: [{id: person:ana, mail: ana@x.example}]
        routes: [{to: [person:ana]}]
        rules: [{name: hot, metric: temperature_c, above: 60}]
        """

    static func errors(_ rows: String) throws -> [String] {
        let network = try DeclaredNetwork.load(files: [SourceFile(path: "n.yaml", text: network)]).network
        let policy = try DeclaredAlerts.load(files: [SourceFile(path: "a.yaml", text: alerts)]).policy
        do throws(DeclaredErrors) {
            _ = try AlertTestFiles.load(
                files: [SourceFile(path: "t.yaml", text: "tests:\n  - name: one\n" + rows)], policy: policy, network: network)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test(arguments: [
        ("    interval: 0s", "t.yaml:3:15: test has a wrong interval: \"0s\" is too short; at least 1s is needed"),
        (
            "    interval: -60",
            "t.yaml:3:15: test has a wrong interval: \"-60\" is less than nothing; write a time span such as 45s, 5m or 2h"
        ),
        ("    interval: 1e12", "t.yaml:3:15: test has a wrong interval: \"1e12\" is too long; at most 1d is possible"),
        ("    lasts: 1e300", "t.yaml:3:12: test has a wrong lasts: \"1e300\" is too long; at most 90d is possible"),
        (
            "    interval: 1d\n    samples:\n      - {object: dev:nis-core, metric: loss, values: 1x100000}",
            "t.yaml:3:15: test has a wrong interval: with one value every 1d the test lasts 100000d; at most 90d is possible"
        ),
        (
            "    samples:\n      - {object: dev:nis-core, metric: loss, values: 1e999x3}",
            "t.yaml:4:54: test has a wrong values: \"1e999x3\" are no values such as \"-20x5 -28 60+1x10 _x3\""
        ),
        (
            "    start: 2026-02-31 09:00",
            "t.yaml:3:12: test has a wrong start: \"2026-02-31 09:00\" is no time in UTC such as \"2026-11-23 09:00\", "
                + "or there is no such day"
        ),
        (
            "    outages: [{object: dev:nis-core, at: 10m, until: 5m}]",
            "t.yaml:3:54: test has a wrong until: it is mended after 5m and breaks after 10m; both count from start"
        ),
        (
            "    samples: [{object: dev:nis-coree, metric: loss, values: 1}]",
            "t.yaml:3:24: test \"one\" measures \"dev:nis-coree\", which is no device and no port of the network; "
                + "did you mean \"dev:nis-core\"?"
        ),
        (
            "    samples: [{object: \"dev:bor-*\", metric: loss, values: 1}]",
            "t.yaml:3:24: test \"one\" measures \"dev:bor-*\", which is no device and no port of the network"
        ),
        (
            "    samples: [{object: site:nis, metric: loss, values: 1}]",
            "t.yaml:3:24: test \"one\" measures \"site:nis\", which is no device and no port of the network"
        ),
        (
            "    outages: [{object: dev:nis-cor, isolates: [site:nis, site:niss]}]",
            """
            t.yaml:3:24: test "one" breaks "dev:nis-cor", which is not in the network; did you mean "dev:nis-core"?
            t.yaml:3:58: test "one" cuts off "site:niss", which is no site of the network; did you mean "site:nis"?
            """
        ),
        (
            "    mails: [{object: dev:nis-core, rule: hott, to: [person:ana, person:anna]}, {object: dev:zzz}]",
            """
            t.yaml:3:42: test "one" expects a mail of rule "hott", and there is none; did you mean "hot"?
            t.yaml:3:65: test "one" expects a mail to person "person:anna", and there is none; did you mean "person:ana"?
            t.yaml:3:89: test "one" expects a mail about "dev:zzz", which is not in the network
            """
        ),
    ])
    func `a slip in a test of rules is told with its place`(rows: String, message: String) throws {
        #expect(try Self.errors(rows).joined(separator: "\n") == message)
    }

    @Test(arguments: [
        "    mails: [{object: role:core}, {object: network:all}]", "    lasts: 90d", "    start: 2028-02-29 09:00",
        "    outages: [{object: site:nis, at: 1m, until: 2m, isolates: [site:nis]}]",
        "    samples: [{object: \"dev:n?s-*\", metric: loss, values: 1}]",
    ])
    func `what can be played is accepted`(rows: String) throws {
        #expect(try Self.errors(rows) == [])
    }
}
