import Diagnosis
import NetworkModel

// A rule as written in `Alerts/rules.yaml`: flat keys, one of `above`, `below`, `rises`, `falls`, `absent`, `reaches` and `state`.

extension AlertRule: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, metric, above, below, clear, rises, falls, within, absent, reaches, over, state
        case hold = "for"
        case clearHold = "clear_for"
        case objects, sites, kinds, roles, owners, share, group, least, severity, urgency, note
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        name = try c.decode(String.self, forKey: .name)
        metric = try c.decodeIfPresent(Sample.Metric.self, forKey: .metric)
        condition = try Self.condition(c)
        hold = try c.span(forKey: .hold) ?? hold
        clearHold = try c.span(forKey: .clearHold) ?? clearHold
        severity = try c.decodeIfPresent(RuleFact.Severity.self, forKey: .severity) ?? severity
        urgency = try c.decodeIfPresent(Page.Urgency.self, forKey: .urgency) ?? urgency
        note = try c.decodeIfPresent(String.self, forKey: .note)
        selector.objects = try c.decodeIfPresent([String].self, forKey: .objects) ?? []
        selector.sites = try c.decodeIfPresent([String].self, forKey: .sites) ?? []
        selector.kinds = try c.decodeIfPresent([String].self, forKey: .kinds) ?? []
        selector.roles = try c.decodeIfPresent([String].self, forKey: .roles) ?? []
        selector.owners = try c.decodeIfPresent([String].self, forKey: .owners) ?? []
        if let fraction = try c.decodeIfPresent(Double.self, forKey: .share) {
            share = Share(
                fraction: fraction, group: try c.decode(Group.self, forKey: .group),
                least: try c.decodeIfPresent(Int.self, forKey: .least) ?? 2)
        }
        if metric == nil, !isOverState {
            throw DecodingError.dataCorruptedError(
                forKey: .metric, in: c, debugDescription: "rule \"\(name)\" has no metric, which every condition but state needs")
        }
    }

    private var isOverState: Bool { if case .state = condition { true } else { false } }

    private static func condition(_ c: KeyedDecodingContainer<CodingKeys>) throws -> Condition {
        let kinds: [CodingKeys] = [.above, .below, .rises, .falls, .absent, .reaches, .state]
        let present = kinds.filter { c.contains($0) }
        guard present.count == 1, let kind = present.first else {
            throw DecodingError.dataCorruptedError(
                forKey: present.last ?? .above, in: c,
                debugDescription: "a rule has one of \(kinds.map(\.rawValue).joined(separator: ", ")), this has \(present.count)")
        }
        let number = { try c.decode(Double.self, forKey: kind) }
        switch kind {
        case .above: return .above(limit: try number(), clear: try c.decodeIfPresent(Double.self, forKey: .clear) ?? number())
        case .below: return .below(limit: try number(), clear: try c.decodeIfPresent(Double.self, forKey: .clear) ?? number())
        case .rises: return .rises(by: try number(), within: try c.needed(.within))
        case .falls: return .falls(by: try number(), within: try c.needed(.within))
        case .absent: return .absent(try c.needed(.absent))
        case .reaches:
            return .forecast(
                limit: try number(), within: try c.needed(.within), over: try c.span(forKey: .over) ?? c.needed(.within))
        default: return .state(try c.decode(ObjectState.self, forKey: .state))
        }
    }
}

extension KeyedDecodingContainer where Key == AlertRule.CodingKeys {
    fileprivate func needed(_ key: Key) throws -> TimeSpan {
        guard let span = try span(forKey: key) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self, debugDescription: "this condition needs \(key.rawValue), a time span such as 24h")
        }
        return span
    }
}
