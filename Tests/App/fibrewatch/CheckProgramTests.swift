import Foundation
import TestSupport
import Testing

/// `fibrewatch check` as people run it.
@Suite struct CheckProgramTests {
    /// The built program stands beside the test bundle.
    static var program: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("fibrewatch").path
    }

    static func check(_ topology: String, alerts: String? = nil, _ options: [String] = []) throws -> ProgramResult {
        let alerts = alerts ?? SharedData.packageRoot.appendingPathComponent("Alerts").path
        return try Program.run([program, "check", "--topology", topology, "--alerts", alerts] + options)
    }

    @Test func `check is content with the shipped files`() throws {
        let result = try Self.check(SharedData.packageRoot.appendingPathComponent("Topology").path)
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains(" sites, ") && !result.output.contains("warning:"))
    }

    /// Ten slips of ten kinds: where each stands and words of its message.
    static let slips: [(file: String, find: String, replace: String, place: String, words: String)] = [
        // A row that ends too early.
        ("feeds.csv", "feed:hub-bg,owner:power-company", "feed:hub-bg", "feeds.csv:3:12", "column \"owner\" is missing"),
        // A column that nobody knows.
        (
            "racks.csv", "id,site,room", "id,site,rom", "racks.csv:1:9",
            "unknown column \"rom\" in a list of racks; did you mean \"room\"?"
        ),
        // A link to a device that is not there.
        (
            "links.csv", "link:bg-ns-1,dev:ns-core-1", "link:bg-ns-1,dev:ns-corre-1", "links.csv:2:14",
            "did you mean \"dev:ns-core-1\"?"
        ),
        // A device declared twice.
        (
            "devices.csv", "dev:kg-core-1,site:hub-kg", "dev:bg-core-1,site:hub-kg,,,,,,\ndev:kg-core-1,site:hub-kg",
            "devices.csv:4:1",
            "is declared twice; it first stands at"
        ),
        // A decimal comma.
        (
            "sites.csv", ",44.8040,20.4651,", ",\"44,8040\",20.4651,", "sites.csv:3:43",
            "is not a number from -90 to 90; write 44.8040"
        ),
        // A length below zero.
        ("segments.csv", "duct:novi-sad-indija,35.6", "duct:novi-sad-indija,-35.6", "segments.csv:2:44", "km \"-35.6\""),
        // A key that nobody knows.
        (
            "services.yaml", "    name: eMailbox", "    nme: eMailbox", "services.yaml:8:5",
            "unknown key \"nme\"; did you mean \"name\"?"
        ),
        // Hours that are none.
        ("calendars.yaml", "07:30-15:30", "7:30-15", "calendars.yaml:29:11", "which is not a span such as 08:00-19:00"),
        // An identifier of the wrong type.
        ("collectors.yaml", "device: dev:dc-kg-nms-1", "device: site:dc-kg", "collectors.yaml:6:32", "which is no device"),
        // A bracket that is never closed.
        (
            "owners.yaml", "id: cloud:lte, owner: owner:mobile}", "id: cloud:lte, owner: owner:mobile", "owners.yaml:",
            "this is not YAML"
        ),
    ]

    @Test func `a broken copy of Topology with ten planted errors gives ten messages with places and exit 2`() throws {
        let folder = try TemporaryFolder()
        let copy = folder.path("Topology")
        let shipped = SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/first-network").path
        try FileManager.default.copyItem(atPath: shipped, toPath: copy)
        for slip in Self.slips {
            let url = URL(fileURLWithPath: copy + "/" + slip.file)
            let text = try String(contentsOf: url, encoding: .utf8)
            let found = try #require(text.range(of: slip.find), "\(slip.find) in \(slip.file)")
            try text.replacingCharacters(in: found, with: slip.replace).write(to: url, atomically: true, encoding: .utf8)
        }
        let result = try Self.check(copy)
        #expect(result.status == 2)
        let errors = result.lines.dropLast().filter { $0.hasPrefix(copy) }
        #expect(errors.count == 10, "\(result.output)")
        for slip in Self.slips {
            #expect(
                errors.contains { $0.hasPrefix("\(copy)/\(slip.place)") && $0.contains(slip.words) },
                "\(slip.place) in \(result.output)")
        }
        #expect(result.lines.last?.contains("10 errors") == true, "\(result.output)")
    }

    @Test func `a missing folder is one message and exit 2`() throws {
        let result = try Self.check("/no/such/folder")
        #expect(result.status == 2 && result.output.contains("/no/such/folder: there is no such file or folder"))
    }

    @Test func `warnings end with 1 and can be read by programs`() throws {
        let folder = try TemporaryFolder()
        try "id,name\nsite:a,A\n".write(toFile: folder.path("sites.csv"), atomically: true, encoding: .utf8)
        // Rules of no network: the tests of the shipped ones name devices that this one does not have.
        let alerts = try TemporaryFolder()
        try "people: [{id: person:ana, mail: ana@x.example}]\nfallback: [person:ana]\n".write(
            toFile: alerts.path("people.yaml"), atomically: true, encoding: .utf8)
        let result = try Self.check(folder.url.path, alerts: alerts.url.path, ["--json"])
        #expect(result.status == 1, "\(result.output)")
        let document = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        // Told in the order of paths, and nobody knows whether the sources lie before or after the temporary folder.
        let problems = try #require(document["problems"] as? [[String: Any]])
        let problem = try #require(problems.first { $0["path"] as? String == folder.path("sites.csv") }, "\(result.output)")
        #expect(problem["severity"] as? String == "warning" && problem["line"] as? Int == 2)
        #expect((problem["message"] as? String)?.contains("has no device") == true)
    }
}
