import Foundation
import TestSupport
import Testing

/// `fibrewatch alerts test` as people run it.
struct AlertsTestVerbTests {
    private let folder: TemporaryFolder

    /// A small network, one person, and two tests of which one fails.
    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("Alerts/tests"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder.path("Topology"), withIntermediateDirectories: true)
        try write(
            "Topology/network.yaml",
            """
            sites: [{id: site:a, name: A, kind: hub}]
            devices: [{id: dev:a, site: site:a, role: core}]
            """)
        try write(
            "Alerts/policy.yaml",
            """
            mail: {zone: Europe/Belgrade}
            people: [{id: person:ana, mail: ana@x.example}]
            routes: [{to: [person:ana]}]
            fallback: [person:ana]
            holds: [{proven: 1m, inferred: 3m}]
            """)
        try write("Alerts/tests/a.yaml", Self.tests)
    }

    private static let tests = """
        tests:
          - name: a dead router is told after its hold
            outages: [{object: dev:a, at: 1m, isolates: [site:a]}]
            lasts: 10m
            mails: [{object: dev:a, at: 4m, to: [person:ana]}]
          - name: Nobody waits for a router
            outages: [{object: dev:a, at: 1m, isolates: [site:a]}]
            lasts: 10m
            mails: [{object: dev:a, at: 1m}]

        """

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(name)))
    }

    private func run(_ words: String...) throws -> ProgramResult {
        let files = ["--topology", folder.path("Topology"), "--alerts", folder.path("Alerts")]
        return try Program.run([ProgramUnderTest.path, "alerts", "test"] + words + files)
    }

    @Test func `one line a test, the reasons under what fails, and exit 1`() throws {
        let result = try run()
        #expect(result.status == 1, "\(result)")
        let file = folder.path("Alerts/tests/a.yaml")
        #expect(
            result.output == """
                ok     \(file): a dead router is told after its hold (1 mail)
                FAILED \(file): Nobody waits for a router (1 mail)
                       the problem about dev:a is due after 1m and came after 4m: held back after 1m until 4m: hold rule 1 lets what is \
                only inferred from silence wait 3 min from its onset

                """)
        #expect(result.errors == "2 tests, 1 failed\n")
    }

    @Test func `a name chooses tests, and a trace says what was decided when`() throws {
        let result = try run("--only", "HOLD", "--trace")
        #expect(result.status == 0, "\(result)")
        #expect(result.errors == "1 test, 0 failed\n")
        #expect(result.lines.count == 5, "\(result.output)")
        #expect(
            result.lines.last
                == "       4m        2026-11-23 10:04  mail: problem (page) about i1 dev:a to person:ana: it still lasts after its hold of 3 min"
        )
        let none = try run("--only", "nothing like it")
        #expect(none.status == 2 && none.errors.contains("no test has \"nothing like it\" in its name; there are 2 tests"))
    }

    @Test func `programs get one document, with the trace where it is asked for`() throws {
        let result = try run("--json", "--trace")
        #expect(result.status == 1)
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
        #expect(rows.map { $0["passed"] as? Bool } == [true, false])
        #expect((rows[1]["failures"] as? [String])?.count == 1)
        let trace = try #require(rows[0]["trace"] as? [[String: Any]])
        #expect(trace.last?["after_s"] as? Double == 240 && (trace.last?["t"] as? String)?.contains("2026-11-23T") == true)
    }

    @Test func `a slip in a test is told with its place by alerts test and by check`() throws {
        try write(
            "Alerts/tests/a.yaml",
            Self.tests.replacing("mails: [{object: dev:a, at: 1m}]", with: "acks: [{object: dev:b, at: 5m, by: ana}]"))
        let place = folder.path("Alerts/tests/a.yaml") + ":9:12: test has no \"reason\", which it needs"
        let result = try run()
        #expect(result.status == 2 && result.errors == place + "\n", "\(result)")
        let check = try Program.run(
            [
                ProgramUnderTest.path, "check", "--topology", folder.path("Topology"), "--alerts", folder.path("Alerts"),
            ])
        #expect(check.status == 2 && check.output.contains(place), "\(check)")
    }
}
