import Alerting
import InventoryStore
import Logging
import NetworkModel
import Rendering
import ServiceLifecycle

/// Hands waiting mails to the relays, the most urgent first, a few at a time: a relay that answers slowly or never holds up only those
/// that it has.
package struct OutboxService: Service {
    let store: Store
    let relays: @Sendable () -> [AlertPolicy.Relay]
    /// Hands one mail to one relay; never throws: what goes wrong is an answer too.
    let send: @Sendable (OutboxEntry, AlertPolicy.Relay) async -> RelayAnswer
    /// Hands one notification to a target that takes no mail; nil: there is none of this name.
    var sendToTarget: @Sendable (OutboxEntry, String) async -> RelayAnswer? = { _, _ in nil }
    /// The bytes of a digest of what waited too long, and what a mail says in one line; nil: the queue stays as it is.
    var digest: Digest?
    let clock: @Sendable () -> Timestamp
    let health: MonitorHealth
    let log: Logger
    private let unrecorded = UnrecordedAnswers()

    /// How a long queue becomes one mail.
    package struct Digest: Sendable {
        package var domain: @Sendable () -> String
        package var title: @Sendable (AlertNotification) -> String
        package var mail: @Sendable (AlertNotification) -> [UInt8]
        package init(
            domain: @escaping @Sendable () -> String, title: @escaping @Sendable (AlertNotification) -> String,
            mail: @escaping @Sendable (AlertNotification) -> [UInt8]
        ) { (self.domain, self.title, self.mail) = (domain, title, mail) }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                if await !deliverDue() { try? await Task.sleep(for: .milliseconds(500)) }
            }
        }
    }

    /// False where nothing was due.
    private func deliverDue() async -> Bool {
        do throws(StoreError) {
            var due = try store.dueNotifications(at: clock())
            // Behind a relay that was away stands a long queue: one mail finds out whether it is back, before the rest is folded.
            if due.count >= OutboxDigest.limit, due.allSatisfy({ $0.attempts > 0 }) { due = [due[0]] }
            if try await deliverAll(due) { try foldBacklog() }
            health.solved("outbox")
            return !due.isEmpty
        } catch {
            health.trouble("outbox", "\(error)")
            return false
        }
    }

    static let width = 4

    /// - Returns: whether a relay took what it, or another, would not take before.
    private func deliverAll(_ due: [OutboxEntry]) async throws(StoreError) -> Bool {
        let result = await withTaskGroup(of: Result<Bool, StoreError>.self) { group in
            var all = Result<Bool, StoreError>.success(false)
            func add(_ one: Result<Bool, StoreError>?) {
                guard let one, case .success(let before) = all else { return }
                all = one.map { $0 || before }
            }
            for (number, entry) in due.enumerated() {
                if number >= Self.width { add(await group.next()) }
                group.addTask {
                    do throws(StoreError) {
                        return .success(try await deliver(entry))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            for await one in group { add(one) }
            return all
        }
        return try result.get()
    }

    /// After hours without a relay: what is over or was only an update goes out in one mail. Nothing of the queue is under way now.
    private func foldBacklog() throws(StoreError) {
        guard let digest else { return }
        let digests = OutboxDigest.digests(
            of: try store.waitingMails(), domain: digest.domain(), at: clock(), title: digest.title)
        if digests.isEmpty { return }
        let mails = digests.map { ($0.notification.id, digest.mail($0.notification)) }
        try store.fold(digests, mails: Dictionary(mails, uniquingKeysWith: { first, _ in first }), at: clock())
        log.notice("\(digests.map(\.folded.count).max() ?? 0) mails that waited too long go out as one")
    }

    /// 5.3.4, 5.2.3, or 552 without such a code: larger than the relay takes (RFC 1870, RFC 3463). 552 5.2.2 is a full mailbox.
    static func isTooLarge(_ answer: RelayAnswer) -> Bool {
        let words = answer.reply.split(separator: " ", maxSplits: 2)
        guard answer.verdict != .accepted, let code = words.first?.prefix(3) else { return false }
        let enhanced = words.dropFirst().first.flatMap { $0.wholeMatch(of: /\d\.\d+\.\d+/) != nil ? String($0) : nil }
        return enhanced.map { $0 == "5.3.4" || $0 == "5.2.3" } ?? (code == "552")
    }

    private func deliver(_ entry: OutboxEntry) async throws(StoreError) -> Bool {
        if unrecorded.has(entry.id) {
            try unrecorded.write(entry.id, to: store)
            return false
        }
        var mail = entry
        mail.waiting = entry.waiting.filter { !$0.hasPrefix(AlertPolicy.Target.prefix) }
        for address in entry.waiting where address.hasPrefix(AlertPolicy.Target.prefix) {
            let gone = RelayAnswer(
                relay: address, all: [address], .permanent, reply: "no target of this name is declared any more")
            let answer = await sendToTarget(entry, address) ?? gone
            try record(answer, of: entry)
            note(answer, of: address)
        }
        return mail.waiting.isEmpty ? false : try await deliverMail(mail)
    }

    private func record(_ answer: RelayAnswer, of entry: OutboxEntry) throws(StoreError) {
        unrecorded.add(answer, about: entry.id, at: clock())
        try unrecorded.write(entry.id, to: store)
    }

    private func note(_ answer: RelayAnswer, of target: String) {
        if answer.verdict == .accepted {
            health.solved(target)
        } else {
            log.warning("\(target) did not take it: \(answer.reply)")
            health.trouble(target, answer.reply)
        }
    }

    /// The names of a person's address and of a relay among what may be wrong with the monitor.
    static func addressPart(_ address: String) -> String { "address \(address)" }
    static func relayPart(_ relay: String) -> String { "relay \(relay)" }

    private func deliverMail(_ entry: OutboxEntry) async throws(StoreError) -> Bool {
        guard let relay = OutboxSchedule.relay(for: entry, of: relays(), at: clock()) else {
            health.trouble("mail", "no relay is configured: mails wait in the outbox")
            try record(
                RelayAnswer(relay: "none", all: entry.waiting, .temporary, reply: "no relay is configured in Alerts/"), of: entry)
            return false
        }
        var answer = await send(entry, relay)
        try record(answer, of: entry)
        if Self.isTooLarge(answer) {
            // What the relay finds too large goes again as its first lines: late details are better than no mail.
            var short = entry
            short.mail = MailMessage.shortened(entry.mail)
            answer = await send(short, relay)
            try record(answer, of: entry)
        }
        if answer.verdict == .accepted {
            log.info("mail \(entry.id) handed to \(relay.name): \(answer.reply)")
            health.solved("mail")
            health.solved("mail size")
            health.solved(Self.relayPart(relay.name))
            if entry.attempts > 0 { try store.makeWaitingDue(at: clock()) }
        } else {
            log.warning("mail \(entry.id) not taken by \(relay.name): \(answer.reply)")
            let part = answer.isInsecure ? Self.relayPart(relay.name) : "mail"
            health.trouble(part, "\(relay.name): \(answer.reply)")
        }
        for recipient in answer.recipients {
            let name = Self.addressPart(recipient.address)
            switch recipient.verdict {
            case .accepted: health.solved(name)
            case .permanent where Self.isTooLarge(answer): health.trouble("mail size", "\(relay.name): \(recipient.reply)")
            case .permanent: health.trouble(name, "\(relay.name) refuses it: \(recipient.reply)")
            case .temporary: break
            }
        }
        return answer.verdict == .accepted && entry.attempts > 0
    }
}
