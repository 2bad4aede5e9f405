import Diagnosis
import NetworkModel

/// One mail that has been decided: what it says, to whom, and its place in the thread. Rendering makes its text.
///
/// Deterministic: the same incident, kind and revision give the same identifiers, on a resend and after a restart.
package struct AlertNotification: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case problem, update, recovery, reminder, escalation, heartbeat, digest, test
    }

    /// `i47.problem.0.internal`: incident, kind, number of the mail in its thread, level of its readers.
    package var id: String
    package var kind: Kind
    package var urgency: Page.Urgency
    package var decided: Timestamp
    /// People with one level who get the same text.
    package var recipients: [Recipient]
    package var level: Level
    /// Without angle brackets.
    package var messageID: String
    /// Message-IDs of the mails before it in its thread, the root first; empty for the root.
    package var references: [String]
    /// The incident as it was when this was decided; nil in a heartbeat or test.
    package var incident: Incident?
    /// The cause named in the subject.
    package var object: ObjectID?
    /// Why it is sent.
    package var reason: AlertReason
    /// What its readers were told before; nil in the first mail.
    package var previous: Told?
    /// What was not sent while it lasted, and why, in time order; nil is nothing.
    package var held: [HeldBack]?
    /// Everybody who gets it, readers of the other levels too.
    package var told: [String] = []
    /// Incidents collected in a digest.
    package var collected: [Incident] = []
    /// When the next are told if nobody takes it; nil: nobody is.
    package var nextStep: Timestamp?
    /// Who that is; empty: those on duty are reminded; nil: it is not known.
    package var nextReaders: [NextReader]?
    /// Sites that hang on one way now because of it; nil: none.
    package var ways: LostWays?
    /// Not to be handed over before: its readers have quiet hours; nil: at once.
    package var notBefore: Timestamp?
    /// Of all its readers; nil: English.
    package var language: Language?
    /// The route that named its readers; empty: none matched, and `fallback` was told; nil: it has none, or was written before routes
    /// were noted.
    package var route: String?
    /// Lines of a heartbeat or test: facts in words.
    package var facts: [String] = []

    package init(
        id: String, kind: Kind, urgency: Page.Urgency, decided: Timestamp, recipients: [Recipient], level: Level,
        messageID: String,
        references: [String], incident: Incident?, object: ObjectID?, reason: AlertReason
    ) {
        (self.id, self.kind, self.urgency, self.decided) = (id, kind, urgency, decided)
        (self.recipients, self.level, self.messageID, self.references) = (recipients, level, messageID, references)
        (self.incident, self.object, self.reason) = (incident, object, reason)
    }

    /// The order in which the outbox sends, smaller first: pages; updates of them and mails that tell several at once; their recoveries;
    /// tests; tickets, from the first mail to the last; what is read by day.
    package var priority: Int {
        switch (kind, urgency) {
        case (.problem, .page), (.reminder, .page), (.escalation, .page): 0
        case (.update, .page), (.digest, .page): 1
        case (.recovery, .page): 2
        case (.test, _): 3
        case (.problem, _), (.update, _), (.recovery, _), (.reminder, _), (.escalation, _), (.digest, .ticket): 4
        case (.heartbeat, _), (.digest, .digest): 5
        }
    }
}

/// Why something was not sent at one moment.
package struct HeldBack: Hashable, Sendable, Codable {
    package var time: Timestamp
    package var reason: AlertReason
    package init(time: Timestamp, reason: AlertReason) { (self.time, self.reason) = (time, reason) }
}

/// A person as the mail needs it.
package struct Recipient: Hashable, Sendable, Codable {
    package var person: ObjectID
    package var name: String
    package var address: String
    package init(person: ObjectID, name: String, address: String) {
        (self.person, self.name, self.address) = (person, name, address)
    }
}

/// What the readers of a thread were told last; an update is due when it is no longer true.
package struct Told: Hashable, Sendable, Codable {
    package var at: Timestamp
    package var kind: Incident.Kind
    package var best: ObjectID
    package var candidates: [ObjectID]
    /// Those that it cut off at that time.
    package var impactedSites: [ObjectID]
    /// Sites that hang on one way because of it; nil: none was told.
    package var ways: [ObjectID]?
    /// `Incident.reach` at that time; nil in what an earlier version wrote.
    package var reach: Int?

    package init(_ incident: Incident, at: Timestamp) {
        self.at = at
        kind = incident.kind
        best = incident.best
        candidates = incident.candidates
        impactedSites = incident.sitesHitNow
        reach = incident.reach
    }
}
