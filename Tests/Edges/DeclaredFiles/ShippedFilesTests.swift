import Alerting
import Diagnosis
import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import DeclaredFiles

/// What stands in `Topology/` and `Alerts/` of this package.
@Suite struct ShippedFilesTests {
    static func files(_ folder: String, except excluded: Set<String>) -> [SourceFile] {
        DeclaredFolder.files(of: SharedData.packageRoot.appendingPathComponent(folder).path, except: excluded).files
    }

    @Test func `the shipped network and rules have neither errors nor warnings`() throws {
        let declared = try DeclaredNetwork.load(files: Self.files("Topology", except: ["Exports"]))
        #expect(declared.findings.filter { $0.severity != .note } == [])
        let files = Self.files("Alerts", except: ["Samples", "templates", "tests"])
        let alerts = try DeclaredAlerts.load(files: files, network: declared.network)
        #expect(alerts.findings.filter { $0.severity != .note } == [])
        #expect(!alerts.policy.routes.isEmpty && !alerts.policy.fallback.isEmpty)
    }

    @Test func `the shipped rules pass the shipped tests, and each of those fails without its mails`() throws {
        let network = try DeclaredNetwork.load(files: Self.files("Topology", except: ["Exports"])).network
        let files = Self.files("Alerts", except: ["Samples", "templates", "tests"])
        let policy = try DeclaredAlerts.load(files: files, network: network).policy
        let tests = try AlertTestFiles.load(path: SharedData.packageRoot.appendingPathComponent("Alerts/tests").path)
        #expect(tests.count >= 8)
        // Those of scenarios need the whole monitor: `RuleTestEpisodeTests` runs them.
        for declared in tests where declared.episode == nil {
            let (file, test) = (declared.file, declared.test)
            #expect(AlertTestRun(test, policy: policy, network: network).failures == [], "\(file): \(test.name)")
            var wrong = test
            if wrong.mails.isEmpty, wrong.outages.isEmpty { continue }
            if wrong.mails.isEmpty {
                // What heals inside its hold lasts.
                wrong.outages = wrong.outages.map { outage in
                    var outage = outage
                    outage.until = nil
                    return outage
                }
            } else {
                wrong.mails.removeLast()
            }
            #expect(!AlertTestRun(wrong, policy: policy, network: network).failures.isEmpty, "\(file): \(test.name)")
        }
    }

    @Test func `an outage late in a test is played without being told how long the test lasts`() throws {
        let folder = try TemporaryFolder()
        let text = """
            tests:
              - name: late
                outages: [{object: duct:far, at: 30h, proven: true, isolates: [site:a]}]
                mails: []

            """
        try Data(text.utf8).write(to: folder.url.appendingPathComponent("late.yaml"))
        let test = try #require(try AlertTestFiles.load(path: folder.url.path).first?.test)
        var policy = AlertPolicy()
        policy.people = [.init(id: "person:ana", name: "Ana", mail: "ana@noc.example")]
        policy.fallback = ["person:ana"]
        let run = AlertTestRun(test, policy: policy, network: Network.compile(NetworkDocument(name: "empty")).network)
        #expect(run.mails.map(\.kind) == [.problem] && run.failures.count == 1, "\(run.failures)")
    }

    @Test func `every device of the shipped network can be polled at an address of its own`() throws {
        let document = try DeclaredNetwork.load(files: Self.files("Topology", except: ["Exports"])).document
        let addresses = document.devices.compactMap(\.address)
        #expect(Set(addresses).count == document.devices.count)
        #expect(document.devices.allSatisfy { !$0.collectors.isEmpty && $0.credential != nil })
    }

    @Test func `no mutation of the shipped files makes the readers trap, and each that fails says where`() throws {
        let topology = Self.files("Tests/Fixtures/first-network", except: [])
        let alerts = Self.files("Alerts", except: ["Samples", "templates", "tests"])
        for seed in 0..<UInt64(SharedData.soak ? 20_000 : 60) {
            var random = SplitMix64(seed: seed)
            Self.expectErrorsWithPlaces(seed) { () throws(DeclaredErrors) in
                _ = try DeclaredNetwork.load(files: Self.mutated(topology, &random)).findings
            }
            Self.expectErrorsWithPlaces(seed) { () throws(DeclaredErrors) in
                _ = try DeclaredAlerts.load(files: Self.mutated(alerts, &random))
            }
        }
    }

    static func expectErrorsWithPlaces(_ seed: UInt64, _ load: () throws(DeclaredErrors) -> Void) {
        do throws(DeclaredErrors) {
            try load()
        } catch {
            #expect(!error.problems.isEmpty, "seed \(seed)")
            for problem in error.problems {
                #expect(!problem.place.path.isEmpty && problem.place.line >= 0 && !problem.message.isEmpty, "seed \(seed)")
            }
        }
    }

    /// One of the files with up to four slips: bytes removed, replaced, inserted, lines doubled or exchanged, the end cut off.
    static func mutated(_ files: [SourceFile], _ random: inout SplitMix64) -> [SourceFile] {
        var files = files
        let index = Int.random(in: 0..<files.count, using: &random)
        var bytes = files[index].bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<7, using: &random) {
            case 0: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &random)))
            case 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 2: bytes[at] = Array(",;\"'\n\r\t:-{}[]#&*!|>%@`\\ 0".utf8).randomElement(using: &random) ?? 0
            case 3: bytes.insert(contentsOf: Array("\"".utf8), at: at)
            case 4: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 80)], at: at)
            case 5: bytes.removeSubrange(at...)
            default: bytes.insert(contentsOf: Array("999999999999999999999999,-1e999,[[[[,&a *a,\u{202E}".utf8), at: at)
            }
        }
        files[index] = SourceFile(path: files[index].path, bytes: bytes)
        return files
    }
}
