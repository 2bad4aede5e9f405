import Alerting
import Diagnosis
import Foundation
import GRDB
import InventoryStore
import NetworkModel
import TestSupport

private typealias F = StoreFixture

/// A world of faults, a monitor that holds, escalates and collects, and dies; and a relay that keeps what it took.
struct CrashEpisode {
    enum Kill: CaseIterable {
        case beforeWriting
        /// The transaction has begun and is rolled back.
        case whileWriting
        case afterWriting
        /// After one mail of several.
        case betweenSends
        /// The relay has the mail, and it is not written down.
        case afterSending
        /// The state is read, and what is found again is not yet written.
        case whileResuming
    }

    /// Faults that had to be told and to be told as over, and what was.
    struct Count {
        var (expected, seen, doubled, held, collected, escalated) = (0, 0, 0, 0, 0, 0)
        var lost: [String] = []
        var wrong: [String] = []

        mutating func add(_ other: Count) {
            expected += other.expected
            seen += other.seen
            doubled += other.doubled
            held += other.held
            collected += other.collected
            escalated += other.escalated
            lost += other.lost
            wrong += other.wrong
        }

        var description: String {
            "mails expected \(expected), seen \(seen), doubled \(doubled), false \(wrong.count); "
                + "told in collected mails \(collected), healed in their hold \(held), escalations \(escalated)"
        }
    }

    private struct Fault {
        var began: Int64
        var ended: Int64?
    }

    static let hold: Int64 = 45

    static var policy: AlertPolicy {
        var policy = F.policy
        var hold = AlertPolicy.Hold()
        (hold.proven, hold.inferred) = (.zero, .seconds(Self.hold))
        policy.holds = [hold]
        policy.calm.burst = 3
        policy.calm.burstWindow = .seconds(300)
        policy.people.append(.init(id: "person:chief", name: "Chief", mail: "chief@noc.example"))
        policy.escalations = [.init(name: "default", steps: [.init(after: .seconds(400), to: ["person:chief"])])]
        return policy
    }

    private let path: String
    private var random: SplitMix64
    private(set) var monitor: SmallMonitor
    private var faults: [ObjectID: Fault] = [:]
    private var delivered: [String] = []
    private(set) var kills: [Kill: Int] = [:]
    private var run = 0
    private var now: Int64 = 0

    init(path: String, seed: UInt64) throws {
        self.path = path
        random = SplitMix64(seed: seed)
        monitor = try SmallMonitor(try Store.open(path, mode: .readWrite), policy: Self.policy)
    }

    private var broken: [ObjectID] { faults.filter { $0.value.ended == nil }.keys.sorted() }

    private func incident(_ object: ObjectID) -> Incident {
        var incident = F.incident("r\(run)\(object)", at: faults[object]?.began ?? now, best: object)
        incident.suppressed = [object]
        incident.closed = faults[object]?.ended.map { F.at($0) }
        return incident
    }

    private func appear(_ object: ObjectID) -> [DiagnosisAction] {
        let incident = incident(object)
        return [.opened(incident), .page(Page(time: F.at(now), object: object, incident: incident.id))]
    }

    /// A kill, and the next run: Diagnosis finds again what is broken.
    private mutating func die(_ kill: Kill) throws {
        kills[kill, default: 0] += 1
        try start()
        while Int.random(in: 0..<6, using: &random) == 0 {
            kills[.whileResuming, default: 0] += 1
            try start()
        }
        let broken = broken
        try monitor.resume(broken.flatMap(appear), at: now) { broken.contains($0) ? .down : .up }
    }

    private mutating func start() throws {
        run += 1
        try? monitor.store.close()
        monitor = try SmallMonitor(try Store.open(path, mode: .readWrite), policy: Self.policy)
    }

    /// What happens to a step: nil is nothing.
    private mutating func step(_ actions: [DiagnosisAction], _ kill: Kill?) throws {
        switch kill {
        case .beforeWriting: try die(.beforeWriting)
        case .whileWriting: try writeHalf(actions)
        case .afterWriting:
            try monitor.step(actions, at: now)
            try die(.afterWriting)
        case .whileResuming:
            try start()
            try die(.whileResuming)
        case nil, .betweenSends, .afterSending: try monitor.step(actions, at: now)
        }
        try send(kill)
    }

