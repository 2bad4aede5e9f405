import NetworkModel

// What a mail says of a rule that holds or is over.

extension RuleEngine {
    func text(_ number: Int) -> String {
        let row = rows[number]
        let rule = rules[Int(row.rule)]
        let lasting = rule.hold > .zero ? " for \(rule.hold.words)" : ""
        let note = rule.note.map { "; \($0)" } ?? ""
        guard let metric = rule.metric else {
            if case .state(let state) = rule.condition { return "\(state.rawValue)\(lasting)\(note)" }
            return rule.name + note
        }
        if row.value.isNaN, case .absent(let span) = rule.condition {
            return "\(metric.words): no value for \(span.words), though the device answers\(note)"
        }
        let value = metric.text(row.value)
        let words = metric.isFlag ? "\(metric.words): \(value)" : "\(metric.words) \(value)"
        return words + limitWords(rule.condition, metric, row) + lasting + note
    }

    private func limitWords(_ condition: AlertRule.Condition, _ metric: Sample.Metric, _ row: Row) -> String {
        if metric.isFlag { return "" }
        switch condition {
        case .above(let limit, _): return ", limit \(metric.text(limit))"
        case .below(let limit, _): return ", at least \(metric.text(limit)) is needed"
        case .rises(let by, let within): return ", rose by \(metric.text(by)) or more within \(within.words)"
        case .falls(let by, let within): return ", fell by \(metric.text(by)) or more within \(within.words)"
        case .absent(let span): return " was the last value, none for \(span.words)"
        case .forecast(let limit, let within, _):
            if row.direction > 0 ? row.value >= limit : row.direction < 0 && row.value <= limit {
                return ", has reached \(metric.text(limit))"
            }
            return ", will reach \(metric.text(limit)) within \(within.words) if it goes on so"
        case .state: return ""
        }
    }
}
