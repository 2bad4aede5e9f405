import Alerting
import Diagnosis
import InventoryStore
import NetworkModel

/// What people said and did about one incident, and what became of its mails, as it was known at a time.
struct IncidentFollowUp {
    /// Who has it; nil: nobody took it, or whoever did gave it back.
    var acknowledgement: Acknowledgement?
    /// In the order in which they were written.
    var notes: [IncidentNote]
    /// In the order in which they were decided.
    var mails: [StoredNotification]
    /// The incident of which a person said that this one is a part.
    var whole: String?
    /// Incidents of which a person said that they are parts of this one.
    var parts: [String]

    /// `past`: what came later is left out; nil: as it is now.
    /// - Parameter wholes: `Store.wholes(at:)`, which is one for all incidents.
    init(_ incident: String, _ store: Store, at past: Timestamp?, wholes: [String: String]) throws {
        let end = past ?? .distantFuture
        acknowledgement = try store.acknowledgements(incident: incident).inForce(at: past, now: .now)
        notes = try store.notes(incident: incident).filter { $0.at <= end }
        mails = try store.notifications(incident: incident).filter { $0.notification.decided <= end }
            .map { mail in past.map { mail.known(at: $0) } ?? mail }
        whole = wholes[incident]
        parts = wholes.filter { $0.value == incident }.keys.sorted()
    }

    /// Who works on it, as people said last.
    var assignee: String? { newest(.assign) }
    /// The carrier's number.
    var ticket: String? { newest(.ticket) }
    /// What it really was.
    var cause: String? { newest(.cause) }

    /// The newest word of a kind; nil where nobody said one, or it was taken back.
    private func newest(_ kind: IncidentNote.Kind) -> String? {
        notes.last { $0.kind == kind }.flatMap { $0.text == kind.takenBack ? nil : $0.text }
    }
}

extension IncidentNote.Kind {
    /// The word that takes back what was said: nobody works on it, no cause is known.
    var takenBack: String { self == .assign ? "nobody" : "none" }
}

extension StoredNotification {
    /// As it was at `time`: answers of relays that came later are left out.
    func known(at time: Timestamp) -> StoredNotification {
        var mail = self
        mail.attempts = attempts.filter { $0.at <= time }
        mail.recipients = recipients.map { recipient in
            guard recipient.at.map({ $0 > time }) ?? false else { return recipient }
            var waiting = recipient
            (waiting.state, waiting.at, waiting.reply) = ("waiting", nil, nil)
            return waiting
        }
        if mail.recipients.contains(where: { $0.state == "waiting" }) {
            (mail.state, mail.sent, mail.queueID) = (.waiting, nil, nil)
        }
        return mail
    }
}

/// An incident's follow-up as JSON; keys that have no value are null.
struct FollowUpDocument: Encodable {
    struct Taken: Encodable {
        var by: String
        var t: String
        /// null: until the incident closes.
        @OrNull var until: String?
        var reason: String
    }
    struct Note: Encodable { var t: String, by: String, kind: String, text: String }
    struct Mail: Encodable {
        struct Recipient: Encodable {
            var address: String, state: String
            @OrNull var t: String?
            /// What the relay said of this address.
            @OrNull var reply: String?
        }
        struct Attempt: Encodable { var t: String, relay: String, verdict: String, reply: String }
        var kind: String
        /// `page`, `ticket` or `digest`.
        var urgency: String
        /// The route that named its readers; empty: those of `fallback`; null: it has none.
        @OrNull var route: String?
        var message_id: String
        var decided: String
        /// `waiting`, `sent`, `partly`, `refused` or `expired`.
        var state: String
        @OrNull var sent: String?
        /// The number under which the relay took it.
        @OrNull var queue_id: String?
        var recipients: [Recipient]
        var attempts: [Attempt]
    }

    @OrNull var acknowledgement: Taken?
    @OrNull var assignee: String?
    @OrNull var ticket: String?
    /// What it really was, as a person said.
    @OrNull var cause: String?
    /// The incident of which a person said that this one is a part, and the parts of this one.
    @OrNull var part_of: String?
    var parts: [String]
    var notes: [Note]
    var mails: [Mail]

    init(_ followUp: IncidentFollowUp) {
        acknowledgement = followUp.acknowledgement.map {
            Taken(by: $0.by, t: $0.at.rfc3339(), until: $0.until?.rfc3339(), reason: $0.reason)
        }
        assignee = followUp.assignee
        ticket = followUp.ticket
        cause = followUp.cause
        part_of = followUp.whole
        parts = followUp.parts
        notes = followUp.notes.map { Note(t: $0.at.rfc3339(), by: $0.by, kind: $0.kind.rawValue, text: $0.text) }
        mails = followUp.mails.map(Mail.init)
    }
}

extension FollowUpDocument.Mail {
    init(_ mail: StoredNotification) {
        kind = mail.notification.kind.rawValue
        urgency = mail.notification.urgency.rawValue
        route = mail.notification.route
        message_id = mail.notification.messageID
        decided = mail.notification.decided.rfc3339()
        state = mail.state.rawValue
        sent = mail.sent?.rfc3339()
        queue_id = mail.queueID
        recipients = mail.recipients.map {
            Recipient(address: $0.address, state: $0.state, t: $0.at?.rfc3339(), reply: $0.reply)
        }
        attempts = mail.attempts.map {
            Attempt(t: $0.at.rfc3339(), relay: $0.relay, verdict: $0.verdict.rawValue, reply: $0.reply)
        }
    }
}

/// An incident with all that followed, in one flat document.
struct IncidentSheetDocument: Encodable {
    var incident: IncidentDocument
    var followUp: FollowUpDocument

    func encode(to encoder: any Encoder) throws {
        try incident.encode(to: encoder)
        try followUp.encode(to: encoder)
    }
}
