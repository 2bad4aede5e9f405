import Alerting
import NetworkModel

extension AlertsReader {
    /// What a test names, and there is none of: such a test passes or fails for no reason.
    mutating func check(_ test: Placed<AlertTest>, _ policy: AlertPolicy?, _ network: Network?) {
        let name = "test \(Wording.quoted(test.value.name))"
        if let network { checkObjects(test, name, network) }
        guard let policy else { return }
        let (rules, people) = (policy.rules.map(\.name), policy.people.map(\.id.rawValue))
        for (rule, words, list, row) in test.value.namedRules {
            checkWords([rule], rules, "\(name) \(words) of rule") { _ in test.place(at: [list, "\(row)", "rule"]) }
        }
        for (row, mail) in test.value.mails.enumerated() {
            checkWords(mail.to?.map(\.rawValue) ?? [], people, "\(name) expects a mail to person") { id in
                test.place(at: ["mails", "\(row)", "to", "\(mail.to?.firstIndex(of: ObjectID(id)) ?? 0)"])
            }
        }
        // Whoever does something may be called by any name; one with the type of a person is one of ours.
        for deed in test.value.deeds where deed.by.hasPrefix("person:") {
            checkWords([deed.by], people, "\(name) lets something be done by") { _ in
                test.place(at: [deed.list, "\(deed.row)", "by"])
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
            for (number, site) in outage.isolates.enumerated() where network[site].map(\.isSite) != true {
                let place = test.place(at: ["outages", "\(row)", "isolates", "\(number)"])
                reportUnknown(site, "\(name) cuts off", "which is no site of the network", place, network) { $0.kind == .site }
            }
        }
        for (object, words, keys) in test.value.named where network[object] == nil && !network.isGroup(object) {
            reportUnknown(object, "\(name) \(words)", "which is not in the network", test.place(at: keys), network) { _ in true }
        }
        for (row, window) in test.value.windows.enumerated() {
            for (number, object) in window.objects.enumerated() where network[object] != nil {
                guard let obstacle = network.obstacleToWork(on: object) else { continue }
                report(test.place(at: ["windows", "\(row)", "objects", "\(number)"]), "\(name) plans work: \(obstacle)")
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

extension AlertTest {
    /// Every rule that it names, what it says of it, and where that stands.
    fileprivate var namedRules: [(rule: String, words: String, list: String, row: Int)] {
        var named: [(rule: String, words: String, list: String, row: Int)] = []
        for (row, mail) in mails.enumerated() {
            if let rule = mail.rule { named.append((rule, "expects a mail", "mails", row)) }
        }
        for (row, incident) in (incidents ?? []).enumerated() {
            if let rule = incident.rule { named.append((rule, "expects an incident", "incidents", row)) }
        }
        for deed in deeds {
            if let rule = deed.on.rule { named.append((rule, "names an incident", deed.list, deed.row)) }
        }
        return named
    }

    /// Every object that it names beside those that it measures and cuts off, what it says of it, and the keys that lead there.
    fileprivate var named: [(object: ObjectID, words: String, keys: [String])] {
        var named: [(object: ObjectID, words: String, keys: [String])] = []
        for (row, outage) in outages.enumerated() { named.append((outage.object, "breaks", ["outages", "\(row)", "object"])) }
        for (row, window) in windows.enumerated() {
            for (number, object) in window.objects.enumerated() {
                named.append((object, "plans work on", ["windows", "\(row)", "objects", "\(number)"]))
            }
        }
        for deed in deeds {
            named.append((deed.on.object, "lets something be done about", [deed.list, "\(deed.row)", "object"]))
            switch deed.kind {
            case .merge(let into, _): named.append((into, "merges into", [deed.list, "\(deed.row)", "into"]))
            case .split(let part?, _): named.append((part, "takes apart", [deed.list, "\(deed.row)", "part"]))
            default: break
            }
        }
        for (row, mail) in mails.enumerated() {
            if let object = mail.object { named.append((object, "expects a mail about", ["mails", "\(row)", "object"])) }
            for (number, object) in (mail.objects ?? []).enumerated() {
                named.append((object, "expects a mail about", ["mails", "\(row)", "objects", "\(number)"]))
            }
        }
        for (row, incident) in (incidents ?? []).enumerated() {
            named.append((incident.object, "expects an incident about", ["incidents", "\(row)", "object"]))
            for (number, object) in (incident.candidates ?? []).enumerated() {
                named.append((object, "expects an incident about", ["incidents", "\(row)", "candidates", "\(number)"]))
            }
        }
        return named
    }
}

extension Network.Reference {
    fileprivate var isSite: Bool { if case .site = self { true } else { false } }
}

extension Network {
    /// What an incident can be about beside the objects that are declared: `owner:…` and `role:…` of somebody, all, and an area, which is
    /// named by a site in it.
    fileprivate func isGroup(_ id: ObjectID) -> Bool {
        id == "network:all" || document.devices.contains { "role:\($0.role)" == id.rawValue }
            || (id.kind == .owner && index.keys.contains { owner(of: $0).map { "owner:\($0)" == id.rawValue } ?? false })
            || (id.kind == .area && self[ObjectID(String(id.name))].map(\.isSite) == true)
    }
}
