/// What the relays said to the addresses of one mail in one delivery, so far as it decides whether an address is bad.
///
/// A relay that refuses an address (5xx) speaks for itself: it may not be allowed to relay, or not know the domain. An address is bad only
/// where every relay refuses it, and either each says that there is no such mailbox, or one took the same mail for others.
package struct RelayRefusals: Sendable {
    private let relays: Set<String>
    /// Relays that took the mail for others, also in an earlier delivery.
    private var taking: Set<String>
    /// By address.
    private var refusing: [String: Set<String>] = [:]
    private var naming: [String: Set<String>] = [:]

    /// - Parameters:
    ///   - relays: the names of all that are configured.
    ///   - taking: those of them that took the mail for other addresses before.
    package init(of relays: [String], taking: Set<String> = []) { (self.relays, self.taking) = (Set(relays), taking) }

    /// Whether other relays are to be asked about `address`, which one refused.
    package func isOpen(_ address: String) -> Bool { refusing[address].map { !relays.isSubset(of: $0) } ?? false }

    /// `answer` as it counts for the mail: a refusal is final only where it makes its address bad.
    package mutating func judged(_ answer: RelayAnswer) -> RelayAnswer {
        if answer.verdict == .accepted { taking.insert(answer.relay) }
        var answer = answer
        for row in answer.recipients.indices where answer.recipients[row].isRefused {
            let recipient = answer.recipients[row]
            refusing[recipient.address, default: []].insert(answer.relay)
            if recipient.namesMailbox { naming[recipient.address, default: []].insert(answer.relay) }
            if recipient.verdict == .permanent, !isBad(recipient.address) { answer.recipients[row].verdict = .temporary }
        }
        return answer
    }

    /// Whether `address` is suspect: a relay says that there is no such mailbox, or refuses it beside others.
    package func isSuspect(_ address: String) -> Bool {
        naming[address]?.isEmpty == false || !taking.isDisjoint(with: refusing[address] ?? [])
    }

    private func isBad(_ address: String) -> Bool {
        guard let refusing = refusing[address], relays.isSubset(of: refusing) else { return false }
        return !taking.isDisjoint(with: refusing) || relays.isSubset(of: naming[address] ?? [])
    }
}

extension RelayAnswer {
    /// The relay refused the mail for good, and not because of its addresses: relaying denied, a blocked sender, a failed login.
    package var isRelayRefusing: Bool {
        verdict == .temporary && !uncertain && !recipients.isEmpty
            && recipients.allSatisfy { $0.isRefused && !$0.namesMailbox }
    }
}

extension RelayAnswer.Recipient {
    /// The relay said 5xx.
    package var isRefused: Bool { verdict != .accepted && reply.hasPrefix("5") }

    /// The refusal is about this mailbox: by its code, 5.1.x or 5.2.x of RFC 3463 section 3.2 and 3.3 (but not 5.1.7 and 5.1.8, which are
    /// about the sender, nor 5.2.3, the size of the mail), or, without such a code, by its words.
    package var namesMailbox: Bool {
        guard isRefused else { return false }
        let words = reply.dropFirst(4)
        if let code = words.prefixMatch(of: /5\.(\d{1,3})\.(\d{1,3})/) {
            switch (code.1, code.2) {
            case ("1", "7"), ("1", "8"), ("2", "3"): return false
            case ("1", _), ("2", _): return true
            default: return false
            }
        }
        guard ["550", "551", "552", "553"].contains(reply.prefix(3)) else { return false }
        return Self.tellsOfMailbox(words.lowercased())
    }

    private static func tellsOfMailbox(_ words: String) -> Bool {
        if words.contains("relay") || words.contains("sender") { return false }
        return ["mailbox", "user", "recipient", "account", "address", "local part"].contains(where: words.contains)
            && [
                "unknown", "not known", "no such", "not found", "not exist", "n't exist", "unavailable", "invalid", "disabled",
                "full",
            ]
            .contains(where: words.contains)
    }
}
