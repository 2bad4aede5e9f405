import Alerting
import NetworkModel
import Rendering

/// What one rule with `when` would be for an object at some hours, as `alerts route` prints it.
struct RuleGradeRow: Encodable {
    var rule: String
    var object: ObjectID
    /// From then on; the first of a rule is now.
    var t: String
    /// A place behind it is open; null where none is, or none has hours.
    @OrNull var open: Bool? = nil
    var severity: String
    var urgency: String
    /// What it is judged by.
    var because: String
    /// null: `fallback` is told, or nobody by itself.
    @OrNull var route: String? = nil
    /// Of the first mail; empty where it stands in the daily mail.
    var people: [String]

    init(_ preview: RuleGradePreview, _ hours: RuleGradePreview.Hours) {
        rule = preview.rule.name
        object = preview.object
        t = hours.at.rfc3339()
        (severity, urgency) = (hours.grade.severity.rawValue, hours.grade.urgency.rawValue)
        because = hours.words
        people =
            hours.told.first.map { _ in
                hours.told.steps.first?.people.map { "\($0.name) <\($0.address)>" } ?? []
            } ?? []
        open = hours.isOpen
        route = hours.told.route
    }

    static func table(_ rules: [RuleGradePreview], utc: Bool, now: Timestamp) -> TextTable {
        var table = TextTable("RULE", "OBJECT", "WHEN", "SEVERITY", "URGENCY", "BECAUSE", "FIRST TOLD")
        for rule in rules {
            for (place, hours) in rule.hours.enumerated() {
                let row = RuleGradeRow(rule, hours)
                let state = hours.isOpen.map { $0 ? "open" : "closed" } ?? "at any hour"
                let when = place == 0 ? "now (\(state))" : "\(state), from \(hours.at.rfc3339(utc: utc))"
                let told =
                    row.people.isEmpty
                    ? hours.told.reasons.last?.words ?? "nobody" : row.people.joined(separator: ", ")
                table.add([
                    .init(row.rule), .init(row.object.rawValue), .init(when), .init(row.severity),
                    .init(row.urgency),
                    .init(row.because), .init(told),
                ])
            }
        }
        return table
    }
}
