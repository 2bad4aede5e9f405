import Diagnosis
import NetworkModel

// A rule as written in `Alerts/rules.yaml`: flat keys, one of `above`, `below`, `rises`, `falls`, `absent`, `reaches` and `state`.

extension AlertRule: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, metric, above, below, clear, rises, falls, within, absent, reaches, over, state
        case hold = "for"
        case clearHold = "clear_for"
        case objects, sites, kinds, roles, owners, share, group, least, severity, urgency, when, note
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
        when = try c.decodeIfPresent([When].self, forKey: .when) ?? []
        note = try c.decodeIfPresent(String.self, forKey: .note)
        selector.objects = try c.decodeIfPresent([String].self, forKey: .objects) ?? []
        selector.sites = try c.decodeIfPresent([String].self, forKey: .sites) ?? []
        selector.kinds = try c.decodeIfPresent([String].self, forKey: .kinds) ?? []
        selector.roles = try c.decodeIfPresent([String].self, forKey: .roles) ?? []
        selector.owners = try c.decodeIfPresent([String].self, forKey: .owners) ?? []
        share = try Self.share(c)
        if case .state = condition {
            if metric != nil { throw c.corrupted(.metric, "a rule over state has no metric; take one of them out") }
        } else if metric == nil {
            throw c.corrupted(.metric, "rule \"\(name)\" has no metric, which every condition but state needs")
        }
    }

    private static func share(_ c: KeyedDecodingContainer<CodingKeys>) throws -> Share? {
        guard let fraction = try c.decodeIfPresent(Double.self, forKey: .share) else {
            for key in [CodingKeys.group, .least] where c.contains(key) {
                throw c.corrupted(key, "it means nothing without share; take it out or add share")
            }
            return nil
        }
        return Share(
            fraction: fraction, group: try c.decode(Group.self, forKey: .group), least: try c.count(forKey: .least, from: 1) ?? 2)
    }

    private static func condition(_ c: KeyedDecodingContainer<CodingKeys>) throws -> Condition {
        let kinds: [CodingKeys] = [.above, .below, .rises, .falls, .absent, .reaches, .state]
        let present = kinds.filter { c.contains($0) }
        guard present.count == 1, let kind = present.first else {
            throw c.corrupted(
                present.last ?? .above,
                "a rule has one of \(kinds.map(\.rawValue).joined(separator: ", ")), this has \(present.count)")
        }
        try refuseIdle(c, beside: kind)
        let number = { try c.decode(Double.self, forKey: kind) }
        switch kind {
        case .above: return .above(limit: try number(), clear: try c.decodeIfPresent(Double.self, forKey: .clear) ?? number())
        case .below: return .below(limit: try number(), clear: try c.decodeIfPresent(Double.self, forKey: .clear) ?? number())
        case .rises: return .rises(by: try c.change(kind), within: try c.needed(.within))
        case .falls: return .falls(by: try c.change(kind), within: try c.needed(.within))
        case .absent: return .absent(try c.needed(.absent))
        case .reaches:
            // A line through fewer than eight polls is none.
            return .forecast(
                limit: try number(), within: try c.needed(.within),
                over: try c.span(forKey: .over, from: .seconds(600)) ?? max(.seconds(600), c.needed(.within)))
        default: return .state(try c.decode(ObjectState.self, forKey: .state))
        }
    }

    /// A key that the condition does not read is a thought that nobody carries out.
    private static func refuseIdle(_ c: KeyedDecodingContainer<CodingKeys>, beside kind: CodingKeys) throws {
        let read: [CodingKeys] =
            switch kind {
            case .above, .below: [.clear]
            case .rises, .falls: [.within]
            case .reaches: [.within, .over]
            default: []
            }
        for key in [CodingKeys.clear, .within, .over] where c.contains(key) && !read.contains(key) {
            throw c.corrupted(key, "it means nothing beside \(kind.rawValue); take it out")
        }
    }
}

extension KeyedDecodingContainer where Key == AlertRule.CodingKeys {
    fileprivate func needed(_ key: Key) throws -> TimeSpan {
        guard let span = try span(forKey: key, from: .seconds(60)) else {
            throw corrupted(key, "this condition needs \(key.rawValue), a time span such as 24h")
        }
        return span
    }

    /// How much a value has to change, whatever its direction.
    fileprivate func change(_ key: Key) throws -> Double {
        let number = try decode(Double.self, forKey: key)
        guard number > 0 else { throw corrupted(key, "\(number) is not above 0, and everything changes by so much") }
        return number
    }
}
