import Diagnosis
import NetworkModel

extension AlertTestVerdict {
    /// Incidents are compared only where the test names some, or that there are none. An early guess that was given up is no incident too
    /// many.
    mutating func compareIncidents() {
        guard var open = test.incidents else { return }
        var incidents = record.incidents
        for laxity in 0..<3 {
            open = open.filter { wanted in
                let due = record.start + wanted.opened
                let rows = incidents.indices.filter { fits(incidents[$0], wanted, laxity) }
                let row = rows.min {
                    (incidents[$0].withdrawn ? 1 : 0, distance(incidents[$0].opened, due))
                        < (incidents[$1].withdrawn ? 1 : 0, distance(incidents[$1].opened, due))
                }
                guard let row else { return true }
                compare(incidents.remove(at: row), wanted)
                return false
            }
        }
        for wanted in open {
            failures.append(
                "no incident about \(wanted.object)\(wanted.ruleWords) opened after \(wanted.opened.text); incidents that opened: "
                    + record.words(of: record.incidents))
        }
        for incident in incidents where !incident.withdrawn {
            let rule = incident.alert.map { ", rule \($0.rule)" } ?? ""
            failures.append(
                "an incident (\(incident.kind.rawValue)) about \(incident.best)\(rule) opened after "
                    + "\(record.after(incident.opened)), and nobody expects it")
        }
    }

    private func fits(_ incident: Incident, _ wanted: AlertTest.ExpectedIncident, _ laxity: Int) -> Bool {
        incident.isAbout(wanted) && (laxity > 1 || isDue(incident, wanted))
            && (laxity > 0 || wanted.kind == nil || wanted.kind == incident.kind)
    }

    private func isDue(_ incident: Incident, _ wanted: AlertTest.ExpectedIncident) -> Bool {
        distance(incident.opened, record.start + wanted.opened) <= test.tolerance.milliseconds
    }

    private mutating func compare(_ incident: Incident, _ wanted: AlertTest.ExpectedIncident) {
        let name = "the incident about \(wanted.object)\(wanted.ruleWords)"
        if !isDue(incident, wanted) {
            failures.append(
                "\(name) is expected to open after \(wanted.opened.text) and opened after \(record.after(incident.opened))")
        }
        if let kind = wanted.kind, kind != incident.kind {
            failures.append("\(name) is expected as \(kind.rawValue) and is \(incident.kind.rawValue)")
        }
        if let candidates = wanted.candidates, Set(candidates) != Set(incident.candidates) {
            failures.append(
                "\(name) is expected to name \(Self.list(candidates)) and names \(Self.list(incident.candidates))")
        }
        failures += [closing(incident, wanted), telling(incident, wanted), silence(incident, wanted)].compactMap {
            $0.map { "\(name) \($0)" }
        }
    }

    private func closing(_ incident: Incident, _ wanted: AlertTest.ExpectedIncident) -> String? {
        switch (wanted.closed, incident.closed) {
        case (nil, _), (.never, nil): return nil
        case (.never, let closed?): return "is expected to be open at the end and closed after \(record.after(closed))"
        case (.after(let span), nil): return "is expected to close after \(span.text) and is open at the end"
        case (.after(let span), let closed?):
            let isDue = distance(closed, record.start + span) <= test.tolerance.milliseconds
            return isDue ? nil : "is expected to close after \(span.text) and closed after \(record.after(closed))"
        }
    }

    private func telling(_ incident: Incident, _ wanted: AlertTest.ExpectedIncident) -> String? {
        let alertCase = record.cases[incident.id]
        let mail = record.mails.first { mail in
            mail.incident?.id == incident.id || mail.collected.contains { $0.id == incident.id }
        }
        if let urgency = wanted.urgency, let alertCase, alertCase.urgency != urgency {
            return "is expected as \(urgency.rawValue) and is told as \(alertCase.urgency.rawValue)"
        }
        switch (wanted.told, mail) {
        case (true, nil):
            let held = heldBack([incident.best], until: .distantFuture)
            return "is expected to be told and nobody was; " + (held ?? "nobody was to be told: it was never certain enough")
        case (false, let mail?):
            let people = mail.recipients.map(\.person)
            return "is expected not to be told and was, after \(record.after(mail.decided)) to \(Self.list(people)): "
                + mail.reason.words
        default: return nil
        }
    }

    private func silence(_ incident: Incident, _ wanted: AlertTest.ExpectedIncident) -> String? {
        guard let why = wanted.why else { return nil }
        let found = record.decisions.filter { $0.incident == incident.id && $0.notification == nil }.compactMap(\.reason.silence)
        if found.contains(why) || incident.kind.silence == why { return nil }
        let held = heldBack([incident.best], until: .distantFuture) ?? "held back by nothing"
        return "is expected to be held back by \(why.rawValue) and is \(held)"
    }
}

extension AlertTest.ExpectedIncident {
    fileprivate var ruleWords: String { rule.map { ", rule \($0)" } ?? "" }
}

extension Incident {
    fileprivate func isAbout(_ wanted: AlertTest.ExpectedIncident) -> Bool {
        best == wanted.object && (wanted.rule == nil || alert?.rule == wanted.rule)
    }
}

extension Incident.Kind {
    /// What keeps all of its kind from being told.
    fileprivate var silence: AlertTest.Silence? {
        switch self {
        case .planned: .planned
        case .expected: .expected
        case .transient: .transient
        case .fault, .flapping, .monitoring, .degraded, .redundancy, .management, .identity: nil
        }
    }
}
