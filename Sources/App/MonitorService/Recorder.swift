import Alerting
import Diagnosis
import InventoryStore
import Logging
import NetworkModel
import Rendering
import ServiceLifecycle

/// Writes what the monitor decided, in order, each step in one transaction, before anything is sent. A locked or full disk keeps the
/// records in memory and is tried again; polling goes on meanwhile.
package struct Recorder: Service {
    let store: Store
    let records: AsyncStream<Monitor.Record>
    /// The mail of a notification, rendered when it was decided, so that each attempt sends the same bytes.
    let mail: @Sendable (AlertNotification) -> [UInt8]
    let health: MonitorHealth
    let log: Logger

    package func run() async throws {
        for await record in records {
            await write(record)
        }
    }

    private func write(_ record: Monitor.Record) async {
        let batch = StoreBatch(
            time: record.time, actions: record.step.actions, decisions: record.step.decisions, cases: record.step.cases,
            mails: Dictionary(
                record.step.decisions.compactMap(\.notification).map { ($0.id, mail($0)) },
                uniquingKeysWith: { first, _ in first }))
        announce(record.step)
        for observation in record.observations { log.trace("\(observation)") }
        await persist("incidents and mails") { () throws(StoreError) in try store.record(batch) }
        await persist("identities") { () throws(StoreError) in
            try store.keep(record.identities.mapValues(KeptIdentity.init), as: .identity, at: record.time)
        }
        await persist("samples") { () throws(StoreError) in try store.append(record.samples) }
    }

    /// Tries until it is written: incidents are never dropped.
    private func persist(_ what: String, _ write: () throws(StoreError) -> Void) async {
        var tries = 0
        while true {
            do throws(StoreError) {
                try write()
                health.solved(what)
                return
            } catch {
                tries += 1
                health.trouble(what, "\(error)")
                if tries == 1 { log.error("cannot write \(what), trying again: \(error)") }
                if Task.isCancelled && tries > 3 { return }
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
