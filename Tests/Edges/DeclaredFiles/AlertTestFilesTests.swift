import Alerting
import Foundation
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
        (
            "    acks: [{object: dev:nis-cor, at: 5m, by: person:anna, reason: r}]",
            """
            t.yaml:3:21: test "one" lets something be done about "dev:nis-cor", which is not in the network; did you mean "dev:nis-core"?
            t.yaml:3:46: test "one" lets something be done by "person:anna", and there is none; did you mean "person:ana"?
            """
        ),
        (
            "    acks: [{object: dev:nis-core, at: 5m, by: ana, reason: r, until: 5m}]",
            "t.yaml:3:70: test has a wrong until: it ends after 5m and is given after 5m; both count from start"
        ),
        ("    acks: [{object: dev:nis-core, at: 5m, by: ana}]", "t.yaml:3:12: test has no \"reason\", which it needs"),
        (
            "    acks: [{object: dev:nis-core, at: 5m, by: ana, why: r, reason: r}]",
            "t.yaml:3:52: test has the unknown key \"why\""
        ),
        (
            "    windows: [{objects: [dev:nis-core, cal:x], to: 5m, owner: ana, reason: r}]",
            "t.yaml:3:40: test \"one\" plans work on \"cal:x\", which is not in the network"
        ),
        (
            "    windows: [{objects: [dev:nis-core], from: 1h, to: 5m, owner: ana, reason: r}]",
            "t.yaml:3:55: test has a wrong to: it ends after 5m and begins after 1h; both count from start"
        ),
        (
            "    merges: [{object: dev:nis-core, into: dev:nic-core, rule: hott, at: 5m, by: ana, reason: r}]",
            """
            t.yaml:3:43: test "one" merges into "dev:nic-core", which is not in the network; did you mean "dev:nis-core"?
            t.yaml:3:63: test "one" names an incident of rule "hott", and there is none; did you mean "hot"?
            """
        ),
        (
            "    incidents: [{object: dev:zzz, opened: 5m}, {object: dev:nis-core, opened: 5m, why: windows}]",
            "t.yaml:3:26: test \"one\" expects an incident about \"dev:zzz\", which is not in the network\n"
                + "t.yaml:3:88: test has a wrong why: \"windows\" is not hold, opening, window, ack, expected, planned, quiet-hours, cause, "
                + "flapping, storm, digest, withdrawn, transient or nobody; did you mean \"window\"?"
        ),
        (
            "    incidents: [{object: dev:nis-core, opened: 5m, closed: 4m}]",
            "t.yaml:3:60: test has a wrong closed: it closes after 4m and opens after 5m; both count from start"
        ),
    ])
    func `a slip in a test of rules is told with its place`(rows: String, message: String) throws {
        let told = try Self.errors(rows).joined(separator: "\n")
        #expect(told == message, "\(told)")
    }

    @Test(arguments: [
        "    mails: [{object: role:core}, {object: network:all}]", "    lasts: 90d", "    start: 2028-02-29 09:00",
        "    outages: [{object: site:nis, at: 1m, until: 2m, isolates: [site:nis]}]",
        "    samples: [{object: \"dev:n?s-*\", metric: loss, values: 1}]",
    ])
    func `what can be played is accepted`(rows: String) throws {
        #expect(try Self.errors(rows) == [])
    }

    /// A folder of tests with an episode of ten minutes on another network than the declared one.
    private static func folder(_ rows: String, header: String = #""horizon_s":600,"poll_interval_s":60"#) throws
        -> TemporaryFolder
    {
        let folder = try TemporaryFolder()
        let town = folder.url.appendingPathComponent("town")
        try FileManager.default.createDirectory(at: town, withIntermediateDirectories: true)
        let network = """
            {"format":"fibrewatch-scenario/1","name":"one","sites":[{"id":"site:a","name":"A","kind":"hub"}],
             "devices":[{"id":"dev:a","site":"site:a","role":"core","collectors":["collector:c"]}],"links":[],
             "collectors":[{"id":"collector:c","device":"dev:a"}],"services":[]}
            """
        let scenario = #"{"format":"fibrewatch-scenario/1","id":"e1","network":"network.json",\#(header)}"#
        let files = [
            ("town/network.json", network), ("town/scenario.json", scenario), ("town/observations.jsonl", ""),
            ("t.yaml", "tests:\n  - name: one\n" + rows),
        ]
        for (name, text) in files { try Data(text.utf8).write(to: folder.url.appendingPathComponent(name)) }
        return folder
    }

    private static func errors(in folder: TemporaryFolder) throws -> [String] {
        let network = try DeclaredNetwork.load(files: [SourceFile(path: "n.yaml", text: network)]).network
        let policy = try DeclaredAlerts.load(files: [SourceFile(path: "a.yaml", text: alerts)]).policy
        do throws(DeclaredErrors) {
            _ = try AlertTestFiles.load(path: folder.url.path, policy: policy, network: network)
            return []
        } catch {
            return error.problems.map { $0.description.replacing(folder.url.path + "/", with: "") }
        }
    }

    @Test(arguments: [
        // Its own network counts, not the declared one.
        ("    scenario: town\n    mails: [{object: dev:a, at: 5m}, {object: site:a, at: 10m}]", ""),
        (
            "    scenario: town\n    mails: [{object: dev:nis-core, at: 5m}]",
            "t.yaml:4:22: test \"one\" expects a mail about \"dev:nis-core\", which is not in the network"
        ),
        (
            "    scenario: twon",
            "t.yaml:3:15: test \"one\" plays \"twon\", which cannot be: twon/scenario.json: cannot be read: "
        ),
        (
            "    scenario: town\n    lasts: 20m\n    mails: [{object: dev:a, at: 15m}]",
            "t.yaml:4:12: test \"one\" lasts 20m, and its scenario ends after 10m; leave lasts out\n"
                + "t.yaml:5:13: test \"one\" expects something after 15m, and its scenario ends after 10m"
        ),
    ])
    func `a test of a scenario names what is in the network of that`(rows: String, message: String) throws {
        let told = try Self.errors(in: Self.folder(rows)).joined(separator: "\n")
        #expect(message.isEmpty ? told.isEmpty : told.hasPrefix(message), "\(told)")
    }

    @Test func `a scenario without end is refused`() throws {
        let folder = try Self.folder("    scenario: town", header: #""horizon_s":1e12,"poll_interval_s":60"#)
        #expect(try Self.errors(in: folder).first?.hasSuffix("at most 90d is possible") == true)
    }

    @Test func `no mutation of a file of tests makes the reader trap, and each that fails says where`() throws {
        let files = ShippedFilesTests.files("Alerts/tests", except: ["scenarios"])
        let policy = try DeclaredAlerts.load(files: [SourceFile(path: "a.yaml", text: Self.alerts)]).policy
        for seed in 0..<UInt64(SharedData.soak ? 20_000 : 60) {
            var random = SplitMix64(seed: seed)
            ShippedFilesTests.expectErrorsWithPlaces(seed) { () throws(DeclaredErrors) in
                _ = try AlertTestFiles.load(files: ShippedFilesTests.mutated(files, &random), policy: policy)
            }
        }
    }
}
