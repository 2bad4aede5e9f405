import Alerting
import NetworkModel

/// Reads the tests of `Alerts/tests/`.
package enum AlertTestFiles {
    /// With `policy` and `network`, the objects, people and rules that the tests name are looked up in them.
    /// - Throws: all errors that were found, with their places.
    package static func load(
        path: String, policy: AlertPolicy? = nil, network: Network? = nil
    ) throws(DeclaredErrors) -> [(file: String, test: AlertTest)] {
        let (files, unread) = DeclaredFolder.files(of: path, except: [])
        return try load(files: files, unread: unread, policy: policy, network: network)
    }

    /// The same from files already read: a pure function of their contents.
    static func load(
        files: [SourceFile], unread: [DeclaredProblem] = [], policy: AlertPolicy? = nil, network: Network? = nil
    ) throws(DeclaredErrors) -> [(file: String, test: AlertTest)] {
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
        for test in tests { reader.check(test, policy, network) }
        guard reader.problems.isEmpty else { throw DeclaredErrors(reader.problems) }
        return tests.map { ($0.path, $0.value) }
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
    /// What a test names, and there is none of: such a test passes or fails for no reason.
    fileprivate mutating func check(_ test: Placed<AlertTest>, _ policy: AlertPolicy?, _ network: Network?) {
        let name = "test \(Wording.quoted(test.value.name))"
        if let network { checkObjects(test, name, network) }
        guard let policy else { return }
        let (rules, people) = (policy.rules.map(\.name), policy.people.map(\.id.rawValue))
        for (row, mail) in test.value.mails.enumerated() {
            checkWords(mail.rule.map { [$0] } ?? [], rules, "\(name) expects a mail of rule") { _ in
                test.place(at: ["mails", "\(row)", "rule"])
            }
            checkWords(mail.to?.map(\.rawValue) ?? [], people, "\(name) expects a mail to person") { id in
                test.place(at: ["mails", "\(row)", "to", "\(mail.to?.firstIndex(of: ObjectID(id)) ?? 0)"])
            }
        }
    }

    private mutating func checkObjects(_ test: Placed<AlertTest>, _ name: String, _ network: Network) {
        for (row, series) in test.value.samples.enumerated() where network.device(of: series.object) == nil {
            let place = test.place(at: ["samples", "\(row)", "object"])
            if series.isGlob {
                let measured = network.index.keys.filter { $0.kind == .device || $0.kind == .interface }
                if measured.contains(where: { Glob.matches(series.object.rawValue, $0.rawValue) }) { continue }
            }
            reportUnknown(series.object, "\(name) measures", "which is no device and no port of the network", place, network) {
                $0.kind == .device || $0.kind == .interface
            }
        }
        for (row, outage) in test.value.outages.enumerated() {
            if network[outage.object] == nil {
                let place = test.place(at: ["outages", "\(row)", "object"])
                reportUnknown(outage.object, "\(name) breaks", "which is not in the network", place, network) { _ in true }
            }
            for (number, site) in outage.isolates.enumerated() where network[site].map(\.isSite) != true {
                let place = test.place(at: ["outages", "\(row)", "isolates", "\(number)"])
                reportUnknown(site, "\(name) cuts off", "which is no site of the network", place, network) { $0.kind == .site }
            }
        }
        for (row, mail) in test.value.mails.enumerated() where network[mail.object] == nil && !network.isGroup(mail.object) {
            let place = test.place(at: ["mails", "\(row)", "object"])
            reportUnknown(mail.object, "\(name) expects a mail about", "which is not in the network", place, network) { _ in true
            }
        }
    }

    private mutating func reportUnknown(
        _ id: ObjectID, _ subject: String, _ reason: String, _ place: SourcePlace, _ network: Network,
        among isCandidate: (ObjectID) -> Bool
    ) {
        let advice = Wording.didYouMean(id.rawValue, among: network.index.keys.filter(isCandidate).map(\.rawValue))
        report(place, "\(subject) \(Wording.quoted(id.rawValue)), \(reason)\(advice)")
    }
}

extension Network.Reference {
    fileprivate var isSite: Bool { if case .site = self { true } else { false } }
}

extension Network {
    /// What a rule over a share can be about: `owner:…` and `role:…` of somebody, and all.
    fileprivate func isGroup(_ id: ObjectID) -> Bool {
        id == "network:all" || document.devices.contains { "role:\($0.role)" == id.rawValue }
            || (id.kind == .owner && index.keys.contains { owner(of: $0).map { "owner:\($0)" == id.rawValue } ?? false })
    }
}
