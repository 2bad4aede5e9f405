import Foundation
import TestSupport
import Testing

/// Keeps the layout of STYLE.md true: who imports whom, what Core must not do, what stands at the top.
struct TidyTests {
    /// STYLE.md section 1, "May import", beside Foundation and our own Core where it says so.
    static let allowed: [String: Set<String>] = {
        let core: Set = ["NetworkModel", "Diagnosis", "Alerting", "SNMPMessages", "DeviceFacts", "Rendering"]
        let edges: Set = [
            "DeclaredFiles", "InventoryStore", "SNMPCollector", "PingCollector", "FrameCapture", "CollectorBus", "MailDelivery",
            "GraphLayout",
        ]
        let edge = core.union(["Logging"])
        return [
            "NetworkModel": ["HeapModule", "DequeModule", "BitCollections", "OrderedCollections"],
            "Diagnosis": ["NetworkModel"], "Alerting": ["NetworkModel", "Diagnosis"], "SNMPMessages": ["CCrypto"],
            "DeviceFacts": ["SNMPMessages"], "Rendering": core.union(["Mustache"]),
            "DeclaredFiles": edge.union(["Yams", "Synchronization"]),
            "InventoryStore": edge.union(["GRDB", "SQLite3", "GRDBSQLite", "Synchronization"]),
            "SNMPCollector": edge.union(["CSocketBatch", "Synchronization"]),
            "PingCollector": edge.union(["CSocketBatch", "Synchronization"]),
            "FrameCapture": edge.union(["CPcap", "Synchronization"]), "MailDelivery": edge.union(["CCurl", "Synchronization"]),
            "CollectorBus": edge.union(["Synchronization"]),
            "GraphLayout": edge.union(["CGraphviz", "Synchronization"]),
            "SimulatedNetwork": edge.union(["CSocketBatch", "Synchronization"]),
            "MonitorService": edge.union(edges).union(["ServiceLifecycle", "UnixSignals", "Synchronization"]),
            "FibrewatchCommands": edge.union(edges).union([
                "MonitorService", "SimulatedNetwork", "CQuickHeap", "ServiceLifecycle", "ArgumentParser", "Synchronization",
            ]),
            "fibrewatch": ["FibrewatchCommands"],
        ]
    }()

    struct Source {
        let path: String
        let module: String
        let group: String
        let lines: [Substring]
    }

