import Diagnosis
import NetworkModel

/// What becomes of a long queue when a relay takes mails again after hours: nobody reads two hundred mails one by one.
///
/// The first mail of every incident that is not over goes out as it is. All others stand in one digest for each address, so that nothing is
/// lost and the story is read in one place.
package enum OutboxDigest {
    /// A mail of the outbox with the addresses that have not got it.
    package struct Waiting: Sendable {
        package var notification: AlertNotification
        package var addresses: [String]
        package init(_ notification: AlertNotification, addresses: [String]) {
            (self.notification, self.addresses) = (notification, addresses)
        }
    }

    /// One digest with the mails that stand in it, by identifier. Its only recipient is who had not got them.
    package struct Digest: Sendable {
        package var notification: AlertNotification
        package var folded: [String]
    }

    /// So many mails are still read one by one.
    package static let limit = 20
    /// So many stand in one digest, which stays far below the size of a mail.
    static let length = 100

    /// The digests for `waiting`, which is in the order of decision; empty where the queue is short.
    /// - Parameter title: a mail in one line, as its subject has it.
    package static func digests(
        of waiting: [Waiting], domain: String, at now: Timestamp, title: (AlertNotification) -> String
    ) -> [Digest] {
        // What waits only for a target that is away is nobody's long queue.
        let waiting = waiting.filter { $0.addresses.contains { !$0.hasPrefix(AlertPolicy.Target.prefix) } }
        guard waiting.count > limit else { return [] }
        let alone = Set(lasting(waiting).suffix(limit))
        var digests: [Digest] = []
        for address in ordered(waiting.flatMap(\.addresses)) where !address.hasPrefix(AlertPolicy.Target.prefix) {
            let own = waiting.filter { $0.addresses.contains(address) && !alone.contains($0.notification.id) }
            guard own.count > 1 else { continue }
            for start in stride(from: 0, to: own.count, by: length) {
                let part = own[start..<min(start + length, own.count)]
                if let one = digest(of: part, to: address, number: digests.count, domain, now, title) { digests.append(one) }
            }
        }
        return digests
    }

    private static func digest(
        of part: ArraySlice<Waiting>, to address: String, number: Int, _ domain: String, _ now: Timestamp,
        _ title: (AlertNotification) -> String
    ) -> Digest? {
        guard let first = part.first?.notification, let recipient = first.recipients.first(where: { $0.address == address })
        else { return nil }
        let id = "backlog.\(String(now.milliseconds.magnitude, radix: 36)).\(number)"
        var notification = AlertNotification(
            id: id, kind: .digest, urgency: .page, decided: now, recipients: [recipient], level: first.level,
            messageID: "\(id)@\(MessageID.atom(domain))", references: [], incident: nil, object: nil,
            reason: .backlog(count: part.count, since: first.decided))
        notification.language = first.language
        notification.facts = ["\(part.count) mails waited for a relay"] + part.map { title($0.notification) }
        return Digest(notification: notification, folded: part.map(\.notification.id))
    }

    /// First mails whose recovery does not wait behind them, be it that of another incident, to which the thread was handed on.
    private static func lasting(_ waiting: [Waiting]) -> [String] {
        let recoveries = waiting.map(\.notification).filter { $0.kind == .recovery }
        let (over, ended) = (Set(recoveries.compactMap(\.incident?.id)), Set(recoveries.flatMap(\.references)))
        return waiting.map(\.notification).filter { mail in
            mail.kind == .problem && mail.urgency == .page && !ended.contains(mail.messageID)
                && !(mail.incident.map { over.contains($0.id) } ?? false)
        }.map(\.id)
    }

    private static func ordered(_ addresses: [String]) -> [String] {
        var seen: Set<String> = []
        return addresses.filter { seen.insert($0).inserted }
    }
}
