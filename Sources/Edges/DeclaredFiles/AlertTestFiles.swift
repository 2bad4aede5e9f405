import Alerting
import Foundation
import NetworkModel

/// A test of `Alerts/tests/` with what it needs beside the policy.
package struct DeclaredAlertTest: Sendable {
    package var file: String
    package var test: AlertTest
    /// The recorded episode that it plays; nil where it plays none.
    package var episode: ScenarioFiles?
}

/// Reads the tests of `Alerts/tests/`.
package enum AlertTestFiles {
    /// Recorded episodes stand in folders of this name, or in any that has a `scenario.json`; nothing there is a file of tests.
    private static let episodes = "scenarios"

    /// With `policy` and `network`, the objects, people and rules that the tests name are looked up in them; those of a test of a scenario
    /// in the network of that.
    /// - Throws: all errors that were found, with their places.
    package static func load(
        path: String, policy: AlertPolicy? = nil, network: Network? = nil
    ) throws(DeclaredErrors) -> [DeclaredAlertTest] {
        let (files, unread) = DeclaredFolder.files(of: path, except: [episodes])
        let folders = files.filter { $0.path.hasSuffix("/scenario.json") }.map { $0.path.dropLast("scenario.json".count) }
        let tests = files.filter { file in !folders.contains { file.path.hasPrefix($0) } }
        return try load(files: tests, unread: unread, policy: policy, network: network)
    }

    /// The same from files already read: a pure function of their contents, but for the scenarios that they name.
    static func load(
        files: [SourceFile], unread: [DeclaredProblem] = [], policy: AlertPolicy? = nil, network: Network? = nil
    ) throws(DeclaredErrors) -> [DeclaredAlertTest] {
        var reader = AlertsReader()
        reader.problems = unread
        var tests: [AlertsReader.Placed<AlertTest>] = []
        for file in files {
            do throws(DeclaredErrors) {
                for root in try DeclaredNode.documents(of: file) { tests += read(root, file.path, &reader) }
            } catch {
                reader.problems += error.problems
            }
        }
        var known: [String: ScenarioFiles] = [:]
        let loaded = tests.map { test in
            let episode = reader.episode(of: test, &known)
            // What cannot be read is no reason to miss its objects in another network.
            let looked = test.value.scenario == nil ? network : episode?.network
            reader.check(test, policy, looked)
            return DeclaredAlertTest(file: test.path, test: test.value, episode: episode)
        }
        guard reader.problems.isEmpty else { throw DeclaredErrors(reader.problems) }
        return loaded
    }

    private static func read(_ root: DeclaredNode, _ path: String, _ reader: inout AlertsReader) -> [AlertsReader.Placed<
        AlertTest
    >] {
        guard case .mapping(let entries) = root.content, entries.count == 1, entries[0].key.scalar == "tests",
            case .list(let rows) = entries[0].value.content
        else {
            if !root.isNull { reader.report(root.place(in: path), "a file of tests is one list named tests:") }
            return []
        }
        return rows.compactMap { row in
            reader.decode(row, "test", path).map { AlertsReader.Placed(value: $0, node: row, path: path) }
        }
    }
}

extension AlertsReader {
    /// The episode that a test names, relative to its file; nil where it names none or one that cannot be read, which is told.
    fileprivate mutating func episode(of test: Placed<AlertTest>, _ known: inout [String: ScenarioFiles]) -> ScenarioFiles? {
        guard let written = test.value.scenario else { return nil }
        let name = "test \(Wording.quoted(test.value.name))"
        let file = URL(fileURLWithPath: test.path).deletingLastPathComponent()
        let folder = URL(fileURLWithPath: written, isDirectory: true, relativeTo: file).standardizedFileURL
        do throws(ScenarioFilesError) {
            if known[folder.path] == nil { known[folder.path] = try ScenarioFiles(folder: folder) }
            guard let episode = known[folder.path] else { return nil }
            checkLength(test, name, of: episode)
            return episode
        } catch {
            report(test.place(of: "scenario"), "\(name) plays \(Wording.quoted(written)), which cannot be: \(error)")
            return nil
        }
    }

    /// Behind the end of its rows a scenario says nothing.
    private mutating func checkLength(_ test: Placed<AlertTest>, _ name: String, of episode: ScenarioFiles) {
        let length = episode.length
        guard length <= AlertTest.longest else {
            report(
                test.place(of: "scenario"),
                "\(name) plays a scenario of \(length.text); at most \(AlertTest.longest.text) is possible")
            return
        }
        if let lasts = test.value.givenLength, lasts > length {
            report(
                test.place(of: "lasts"),
                "\(name) lasts \(lasts.text), and its scenario ends after \(length.text); leave lasts out")
        }
        if test.value.lastExpected > length {
            let isMail = test.value.mails.contains { $0.at == test.value.lastExpected }
            report(
                test.place(of: isMail ? "mails" : "incidents"),
                "\(name) expects something after \(test.value.lastExpected.text), and its scenario ends after \(length.text)")
        }
    }
}