    static let sources: [Source] = files(under: "Sources").filter { $0.hasSuffix(".swift") }.compactMap { path in
        let parts = path.split(separator: "/")
        guard parts.count >= 4,
            let text = try? String(contentsOf: SharedData.packageRoot.appendingPathComponent(path), encoding: .utf8)
        else { return nil }
        return Source(
            path: path, module: String(parts[2]), group: String(parts[1]),
            lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }

    static func files(under folder: String) -> [String] {
        let root = SharedData.packageRoot.appendingPathComponent(folder)
        let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        var isFolder: ObjCBool = false
        return names.map { folder + "/" + $0 }.filter {
            let path = SharedData.packageRoot.appendingPathComponent($0).path
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
        }.sorted()
    }

    @Test func `the source tree is found`() {
        #expect(Self.sources.count > 40)
        #expect(Set(Self.sources.map(\.module)).isSubset(of: Self.allowed.keys))
    }

    @Test func `each fault in the table of the tests names a test that there is`() throws {
        let table = try String(contentsOf: SharedData.packageRoot.appendingPathComponent("Tests/README.md"), encoding: .utf8)
        let rows = table.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| Fault") }
        let code = Self.files(under: "Tests").filter { $0.hasSuffix(".swift") }.compactMap {
            try? String(contentsOf: SharedData.packageRoot.appendingPathComponent($0), encoding: .utf8)
        }
        #expect(rows.count >= 30)
        for row in rows {
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            #expect(cells.count == 2 && code.contains { $0.contains("func `\(cells[1])`(") }, "\(row)")
        }
    }

    @Test func `modules import only what the table of STYLE allows`() {
        let system: Set = ["Foundation", "FoundationEssentials", "Glibc", "Dispatch"]
        for source in Self.sources {
            for line in source.lines {
                guard let match = line.firstMatch(of: /^\s*(?:@\w+\s+)*import\s+(?:\w+\s+)?(\w+)/) else { continue }
                let name = String(match.1)
                let isSystem = system.contains(name) && !(source.group == "Core" && (name == "Glibc" || name == "Dispatch"))
                #expect(isSystem || Self.allowed[source.module, default: []].contains(name), "\(source.path) imports \(name)")
            }
        }
    }

    @Test func `Core does no input or output and reads no clock`() {
        let forbidden =
            /\b(FileManager|FileHandle|Date\(\)|Date\.now|ContinuousClock|SuspendingClock|DispatchQueue|Process\(\)|ProcessInfo|URLSession|SystemRandomNumberGenerator|socket\(|fopen\(|\.random\(in:[^)]*\)(?!.*using)|UUID\(\))/
        for source in Self.sources where source.group == "Core" {
            for (number, line) in source.lines.enumerated() where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                #expect(line.firstMatch(of: forbidden) == nil, "\(source.path):\(number + 1): \(line)")
            }
        }
    }

    @Test func `nothing in Sources traps by intention or is left for later`() {
        let forbidden = /\btry!|\bas! |fatalError\(\)|\b(TODO|FIXME|XXX)\b|[\w\])]!\.(?=\w)/
        for source in Self.sources {
            for (number, line) in source.lines.enumerated() where !line.drop(while: { $0 == " " }).hasPrefix("//") {
                #expect(line.firstMatch(of: forbidden) == nil, "\(source.path):\(number + 1): \(line)")
            }
        }
    }

    @Test func `no source file is longer than 400 lines or without a declaration`() {
        for source in Self.sources {
            #expect(source.lines.count <= 401, "\(source.path) has \(source.lines.count) lines")
            #expect(
                source.lines.contains {
                    $0.firstMatch(of: /\b(struct|enum|class|actor|protocol|extension|func|let|var|import)\b/) != nil
                },
                "\(source.path) declares nothing")
        }
    }

    @Test func `swift format finds nothing to change or to say`() throws {
        let folders = ["Package.swift", "Sources", "Tests"].map { SharedData.packageRoot.appendingPathComponent($0).path }
        let lint = ["/usr/bin/env", "swift", "format", "lint", "--strict", "--recursive", "--parallel"]
        let answer = try Program.run(lint + folders, seconds: 120)
        #expect(answer.status == 0, "`make format` mends most of it:\n\(answer.errors)")
    }

    @Test func `every fixture is used by a test`() {
        let tests = Self.files(under: "Tests").filter { $0.hasSuffix(".swift") }
            .compactMap { try? String(contentsOf: SharedData.packageRoot.appendingPathComponent($0), encoding: .utf8) }.joined()
        for fixture in Self.files(under: "Tests/Fixtures") {
            let name = fixture.split(separator: "/").last.map(String.init) ?? fixture
            let folder = fixture.split(separator: "/").dropLast().last.map(String.init) ?? ""
            #expect(
                tests.contains(name) || tests.contains("Fixtures/\(folder)") || tests.contains("\"\(folder)\""),
                "\(fixture) is used by no test")
        }
    }

    @Test func `at the top stand only what newcomers look for`() throws {
        let expected: Set = ["Package.swift", "Makefile", "README.md", "LICENSE", "Sources", "Tests", "Topology", "Alerts"]
        let names = try FileManager.default.contentsOfDirectory(atPath: SharedData.packageRoot.path)
        let tracked = names.filter {
            !$0.hasPrefix(".") && $0 != "Package.resolved" && !$0.hasPrefix("fibrewatch.db") && $0 != "demo"
        }
        #expect(Set(tracked).subtracting(expected).isEmpty)
        for group in ["Sources/Core", "Sources/Edges", "Sources/App", "Sources/C", "Tests"] {
            #expect(
                FileManager.default.fileExists(atPath: SharedData.packageRoot.appendingPathComponent(group + "/README.md").path))
        }
    }
}
