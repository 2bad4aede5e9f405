import Alerting
import Diagnosis
import Foundation
import InventoryStore
import MonitorService
import NetworkModel
import TestSupport

/// The small town with a state file and a relay: the monitor can be killed and started again under another clock.
struct StoredTown {
    private let folder: TemporaryFolder
    private(set) var store: Store
    var town: TownRun
    /// The relay takes nothing.
    var isRelayAway = false
    /// What the relay took, in order.
    private(set) var delivered: [String] = []

    init(seed: UInt64) throws {
        folder = try TemporaryFolder()
        store = try Store.open(folder.path("state.db"), mode: .readWrite)
        town = TownRun(seed: seed)
        town.steps = []
    }

    private var now: Timestamp { town.now + town.ahead }

    mutating func pass(_ seconds: Int) throws {
        for _ in 0..<seconds {
            town.pass(1)
            try write()
            try send()
        }
    }

    private mutating func write() throws {
        for step in town.steps ?? [] where !step.isEmpty {
            let mails = step.decisions.compactMap(\.notification).map { ($0.id, Array($0.messageID.utf8)) }
            try store.record(
                StoreBatch(
                    time: now, actions: step.actions, decisions: step.decisions, cases: step.cases,
                    mails: Dictionary(uniqueKeysWithValues: mails)))
        }
        town.steps = []
    }

    private mutating func send() throws {
        while let entry = try store.dueNotifications(at: now).first {
            if !isRelayAway { delivered.append(entry.messageID) }
            let verdict: RelayAnswer.Verdict = isRelayAway ? .temporary : .accepted
            try store.recordAttempt(entry.id, answer: RelayAnswer(relay: "r", all: entry.waiting, verdict, reply: "x"), at: now)
        }
    }

    /// The process is killed, and starts again while the system's clock says `ahead` more than the true time.
    mutating func restart(ahead: TimeSpan) throws {
        try store.close()
        store = try Store.open(folder.path("state.db"), mode: .readWrite)
        town.ahead = ahead
        let stored = try store.resume()
        var context = TownRun.context(at: now)
        (context.startsWell, context.hearsBreaks) = (false, false)
        town.fold = MonitorFold(
            network: town.network, context: context, policy: TownRun.policy(), open: stored.openIncidents,
            next: stored.nextIncident, cases: stored.cases,
            written: Dictionary(try store.states().map { ($0.object, $0.state) }, uniquingKeysWith: { $1 }))
        try store.endFutureWaits(at: now)
    }

    /// The mails that the relay took, each once, by their order in the outbox.
    func mails() throws -> [AlertNotification] {
        let names = Set(delivered)
        return try store.notifications(limit: 10_000).map(\.notification).filter { names.contains($0.messageID) }
    }
}
