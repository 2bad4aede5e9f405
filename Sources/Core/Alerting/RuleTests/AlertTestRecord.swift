import Diagnosis
import NetworkModel

/// All that came of a test, in order.
package struct AlertTestRecord: Sendable {
    /// Something that happened or was decided, for whoever asks why.
    package struct Line: Hashable, Sendable {
        package var at: Timestamp
        package var text: String
    }

    /// The moment from which the times of the test count.
    package let start: Timestamp
    package private(set) var mails: [AlertNotification] = []
    /// In the order of opening, each as it was last.
    package private(set) var incidents: [Incident] = []
    package private(set) var decisions: [AlertDecision] = []
    package private(set) var lines: [Line] = []
    /// What people were to do and could not.
    package private(set) var slips: [String] = []
    private(set) var cases: [String: AlertCase] = [:]
    private var place: [String: Int] = [:]

    package init(start: Timestamp) { self.start = start }

    mutating func add(_ step: AlertTestStep, at now: Timestamp) {
        for alertCase in step.cases { cases[alertCase.incident.id] = alertCase }
        for action in step.actions { add(action, at: now) }
        for decision in step.decisions {
            decisions.append(decision)
            if let mail = decision.notification { mails.append(mail) }
            say(words(of: decision), at: decision.time)
        }
    }

    mutating func say(_ text: String, at time: Timestamp) { lines.append(Line(at: time, text: text)) }

    mutating func slip(_ text: String, at time: Timestamp) {
        slips.append("after \(after(time)) \(text)")
        say(text, at: time)
    }

    private mutating func add(_ action: DiagnosisAction, at now: Timestamp) {
        switch action {
        case .opened(let incident), .revised(let incident), .withdrawn(let incident), .closed(let incident):
            let before = place[incident.id].map { incidents[$0] }
            if let words = Self.change(from: before, to: incident) { say("\(incident.id) \(words)", at: now) }
            if let known = place[incident.id] {
                incidents[known] = incident
            } else {
                place[incident.id] = incidents.count
                incidents.append(incident)
            }
        case .page(let page):
            say("\(page.incident) is to be told as \(page.urgency.rawValue): \(page.object)", at: now)
        case .finding(let finding): say("finding \(finding.kind.rawValue): \(finding.object): \(finding.detail)", at: now)
        case .state, .ask: break
        }
    }

    /// In words; nil where nothing changed that concerns a test.
    private static func change(from before: Incident?, to incident: Incident) -> String? {
        if incident.withdrawn { return "is given up: nothing is left that it explains" }
        if let closed = incident.closed { return "is over after \(whole(closed - incident.opened))" }
        let cause = "\(incident.kind.rawValue) \(incident.best)"
        let others = incident.candidates.filter { $0 != incident.best }
        let equals = others.isEmpty ? "" : ", or as well \(others.prefix(8).map(\.rawValue).joined(separator: ", "))"
        let facts =
            "\(cause)\(equals), \(incident.proven ? "proven" : "inferred"), sites cut off: \(incident.impactedSites.count)"
        guard let before else {
            return "opens: \(facts)\(incident.alert.map { "; rule \($0.words)" } ?? "")"
        }
        let isSame =
            before.kind == incident.kind && before.best == incident.best && before.candidates == incident.candidates
            && before.proven == incident.proven && before.impactedSites == incident.impactedSites && before.closed == nil
            && before.alert == incident.alert
        return isSame ? nil : "is now \(facts)\(incident.alert.map { "; rule \($0.words), \($0.severity.rawValue)" } ?? "")"
    }

    private func words(of decision: AlertDecision) -> String {
        let subject = [decision.incident, decision.object?.rawValue].compactMap(\.self).joined(separator: " ")
        switch decision.verdict {
        case .notify(let mail):
            let people = mail.recipients.map(\.person.rawValue).joined(separator: ", ")
            let about = subject.isEmpty ? mail.collected.map(\.best.rawValue).joined(separator: ", ") : subject
            return "mail: \(mail.kind.rawValue) (\(mail.urgency.rawValue)) about \(about) to \(people): \(decision.reason.words)"
        case .hold(.distantFuture): return "waits: \(subject): \(decision.reason.words)"
        case .hold(let until): return "waits until \(after(until)): \(subject): \(decision.reason.words)"
        case .suppress: return "no mail: \(subject): \(decision.reason.words)"
        }
    }

    /// How long after the start: `1h30m`.
    func after(_ time: Timestamp) -> String { Self.whole(time - start) }

    /// In whole seconds: what a person reads needs no more.
    package static func whole(_ span: TimeSpan) -> String { TimeSpan.seconds(span.milliseconds / 1000).text }

    /// Those about `object` that are open, the newest last.
    func open(about object: ObjectID, rule: String?) -> [Incident] {
        incidents.filter { incident in
            incident.closed == nil && !incident.withdrawn && (rule == nil || incident.alert?.rule == rule)
                && (incident.best == object || incident.candidates.contains(object))
        }
    }

    /// What is or was open, in words for a person who looks for another.
    func words(of incidents: [Incident]) -> String {
        if incidents.isEmpty { return "none" }
        let some = incidents.prefix(5).map { incident in
            let rule = incident.alert.map { ", rule \($0.rule)" } ?? ""
            return "\(incident.kind.rawValue) \(incident.best)\(rule) after \(after(incident.opened))"
        }
        return some.joined(separator: "; ") + (incidents.count > 5 ? "; and \(incidents.count - 5) more" : "")
    }
}