    /// The step fails at a row of one table: all that it had written is rolled back, and the process is gone. Where nothing is written
    /// there, the step is whole.
    private mutating func writeHalf(_ actions: [DiagnosisAction]) throws {
        let table =
            ["incident_revision", "alert_decision", "notification", "notification_recipient"].randomElement(using: &random) ?? ""
        let file = try DatabaseQueue(path: path)
        try file.writeWithoutTransaction {
            try $0.execute(
                sql: "CREATE TRIGGER kill BEFORE INSERT ON \(table) BEGIN SELECT RAISE(ROLLBACK, 'killed'); END")
        }
        var isKilled = false
        do { try monitor.step(actions, at: now) } catch is StoreError { isKilled = true }
        try file.writeWithoutTransaction { try $0.execute(sql: "DROP TRIGGER kill") }
        try file.close()
        if isKilled { try die(.whileWriting) }
    }

    private mutating func send(_ kill: Kill?) throws {
        var kill = kill
        while let entry = try monitor.store.dueNotifications(at: F.at(now)).first {
            delivered.append(entry.messageID)
            if kill == .afterSending {
                kill = nil
                try die(.afterSending)
                continue
            }
            let answer = RelayAnswer(relay: "r", all: entry.waiting, .accepted, reply: "250 ok")
            try monitor.store.recordAttempt(entry.id, answer: answer, at: F.at(now))
            if kill == .betweenSends, try monitor.store.nextDue() != nil {
                kill = nil
                try die(.betweenSends)
            }
        }
    }

    /// Faults come and go until so many kills have been; then all heal, and time passes until nothing waits.
    mutating func play(kills: Int) throws {
        while self.kills.values.reduce(0, +) < kills {
            // Now and then many things break at once.
            now += Int64.random(in: 0..<4, using: &random) == 0 ? 1 : Int64.random(in: 5...120, using: &random)
            let kill = Bool.random(using: &random) ? Kill.allCases.randomElement(using: &random) : nil
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                let object = ObjectID("dev:f\(faults.count)")
                faults[object] = Fault(began: now)
                try step(appear(object), kill)
            case 2, 3:
                guard let object = broken.randomElement(using: &random) else { continue }
                faults[object]?.ended = now
                try step([.closed(incident(object))], kill)
            default: try step([], kill)
            }
        }
        for object in broken {
            now += 61
            faults[object]?.ended = now
            try step([.closed(incident(object))], nil)
        }
        for _ in 0..<40 {
            now += 60
            try step([], nil)
        }
    }

    /// What the relay took, against the faults that were.
    func count() throws -> Count {
        var count = Count()
        let written = try monitor.store.notifications(limit: 1_000_000).map(\.notification)
        let byName = Dictionary(written.map { ($0.messageID, $0) }, uniquingKeysWith: { first, _ in first })
        let names = Set(delivered)
        count.doubled = delivered.count - names.count
        count.lost = written.filter { !names.contains($0.messageID) }.map(\.id)
        count.wrong = names.filter { byName[$0] == nil }.sorted()
        var (told, over): ([ObjectID: Int], [ObjectID: Int]) = ([:], [:])
        for mail in names.sorted().compactMap({ byName[$0] }) {
            switch mail.kind {
            case .problem: told[mail.object ?? "", default: 0] += 1
            case .recovery: over[mail.object ?? "", default: 0] += 1
            case .digest:
                for incident in mail.collected { told[incident.best, default: 0] += 1 }
                count.collected += mail.collected.count
            default: count.escalated += mail.kind == .escalation ? 1 : 0
            }
            // Nobody is told of what is not broken, nor woken for what has healed.
            let named = mail.kind == .digest ? mail.collected.map(\.best) : [mail.object].compactMap { $0 }
            for object in named where mail.kind != .recovery {
                let fault = faults[object] ?? Fault(began: .max)
                if mail.decided < F.at(fault.began) || mail.decided > F.at(fault.ended ?? .max) { count.wrong.append(mail.id) }
            }
        }
        for (object, fault) in faults.sorted(by: { $0.key < $1.key }) {
            let lasted = (fault.ended ?? now) - fault.began
            let isTold = told[object, default: 0] > 0
            // A storm may hold it longer than its own hold; then it may heal untold, and is not told as over. The monitor looks again
            // two minutes later at most.
            let must = lasted > Self.hold + 300 + 120
            if lasted < Self.hold { count.held += 1 }
            if must || isTold { count.expected += 2 }
            count.seen += told[object, default: 0] + over[object, default: 0]
            if (must && !isTold) || (isTold && over[object, default: 0] == 0) { count.lost.append(object.rawValue) }
            if told[object, default: 0] > 1 || over[object, default: 0] > 1 || (isTold && lasted < Self.hold)
                || (!isTold && over[object] != nil)
            {
                count.wrong.append(object.rawValue)
            }
        }
        return count
    }
}
