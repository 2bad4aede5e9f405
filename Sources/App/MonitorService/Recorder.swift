import Alerting
import Diagnosis
import Foundation
import InventoryStore
import Logging
import NetworkModel
import Rendering
import ServiceLifecycle

/// Writes what the monitor decided, in order, each step in one transaction, before anything is sent. A locked or full disk keeps the
/// records in memory and is tried again; polling goes on meanwhile.
package struct Recorder: Service {
    let store: Store
    let records: RecordQueue
    /// The mail of a notification, rendered when it was decided, so that each attempt sends the same bytes.
    let mail: @Sendable (AlertNotification) -> [UInt8]
    let health: MonitorHealth
    let log: Logger
    /// Takes the alert cases that are written down, and when they changed.
    var written: @Sendable ([AlertCase], Timestamp) -> Void = { _, _ in }

    package func run() async throws {
        await records.drain { record in
            await write(record)
            health.count("samples_shed", Int64(records.shed))
        }
    }

    private func write(_ record: Monitor.Record) async {
        var batch = StoreBatch(
            time: record.time, actions: record.step.actions, decisions: record.step.decisions, cases: record.step.cases,
            mails: Dictionary(
                record.step.decisions.compactMap(\.notification).map { ($0.id, mail($0)) },
                uniquingKeysWith: { first, _ in first }))
        batch.requests = record.requests
        batch.snapshot = record.snapshot.flatMap { try? JSONEncoder().encode($0) }
        announce(record.step)
        for note in record.notes {
            log.warning("\(note)")
            await persist("audit") { () throws(StoreError) in
                try store.audit(AuditEntry(at: record.time, actor: "monitor", verb: "asleep", reason: note))
            }
        }
        // Rows of an episode: what went wrong at night can be replayed.
        for observation in record.observations { log.trace("\(observation.row)") }
        if await !persist("incidents and mails", { () throws(StoreError) in try store.record(batch) }) { await setApart(batch) }
        written(batch.cases, record.time)
        await persist("identities") { () throws(StoreError) in
            try store.keep(record.identities.mapValues(KeptIdentity.init), as: .identity, at: record.time)
        }
        await keep(record.samples)
    }

    /// History is the first to go where there is no room: it is dropped and counted, and nothing waits for it.
    private func keep(_ samples: [Sample]) async {
        guard store.keepsSamples else { return }
        do throws(StoreError) {
            try store.append(samples)
            health.solved("samples")
        } catch {
            health.trouble("samples", "\(error)")
            if case .full = error { makeRoom() }
        }
    }

    /// The disk is full: the reserve is given back and the older half of the history goes, so that incidents and mails can be written.
    private func makeRoom() {
        let freed = store.freeReserve()
        let shed = (try? store.shedHistory()) ?? 0
        health.trouble(
            "disk", "the disk is full: \(freed ? "the reserve was given back, " : "")\(shed) old samples were deleted; make room")
        log.error("the disk is full; \(shed) old samples were deleted")
    }

    /// A step that the store will never take: each part is written by itself, and what is poisoned is set aside with its reason, so that
    /// it takes nothing with it (FAULTS.md E13).
    private func setApart(_ batch: StoreBatch) async {
        var parts = batch.actions.map { StoreBatch(time: batch.time, actions: [$0]) }
        parts += batch.cases.map { StoreBatch(time: batch.time, cases: [$0]) }
        parts += batch.decisions.map { StoreBatch(time: batch.time, decisions: [$0], mails: batch.mails) }
        var answer = StoreBatch(time: batch.time)
        answer.requests = batch.requests
        for part in parts + [answer] {
            // A store that takes not even the dead letter refuses everything, not this part: nothing is lost while it does.
            while await !keepOrSetAside(part), !Task.isCancelled {}
        }
    }

    /// - Returns: false where the store took neither `part` nor its dead letter.
    private func keepOrSetAside(_ part: StoreBatch) async -> Bool {
        var reason = ""
        let isWritten = await persist("incidents and mails") { () throws(StoreError) in
            do throws(StoreError) { try store.record(part) } catch {
                reason = "\(error)"
                throw error
            }
        }
        if isWritten { return true }
        let isAside = await persist("dead letters") { () throws(StoreError) in
            try store.setAside("\(part.actions)\(part.decisions.map(\.reason))", reason: reason, at: part.time)
        }
        if isAside { health.trouble("dead letter", "an event could not be kept and was set aside: \(reason)") }
        return isAside
    }

    /// Tries until it is written: incidents are never dropped for a lock, a full disk or one that fails for a while.
    /// - Returns: false where the store refuses what it is given, which no further try will change.
    @discardableResult
    private func persist(_ what: String, _ write: () throws(StoreError) -> Void) async -> Bool {
        var tries = 0
        while true {
            do throws(StoreError) {
                try write()
                health.solved(what)
                return true
            } catch {
                tries += 1
                if case .full = error, tries <= 2 || tries % 20 == 0 { makeRoom() }
                health.trouble(what, "\(error)")
                if tries == 1 { log.error("cannot write \(what), trying again: \(error)") }
                if Task.isCancelled && tries > 3 { return true }
                if case .failed = error, tries >= 3 { return false }
                try? await Task.sleep(for: .milliseconds(min(100 * tries, 2000)))
            }
        }
    }

    private func announce(_ step: MonitorFold.Step) {
        for action in step.actions {
            switch action {
            case .opened(let incident):
                log.warning("\(incident.id) opened: \(incident.best), isolates \(incident.impactedSites.count) sites")
            case .closed(let incident): log.info("\(incident.id) closed: \(incident.best)")
            case .withdrawn(let incident): log.info("\(incident.id) withdrawn: \(incident.best)")
            case .finding(let finding): log.info("\(finding.kind.rawValue): \(finding.object): \(finding.detail)")
            case .revised, .page, .state, .ask: break
            }
        }
    }
}
