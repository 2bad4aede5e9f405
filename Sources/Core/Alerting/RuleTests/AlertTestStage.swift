import Diagnosis
import NetworkModel

/// What a test is played on: the parts of a monitor, joined. Every call says what followed from it.
package protocol AlertTestStage: Sendable {
    /// Lets time pass up to `now`, with what was measured and what broke or was mended meanwhile.
    mutating func pass(to now: Timestamp, samples: [Sample], broken: [DiagnosisAction]) -> AlertTestStep
    mutating func acknowledge(_ acknowledgement: Acknowledgement, at now: Timestamp) -> AlertTestStep
    /// All windows that are known from now on.
    mutating func schedule(_ windows: [MaintenanceWindow], at now: Timestamp) -> AlertTestStep
    mutating func merge(_ id: String, into whole: String, by person: String, _ reason: String, at now: Timestamp) -> AlertTestStep
    /// - Parameter part: an object that is a fault of its own; nil: the whole incident is.
    mutating func split(_ id: String, part: ObjectID?, by person: String, _ reason: String, at now: Timestamp) -> AlertTestStep
}

/// What followed from a moment of a test, with identifiers that stay.
package struct AlertTestStep: Sendable {
    package var actions: [DiagnosisAction]
    package var decisions: [AlertDecision]
    /// Alert cases that changed.
    package var cases: [AlertCase]

    package init(actions: [DiagnosisAction] = [], decisions: [AlertDecision] = [], cases: [AlertCase] = []) {
        (self.actions, self.decisions, self.cases) = (actions, decisions, cases)
    }
}

/// Rules, book, ledger and alerting as one fold, every object in sight: what a test without a scenario is played on.
struct RuleStage: AlertTestStage {
    private var rules: RuleEngine
    private var book = RuleBook()
    private var ledger = IncidentLedger(next: 1, open: [])
    private var alerting: AlertingEngine

    /// - Parameter objects: those that the test measures; of all others it says nothing, not that they are silent.
    init(_ policy: AlertPolicy, _ network: Network, _ objects: Set<ObjectID>) {
        rules = RuleEngine(rules: policy.rules, network: network, objects: objects)
        alerting = AlertingEngine(policy: policy, network: network)
    }

    mutating func pass(to now: Timestamp, samples: [Sample], broken: [DiagnosisAction]) -> AlertTestStep {
        var events: [RuleEngine.Event] = []
        for action in broken {
            switch action {
            case .opened(let incident): rules.mark(incident.best, isOut: true)
            case .closed(let incident): rules.mark(incident.best, isOut: false)
            default: break
            }
        }
        for sample in samples { rules.receive(sample, into: &events) }
        rules.advance(to: now, isSeen: { _ in true }, into: &events)
        rules.grade(&events, at: now)
        var actions = broken
        for event in events { actions += book.actions(event, of: rules.rules[event.rule]) }
        return follow(actions.flatMap { ledger.translate($0, at: now) }, at: now)
    }

    mutating func acknowledge(_ acknowledgement: Acknowledgement, at now: Timestamp) -> AlertTestStep {
        let decisions = alerting.receive(acknowledgement, at: now)
        return AlertTestStep(decisions: decisions, cases: alerting.takeChangedCases())
    }

    mutating func schedule(_ windows: [MaintenanceWindow], at now: Timestamp) -> AlertTestStep {
        let decisions = alerting.receive(windows, at: now)
        return AlertTestStep(decisions: decisions, cases: alerting.takeChangedCases())
    }

    mutating func merge(_ id: String, into whole: String, by person: String, _ reason: String, at now: Timestamp) -> AlertTestStep
    {
        let decisions = alerting.merge(id, into: whole, by: person, at: now)
        return AlertTestStep(decisions: decisions, cases: alerting.takeChangedCases())
    }

    mutating func split(_ id: String, part: ObjectID?, by person: String, _ reason: String, at now: Timestamp) -> AlertTestStep {
        if let part {
            let own = ledger.splitOff(part, from: id, by: person, reason, at: now)
            return follow([.opened(own), .page(Page(time: now, object: part, incident: own.id))], at: now)
        }
        let decisions = alerting.split(id, by: person, at: now)
        return AlertTestStep(decisions: decisions, cases: alerting.takeChangedCases())
    }

    private mutating func follow(_ actions: [DiagnosisAction], at now: Timestamp) -> AlertTestStep {
        var decisions: [AlertDecision] = []
        for action in actions { decisions += alerting.receive(action, at: now) }
        decisions += alerting.advance(to: now)
        return AlertTestStep(actions: actions, decisions: decisions, cases: alerting.takeChangedCases())
    }
}
