import NetworkModel

/// One notification of the outbox with the addresses that still wait for it by one way: all those that take mail, or one target. The ways
/// have times of their own: a target that is away holds up no mail.
package struct OutboxEntry: Hashable, Sendable {
    package var id: String
    package var incident: String?
    package var kind: AlertNotification.Kind
    package var decided: Timestamp
    package var messageID: String
    /// The rendered mail; the same bytes at each attempt.
    package var mail: [UInt8]
    package var waiting: [String]
    /// How often it was tried, this way.
    package var attempts: Int
    /// The relay that it was last tried with; nil: none yet.
    package var lastRelay: String?
    /// How often the text was sent and nothing came back: a relay may have it.
    package var doubts = 0
    /// The relays that took it for other addresses.
    package var takenBy: Set<String> = []
    /// What the mail is made of, for targets that take no mail; nil where it cannot be read any more.
    package var notification: AlertNotification?
    package init(
        id: String, incident: String?, kind: AlertNotification.Kind, decided: Timestamp, messageID: String, mail: [UInt8],
        waiting: [String],
        attempts: Int
    ) {
        (self.id, self.incident, self.kind, self.decided) = (id, incident, kind, decided)
        (self.messageID, self.mail, self.waiting, self.attempts) = (messageID, mail, waiting, attempts)
    }
}

extension OutboxEntry {
    /// Who hands it over.
    package enum Way: Hashable, Sendable {
        /// The relays, to everybody who reads mail.
        case mail
        /// The target with this address; see `AlertPolicy.Target`.
        case target(String)

        /// The target's address; nil for mail.
        package var target: String? { if case .target(let address) = self { address } else { nil } }
    }
    /// What tells this entry from all others of the outbox.
    package struct Key: Hashable, Sendable {
        var id: String
        var way: Way
    }

    /// By which way the addresses of this entry are served.
    package var way: Way {
        guard let address = waiting.first, address.hasPrefix(AlertPolicy.Target.prefix) else { return .mail }
        return .target(address)
    }

    package var key: Key { Key(id: id, way: way) }
}
