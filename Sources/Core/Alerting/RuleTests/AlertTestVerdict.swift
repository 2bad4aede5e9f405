import Diagnosis
import NetworkModel

/// What came of a test beside what it expects. Each expected mail and incident takes one that came: first those that fit in all, then those
/// that fit in time, then those at another time, so that each slip is told once, with what came instead.
struct AlertTestVerdict {
    var failures: [String] = []
    let test: AlertTest
    let record: AlertTestRecord

    init(_ test: AlertTest, _ record: AlertTestRecord) {
        (self.test, self.record) = (test, record)
        failures = record.slips
        compareIncidents()
        compareMails()
    }

    private mutating func compareMails() {
        var mails = record.mails
        var open = test.mails
        for laxity in 0..<3 {
            open = open.filter { wanted in
                let due = record.start + wanted.at
                let rows = mails.indices.filter { fits(mails[$0], wanted, laxity) }
                guard let row = rows.min(by: { distance(mails[$0].decided, due) < distance(mails[$1].decided, due) }) else {
                    return true
                }
                compare(mails.remove(at: row), wanted)
                return false
            }
        }
        for wanted in open { failures.append(missing(wanted)) }
        for mail in mails { failures.append(unexpected(mail)) }
    }

    func distance(_ a: Timestamp, _ b: Timestamp) -> Int64 { abs((a - b).milliseconds) }

    /// - Parameter laxity: 0 is all that is expected, 1 whatever is due, 2 whatever is about it.
    private func fits(_ mail: AlertNotification, _ wanted: AlertTest.Expected, _ laxity: Int) -> Bool {
        mail.isAbout(wanted) && (laxity > 1 || isDue(mail, wanted)) && (laxity > 0 || mail.fits(wanted))
    }

    private func isDue(_ mail: AlertNotification, _ wanted: AlertTest.Expected) -> Bool {
        distance(mail.decided, record.start + wanted.at) <= test.tolerance.milliseconds
    }

    private mutating func compare(_ mail: AlertNotification, _ wanted: AlertTest.Expected) {
        let name = "the \(wanted.words)"
        if !isDue(mail, wanted) {
            let due = record.start + wanted.at
            let held = mail.decided > due ? heldBack(wanted.subjects, until: due + test.tolerance) : nil
            failures.append(
                "\(name) is due after \(wanted.at.text) and came after \(record.after(mail.decided)): "
                    + (held ?? mail.reason.words))
        }
        if let urgency = wanted.urgency, urgency != mail.urgency {
            failures.append(
                "\(name) after \(wanted.at.text) is expected as \(urgency.rawValue) and came as \(mail.urgency.rawValue)")
        }
        if let to = wanted.to, Set(to) != Set(mail.people) {
            let (lacking, more) = (to.filter { !mail.people.contains($0) }, mail.people.filter { !to.contains($0) })
            let parts = [
                "it went to \(Self.list(mail.people))", lacking.isEmpty ? nil : "without \(Self.list(lacking))",
                more.isEmpty ? nil : "nobody expects \(Self.list(more))",
            ]
            failures.append(
                "\(name) after \(wanted.at.text) is expected by \(Self.list(to)); "
                    + parts.compactMap(\.self).joined(separator: ", "))
        }
    }

    private func missing(_ wanted: AlertTest.Expected) -> String {
        let name = "no \(wanted.words) came, which is due after \(wanted.at.text)"
        let due = record.start + wanted.at
        if let held = heldBack(wanted.subjects, until: due + test.tolerance) { return "\(name); \(held)" }
        let others = record.mails.filter { mail in wanted.subjects.contains { $0 == mail.object } }
        if !others.isEmpty {
            let words = others.prefix(4).map {
                "\($0.kind.rawValue)\($0.ruleWords) after \(record.after($0.decided))"
            }
            return "\(name); about it came: \(words.joined(separator: ", "))"
        }
        return "\(name); nothing is known of it; incidents that opened: \(record.words(of: record.incidents))"
    }

    private func unexpected(_ mail: AlertNotification) -> String {
        let about =
            mail.object?.rawValue ?? "several objects (\(Self.list(mail.collected.map(\.best))))"
        let article = mail.kind == .escalation || mail.kind == .update ? "an" : "a"
        return "\(article) \(mail.kind.rawValue) (\(mail.urgency.rawValue)) about \(about)\(mail.ruleWords) came after "
            + "\(record.after(mail.decided)) to \(Self.list(mail.people)), and nobody expects it: \(mail.reason.words)"
    }

    /// What kept `objects` from being told up to a moment, the newest at most three; nil: nothing did.
    func heldBack(_ objects: [ObjectID], until end: Timestamp) -> String? {
        let all = record.decisions.filter { decision in
            decision.time <= end && decision.notification == nil && decision.reason.silence != nil
                && objects.contains { $0 == decision.object }
        }
        guard !all.isEmpty else { return nil }
        let words = all.suffix(3).map { decision in
            let until =
                if case .hold(let until) = decision.verdict, until < .distantFuture { " until \(record.after(until))" } else {
                    ""
                }
            return "after \(record.after(decision.time))\(until): \(decision.reason.words)"
        }
        return "held back " + words.joined(separator: "; ")
    }

    static func list(_ ids: [ObjectID]) -> String {
        ids.isEmpty ? "nobody" : ids.prefix(12).map(\.rawValue).joined(separator: ", ") + (ids.count > 12 ? ", …" : "")
    }
}

extension AlertTest.Expected {
    /// Whatever it is about.
    var subjects: [ObjectID] { (object.map { [$0] } ?? []) + (objects ?? []) }

    /// `problem about duct:x, rule hot`.
    fileprivate var words: String {
        "\(kind.rawValue) about \(AlertTestVerdict.list(subjects))\(rule.map { ", rule \($0)" } ?? "")"
    }
}

extension AlertNotification {
    fileprivate var people: [ObjectID] { recipients.map(\.person).filter { $0.kind == .person } }

    fileprivate var ruleWords: String { incident?.alert.map { ", rule \($0.rule)" } ?? "" }

    fileprivate func isAbout(_ wanted: AlertTest.Expected) -> Bool {
        kind == wanted.kind && (wanted.rule == nil || incident?.alert?.rule == wanted.rule)
            && wanted.objects.map { Set($0) == Set(collected.map(\.best)) } ?? (object == wanted.object)
    }

    fileprivate func fits(_ wanted: AlertTest.Expected) -> Bool {
        (wanted.urgency == nil || wanted.urgency == urgency) && wanted.to.map { Set($0) == Set(people) } ?? true
    }
}
