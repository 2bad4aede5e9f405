import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import TestSupport
import Testing

private typealias F = StoreFixture

@Suite struct StoreOutboxTests {
    /// A store with one outage told and ended, both mails waiting.
    private func twoMails() throws -> StoreFixture {
        let fixture = try StoreFixture()
        var monitor = try SmallMonitor(fixture.store)
        var incident = F.incident("i0", at: 0)
        try monitor.step([.opened(incident), .page(Page(time: F.at(0), object: "duct:d", incident: "i0"))], at: 0)
        incident.closed = F.at(300)
        try monitor.step([.closed(incident)], at: 300)
        return fixture
    }

    /// The relay takes a mail for Ana, and says something else of Boris.
    private static func takenByAna(
        boris verdict: RelayAnswer.Verdict, _ reply: String, saying end: String = "250 ok", queueID: String? = nil
    ) -> RelayAnswer {
        RelayAnswer(
            relay: "r",
            recipients: [
                .init(address: "ana@noc.example", verdict: .accepted, reply: "250 ok"),
                .init(address: "boris@noc.example", verdict: verdict, reply: reply),
            ], reply: end, queueID: queueID)
    }

    // F1
    @Test func `mails stamped under a clock that was ahead are due at once, and what quiet hours put off stays put off`() throws {
        let fixture = try twoMails()
        let store = fixture.store
        let now = F.at(300) + .seconds(-31_536_000)
        #expect(try store.dueNotifications(at: now).isEmpty)
        try store.endFutureWaits(at: now)
        #expect(try store.dueNotifications(at: now).map(\.kind) == [.problem])
        let problem = try store.notifications()[0].notification
        // Tried under the clock that was ahead; and one of before it, for the morning.
        var late = problem
        (late.id, late.messageID, late.decided, late.notBefore) = ("late", "late@x", now, now + .seconds(8 * 3600))
        late.recipients[0].address = "vera@noc.example"
        late.recipients.removeLast(late.recipients.count - 1)
        let decision = AlertDecision(time: now, incident: nil, object: nil, verdict: .notify(late), reason: .daily)
        try store.record(StoreBatch(time: now, decisions: [decision], mails: ["late": Array("x".utf8)]))
        let refusal = RelayAnswer(relay: "r", all: ["ana@noc.example"], .temporary, reply: "450 later")
        try store.recordAttempt(problem.id, answer: refusal, at: now + .seconds(31_536_000))
        #expect(try store.dueNotifications(at: now).isEmpty)
        try store.endFutureWaits(at: now)
        #expect(try store.dueNotifications(at: now).map(\.id) == [problem.id])
        #expect(try store.notifications().first { $0.notification.id == "late" }?.due == late.notBefore)
    }

    @Test func `a recovery never leaves before its problem`() throws {
        let store = try twoMails().store
        let due = try store.dueNotifications(at: F.at(300))
        #expect(due.map(\.kind) == [.problem])
        try store.recordAttempt(
            due[0].id, answer: RelayAnswer(relay: "r", all: due[0].waiting, .accepted, reply: "250 ok"), at: F.at(301))
        #expect(try store.dueNotifications(at: F.at(301)).map(\.kind) == [.recovery])
    }

    /// The recovery of `twoMails` as that of another incident, whose thread began with the mail called `root`.
    private func addRecovery(after root: String, to store: Store) throws {
        var recovery = try #require(try store.notifications().last?.notification)
        (recovery.id, recovery.messageID, recovery.references) = ("i9.recovery.1", "i9.recovery@x", [root])
        recovery.incident?.id = "i9"
        try write(recovery, to: store)
    }

    private func write(_ mail: AlertNotification, to store: Store) throws {
        let decision = AlertDecision(time: F.at(301), incident: nil, object: nil, verdict: .notify(mail), reason: .daily)
        try store.record(StoreBatch(time: F.at(301), decisions: [decision], mails: [mail.id: Array("x".utf8)]))
    }

    @Test func `a recovery never leaves before the mail its thread began with, be it of another incident or of several`() throws {
        let store = try twoMails().store
        let problem = try #require(try store.notifications().first).notification
        try addRecovery(after: problem.messageID, to: store)
        #expect(try store.dueNotifications(at: F.at(310)).map(\.id) == [problem.id])
        let answer = RelayAnswer(relay: "r", all: problem.recipients.map(\.address), .accepted, reply: "250 ok")
        try store.recordAttempt(problem.id, answer: answer, at: F.at(311))
        #expect(try store.dueNotifications(at: F.at(320)).map(\.kind) == [.recovery, .recovery])
        // Two outages in one mail; it was tried, and its next attempt is later.
        var several = problem
        (several.id, several.messageID, several.kind, several.incident) = ("several", "several@x", .digest, nil)
        try write(several, to: store)
        var recovery = try #require(try store.notifications().first { $0.notification.id == "i9.recovery.1" }).notification
        (recovery.id, recovery.messageID, recovery.references) = ("i8.recovery.1", "i8.recovery@x", ["several@x"])
        recovery.incident?.id = "i8"
        try write(recovery, to: store)
        let refusal = RelayAnswer(relay: "r", all: answer.recipients.map(\.address), .temporary, reply: "450 later")
        for _ in 0..<6 { try store.recordAttempt("several", answer: refusal, at: F.at(320)) }
        #expect(try !store.dueNotifications(at: F.at(330)).contains { $0.id == "i8.recovery.1" })
    }

