import Alerting
import DeviceFacts
import Diagnosis
import NetworkModel

/// Everything between an observation and the decision to send a mail, as one value: diagnosis, identifiers that outlive the process,
/// alerting. It does nothing itself; a `Step` says what is to be written and asked.
package struct MonitorFold: Sendable {
    /// What followed from a batch of observations or from the passing of time; written in one transaction before anything is sent.
    package struct Step: Sendable {
        package var actions: [DiagnosisAction] = []
        package var decisions: [AlertDecision] = []
        /// Alert cases that changed.
        package var cases: [AlertCase] = []
        package init() {}

        package var isEmpty: Bool { actions.isEmpty && decisions.isEmpty && cases.isEmpty }

        /// This step and then `other`.
        mutating func append(_ other: Step) {
            actions += other.actions
            decisions += other.decisions
            cases = cases.filter { old in !other.cases.contains { $0.incident.id == old.incident.id } } + other.cases
        }

        /// Devices whose answer would decide something now, each once, in order.
        package var asked: [ObjectID] {
            var seen: Set<ObjectID> = []
            return actions.compactMap { action in
                guard case .ask(let device, _) = action, seen.insert(device).inserted else { return nil }
                return device
            }
        }
    }

    package private(set) var engine: DiagnosisEngine
    private var ledger: IncidentLedger
    private var alerting: AlertingEngine
    var identities: IdentityWatch
    private var shown: ShownStates

    /// - Parameters:
    ///   - open: incidents that were open when the last run ended.
    ///   - next: one more than the greatest incident number ever given.
    ///   - cases: alert cases that were not ended.
    ///   - written: states that the last run left written down.
    ///   - identities: the box that each device was taken to be.
    package init(
        network: Network, context: EpisodeContext, policy: AlertPolicy, open: [Incident], next: Int, cases: [AlertCase],
        written: [ObjectID: ObjectState] = [:], identities: [ObjectID: DeviceIdentity] = [:]
    ) {
        engine = DiagnosisEngine(network: network, context: context)
        ledger = IncidentLedger(next: next, open: open.filter { $0.kind != .identity })
        self.identities = IdentityWatch(accepted: identities, open: open.filter { $0.kind == .identity })
        alerting = AlertingEngine(policy: policy, network: network, cases: cases)
        shown = ShownStates(network, written: written)
    }

    /// Takes each observation at its own time, so that a monitor that was busy for a while does not take its own pause for the silence of
    /// its collectors.
    package mutating func receive(_ observations: some Sequence<Observation>, at now: Timestamp) -> Step {
        var actions: [DiagnosisAction] = []
        for observation in observations { actions += engine.receive(observation, at: min(observation.time, now)) }
        return decide(on: actions + engine.advance(to: now), at: now)
    }

    /// Lets time pass: silence grows old, holds end.
    package mutating func advance(to now: Timestamp) -> Step { decide(on: engine.advance(to: now), at: now) }

    package mutating func acknowledge(_ acknowledgement: Acknowledgement, at now: Timestamp) -> Step {
        var step = Step()
        step.decisions = alerting.receive(acknowledgement, at: now)
        step.actions = closeAccepted(acknowledgement, at: now)
        for action in step.actions { step.decisions += alerting.receive(action, at: now) }
        step.cases = alerting.takeChangedCases()
        return step
    }

    package mutating func schedule(_ windows: [MaintenanceWindow], at now: Timestamp) -> Step {
        var step = Step()
        step.decisions = alerting.receive(windows, at: now)
        step.cases = alerting.takeChangedCases()
        return step
    }

    /// A changed network or policy. Diagnosis starts again on the new network; `open` incidents go on where they are found again.
    package mutating func reload(network: Network, context: EpisodeContext, policy: AlertPolicy, open: [Incident]) {
        engine = DiagnosisEngine(network: network, context: context)
        ledger = IncidentLedger(next: ledger.next, open: open.filter { $0.kind != .identity })
        shown = ShownStates(network)
        alerting.reload(policy: policy, network: network)
    }

    /// Gives the action's incident an identifier that stays.
    mutating func name(_ action: DiagnosisAction) -> DiagnosisAction { ledger.translate(action) }

    /// What follows from actions that are none of Diagnosis's and carry identifiers that stay.
    mutating func decide(onDurable actions: [DiagnosisAction], at now: Timestamp) -> Step {
        var step = Step()
        step.actions = actions
        for action in actions { step.decisions += alerting.receive(action, at: now) }
        step.decisions += alerting.advance(to: now)
        step.cases = alerting.takeChangedCases()
        return step
    }

    private mutating func decide(on actions: [DiagnosisAction], at now: Timestamp) -> Step {
        var step = Step()
        let engine = engine
        let changes = shown.changes(in: engine, at: now, urgent: !actions.isEmpty).map { DiagnosisAction.state($0) }
        step.actions = (actions + changes).map { ledger.translate($0) } + ledger.closeHealed(at: now) { engine.state(of: $0) }
        for action in step.actions { step.decisions += alerting.receive(action, at: now) }
        step.decisions += alerting.advance(to: now)
        step.cases = alerting.takeChangedCases()
        return step
    }
}
