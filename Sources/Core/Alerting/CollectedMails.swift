import NetworkModel

/// The collected mails that told a case, by their Message-IDs: each group of readers got another, and some people one of their own.
package struct CollectedMails: Hashable, Sendable {
    /// By the tag of the readers, by a person, or by `anybody`.
    private var ids: [String: String] = [:]
    /// Where it was not written down who got it.
    private static let anybody = ""

    package init() {}

    /// Adds the mail that all readers of `tag` got; the first stays.
    mutating func add(_ messageID: String, to tag: String) { ids[tag] = ids[tag] ?? messageID }

    /// Adds the mail that one person got; the first stays.
    mutating func add(_ messageID: String, to person: ObjectID) { add(messageID, to: person.rawValue) }

    /// Those that readers in `audience` got, each once.
    func mails(to audience: Audience) -> [String] {
        let names = [Self.anybody, audience.tag] + audience.recipients.map(\.person.rawValue)
        return names.reduce(into: []) { mails, name in
            if let mail = ids[name], !mails.contains(mail) { mails.append(mail) }
        }
    }
}

extension CollectedMails: Codable {
    /// Also reads the one Message-ID that stood here before.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let one = try? container.decode(String.self) {
            ids = [Self.anybody: one]
        } else {
            ids = try container.decode([String: String].self)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(ids)
    }
}