    @Test func `whoever got the problem gets the recovery, while another address still waits for the problem`() throws {
        let store = try twoMails().store
        let problem = try #require(try store.dueNotifications(at: F.at(300)).first)
        let answer = Self.takenByAna(boris: .temporary, "452 4.2.2 mailbox full")
        try store.recordAttempt(problem.id, answer: answer, at: F.at(301))
        let recovery = try #require(try store.dueNotifications(at: F.at(301)).first)
        #expect(recovery.kind == .recovery && recovery.waiting == ["ana@noc.example"])
        let taken = RelayAnswer(relay: "r", all: recovery.waiting, .accepted, reply: "250 ok")
        try store.recordAttempt(recovery.id, answer: taken, at: F.at(302))
        // He reads them in order: the recovery waits for his problem.
        let later = try store.dueNotifications(at: F.at(900))
        #expect(later.map(\.kind) == [.problem] && later.first?.waiting == ["boris@noc.example"])
        let late = RelayAnswer(relay: "r", all: ["boris@noc.example"], .accepted, reply: "250 ok")
        try store.recordAttempt(problem.id, answer: late, at: F.at(901))
        let last = try store.dueNotifications(at: F.at(1800))
        #expect(last.map(\.kind) == [.recovery] && last.first?.waiting == ["boris@noc.example"])
    }

    @Test func `a mail that is not taken waits longer each time and comes back with the same name`() throws {
        let store = try twoMails().store
        let first = try #require(try store.dueNotifications(at: F.at(300)).first)
        var (now, last) = (F.at(300), TimeSpan.zero)
        for n in 1...6 {
            try store.recordAttempt(
                first.id, answer: RelayAnswer(relay: "r", all: first.waiting, .temporary, reply: "no answer"), at: now)
            let due = try #require(try store.notifications().first).due
            #expect(due - now > last, "attempt \(n)")
            #expect(try store.dueNotifications(at: due - TimeSpan(milliseconds: 1)).isEmpty)
            last = due - now
            now = due
        }
        let again = try #require(try store.dueNotifications(at: now).first)
        #expect(again.messageID == first.messageID && again.mail == first.mail && again.attempts == 6)
        try store.recordAttempt(first.id, answer: RelayAnswer(relay: "r", all: first.waiting, .temporary, reply: "x"), at: now)
        try store.makeWaitingDue(at: now)
        #expect(try store.dueNotifications(at: now).count == 1)
    }

    @Test func `one refused address does not stop the others, and is not tried for ever`() throws {
        let store = try twoMails().store
        let mail = try #require(try store.dueNotifications(at: F.at(300)).first)
        let answer = Self.takenByAna(boris: .permanent, "550 no such user", saying: "250 queued as 4XyZ", queueID: "4XyZ")
        try store.recordAttempt(mail.id, answer: answer, at: F.at(301))
        let kept = try #require(try store.notifications().first)
        #expect(kept.state == .partly && kept.sent == F.at(301) && kept.queueID == "4XyZ")
        #expect(kept.recipients.map(\.state) == ["accepted", "permanent"] && kept.recipients[1].reply == "550 no such user")
        #expect(kept.attempts.map(\.verdict) == [.accepted])
        #expect(try store.outboxBacklog().people.count == 1)
    }

    @Test func `only the addresses that were put off are tried again`() throws {
        let store = try twoMails().store
        let mail = try #require(try store.dueNotifications(at: F.at(300)).first)
        let answer = Self.takenByAna(boris: .temporary, "450 greylisted")
        try store.recordAttempt(mail.id, answer: answer, at: F.at(301))
        let due = try #require(try store.nextDue())
        #expect(try store.dueNotifications(at: max(due, F.at(900))).first?.waiting == ["boris@noc.example"])
    }

    @Test func `a mail that nobody takes for five days is given up and says so`() throws {
        let store = try twoMails().store
        let mail = try #require(try store.dueNotifications(at: F.at(300)).first)
        let answer = RelayAnswer(relay: "r", all: mail.waiting, .temporary, reply: "no answer")
        // A clock that is set a year ahead, or a monitor that was off, gives nothing up.
        try store.recordAttempt(mail.id, answer: answer, at: F.at(365 * 86400))
        #expect(try store.notifications().first?.state == .waiting)
        for _ in 0..<OutboxSchedule.giveUpAttempts { try store.recordAttempt(mail.id, answer: answer, at: F.at(6 * 86400)) }
        #expect(try store.notifications().first?.state == .expired)
    }

