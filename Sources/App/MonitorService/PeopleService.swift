import Alerting
import InventoryStore
import NetworkModel
import SNMPCollector
import ServiceLifecycle

/// Brings to the monitor what people wrote into the state file: acknowledgements, planned work and requests.
struct PeopleService: Service {
    let store: Store
    let monitor: Monitor
    let engine: SNMPEngine
    let collector: Collector
    let records: RecordQueue
    let clock: @Sendable () -> Timestamp
    let health: MonitorHealth
    /// Asks an object again, out of turn.
    var recheck: @Sendable (ObjectID) async -> Void = { _ in }

    /// What of their words the monitor has been given.
    struct Heard: Sendable {
        // From the first row: what was written while no monitor ran counts too, and alerting ignores what it has taken before.
        var lastAcknowledgement: Int64 = 0
        var windows: [MaintenanceWindow] = []
        var lastRequest: Int64 = 0
    }
    var heard = Heard()

    /// Gives the monitor what was written while none ran, before its first tick: a step that fell due meanwhile is not taken over the head
    /// of somebody who has taken the incident, and planned work is not told.
    mutating func catchUp() async throws(StoreError) {
        var heard = heard
        try await hear(&heard)
        self.heard = heard
    }

    /// Gives the monitor what is new.
    private func hear(_ heard: inout Heard) async throws(StoreError) {
        let new = try store.acknowledgements(after: heard.lastAcknowledgement)
        heard.lastAcknowledgement = new.last
        for acknowledgement in new.rows {
            let record = await monitor.acknowledge(acknowledgement, at: clock())
            let targets = record.renewed.isEmpty ? [:] : await collector.targets
            for target in record.renewed.compactMap({ targets[$0] }) { engine.acceptNewEngine(of: target) }
            records.put(record)
        }
        let windows = try store.maintenance(endingAfter: clock())
        if windows != heard.windows {
            heard.windows = windows
            records.put(await monitor.schedule(windows, at: clock()))
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var heard = heard
            var patience = TroublePatience()
            var rechecks: [Recheck] = []
            while !Task.isCancelled {
                do throws(StoreError) {
                    try await hear(&heard)
                    health.solved("acknowledgements")
                } catch {
                    health.trouble("acknowledgements", "\(error)")
                }
                do throws(StoreError) {
                    rechecks += try await take(&heard)
                    rechecks = try await answer(rechecks)
                    health.solved("requests")
                } catch {
                    health.trouble("requests", "\(error)")
                }
                health.count("expected_silent", Int64(await monitor.expectedSilentCount))
                let now = clock()
                let due = patience.due(health.byPart, at: now)
                let troubles = await monitor.receive(troubles: due, since: patience.since, at: now)
                records.put(troubles)
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Somebody's request to ask an object again, who waits for what it says.
    private struct Recheck {
        var request: PersonRequest
        var at: Timestamp
        /// Its devices have been asked; what they said is being written down.
        var isOver = false
    }

    /// Does what people ask for; returns what their devices are still to answer. A request is done with the record of what followed: the
    /// monitor that starts after a kill in between finds it again.
    private func take(_ heard: inout Heard) async throws(StoreError) -> [Recheck] {
        var rechecks: [Recheck] = []
        for request in try store.requests(after: heard.lastRequest, at: clock()) {
            heard.lastRequest = request.number
            var record = Monitor.Record(time: clock())
            if let group = GroupRequest(request) {
                record = await monitor.group(group, at: clock())
            } else if request.verb == "recheck" {
                rechecks.append(Recheck(request: request, at: clock()))
                await recheck(ObjectID(request.object))
            }
            record.requests = [request.number]
            records.put(record)
        }
        return rechecks
    }

    /// Tells whoever waits that the devices of a recheck have been asked; returns those that are still to be.
    private func answer(_ rechecks: [Recheck]) async throws(StoreError) -> [Recheck] {
        var open: [Recheck] = []
        for var one in rechecks where clock() - one.at < .seconds(600) {
            if one.isOver {
                try store.answered(request: one.request.number, at: clock())
            } else {
                one.isOver = await collector.hasAsked(ObjectID(one.request.object), since: one.at)
                open.append(one)
            }
        }
        return open
    }
}
