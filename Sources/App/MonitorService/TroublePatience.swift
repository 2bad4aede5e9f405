import Alerting
import NetworkModel

/// What is wrong with the monitor itself is told once it has lasted: a lock that another program holds for a moment is nobody's mail.
struct TroublePatience: Sendable {
    /// When each trouble began.
    private(set) var since: [String: Timestamp] = [:]

    /// How long each part may be in trouble before people are told; nil: it is shown and never told by itself.
    static func patience(_ part: String) -> TimeSpan? {
        switch part {
        // The system's clock is not a fault of the network; mails are marked instead.
        case "clock": nil
        // A mail about a relay that takes no mail waits for that relay.
        case "mail": .seconds(300)
        // Nobody loses a mail by it.
        case _ where part.hasPrefix(OutboxService.silentPart("")): .seconds(300)
        case _ where part.hasPrefix("target:"): .seconds(300)
        // What a collector kept while the monitor was away comes first, and late; its next rows show what its clock says.
        case _ where part.hasPrefix(RuleBook.clockPart): .seconds(60)
        // A relay without TLS or with a wrong certificate: a restart of it may look so for a moment.
        case _ where part.hasPrefix(OutboxService.relayPart("")): .seconds(10)
        // Tried again each minute: one lock is nobody's mail.
        case HeartbeatService.copyPart, HeartbeatService.historyPart, LearnedStateService.part: .seconds(150)
        case "incidents and mails", "dead letters", "identities", "samples", "audit", "outbox", "sign of life",
            "acknowledgements", "requests", "inventory":
            .seconds(60)
        default: .zero
        }
    }

    /// Those of `troubles` that have lasted long enough at `now`.
    mutating func due(_ troubles: [String: String], at now: Timestamp) -> [String: String] {
        since = since.filter { troubles[$0.key] != nil }
        var due: [String: String] = [:]
        for (part, text) in troubles {
            let began = since[part] ?? now
            since[part] = began
            if let patience = Self.patience(part), now - began >= patience { due[part] = text }
        }
        return due
    }
}
