import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import TestSupport
import Testing

/// Every verb of `--help` with each form: it gives the form or refuses it, and never gives a table for it.
struct VerbFormTests {
    private let folder: TemporaryFolder
    private let database: String
    private static let root = SharedData.packageRoot
    private static let topology = root.appendingPathComponent("Tests/Fixtures/first-network").path

    /// One open incident, one device that was seen, one window.
    init() throws {
        folder = try TemporaryFolder()
        database = folder.path("state.db")
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) - 600_000)
        let store = try Store.open(database, mode: .readWrite)
        let incident = Incident(
            id: "i1", kind: .fault, opened: now, candidates: ["duct:beograd-mladenovac"],
            best: "duct:beograd-mladenovac")
        let change = StateChange(
            time: now, object: "dev:mladenovac-agg-1", state: .down, incident: "i1")
        try store.record(StoreBatch(time: now, actions: [.opened(incident), .state(change)]))
        try store.close()
    }

    /// What a verb is tried with. `gives` are the forms that it has; the others it refuses before it does anything.
    private struct Trial {
        var words: [String]
        var gives: Set<String>
        /// Not run with its forms here: it waits for devices, a monitor or a person, or for what only some machines have.
        var isOnlyRefused = false
    }

    private static let all: Set<String> = ["json", "jsonl", "csv"]
    private static let documents: Set<String> = ["json", "jsonl"]

    /// By the verb's words in `--help`.
    private static let trials: [String: Trial] = [
        "status": Trial(words: [], gives: all),
        "incident list": Trial(words: [], gives: all),
        "incident show": Trial(words: ["i1"], gives: documents),
        "incident why": Trial(words: ["i1"], gives: documents),
        "incident ack": Trial(words: ["i1", "-m", "x"], gives: documents),
        "incident note": Trial(words: ["i1", "x"], gives: documents),
        "incident assign": Trial(words: ["i1", "nobody"], gives: documents),
        "incident cause": Trial(words: ["i1", "x"], gives: documents),
        "incident ticket": Trial(words: ["i1", "x"], gives: documents),
        "incident merge": Trial(words: ["i1", "i2", "-m", "x"], gives: documents, isOnlyRefused: true),
        "incident split": Trial(words: ["i1", "-m", "x"], gives: documents, isOnlyRefused: true),
        "show": Trial(words: ["dev:bg-core-1"], gives: documents),
        "list": Trial(words: ["sites"], gives: all),
        "find": Trial(words: ["core"], gives: all),
        "path": Trial(words: ["site:m-topola", "site:dc-bg"], gives: documents),
        "whatif": Trial(words: ["cut", "duct:novi-sad-indija"], gives: documents),
        "maintenance add": Trial(
            words: ["duct:novi-sad-indija", "--for", "2h", "-m", "x"], gives: documents),
        "maintenance list": Trial(words: [], gives: all),
        "maintenance end": Trial(words: ["m1", "-m", "x"], gives: documents, isOnlyRefused: true),
        "maintenance import": Trial(words: ["NOTICES", "--dry-run"], gives: all),
        "oncall show": Trial(words: ["--next", "20d"], gives: all),
        "oncall who": Trial(words: [], gives: all),
        "oncall check": Trial(words: [], gives: all),
        "oncall export": Trial(words: [], gives: []),
        "oncall import": Trial(words: ["a.ics", "--team", "team:noc"], gives: []),
        "recheck": Trial(words: ["dev:bg-core-1"], gives: documents, isOnlyRefused: true),
        "contact": Trial(words: ["site:p-mladenovac"], gives: all),
        "locate": Trial(words: ["link:bg-ns-1", "4.2"], gives: documents),
        "history": Trial(words: [], gives: all),
        "handover": Trial(words: [], gives: documents),
        "audit list": Trial(words: [], gives: all),
        "audit verify": Trial(words: [], gives: documents),
        "audit erase": Trial(words: ["nobody", "-m", "x"], gives: documents, isOnlyRefused: true),
        "report weekly": Trial(words: [], gives: all),
        "check": Trial(words: [], gives: all),
        "probe": Trial(words: ["127.0.0.1:9"], gives: documents, isOnlyRefused: true),
        "walk": Trial(words: ["127.0.0.1:9", "ifDescr"], gives: all, isOnlyRefused: true),
        "inventory": Trial(words: [], gives: all, isOnlyRefused: true),
        "redundancy": Trial(words: [], gives: all),
        "sweep": Trial(words: [], gives: all, isOnlyRefused: true),
        "run": Trial(words: [], gives: []),
        "collect": Trial(words: ["--collector", "bg"], gives: ["jsonl"], isOnlyRefused: true),
        "alerts test": Trial(words: ["--only", "minutes"], gives: all),
        "alerts route": Trial(words: ["duct:zemun-post"], gives: all),
        "alerts try": Trial(words: ["--since", "1h"], gives: all),
        "mail test": Trial(words: ["--to", "a@network.example"], gives: all),
        "demo": Trial(words: [], gives: []),
        "doctor": Trial(words: [], gives: all),
        "simulate": Trial(words: [], gives: documents, isOnlyRefused: true),
        "capture": Trial(
            words: ["-r", "Tests/Fixtures/lldp/none.pcap"], gives: all, isOnlyRefused: true),
        "export": Trial(words: ["dot"], gives: []),
        "replay": Trial(words: ["."], gives: ["json"], isOnlyRefused: true),
        "topology import": Trial(words: ["MAP", "--dry-run"], gives: documents),
        "topology diff": Trial(words: [topology, "OTHER"], gives: all),
    ]

    @Test func `every verb of the help is in the table, and no other`() throws {
        #expect(try Set(verbs()) == Set(Self.trials.keys))
    }

    @Test(arguments: trials.keys.sorted())
    func `a verb gives a form or refuses it`(verb: String) throws {
        let trial = try #require(Self.trials[verb])
        for form in Self.all.sorted() {
            let gives = trial.gives.contains(form)
            if gives, trial.isOnlyRefused { continue }
            let result = try run(verb, trial, form)
            if gives {
                try check(result, form, "\(verb) --\(form)")
            } else {
                #expect(
                    result.status == 2 && result.output.isEmpty
                        && result.errors.contains("there is no --\(form) of this"),
                    "\(verb) --\(form): \(result)")
            }
        }
    }

    @Test func `a form and an option that makes something else of the output are not taken together`()
        throws
    {
        for words in [
            ["status", "--nagios", "--json"], ["report", "weekly", "-o", "x.html", "--csv"],
            ["mail", "test", "--show", "--json"],
        ] {
            let result = try Program.run([ProgramUnderTest.path] + words + files)
            #expect(
                result.status == 2 && result.output.isEmpty && result.errors.contains("two forms"),
                "\(words): \(result)")
        }
    }

    @Test func `a document has all its keys, null where nothing is known`() throws {
        let alerts = try smallAlerts()
        for (words, keys) in [
            (["show", "duct:zemun-post"], ["id", "state", "facts", "parts", "polling"]),
            (["find", "zemun-post"], ["id", "name", "state", "detail"]),
            (["contact", "duct:zemun-post"], ["object", "role", "name", "contact", "contract"]),
            (["doctor"], ["check", "state", "detail", "fix"]),
            (["audit", "list"], ["t", "actor", "verb", "object", "reason", "detail"]),
            (["incident", "list"], ["closed", "joins", "rule", "rule_text", "record_suspects"]),
            (
                ["alerts", "route", "duct:zemun-post"],
                ["route", "escalation", "waits_s", "subject", "rules"]
            ),
            (["alerts", "test"], ["file", "name", "passed", "trace"]),
            (
                ["mail", "test", "--to", "a@network.example"],
                ["relay", "host", "to", "target", "kind", "place", "sent", "queue_id"]
            ),
            (
                ["path", "site:m-topola", "site:dc-bg"],
                ["from", "to", "broken", "way", "alternative", "shared", "causes"]
            ),
            (["report", "weekly"], ["watched", "from", "to", "trend"]),
            (["locate", "link:bg-ns-1", "4.2"], ["duct_name", "owner", "lat", "lon", "manholes"]),
        ] {
            // Somebody did something, so that the audit has a row.
            if words[0] == "audit" {
                _ = try Program.run([ProgramUnderTest.path, "incident", "note", "i1", "x"] + files)
            }
            var own = files
            own[5] = alerts
            let result = try Program.run([ProgramUnderTest.path] + words + ["--jsonl"] + own)
            let line = try #require(result.output.split(separator: "\n").first, "\(words): \(result)")
            let document = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(Set(keys).isSubset(of: document.keys), "\(words): \(document.keys.sorted())")
        }
        let status = try Program.run([ProgramUnderTest.path, "status", "--json"] + files).output
        let health = try #require(
            (try JSONSerialization.jsonObject(with: Data(status.utf8)) as? [String: Any])?["monitor"]
                as? [String: Any])
        #expect(
            health["last_sign_of_life"] is NSNull && health["oldest_waiting_mail"] is NSNull, "\(health)")
    }

    @Test func `what a rule would be at other hours stands beside what it would be now`() throws {
        let alerts = try smallAlerts()
        let rule = """
            rules:
              - name: battery-short
                metric: ups_runtime_min
                below: 15
                urgency: ticket
                when: [{hours: open, severity: critical, urgency: page}]

            """
        try Data(rule.utf8).write(to: URL(fileURLWithPath: alerts + "/rules.yaml"))
        let device = "dev:p-sabac-1"
        // A Monday before the opening at eight in Belgrade.
        let words = ["alerts", "route", device, "--at", "2026-11-23T05:00:00Z"]
        var own = files
        own[5] = alerts
        let text = try Program.run([ProgramUnderTest.path] + words + ["--utc"] + own).output
        #expect(
            text.contains("now (closed)") && text.contains("open, from 2026-11-23T07:00:00"), "\(text)")
        let result = try Program.run([ProgramUnderTest.path] + words + ["--json"] + own)
        let answers = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]],
            "\(result)")
        let rows = try #require(answers.first?["rules"] as? [[String: Any]])
        #expect(rows.map { $0["urgency"] as? String } == ["ticket", "page"], "\(rows)")
        #expect(rows.map { $0["severity"] as? String } == ["warning", "critical"], "\(rows)")
        #expect(rows.map { $0["open"] as? Bool } == [false, true], "\(rows)")
        #expect(rows[0]["because"] as? String == "1 site hangs on it, 0 open now", "\(rows)")
    }

    /// Whole and in that form, whatever the verb found.
    private func check(_ result: ProgramResult, _ form: String, _ name: String) throws {
        #expect(result.status < 2, "\(name): \(result)")
        let text = result.output
        switch form {
        case "json":
            #expect(
                (try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil, "\(name): \(result)")
        case "jsonl":
            for line in text.split(separator: "\n") {
                #expect(
                    (try? JSONSerialization.jsonObject(with: Data(line.utf8))) is [String: Any],
                    "\(name): \(line)")
            }
        default:
            let header = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
            #expect(
                header.contains(",") && header == header.lowercased() && !header.contains("  "),
                "\(name): \(result)")
            #expect(text.contains("\r\n"), "\(name): lines end as RFC 4180 says")
        }
    }

    private var files: [String] {
        [
            "--database", database, "--topology", Self.topology, "--alerts",
            Self.root.appendingPathComponent("Alerts").path,
        ]
    }

    private func run(_ verb: String, _ trial: Trial, _ form: String) throws -> ProgramResult {
        var own = files
        if !verb.hasPrefix("oncall") { own[5] = try smallAlerts() }
        let notices = folder.path("work.csv")
        try Data(
            "uid,object,from,to\nn1,duct:novi-sad-indija,2099-01-01T01:00:00Z,2099-01-01T04:00:00Z\n".utf8
        )
        .write(to: URL(fileURLWithPath: notices))
        let other = folder.path("other.json")
        try Data(#"{"name":"other","sites":[{"id":"site:x","kind":"hub"}]}"#.utf8).write(
            to: URL(fileURLWithPath: other))
        let map = folder.path("map.graphml")
        try Data(Self.map.utf8).write(to: URL(fileURLWithPath: map))
        let words = trial.words.map { ["NOTICES": notices, "OTHER": other, "MAP": map][$0] ?? $0 }
        return try Program.run(
            [ProgramUnderTest.path] + verb.split(separator: " ").map(String.init) + words + ["--\(form)"]
                + own)
    }

    private static let map = """
        <?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected">
        <node id="a"/><node id="b"/><edge source="a" target="b"/></graph></graphml>
        """

    /// One person, one test, and a relay that refuses at once: what is tested is the form of the answers.
    private func smallAlerts() throws -> String {
        let path = folder.path("Alerts")
        try FileManager.default.createDirectory(
            atPath: path + "/tests", withIntermediateDirectories: true)
        let test = "tests: [{name: nothing breaks for some minutes, mails: []}]\n"
        try Data(test.utf8).write(to: URL(fileURLWithPath: path + "/tests/t.yaml"))
        let text = """
            people: [{id: person:a, name: A, mail: a@network.example}]
            fallback: [person:a]
            relays: [{name: closed, host: 127.0.0.1, port: 9, tls: none, timeout_s: 2}]

            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/a.yaml"))
        return path
    }

    /// The verbs of the help: those of a group with the group's name.
    private func verbs() throws -> [String] {
        let dump = try Program.run([ProgramUnderTest.path, "--experimental-dump-help"]).output
        let tree = try JSONDecoder().decode(Help.self, from: Data(dump.utf8))
        return leaves(tree.command, [])
    }

    private struct Help: Decodable { var command: Verb }
    private struct Verb: Decodable {
        var commandName: String
        var subcommands: [Verb]?
    }

    private func leaves(_ verb: Verb, _ above: [String]) -> [String] {
        (verb.subcommands ?? []).filter { $0.commandName != "help" }.flatMap { below -> [String] in
            let words = above + [below.commandName]
            return below.subcommands?.isEmpty ?? true
                ? [words.joined(separator: " ")] : leaves(below, words)
        }
    }
}
