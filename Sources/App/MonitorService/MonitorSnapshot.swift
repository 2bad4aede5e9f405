import Alerting
import Diagnosis
import NetworkModel

/// What a monitor that starts again needs to go on where it was: all that Diagnosis knew, and which of its incidents go by which name.
package struct MonitorSnapshot: Codable, Sendable {
    /// Of this form; another one is thrown away.
    package static let version = 1

    package var version: Int
    package var at: Timestamp
    let engine: DiagnosisSnapshot
    let ledger: IncidentLedger.Memory
    /// Of what the rules waited for; nil in one written before there was such a thing.
    let rules: RuleEngine.Memory?

    init(at: Timestamp, engine: DiagnosisSnapshot, ledger: IncidentLedger.Memory, rules: RuleEngine.Memory?) {
        (version, self.at, self.engine, self.ledger, self.rules) = (Self.version, at, engine, ledger, rules)
    }

    /// Written so often, and sooner after an incident that comes, goes or is told.
    static let period = TimeSpan.seconds(20)
    static let haste = TimeSpan.seconds(5)
    /// Of a larger network nothing is kept: writing it would cost more than beginning anew.
    static let mostDevices = 20_000

    /// Whether it says anything about now: after a longer absence silence is older than what is known, and it is better to begin anew.
    func isFresh(at now: Timestamp, pollInterval: TimeSpan) -> Bool {
        version == Self.version && at <= now && now - at <= pollInterval + pollInterval + .seconds(60)
    }
}

extension MonitorFold {
    /// What it knows now; nil where that is too much to keep.
    package func snapshot(at now: Timestamp) -> MonitorSnapshot? {
        guard engine.network.document.devices.count <= MonitorSnapshot.mostDevices else { return nil }
        return MonitorSnapshot(at: now, engine: engine.snapshot, ledger: ledger.memory, rules: rules.isEmpty ? nil : rules.memory)
    }

    /// Goes on from `snapshot` where it is fresh, of this network, and at one with the `open` incidents of the store.
    /// - Returns: whether it does; if not, nothing has changed.
    package mutating func resume(_ snapshot: MonitorSnapshot, open: [Incident], at now: Timestamp) -> Bool {
        guard snapshot.isFresh(at: now, pollInterval: engine.context.pollInterval),
            var known = DiagnosisEngine(network: engine.network, context: engine.context, snapshot: snapshot.engine),
            IncidentLedger.agree(snapshot.ledger, known.incidents, open: open)
        else { return false }
        known.resume(at: now)
        engine = known
        ledger.resume(snapshot.ledger)
        if let memory = snapshot.rules { rules.resume(memory, at: now, patience: patience) }
        return true
    }
}

extension MonitorFold.Step {
    /// Whether an incident came, went, or is to be told.
    var changesIncidents: Bool {
        actions.contains { action in
            switch action {
            case .opened, .closed, .withdrawn, .page: true
            case .revised, .finding, .state, .ask: false
            }
        }
    }
}