    @Test func `the waits double, stay within their bound and differ between mails`() {
        var last = TimeSpan.zero
        for n in 1...6 {
            let wait = OutboxSchedule.wait(after: n, of: "i1.problem.0.internal")
            #expect(wait > last)
            last = wait
        }
        for n in [7, 60, Int.max] {
            let wait = OutboxSchedule.wait(after: n, of: "i1.problem.0.internal")
            #expect(wait.milliseconds >= 270_000 && wait.milliseconds <= 330_000)
        }
        #expect(Set((1...50).map { OutboxSchedule.wait(after: 9, of: "i\($0)") }).count > 40)
    }

    // G1
    @Test func `another relay is tried for a mail older than a minute, and one that does not answer is passed over`() {
        let relays = ["a", "b", "c"].map { AlertPolicy.Relay(name: $0, host: $0) }
        func relay(last: String?, age: Int64, silent: Set<String> = [], of count: Int = 2) -> String? {
            var entry = OutboxEntry(
                id: "x", incident: nil, kind: .problem, decided: F.at(0), messageID: "m", mail: [], waiting: [],
                attempts: last == nil ? 0 : 1)
            entry.lastRelay = last
            return OutboxSchedule.relay(for: entry, of: Array(relays.prefix(count)), silent: silent, at: F.at(age))?.name
        }
        #expect(relay(last: nil, age: 0) == "a" && relay(last: "a", age: 30) == "a")
        // Also one that waited its minute in the queue.
        #expect(relay(last: nil, age: 61) == "b")
        // In turn, whatever the number of attempts.
        #expect(relay(last: "a", age: 61) == "b" && relay(last: "b", age: 90) == "a")
        #expect(relay(last: "b", age: 90, of: 3) == "c" && relay(last: "c", age: 90, of: 3) == "a")
        // One that is no longer declared.
        #expect(relay(last: "old", age: 90) == "b")
        #expect(relay(last: nil, age: 0, silent: ["a"]) == "b" && relay(last: "b", age: 90, silent: ["a"]) == "b")
        #expect(relay(last: "a", age: 90, silent: ["b"], of: 3) == "c")
        // None answers: as if all did.
        #expect(relay(last: nil, age: 0, silent: ["a", "b"]) == "a" && relay(last: nil, age: 0, of: 0) == nil)
    }

    @Test func `a target that is away has a schedule of its own, and holds up no mail of its notification`() throws {
        let fixture = try StoreFixture()
        var monitor = try SmallMonitor(fixture.store, targets: ["hook"])
        let incident = F.incident("i0", at: 0)
        try monitor.step([.opened(incident), .page(Page(time: F.at(0), object: "duct:d", incident: "i0"))], at: 0)
        let store = fixture.store
        let hook = OutboxEntry.Way.target("target:hook")
        #expect(try store.waitingTargets() == ["target:hook"])
        var now = F.at(0)
        for n in 0..<5 {
            let entry = try #require(try store.dueNotifications(at: now, by: hook).first)
            #expect(entry.attempts == n && entry.waiting == ["target:hook"] && entry.notification != nil)
            try store.recordAttempt(
                entry.id, answer: RelayAnswer(relay: "target:hook", all: entry.waiting, .temporary, reply: "refused"), at: now)
            let mail = try #require(try store.dueNotifications(at: now).first)
            #expect(mail.attempts == 0 && !mail.waiting.contains("target:hook") && mail.lastRelay == nil)
            now = now + .seconds(330)
        }
        let mail = try #require(try store.dueNotifications(at: now).first)
        try store.recordAttempt(mail.id, answer: RelayAnswer(relay: "r", all: mail.waiting, .accepted, reply: "250 ok"), at: now)
        #expect(try store.dueNotifications(at: .distantFuture).isEmpty)
        #expect(try store.dueNotifications(at: .distantFuture, by: hook).first?.attempts == 5)
        #expect(try store.waitingMails().isEmpty && store.nextDue() != nil)
    }

    @Test func `in shadow only the shadow's own report is due`() throws {
        let store = try twoMails().store
        #expect(try store.dueNotifications(at: F.at(900), heartbeatsSince: F.at(600)).isEmpty)
        for (id, at) in [("old", Int64(500)), ("own", 700)] {
            var report = try #require(try store.notifications().first).notification
            (report.id, report.messageID, report.kind, report.incident) = (id, "\(id)@x", .heartbeat, nil)
            report.decided = F.at(at)
            let decision = AlertDecision(
                time: F.at(at), incident: nil, object: nil, verdict: .notify(report), reason: .daily)
            try store.record(StoreBatch(time: F.at(at), decisions: [decision], mails: [id: []]))
        }
        #expect(try store.dueNotifications(at: F.at(900), heartbeatsSince: F.at(600)).map(\.id) == ["own"])
    }
}
