import Diagnosis
import NetworkModel

extension AlertRule {
    /// How bad what a rule found is, and how soon somebody has to know.
    package struct Grade: Hashable, Sendable {
        package var severity: RuleFact.Severity
        package var urgency: Page.Urgency
        package init(_ severity: RuleFact.Severity, _ urgency: Page.Urgency) {
            (self.severity, self.urgency) = (severity, urgency)
        }

        /// Told sooner, or as soon and worse.
        func isAbove(_ other: Grade) -> Bool {
            if urgency != other.urgency { return urgency.isSooner(than: other.urgency) }
            return severity == .critical && other.severity != .critical
        }
    }

    /// Another severity or urgency where certain sites hang on the object, at certain hours: the words of holds and routes, over what
    /// would be cut off or lose a service if the object failed now. What is absent matches everything, several must all match.
    package struct When: Hashable, Sendable {
        /// Only sites of this kind hang on it.
        package var only: String?
        /// Sites of these kinds hang on it, and they alone count for `hours` and `isolates`.
        package var siteKinds: [String] = []
        /// `open` if one of the sites is open, `closed` if none is; a site without hours is always open.
        package var hours: AlertPolicy.Hold.Hours?
        /// At least so many sites do (`">=10"`).
        package var isolatesAtLeast: Int?
        /// nil: as the rule says.
        package var severity: RuleFact.Severity?
        package var urgency: Page.Urgency?
        package init() {}

        /// It says something, and of what.
        package var changesGrade: Bool { severity != nil || urgency != nil }
        package var asksAnything: Bool { only != nil || hours != nil || !siteKinds.isEmpty || isolatesAtLeast != nil }

        /// True if whatever `other` matches this matches as well, as far as the words show it.
        package func covers(_ other: When) -> Bool {
            // That all of some are closed says nothing of more of them.
            if hours == .closed, Set(siteKinds) != Set(other.siteKinds) { return false }
            return (only == nil || only == other.only) && (hours == nil || hours == other.hours)
                && (siteKinds.isEmpty || (!other.siteKinds.isEmpty && Set(other.siteKinds).isSubset(of: siteKinds)))
                && (isolatesAtLeast ?? 0) <= (other.isolatesAtLeast ?? 0)
        }
    }

    /// What it is where nothing else is said.
    package var grade: Grade { Grade(severity, urgency) }

    /// Every urgency that it may have.
    package var urgencies: Set<Page.Urgency> { Set(when.compactMap(\.urgency) + [urgency]) }
}

extension Page.Urgency {
    /// A page is told before a ticket, a ticket before the daily list.
    package func isSooner(than other: Page.Urgency) -> Bool { rank < other.rank }

    private var rank: Int {
        switch self {
        case .page: 0
        case .ticket: 1
        case .digest: 2
        }
    }
}

extension AlertRule.When: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case only, hours, kind, isolates, severity, urgency
        case siteKinds = "site_kinds"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        only = try c.decodeIfPresent(String.self, forKey: .only)
        hours = try c.decodeIfPresent(AlertPolicy.Hold.Hours.self, forKey: .hours)
        siteKinds = try c.decodeIfPresent([String].self, forKey: .siteKinds) ?? []
        isolatesAtLeast = try c.atLeast(forKey: .isolates)
        severity = try c.decodeIfPresent(RuleFact.Severity.self, forKey: .severity)
        urgency = try c.decodeIfPresent(Page.Urgency.self, forKey: .urgency)
        if c.contains(.kind) {
            throw c.corrupted(
                .kind, "what a rule finds is always of one kind; ask for the kinds of the sites that are hit: only or site_kinds")
        }
        if isolatesAtLeast == 0 { throw c.corrupted(.isolates, "everything hits 0 sites or more; write a number from 1") }
    }
}
