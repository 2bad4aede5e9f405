import NetworkModel

/// What one root cause explains (SCENARIOS.md, "Result document").
package struct Incident: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case fault, flapping, monitoring, planned, expected, transient, degraded, redundancy, management
        /// Another box answers at a device's address (not from Diagnosis, which is never told who answers).
        case identity
    }

    /// One change of the list of candidates.
    package struct Revision: Hashable, Sendable, Codable {
        package var time: Timestamp
        package var candidates: [ObjectID]
        package init(time: Timestamp, candidates: [ObjectID]) { (self.time, self.candidates) = (time, candidates) }
    }

    /// Unique in one run of the engine, and never used again: `i0`, `i1`, ...
    package var id: String
    package var kind: Kind
    package var opened: Timestamp
    package var closed: Timestamp?
    /// An early guess that was never paged.
    package var withdrawn = false
    /// Of what comes and goes: since when it has been down without a break; nil while it is up, and for all other kinds.
    package var downSince: Timestamp?
    /// It ended because nothing of it that could be seen is declared any more; nil is no. Whether it recovered is not known.
    package var isUndeclared: Bool?
    /// The causes that fit equally well, all of them and no more, in id order.
    package var candidates: [ObjectID]
    /// The most likely of them.
    package var best: ObjectID
    package var revisions: [Revision]
    /// Sites cut off from every service host, all that it hit while it lasted, in id order.
    package var impactedSites: [ObjectID] = []
    /// Those of them that it still cuts off, in id order; nil: all of them.
    package var stillHit: [ObjectID]?
    /// Service to the number of client sites that lost it.
    package var impactedServices: [ObjectID: Int] = [:]
    /// Sites that lost redundancy but not service.
    package var atRiskSites: [ObjectID] = []
    /// Devices and links that look down because of it and are told to nobody.
    package var suppressed: [ObjectID] = []
    /// The facts that led here, in time order, in words with their objects: for `incident why` and the mail.
    package var evidence: [Evidence] = []
    /// A confirmed port down or a dying gasp stands among its evidence; otherwise it is inferred from silence.
    package var proven = false
    /// When its first page was decided; nil while it waits or if it is never paged.
    package var paged: Timestamp?
    /// The incident from which this one follows and in whose story it belongs; nil for one that stands by itself.
    package var joins: String?
    /// What a rule found, where a rule over samples or the monitor itself opened it; nil for what Diagnosis explains.
    package var alert: RuleFact?

    package init(id: String, kind: Kind, opened: Timestamp, candidates: [ObjectID], best: ObjectID) {
        self.id = id
        self.kind = kind
        self.opened = opened
        self.candidates = candidates
        self.best = best
        revisions = [Revision(time: opened, candidates: candidates)]
    }
}

extension Incident {
    /// Sites that it cuts off now; of one that is over, all that it hit.
    package var sitesHitNow: [ObjectID] { closed == nil ? stillHit ?? impactedSites : impactedSites }
}

/// A rule that holds for an object.
package struct RuleFact: Hashable, Sendable, Codable {
    package enum Severity: String, Sendable, Codable, CaseIterable { case warning, critical }

    /// Its name in `Alerts/`; `monitor` and the part for what is wrong with the monitor itself: `monitor.configuration`.
    package var rule: String
    package var severity: Severity
    /// One sentence without a full stop: what was measured, the limit, for how long.
    package var text: String
    /// As it is now; nil where the rule's own is meant, as in what was written before there was another.
    package var urgency: Page.Urgency?
    package init(rule: String, severity: Severity, text: String, urgency: Page.Urgency? = nil) {
        (self.rule, self.severity, self.text, self.urgency) = (rule, severity, text, urgency)
    }

    /// It concerns the monitor, not the network.
    package var isOwn: Bool { rule.hasPrefix("monitor.") }
}

/// One fact of the chain from observations to an incident.
package struct Evidence: Hashable, Sendable, Codable {
    package var time: Timestamp
    package var object: ObjectID
    /// In words for a person: `port went down`, `stopped answering; last answer 12 s before`.
    package var fact: String
    package init(time: Timestamp, object: ObjectID, fact: String) { (self.time, self.object, self.fact) = (time, object, fact) }
}

/// The first problem notification of a cause.
package struct Page: Hashable, Sendable, Codable {
    package enum Urgency: String, Sendable, Codable, CaseIterable { case page, ticket, digest }
    package var time: Timestamp
    package var object: ObjectID
    package var incident: String
    package var urgency: Urgency
    package init(time: Timestamp, object: ObjectID, incident: String, urgency: Urgency = .page) {
        (self.time, self.object, self.incident, self.urgency) = (time, object, incident, urgency)
    }
}

/// What is worth knowing and is no cause.
package struct Finding: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable {
        case redundancyLost = "redundancy-lost", recordSuspect = "record-suspect", management, unknownKind = "unknown-kind",
            dangling
        /// A clock by which no restart of the device can be told (not from Diagnosis, which is never told of clocks).
        case clock = "clock-suspect"
    }
    package var time: Timestamp
    package var kind: Kind
    package var object: ObjectID
    package var detail: String
    package init(time: Timestamp, kind: Kind, object: ObjectID, detail: String) {
        (self.time, self.kind, self.object, self.detail) = (time, kind, object, detail)
    }
}

extension Finding {
    /// Objects that its words name, in their order: the duct in "went down with duct:u7, in which it is not listed".
    package var named: [ObjectID] {
        detail.split(separator: " ").map {
            ObjectID(String($0.trimmingPrefix("(").prefix { $0 != "," && $0 != ")" && $0 != ";" }))
        }
        .filter { $0.kind != nil }
    }

    /// Whether it is about the cause of `incident`, something that it hides, or what its evidence is from.
    package func concerns(_ incident: Incident) -> Bool {
        let objects = Set(incident.candidates + [incident.best] + incident.suppressed + incident.evidence.map(\.object))
        return objects.contains(object) || named.contains { incident.candidates.contains($0) || $0 == incident.best }
    }
}

extension RuleFact {
    /// `link-down: down for 40 s`: the rule and what it found.
    package var words: String { "\(rule): \(text)" }
}
