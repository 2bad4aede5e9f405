import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import TestSupport
import Testing

/// What the shell answers about a fault: the built program on a state file with one cut, and a clock of its own.
struct ShellAnswerTests {
    private let folder: TemporaryFolder
    private let database: String
    /// The cut: ten minutes ago, in whole seconds.
    private let cut: Timestamp

    /// i1 is a cut duct behind which dev:mladenovac-agg-1 is not seen; nobody was told yet.
    init() throws {
        folder = try TemporaryFolder()
        database = folder.path("state.db")
        cut = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970) * 1000 - 600_000)
        var incident = Incident(
            id: "i1", kind: .fault, opened: cut, candidates: ["duct:beograd-mladenovac"], best: "duct:beograd-mladenovac")
        incident.impactedSites = ["site:p-mladenovac"]
        incident.suppressed = ["dev:mladenovac-agg-1", "dev:p-mladenovac-1"]
        incident.evidence = [Evidence(time: cut, object: "if:bg-core-1#xe-0/0/7", fact: "port went down")]
        let states: [(ObjectID, ObjectState)] = [
            ("dev:mladenovac-agg-1", .unobserved), ("dev:p-mladenovac-1", .unobserved), ("dev:bg-core-1", .up),
            ("if:mladenovac-agg-1#ge-0/0/2", .unobserved), ("link:bg-mladenovac-1", .down), ("dev:topola-agg-1", .up),
        ]
        let seen = states.map { DiagnosisAction.state(StateChange(time: cut, object: $0.0, state: $0.1)) }
        try record([.opened(incident)] + seen)
    }

    private func record(
        _ actions: [DiagnosisAction], _ decisions: [AlertDecision] = [], cases: [AlertCase] = [], at: Timestamp? = nil
    )
        throws
    {
        let store = try Store.open(database, mode: .readWrite)
        let mails = Dictionary(uniqueKeysWithValues: decisions.compactMap { $0.notification.map { ($0.id, [UInt8]()) } })
        try store.record(StoreBatch(time: at ?? cut, actions: actions, decisions: decisions, cases: cases, mails: mails))
        try store.close()
    }

    private func run(_ words: String..., zone: String = "UTC") throws -> ProgramResult {
        try Program.run([ProgramUnderTest.path] + words + files, environment: ["TZ": zone])
    }

    private func leading(_ words: [String]) throws -> ProgramResult {
        try Program.run([ProgramUnderTest.path] + files + words, environment: ["TZ": "UTC"])
    }

    private var files: [String] {
        [
            "--database", database, "--topology",
            SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/first-network").path,
        ]
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }

    private func text(_ time: Timestamp) -> String { String(time.clock.prefix(19)).replacing(" ", with: "T") + "Z" }

    @Test func `global options stand before the verb or behind it`() throws {
        for words in [
            ["--json", "status"], ["-q", "--utc", "incident", "list"], ["--json", "incident"], ["-qv", "list", "sites"],
            ["--at=5m", "--json", "path", "site:m-topola", "site:dc-bg"], ["--json", "whatif", "cut", "duct:beograd-mladenovac"],
        ] {
            let result = try leading(words)
            #expect(result.status < 2 && !result.output.isEmpty, "\(words): \(result)")
        }
        #expect(try object(leading(["--json", "status"]).output)["incidents"] != nil)
        let unknown = try leading(["--json", "sttus"])
        #expect(unknown.status == 2 && unknown.errors.contains("sttus"), "\(unknown)")
    }

    @Test func `what was seen of an object comes before what an incident says of it`() throws {
        // A newer incident of lost redundancy lists the link as evidence, and a topola that is up among the hidden.
        var risk = Incident(
            id: "i2", kind: .redundancy, opened: cut + .seconds(60), candidates: ["link:topola-arandelovac-1"],
            best: "link:topola-arandelovac-1")
        risk.evidence = [Evidence(time: cut, object: "link:bg-mladenovac-1", fact: "is down")]
        var again = Incident(
            id: "i3", kind: .fault, opened: cut + .seconds(90), candidates: ["dev:valjevo-agg-1"], best: "dev:valjevo-agg-1")
        again.suppressed = ["dev:topola-agg-1"]
        try record([.opened(risk), .opened(again)], at: cut + .seconds(90))
        for (name, code, says) in [
            ("link:bg-mladenovac-1", "hidden", "It is hidden behind i1"),
            ("dev:mladenovac-agg-1", "hidden", "It is hidden behind i1"),
            ("duct:beograd-mladenovac", "cause", "It is a cause of i1"),
            ("dev:topola-agg-1", "up", "It is up"),
            ("if:mladenovac-agg-1#ge-0/0/2", "behind", "It cannot be seen: it is behind i1"),
            ("link:mladenovac-topola-1", "behind", "It cannot be seen: it is behind i1"),
            ("link:topola-arandelovac-1", "last-way", "It carries on"),
            ("dev:sabac-agg-1", "not-observed", "Nothing was ever observed of"),
        ] {
            let why = try run("incident", "why", "--not", name, "--json")
            let answer = try object(why.output)
            #expect(answer["code"] as? String == code, "\(name): \(why.output)")
            #expect((answer["reason"] as? String)?.contains(says) == true, "\(name): \(why.output)")
        }
        let before = try run("incident", "why", "--not", "dev:mladenovac-agg-1", "--at", text(cut - .seconds(3600)))
        #expect(before.output.contains("Nothing was observed of it then"), "\(before)")
    }

    @Test func `nobody is said to be told of what still waits`() throws {
        let silent = try run("incident", "why", "--not", "dev:mladenovac-agg-1").output
        #expect(silent.contains("Nobody was told of i1 yet") && !silent.contains("Whoever was told"), "\(silent)")
        let end = cut + .seconds(3600)
        let wait = AlertDecision(
            time: cut, incident: "i1", object: "duct:beograd-mladenovac", verdict: .hold(until: end),
            reason: .maintenance(object: "duct:beograd-mladenovac", owner: "root", reason: "splice"))
        try record([], [wait])
        let held = try run("incident", "why", "--not", "dev:mladenovac-agg-1").output
        let clock = end.clock.dropFirst(11).prefix(8)
        #expect(
            held.contains("Nobody was told of i1 yet: it waits until \(clock)") && held.contains("of root: splice"), "\(held)")
    }

    @Test func `moments within reasons are those of the reader's zone`() throws {
        let reason = AlertReason.notAcknowledged(since: Timestamp(milliseconds: 1_790_000_000_000))
        try record([], [AlertDecision(time: cut, incident: "i1", object: nil, verdict: .suppress, reason: reason)])
        let local = try run("incident", "why", "i1", zone: "Asia/Tokyo").output
        // 2026-09-21 14:13:20 UTC.
        #expect(local.contains("since 2026-09-21 23:13") && !local.contains("UTC"), "\(local)")
    }

    @Test func `an incident that is given back is nobody's, and was before it was taken`() throws {
        let taken = try run("incident", "ack", "i1", "-m", "on my way", "--for", "2h")
        #expect(taken.status == 0 && taken.output.contains("is taken by"), "\(taken)")
        let person = try #require(try incident()["acknowledged_by"] as? String)
        #expect(try incident()["acknowledged_until"] is String)
        #expect(try incident("--at", text(cut + .seconds(60)))["acknowledged_by"] is NSNull)
        #expect(try run("handover").output.contains("taken by \(person)"))
        let back = try run("incident", "ack", "i1", "-m", "given back", "--for", "0s")
        #expect(back.output.contains("is given back by") && !back.output.contains("taken"), "\(back)")
        #expect(try incident()["acknowledged_by"] is NSNull)
        #expect(try run("handover").output.contains("nobody has it"))
    }

    private func incident(_ words: String...) throws -> [String: Any] {
        let result = try Program.run([ProgramUnderTest.path, "status", "--json"] + words + files)
        let incidents = try #require(try object(result.output)["incidents"] as? [[String: Any]], "\(result)")
        return try #require(incidents.first { $0["id"] as? String == "i1" })
    }

    @Test func `the sheet of an incident says who has it, what people said and what became of its mails`() throws {
        _ = try run("incident", "ack", "i1", "-m", "on my way", "--for", "2h")
        _ = try run("incident", "ticket", "i1", "-m", "TS-7")
        let cause = Incident(
            id: "i1", kind: .fault, opened: cut, candidates: ["duct:beograd-mladenovac"], best: "duct:beograd-mladenovac")
        let mail = AlertNotification(
            id: "i1.problem.0", kind: .problem, urgency: .page, decided: cut + .seconds(30),
            recipients: [Recipient(person: "person:ana", name: "Ana", address: "ana@network.example")], level: .internal,
            messageID: "i1@network.example", references: [], incident: cause, object: "duct:beograd-mladenovac",
            reason: .newRootCause)
        let told = AlertDecision(
            time: cut + .seconds(30), incident: "i1", object: "duct:beograd-mladenovac", verdict: .notify(mail),
            reason: .newRootCause)
        try record([], [told])
        let sheet = try object(run("incident", "show", "i1", "--json").output)
        #expect(sheet["closed"] is NSNull && sheet["joins"] is NSNull && sheet["assignee"] is NSNull, "\(sheet)")
        #expect((sheet["acknowledgement"] as? [String: Any])?["until"] is String)
        #expect(sheet["ticket"] as? String == "TS-7" && (sheet["notes"] as? [[String: Any]])?.count == 1)
        let mails = try #require(sheet["mails"] as? [[String: Any]])
        #expect(mails.count == 1 && mails.first?["queue_id"] is NSNull)
        #expect((mails.first?["recipients"] as? [[String: Any]])?.first?["address"] as? String == "ana@network.example")
        let text = try run("incident", "show", "i1").output
        #expect(text.contains("taken by") && text.contains("on my way") && text.contains("TS-7"), "\(text)")
        let why = try object(run("incident", "why", "i1", "--json").output)
        #expect((why["mails"] as? [[String: Any]])?.count == 1)
        let hidden = try run("incident", "why", "--not", "dev:mladenovac-agg-1").output
        #expect(hidden.contains("no relay has taken it yet"), "\(hidden)")
        #expect(try run("handover").output.contains("a mail waits for: ana@network.example"))
        // As of before the mail neither the mail nor who took it is known.
        let early = try run("incident", "why", "i1", "--at", self.text(cut + .seconds(10))).output
        #expect(!early.contains("ana@network.example") && !early.contains("Who was told"), "\(early)")
    }

    @Test func `what people merged into another incident is no fault of its own`() throws {
        let other = Incident(
            id: "i3", kind: .fault, opened: cut + .seconds(60), candidates: ["dev:topola-agg-1"], best: "dev:topola-agg-1")
        var part = AlertCase(other)
        part.partOf = "i1"
        let store = try Store.open(database, mode: .readWrite)
        try store.recordHeartbeat(
            Heartbeat(at: Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)), started: cut, pid: 1))
        try store.close()
        try record([.opened(other)], cases: [part], at: cut + .seconds(60))
        _ = try run("incident", "ack", "i1", "-m", "on my way")
        let nagios = try run("status", "--nagios")
        #expect(nagios.status == 1 && nagios.output.contains("incidents=1 "), "\(nagios)")
        #expect(try run("status").output.contains("1 incident open"))
        #expect(try object(run("incident", "show", "i3", "--json").output)["part_of"] as? String == "i1")
        #expect(try object(run("incident", "show", "i1", "--json").output)["parts"] as? [String] == ["i3"])
    }

    @Test func `what planned work accounts for is no problem, until its window ends`() throws {
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let work = Incident(
            id: "i2", kind: .planned, opened: cut + .seconds(60), candidates: ["duct:topola-arandelovac"],
            best: "duct:topola-arandelovac")
        var risk = Incident(
            id: "i3", kind: .redundancy, opened: cut + .seconds(60), candidates: ["link:mladenovac-topola-1"],
            best: "link:mladenovac-topola-1")
        risk.joins = "i2"
        let off = Incident(
            id: "i4", kind: .expected, opened: cut + .seconds(60), candidates: ["dev:p-topola-1"], best: "dev:p-topola-1")
        // i1 is judged as a fault, and a window over its place holds its mail back.
        let wait = { (end: Timestamp) in
            AlertDecision(
                time: cut + .seconds(60), incident: "i1", object: "duct:beograd-mladenovac", verdict: .hold(until: end),
                reason: .maintenance(object: "site:p-mladenovac", owner: "root", reason: "splice"))
        }
        try record([.opened(work), .opened(risk), .opened(off)], [wait(now + .seconds(3600))], at: cut + .seconds(60))
        let store = try Store.open(database, mode: .readWrite)
        try store.recordHeartbeat(Heartbeat(at: now, started: cut, pid: 1))
        try store.close()
        let calm = try run("status", "--nagios")
        #expect(calm.status == 0 && calm.output.hasPrefix("FIBREWATCH OK - nothing is broken, 3 incidents of"), "\(calm)")
        #expect(calm.output.contains("incidents=0 planned=3 "))
        let shown = try run("status").output
        #expect(shown.hasPrefix("nothing is broken, 3 planned") && shown.contains("planned work"), "\(shown)")
        let all = try #require(object(run("status", "--json").output)["incidents"] as? [[String: Any]])
        let planned = all.filter { $0["planned"] as? Bool == true }.compactMap { $0["id"] as? String }
        #expect(all.count == 4 && planned.sorted() == ["i1", "i2", "i3"], "\(planned)")

        // The window over i1 has ended, and nobody has told it yet: it is a fault like any other.
        try record([], [wait(cut + .seconds(120))], at: cut + .seconds(60))
        let over = try run("status", "--nagios")
        #expect(over.status == 2 && over.output.contains("incidents=1 planned=2 "), "\(over)")
    }

    @Test func `the way between two places stands with what the monitor sees`() throws {
        let now = try object(run("path", "site:m-mladenovac", "site:dc-bg", "--json").output)
        let way = try #require(now["way"] as? [[String: Any]])
        #expect(now["broken"] as? Bool == true && way[0]["state"] as? String == "unobserved", "\(now)")
        #expect(way[0]["link_state"] as? String == "down" && way.last?["state"] as? String == "unknown", "\(now)")
        #expect((now["causes"] as? [[String: Any]])?.first?["incident"] as? String == "i1")
        let text = try run("path", "site:m-mladenovac", "site:dc-bg").output
        #expect(text.contains("✗ link:bg-mladenovac-1 DOWN") && text.contains("Out by i1"), "\(text)")
        let before = try object(
            run("path", "site:m-mladenovac", "site:dc-bg", "--json", "--at", self.text(cut - .seconds(60))).output)
        #expect(before["broken"] as? Bool == false, "\(before)")
    }

    @Test func `a form that was asked for is given or refused, never ignored`() throws {
        _ = try run("maintenance", "add", "duct:novi-sad-indija", "--for", "2h", "-m", "splicing")
        for words in [
            ["maintenance", "list", "--jsonl"], ["handover", "--jsonl"], ["audit", "list", "--jsonl"],
            ["incident", "why", "i1", "--jsonl"], ["locate", "link:bg-ns-1", "4", "--jsonl"],
            ["contact", "site:p-mladenovac", "--jsonl"], ["whatif", "cut", "duct:novi-sad-indija", "--jsonl"],
            ["incident", "ack", "i1", "-m", "x", "--json"],
            ["incident", "note", "i1", "x", "--json"],
            ["maintenance", "add", "duct:novi-sad-indija", "--for", "1h", "-m", "x", "--json"],
        ] {
            let result = try Program.run([ProgramUnderTest.path] + words + files)
            #expect(result.status == 0 && result.output.hasPrefix("{"), "\(words): \(result)")
        }
        for words in [
            ["handover"], ["incident", "show", "i1"], ["incident", "why", "i1"], ["incident", "ack", "i1", "-m", "x"],
            ["incident", "merge", "i1", "i1", "-m", "x"], ["locate", "link:bg-ns-1", "4"],
            ["whatif", "cut", "duct:novi-sad-indija"], ["path", "site:m-topola", "site:dc-bg"],
        ] {
            let result = try Program.run([ProgramUnderTest.path] + words + ["--csv"] + files)
            #expect(result.status == 2 && result.output.isEmpty && result.errors.contains("--csv"), "\(words): \(result)")
        }
        let list = try run("incident", "list", "--csv").output.split(whereSeparator: \.isNewline)
        try #require(list.count == 2, "\(list)")
        #expect(list[0].hasPrefix("id,opened,lasted_s,") && list[1].hasPrefix("i1,\(text(cut).dropLast())+00:00,60"), "\(list)")
        #expect(try run("status", "--csv").output.split(whereSeparator: \.isNewline).last?.hasPrefix("i1,") == true)
    }

    @Test func `a long list is whole in a pipe`() throws {
        let store = try Store.open(database, mode: .readWrite)
        for number in 0..<205 {
            _ = try store.addMaintenance(
                MaintenanceWindow(
                    id: "", object: "duct:novi-sad-indija", from: cut + .seconds(86_400 * Int64(number)),
                    to: cut + .seconds(86_400 * Int64(number) + 3600), owner: "a", reason: "b"), by: "a", at: cut)
        }
        let changes = (0..<5100).map { number in
            DiagnosisAction.state(
                StateChange(
                    time: cut + TimeSpan(milliseconds: Int64(number) + 1), object: "dev:topola-agg-1",
                    state: number % 2 == 0 ? .down : .up))
        }
        try store.record(StoreBatch(time: cut, actions: changes))
        try store.close()
        #expect(try run("maintenance", "list").lines.count == 206)
        #expect(try run("history", "--since", "1h").lines.count { $0.contains("dev:topola-agg-1") } == 5101)
    }

    @Test func `a word about an incident is taken with -m too, and can be taken back`() throws {
        let alerts = SharedData.packageRoot.appendingPathComponent("Alerts").path
        for words in [["note", "i1", "-m", "x"], ["cause", "i1", "-m", "excavator"], ["assign", "i1", "-m", "person:ana"]] {
            let result = try Program.run([ProgramUnderTest.path, "incident"] + words + ["--alerts", alerts] + files)
            #expect(result.status == 0, "\(words): \(result)")
            if words[0] != "note" {
                #expect(result.errors.contains("to undo it: fibrewatch incident \(words[0]) i1 "), "\(result)")
            }
        }
        #expect(try run("status").output.contains("assigned to "))
        #expect(try run("incident", "assign", "i1", "nobody").status == 0)
        #expect(try !run("status").output.contains("assigned to "))
        #expect(try run("incident", "note", "i1").status == 2)
    }

    @Test func `a day that does not exist and a time without a monitor are refused`() throws {
        #expect(try run("status", "--at", "2026-02-31").status == 2)
        #expect(try run("status", "--at", "2026-02-31T10:00:00Z").status == 2)
        let early = try run("status", "--at", text(cut - .seconds(86_400)))
        #expect(early.status == 3 && early.errors.contains("nothing was watched"), "\(early)")
    }

    @Test func `people and teams are shown, listed and found, and a test mail goes to who is on duty`() throws {
        let alerts = folder.path("Alerts")
        try FileManager.default.createDirectory(atPath: alerts, withIntermediateDirectories: true)
        let people = """
            people: [{id: person:ana, name: Ana, mail: ana@network.example}, {id: person:boris, name: Boris, mail: b@network.example}]
            teams: [{id: team:noc, name: Network operations, members: [person:ana, person:boris]}]
            rota:
              - team: team:noc
                zone: Europe/Belgrade
                fallback: [person:ana]
                shifts: [{name: always, start: 2026-01-05 08:00, for: 7d, repeat: FREQ=WEEKLY, people: [person:boris]}]
            fallback: [team:noc]

            """
        try Data(people.utf8).write(to: URL(fileURLWithPath: alerts + "/people.yaml"))
        func ask(_ words: String...) throws -> ProgramResult {
            try Program.run([ProgramUnderTest.path] + words + ["--alerts", alerts] + files)
        }
        let ana = try ask("show", "person:ana")
        #expect(ana.status == 0 && ana.output.contains("ana@network.example") && ana.output.contains("team:noc"), "\(ana)")
        #expect(try ask("show", "person:anna").errors.contains("did you mean \"person:ana\"?"))
        #expect(try ask("show", "team:noc").output.contains("on duty now"))
        #expect(try ask("list", "persons").lines.count == 3)
        #expect(try ask("find", "Boris").output.contains("person:boris"))
        for words in [["mail", "test", "--show"], ["mail", "test", "--to", "team:noc", "--show"]] {
            let mail = try Program.run([ProgramUnderTest.path] + words + ["--alerts", alerts] + files)
            #expect(mail.status == 0 && mail.output.contains("b@network.example"), "\(words): \(mail)")
        }
    }

    @Test func `places and times are written as programs and people read them`() throws {
        let place = try object(run("locate", "link:bg-ns-1", "4.2", "--json").output)
        #expect(place["duct_km"] as? Double == 4.2 && place["ductKm"] == nil, "\(place)")
        let contact = try run("contact", "site:p-mladenovac")
        #expect(
            contact.output.contains("duct:mladenovac-post") && contact.output.contains("technics@police.example"), "\(contact)")
        let status = try run("status").lines
        #expect(status.contains { $0.contains("i1") && $0.contains(cut.clock.dropFirst(11).prefix(8)) }, "\(status)")
        let wait = AlertDecision(
            time: cut, incident: "i1", object: "duct:beograd-mladenovac", verdict: .hold(until: cut + .seconds(3600)),
            reason: .maintenance(object: "duct:beograd-mladenovac", owner: "root", reason: "splice"))
        try record([], [wait])
        let handover = try run("handover", zone: "Asia/Tokyo").output
        #expect(handover.contains("1 site cut off") && handover.contains("nobody was mailed: it waits until"), "\(handover)")
        #expect(!handover.contains("Z,") && !handover.contains("UTC"), "\(handover)")
    }

    /// As the monitor writes it down.
    private struct Learned: Codable, Sendable {
        var maxRepetitions = 25, inFlight = 4, isSlow = false, quirks: [String] = [], roundTripMilliseconds = 12.5
    }

    @Test func `what polling learned of a device has names and nulls as all documents do`() throws {
        let store = try Store.open(database, mode: .readWrite)
        try store.keep(["dev:bg-core-1": Learned()], as: .learned, at: cut)
        try store.close()
        let sheet = try object(run("show", "dev:bg-core-1", "--json").output)
        let learned = try #require((sheet["polling"] as? [String: Any])?["learned"] as? [String: Any], "\(sheet)")
        #expect(learned["round_trip_ms"] as? Double == 12.5 && learned["engine_id"] is NSNull, "\(learned)")
    }
}
