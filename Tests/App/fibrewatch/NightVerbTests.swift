import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import TestSupport
import Testing

/// The verbs of three in the morning, as the built program: what they write, what they say, how they end.
struct NightVerbTests {
    private let folder: TemporaryFolder
    private let database: String

    /// A state file with one open incident.
    init() throws {
        folder = try TemporaryFolder()
        database = folder.path("state.db")
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) - 600_000)
        let store = try Store.open(database, mode: .readWrite)
        var incident = Incident(
            id: "i1", kind: .fault, opened: now, candidates: ["duct:beograd-mladenovac"], best: "duct:beograd-mladenovac")
        incident.impactedSites = ["site:p-mladenovac"]
        let change = StateChange(time: now, object: "dev:mladenovac-agg-1", state: .down, incident: "i1")
        try store.record(StoreBatch(time: now, actions: [.opened(incident), .state(change)]))
        try store.close()
    }

    private func run(_ words: String..., fixture: Bool = true) throws -> ProgramResult {
        try Program.run([ProgramUnderTest.path] + words + (fixture ? files : ["--database", database]))
    }

    private var files: [String] {
        [
            "--database", database, "--topology",
            SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/first-network").path,
        ]
    }

    @Test func `planned work is added with its end, listed, ended and audited`() throws {
        let added = try run("maintenance", "add", "duct:novi-sad-indija", "--for", "2h", "-m", "splicing")
        #expect(added.status == 0 && added.output.hasPrefix("m1: duct:novi-sad-indija from "), "\(added)")
        #expect(try run("maintenance", "list", "--json").output.contains("\"reason\" : \"splicing\""))
        let series = try run(
            "maintenance", "add", "duct:novi-sad-indija", "--every", "thu 01:00-04:00", "--from", "2026-11-01", "--to",
            "2099-01-01",
            "-m", "tests")
        #expect(series.status == 0 && series.output.hasPrefix("s1: "), "\(series)")
        #expect(
            try run("maintenance", "list", "--at", "2026-11-24T12:00:00Z").lines.count { $0.hasPrefix("s1.") } == 5,
            "five Thursdays in 35 days")
        #expect(try run("maintenance", "end", "m1", "-m", "done").status == 0)
        #expect(try run("maintenance", "end", "m1", "-m", "again").status == 2)
        #expect(try run("maintenance", "end", "s1", "-m", "done").status == 0)
        #expect(try run("maintenance", "add", "duct:novi-sad-indija", "-m", "for ever").status == 2, "an end is mandatory")
        #expect(try run("maintenance", "add", "duct:nowhere", "--for", "1h", "-m", "x").status == 2)
        #expect(
            try run("maintenance", "add", "duct:novi-sad-indija", "--every", "thursday", "--for", "9h", "-m", "x").status == 2)
        let verbs = try Store.open(database, mode: .readOnly).auditEntries().map(\.verb)
        #expect(verbs == ["maintenance add", "maintenance add", "maintenance end", "maintenance end"])
    }

    @Test func `what people say of an incident stands in its sheet, in the handover and in the audit`() throws {
        #expect(try run("incident", "note", "1", "carrier called at 03:20").status == 0)
        let alerts = folder.path("Alerts")
        try FileManager.default.createDirectory(atPath: alerts, withIntermediateDirectories: true)
        let people = """
            people: [{id: person:ana, name: Ana, mail: ana@network.example}, {id: person:boris, name: Boris, mail: b@network.example}]
            teams: [{id: team:noc, name: Network operations, members: [person:ana, person:boris]}]
            fallback: [person:ana]

            """
        try Data(people.utf8).write(to: URL(fileURLWithPath: alerts + "/people.yaml"))
        for name in ["person:boris", "boris", "team:noc", "network operations", "ana@network.example"] {
            let assigned = try run("incident", "assign", "i1", name, "--alerts", alerts)
            #expect(assigned.status == 0, "\(name): \(assigned)")
        }
        let nobody = try run("incident", "assign", "i1", "anna", "--alerts", alerts)
        #expect(nobody.status == 2 && nobody.errors.contains("did you mean \"Ana\"?"), "\(nobody)")
        #expect(try run("incident", "ticket", "i1", "TS-99812").status == 0)
        #expect(try run("incident", "cause", "i1", "excavator at KO-14").status == 0)
        #expect(try run("incident", "note", "i9", "x").status == 2)
        let sheet = try run("incident", "show", "i1").output
        let handover = try run("handover")
        for words in ["carrier called at 03:20", "Ana", "TS-99812", "excavator at KO-14"] {
            #expect(sheet.contains(words) && handover.output.contains(words), "\(words)")
        }
        #expect(handover.output.contains("i1 fault duct:beograd-mladenovac") && handover.output.contains("nobody has it"))
        let history = try run("history", "--since", "1h").output
        #expect(history.contains("incident note by") && history.contains("dev:mladenovac-agg-1") && history.contains("i1 opened"))
    }

    @Test func `changed rules are tried on what was recorded, and the difference in mails is shown`() throws {
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let store = try Store.open(database, mode: .readWrite)
        // Forty minutes at 66 degrees, told by nobody then.
        let samples = (0..<60).map { minute in
            Sample(
                time: now - .seconds(Int64(3600 - minute * 60)), object: "dev:kraljevo-agg-1", metric: .temperature,
                value: (10..<50).contains(minute) ? 66 : 40)
        }
        try store.append(samples)
        try store.close()
        let alerts = folder.path("Alerts")
        try FileManager.default.createDirectory(atPath: alerts, withIntermediateDirectories: true)
        func rules(_ text: String) throws {
            let people = "people: [{id: person:noc, name: NOC, mail: noc@network.example}]\nfallback: [person:noc]\n"
            try Data((people + text).utf8).write(to: URL(fileURLWithPath: alerts + "/alerts.yaml"))
        }
        try rules("rules: [{name: hot, metric: temperature_c, above: 60, clear: 52, for: 10m, clear_for: 2m, urgency: ticket}]\n")
        let more = try run("alerts", "try", "--since", "2h", "--alerts", alerts)
        #expect(more.status == 1 && more.output.contains("more") && more.output.contains("hot"), "\(more)")
        #expect(more.errors.contains("recorded: 0 mails; with these rules: 2"), "\(more.errors)")
        let listed = try run("alerts", "try", "--since", "2h", "--json", "--alerts", alerts)
        #expect(listed.status == 1 && listed.output.contains("\"kind\" : \"recovery\""), "\(listed)")
        try rules("rules: [{name: hot, metric: temperature_c, above: 70, clear: 60, for: 10m, urgency: ticket}]\n")
        let same = try run("alerts", "try", "--since", "2h", "--alerts", alerts)
        #expect(same.status == 0 && same.errors.contains("recorded: 0 mails; with these rules: 0"), "\(same)")
    }

    @Test func `incidents are merged and split by their numbers, with a reason, by a running monitor only`() throws {
        let store = try Store.open(database, mode: .readWrite)
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) - 60_000)
        let other = Incident(id: "i2", kind: .fault, opened: now, candidates: ["dev:topola-agg-1"], best: "dev:topola-agg-1")
        try store.record(StoreBatch(time: now, actions: [.opened(other)]))
        for (words, says) in [
            (["merge", "i2", "i9", "-m", "x"], "there is no incident \"i9\""),
            (["merge", "i2", "i2", "-m", "x"], "part of itself"),
            (["merge", "i2", "i1", "-m", " "], "empty reason"),
            (["split", "i1", "dev:topola-agg-1", "-m", "x"], "neither names nor hides"),
        ] {
            let refused = try Program.run(
                [ProgramUnderTest.path, "incident"] + words + [
                    "--database", database, "--topology",
                    SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/first-network").path,
                ])
            #expect(refused.status == 2 && refused.errors.contains(says), "\(words): \(refused)")
        }
        let asked = try run("incident", "merge", "2", "1", "-m", "one excavator", "--wait", "0.3")
        #expect(asked.status == 3 && asked.errors.contains("no monitor took the request"))
        let row = try #require(try store.auditEntries().last)
        #expect(row.verb == "incident merge" && row.object == "i2" && row.reason == "one excavator" && row.detail == "i1")
        #expect(try store.requests(at: now + .seconds(70)).map(\.detail) == ["i1"])
        #expect(try run("incident", "split", "--help").output.contains("ends when the object is seen up"))
    }

    @Test func `a write wants a reason, and a span has an end that somebody lives to see`() throws {
        let duct = "duct:novi-sad-indija"
        for (words, says) in [
            (["incident", "ack", "i1", "-m", ""], "wants a reason"), (["incident", "ack", "i1", "-m", " \t"], "wants a reason"),
            (["maintenance", "add", duct, "--for", "1h", "-m", ""], "wants a reason"),
            (["maintenance", "end", "m1", "-m", " "], "wants a reason"), (["audit", "erase", "ana", "-m", ""], "wants a reason"),
            (["incident", "note", "i1", " "], "empty"),
            (["maintenance", "add", duct, "--for", "106751991167d", "-m", "x"], "longer than 366 days"),
            (["maintenance", "add", duct, "--for", "367d", "-m", "x"], "longer than 366 days"),
            (["maintenance", "add", duct, "--to", "2399-01-01", "-m", "x"], "at most 366 days"),
            (["incident", "ack", "i1", "-m", "x", "--for", "106751991167d"], "longer than 366 days"),
            (["maintenance", "add", "svc:nowhere", "--for", "1h", "-m", "x"], "no object is called"),
            (["maintenance", "add", "cal:post", "--for", "1h", "-m", "x"], "no work can be planned on cal:post"),
            (["recheck", "cal:post"], "cannot be asked"),
        ] {
            let refused = try Program.run([ProgramUnderTest.path] + words + files)
            #expect(refused.status == 2 && refused.errors.contains(says), "\(words): \(refused)")
        }
        for object in ["rack:dc-bg-a1", "owner:railways"] {
            let added = try run("maintenance", "add", object, "--for", "366d", "-m", "new floor")
            #expect(added.status == 0, "\(object): \(added)")
        }
        #expect(try Store.open(database, mode: .readOnly).auditEntries().count == 2)
    }

    @Test func `records that a fault showed to be wrong stand in its sheet and in check, until they are corrected`() throws {
        let store = try Store.open(database, mode: .readWrite)
        let opened = try #require(try store.incident("i1")).opened
        let duct: ObjectID = "duct:beograd-mladenovac"
        let findings = [
            // Not listed there; said twice. Then one that the record bears out, and one long after.
            Finding(
                time: opened + .seconds(5), kind: .recordSuspect, object: "link:ns-pg-1",
                detail: "went down with \(duct), in which it is not listed"),
            Finding(
                time: opened + .seconds(9), kind: .recordSuspect, object: "link:ns-pg-1",
                detail: "went down with \(duct), in which it is not listed"),
            Finding(
                time: opened + .seconds(5), kind: .recordSuspect, object: "link:bg-kg-1",
                detail: "went down with \(duct), in which it is not listed"),
            Finding(
                time: opened + .seconds(5), kind: .recordSuspect, object: "link:dc-bg-1",
                detail: "is listed in duct:bg-sava and carries on while that is cut"),
            Finding(time: opened + .seconds(5), kind: .unknownKind, object: "link:ns-pg-1", detail: "\(duct)"),
        ]
        try store.record(StoreBatch(time: opened + .seconds(9), actions: findings.map { .finding($0) }))
        try store.close()
        let sheet = try run("incident", "show", "i1")
        let lines = sheet.lines.filter { $0.contains("record suspect: ") }
        #expect(lines.count == 2 && lines[0].contains("link:ns-pg-1") && lines[1].contains("link:bg-kg-1"), "\(sheet)")
        #expect(try run("incident", "show", "i1", "--json").output.contains("\"record_suspects\" : ["))
        // The shipped rules name objects of another network, which is a warning.
        let own = try TemporaryFolder()
        let policy = """
            mail: {from: fibrewatch <monitor@network.example>, domain: network.example}
            relays:
              - {name: relay, host: 127.0.0.1, port: 25, tls: none}
            people:
              - {id: person:noc, name: NOC, mail: noc@network.example}
            fallback: [person:noc]

            """
        try Data(policy.utf8).write(to: own.url.appendingPathComponent("alerts.yaml"))
        let alerts = own.url.path
        let check = try run("check", "--alerts", alerts)
        let notes = check.lines.filter { $0.contains("record suspect: ") }
        #expect(check.status == 0 && notes.count == 2, "\(check)")
        #expect(notes.first { $0.contains("link:ns-pg-1") }?.contains("links.csv:3:1: note: ") == true, "\(notes)")
        #expect(notes.contains { $0.contains("link:ns-pg-1") && $0.contains(", 2 times") })
        let json = try run("check", "--json", "--alerts", alerts).output
        #expect(json.contains("\"record_suspects\" : [") && json.contains("\"object\" : \"link:dc-bg-1\""), "\(json)")
    }

    @Test
    func `who takes an incident that is closed takes the one as which its cause is back, whichever of the causes is named now`()
        throws
    {
        let store = try Store.open(database, mode: .readWrite)
        var first = try #require(try store.incident("i1"))
        let end = first.opened + .seconds(30)
        first.closed = end
        var back = Incident(
            id: "i2", kind: .fault, opened: end + .seconds(10), candidates: ["link:x", "duct:beograd-mladenovac"], best: "link:x")
        back.impactedSites = first.impactedSites
        // Newer, of the same object, and another matter.
        let lost = Incident(
            id: "i3", kind: .redundancy, opened: end + .seconds(20), candidates: first.candidates, best: first.best)
        try store.record(StoreBatch(time: end, actions: [.closed(first), .opened(back), .opened(lost)]))
        try store.close()
        let taken = try run("incident", "ack", "i1", "-m", "mine")
        #expect(taken.status == 0 && taken.output.hasPrefix("i2 (link:x) is taken by "), "\(taken)")
        #expect(taken.errors.contains("the same cause is open again as i2"), "\(taken)")
    }

    @Test func `an incident of a rule is listed with the rule and its words`() throws {
        let store = try Store.open(database, mode: .readWrite)
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) - 60_000)
        var hot = Incident(id: "i2", kind: .degraded, opened: now, candidates: ["dev:dc-bg-sw-1"], best: "dev:dc-bg-sw-1")
        hot.alert = RuleFact(rule: "hot", severity: .warning, text: "66 °C, more than 60 for 10 min")
        try store.record(StoreBatch(time: now, actions: [.opened(hot)]))
        try store.close()
        for verb in [["status"], ["incident", "list"]] {
            let shown = try Program.run([ProgramUnderTest.path] + verb + files)
            #expect(shown.output.contains("hot: 66 °C, more than 60 for 10 min"), "\(shown)")
        }
        let json = try run("status", "--json").output
        #expect(json.contains("\"rule\" : \"hot\"") && json.contains("\"rule_text\" : \"66 °C"), "\(json)")
    }

    @Test func `whom to call about a device stands there once`() throws {
        let contact = try run("contact", "dev:bg-core-1")
        #expect(contact.status == 0 && Set(contact.lines).count == contact.lines.count, "\(contact)")
    }

    @Test func `a request that no monitor takes ends with 3`() throws {
        let result = try run("recheck", "dev:mladenovac-agg-1", "--wait", "0.3")
        #expect(result.status == 3 && result.errors.contains("no monitor took the request"))
    }

    @Test func `whom to call and where to dig is told from the declared network`() throws {
        let contact = try run("contact", "duct:novi-sad-indija")
        #expect(contact.status == 0 && contact.output.contains("owner"), "\(contact)")
        let near = try run("locate", "link:bg-ns-1", "10")
        #expect(near.status == 0 && near.output.contains("duct:novi-sad-indija"), "\(near)")
        // 35.6 km of the first duct, then 5 of the second; from the other end Zemun comes first.
        #expect(try run("locate", "link:bg-ns-1", "40.6").output.contains("duct:indija-stara-pazova"))
        #expect(try run("locate", "link:bg-ns-1", "5", "--from", "b").output.contains("duct:zemun-beograd"))
        let beyond = try run("locate", "link:bg-ns-1", "500")
        #expect(beyond.status == 1 && beyond.errors.contains("km long"), "\(beyond)")
    }

    @Test func `the shipped rules pass their own tests, and a failing test ends with 1`() throws {
        let root = SharedData.packageRoot
        let shipped = try Program.run(
            [
                ProgramUnderTest.path, "alerts", "test", "--alerts", root.appendingPathComponent("Alerts").path, "--topology",
                root.appendingPathComponent("Topology").path,
            ], seconds: 60)
        #expect(shipped.status == 0, "\(shipped.output)\(shipped.errors)")
        let wrong = folder.path("wrong.yaml")
        let text = """
            tests:
              - name: nothing is measured, and a mail is expected
                mails: [{object: dev:bg-core-1, at: 1m}]
              - name: a hot data centre that nobody expects
                samples: [{object: dev:dc-bg-sw-1, metric: temperature_c, values: "80x30"}]
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: wrong))
        let failing = try run("alerts", "test", wrong, "--alerts", root.appendingPathComponent("Alerts").path)
        #expect(failing.status == 1 && failing.output.contains("no problem about dev:bg-core-1"), "\(failing)")
        #expect(failing.output.contains("that nobody expects"))
        try Data("tests:\n  - name: x\n    sample: []\n".utf8).write(to: URL(fileURLWithPath: wrong))
        let broken = try run("alerts", "test", wrong, "--alerts", root.appendingPathComponent("Alerts").path)
        #expect(broken.status == 2 && broken.errors.contains("unknown key \"sample\""), "\(broken)")
    }
}
