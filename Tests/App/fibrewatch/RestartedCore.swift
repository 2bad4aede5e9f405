import Alerting
import Diagnosis
import Foundation
import InventoryStore
import MonitorService
import NetworkModel
import SimulatedNetwork
import TestSupport

/// The monitor's core on a state file that a fault left behind, watching a world in which `failed` is broken: without sockets, on a clock
/// of its own.
struct RestartedCore {
    private let store: Store
    private let network: Network
    private var world: SimulatedWorld
    private var fold: MonitorFold
    private var now: Timestamp

    init(_ store: Store, network: Network, failed: ObjectID, policy: AlertPolicy, at now: Timestamp) throws {
        (self.store, self.network, self.now) = (store, network, now)
        world = SimulatedWorld(network)
        _ = try world.fail(failed, at: now.milliseconds)
        var context = EpisodeContext(start: now, pollInterval: .seconds(10))
        (context.epochOffset, context.startsWell, context.hearsBreaks) = (0, false, false)
        let stored = try store.resume()
        fold = MonitorFold(
            network: network, context: context, policy: policy, open: stored.openIncidents, next: stored.nextIncident,
            cases: stored.cases, written: Dictionary(try store.states().map { ($0.object, $0.state) }, uniquingKeysWith: { $1 }))
        try store.endFutureWaits(at: now)
    }

    /// Watches for so long, each device every ten seconds, and writes what follows; a good relay takes what is due.
    mutating func watch(seconds: Int) throws {
        for second in 0..<seconds {
            now = now + .seconds(1)
            let due = network.document.devices.indices.filter { $0 % 10 == second % 10 }
            let step = fold.receive(due.flatMap(observations), at: now)
            let mails = step.decisions.compactMap(\.notification).map { ($0.id, Array($0.messageID.utf8)) }
            try store.record(
                StoreBatch(
                    time: now, actions: step.actions, decisions: step.decisions, cases: step.cases,
                    mails: Dictionary(uniqueKeysWithValues: mails)))
            while let entry = try store.dueNotifications(at: now).first {
                let answer = RelayAnswer(relay: "good", all: entry.waiting, .accepted, reply: "250 ok")
                try store.recordAttempt(entry.id, answer: answer, at: now)
            }
        }
    }

    /// What each collector of the device sees of it: one that sent nothing would be an incident of its own.
    private func observations(of device: Int) -> [Observation] {
        network.document.devices[device].collectors.flatMap { observations(of: device, by: $0) }
    }

    private func observations(of device: Int, by collector: ObjectID) -> [Observation] {
        let id = network.document.devices[device].id
        let make = { (kind: Observation.Kind) in Observation(time: now, collector: collector, device: id, kind: kind) }
        guard world.deviceAnswers[device] else { return [make(.ping(.timeout))] }
        let down = world.portsOfDevice[device].filter { !world.portIsUp[Int($0)] }
        return [make(.ping(.ok()))]
            + down.map { port in
                make(.ifOper(interface: network.interface(of: port / 2, at: port % 2 == 0 ? .a : .b).interface, up: false))
            }
    }
}
