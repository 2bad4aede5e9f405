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

    package internal(set) var engine: DiagnosisEngine
    var ledger: IncidentLedger
    private var alerting: AlertingEngine
    var identities: IdentityWatch
    private var shown: ShownStates
    var rules: RuleEngine
    private var book: RuleBook
    /// Whether the rules were told the states that were known when they began; from then on they are told what changes.
    private var hasToldStates = false
    /// Sends nothing but the daily mail, which says what would have been sent.
    package var isShadow = false
    private var withheld: [String] = []
    /// Incidents of rules that are no longer there or no longer about the object, closed with the next step.
    private var removed: [DiagnosisAction] = []

    /// - Parameters:
    ///   - open: incidents that were open when the last run ended.
    ///   - next: one more than the greatest incident number ever given.
    ///   - cases: alert cases that were not ended.
    ///   - written: states that the last run left written down.
    ///   - identities: the box that each device was taken to be.
    ///   - given: series that gave values not long ago.
    package init(
        network: Network, context: EpisodeContext, policy: AlertPolicy, open: [Incident], next: Int, cases: [AlertCase],
        written: [ObjectID: ObjectState] = [:], identities: [ObjectID: DeviceIdentity] = [:], given: Set<RuleEngine.Series> = []
    ) {
        let open = open.map { $0.begun(by: context.start) }
        engine = DiagnosisEngine(network: network, context: context)
        self.identities = IdentityWatch(accepted: identities, open: open.filter { $0.kind == .identity })
        let gone = self.identities.takeUndeclared(in: network)
        ledger = IncidentLedger(next: next, open: open.filter { $0.kind != .identity } + gone)
        ledger.retain(in: network)
        alerting = AlertingEngine(policy: policy, network: network, cases: cases, start: context.start)
        shown = ShownStates(network, written: written)
        rules = RuleEngine(rules: policy.rules, network: network, open: open, given: given)
        for (object, state) in written where state == .down && (object.isOf(.device) || object.isOf(.link)) {
            rules.mark(object, isOut: true)
        }
        book = RuleBook(open: open)
        removed = book.retain(policy.rules, in: network, at: context.start)
    }

    /// The longest spans over which rules ask for values, by metric, in the order of their names.
    package var spans: [(metric: Sample.Metric, span: TimeSpan)] { rules.spans }

    /// Values of before this run, for the spans of rules.
    package mutating func refill(_ samples: [Sample]) { rules.refill(samples) }

    /// Takes each observation at its own time, so that a monitor that was busy for a while does not take its own pause for the silence of
    /// its collectors.
    package mutating func receive(
        _ observations: some Sequence<Observation>, samples: [Sample] = [], at now: Timestamp
    ) -> Step {
        var actions: [DiagnosisAction] = []
        for observation in observations { actions += engine.receive(observation, at: min(observation.time, now)) }
        actions += engine.advance(to: now)
        return decide(on: actions, samples: samples, at: now)
    }

    /// `samples` and what follows from them by the declared network: how much of a port's speed is in use.
    package func derived(from samples: [Sample]) -> [Sample] {
        guard !rules.isEmpty else { return samples }
        let network = engine.network
        return samples
            + samples.compactMap { sample in
                guard sample.metric == .inBits || sample.metric == .outBits,
                    case .interface(let link, _)? = network[sample.object],
                    let speed = network.document.links[Int(link)].mbps, speed > 0
                else { return nil }
                var derived = sample
                derived.metric = sample.metric == .inBits ? .inUse : .outUse
                derived.value = sample.value / (speed * 1e6)
                return derived
            }
    }

    /// What is wrong with the monitor itself now, by part, and since when: told as incidents of its own.
    package mutating func receive(
        troubles: [String: String], since began: [String: Timestamp] = [:], at now: Timestamp
    ) -> Step {
        let all = troubles.merging(alerting.rotaGaps(at: now)) { first, _ in first }
        let actions = book.actions(troubles: all, since: began, at: now)
        return actions.isEmpty ? Step() : decide(on: actions, at: now)
    }

    /// What answers of devices showed to be odd: shown, and told to nobody.
    package mutating func receive(findings: [Finding], at now: Timestamp) -> Step {
        decide(onDurable: findings.map { .finding($0) }, at: now)
    }

    /// Lets time pass: silence grows old, holds end.
    package mutating func advance(to now: Timestamp) -> Step { decide(on: engine.advance(to: now), at: now) }

    package mutating func acknowledge(_ acknowledgement: Acknowledgement, at now: Timestamp) -> Step {
        var step = Step()
        step.decisions = alerting.receive(acknowledgement, at: now)
        step.actions = closeAccepted(acknowledgement, at: now)
        for action in step.actions { step.decisions += alerting.receive(action, at: now) }
        if isShadow { step.decisions = step.decisions.map { shadowed($0) } }
        step.cases = alerting.takeChangedCases()
        return step
    }

    /// What a person said of how incidents belong together; see `AlertingEngine.merge` and `.split`.
    package mutating func group(_ request: GroupRequest, at now: Timestamp) -> Step {
        var step = Step()
        switch request.change {
        case .merge(let whole):
            step.decisions = alerting.merge(request.incident, into: whole, by: request.person, at: now)
        case .split(nil): step.decisions = alerting.split(request.incident, by: request.person, at: now)
        case .split(let object?):
            let own = ledger.splitOff(object, from: request.incident, by: request.person, request.reason, at: now)
            step = decide(
                onDurable: [.opened(own), .page(Page(time: now, object: object, incident: own.id))], at: now)
            return step
        }
        if isShadow { step.decisions = step.decisions.map { shadowed($0) } }
        step.cases = alerting.takeChangedCases()
        return step
    }

    package mutating func schedule(_ windows: [MaintenanceWindow], at now: Timestamp) -> Step {
        var step = Step()
        engine.plan(windows.map { .init(object: $0.object, from: $0.from, to: $0.to) })
        step.decisions = alerting.receive(windows, at: now)
        if isShadow { step.decisions = step.decisions.map { shadowed($0) } }
        step.cases = alerting.takeChangedCases()
        return step
    }

    /// A changed network or policy. Diagnosis starts again on the new network; incidents that are open go on where they are found again, end
    /// where nothing of them is declared any more, and what was seen up and is not seen again becomes unknown.
    package mutating func reload(network: Network, context: EpisodeContext, policy: AlertPolicy, at now: Timestamp) {
        let open = openIncidents
        let windows = engine.context.maintenance
        engine = DiagnosisEngine(network: network, context: context)
        engine.plan(windows)
        let gone = identities.takeUndeclared(in: network)
        ledger = IncidentLedger(next: ledger.next, open: open.filter { $0.kind != .identity } + gone)
        ledger.retain(in: network)
        shown = ShownStates(network, written: shown.byObject)
        alerting.reload(policy: policy, network: network)
        rules = rules.reloaded(policy.rules, network: network, open: open, at: now, patience: patience)
        book = RuleBook(open: open)
        removed += book.retain(policy.rules, in: network, at: now)
        hasToldStates = false
    }

    /// How long it may take after a start until every device and port has been seen again.
    var patience: TimeSpan { max(.seconds(120), engine.context.pollInterval + engine.context.pollInterval + .seconds(60)) }

    /// Gives the action's incident an identifier that stays.
    mutating func name(_ action: DiagnosisAction) -> DiagnosisAction { ledger.translate(action) }

    /// What follows from actions that are none of Diagnosis's and carry identifiers that stay.
    mutating func decide(onDurable actions: [DiagnosisAction], at now: Timestamp) -> Step {
        var step = Step()
        step.actions = actions
        for action in actions { step.decisions += alerting.receive(action, at: now) }
        step.decisions += alerting.advance(to: now)
        if isShadow { step.decisions = step.decisions.map { shadowed($0) } }
        step.cases = alerting.takeChangedCases()
        return step
    }

    /// The process slept: what the engine knew is as old as the sleep was long, and silence within it was ours. Diagnosis begins anew,
    /// with the incidents that are open.
    package mutating func wake(_ context: EpisodeContext) {
        let open = openIncidents
        let windows = engine.context.maintenance
        engine = DiagnosisEngine(network: engine.network, context: context)
        engine.plan(windows)
        ledger = IncidentLedger(next: ledger.next, open: open)
        ledger.retain(in: engine.network)
        lookFirst(at: context.start)
    }

    /// Nobody looked for longer than a round: what became due meanwhile waits until everything was asked twice.
    package mutating func lookFirst(at now: Timestamp) {
        alerting.lookFirst(until: now + engine.context.pollInterval + engine.context.pollInterval)
    }

    /// What only a monitor in shadow told is to be told.
    package mutating func endShadow() { alerting.endShadow() }

    /// The incidents that are open, under the identifiers that stay; what the store knows of them may be older.
    private var openIncidents: [Incident] {
        mutating get {
            ledger.open(of: engine.incidents.filter { $0.alert == nil }) + book.incidents.map { ledger.named($0) }
        }
    }

    private mutating func decide(on actions: [DiagnosisAction], samples: [Sample] = [], at now: Timestamp) -> Step {
        var step = Step()
        let engine = engine
        let changes = shown.changes(in: engine, at: now, urgent: !actions.isEmpty)
        let all = actions + changes.map { DiagnosisAction.state($0) } + judge(samples, changes, at: now)
        step.actions = all.flatMap { ledger.translate($0, at: now) } + ledger.closeHealed(at: now) { engine.state(of: $0) }
        step.decisions = alerting.receive(step.actions, at: now)
        step.decisions += alerting.advance(to: now)
        if isShadow { step.decisions = step.decisions.map { shadowed($0) } }
        step.cases = alerting.takeChangedCases()
        return step
    }

    /// What a monitor in shadow does instead of sending.
    private mutating func shadowed(_ decision: AlertDecision) -> AlertDecision {
        guard case .notify(var notification) = decision.verdict else { return decision }
        var decision = decision
        if notification.kind == .heartbeat {
            let count = withheld.count
            notification.facts.append(
                count == 0 ? "in shadow: nothing would have been sent" : "in shadow: \(count) mails would have been sent")
            notification.facts += withheld.suffix(60)
            withheld = []
            decision.verdict = .notify(notification)
        } else {
            let people = notification.recipients.map(\.address).joined(separator: ", ")
            withheld.append(
                "\(notification.decided.clock) \(notification.kind.rawValue) \(notification.object?.rawValue ?? "several") to \(people)"
            )
            if withheld.count > 1000 { withheld.removeFirst() }
            alerting.withheld(notification)
            (decision.verdict, decision.reason) = (.suppress, .shadow)
        }
        return decision
    }

    /// What the rules say to new samples and states. What cannot be seen now is no fact about it.
    private mutating func judge(_ samples: [Sample], _ changes: [StateChange], at now: Timestamp) -> [DiagnosisAction] {
        var actions = removed
        removed = []
        guard !rules.isEmpty else { return actions }
        let engine = engine
        let isSeen = { (object: ObjectID) in engine.state(of: engine.network.device(of: object) ?? object) == .up }
        var events: [RuleEngine.Event] = []
        for sample in samples where isSeen(sample.object) { rules.receive(sample, into: &events) }
        for change in changes + standing(but: changes, at: now) { rules.receive(change, into: &events) }
        rules.advance(to: now, isSeen: isSeen, into: &events)
        rules.grade(&events, at: now)
        for event in events { actions += book.actions(event, of: rules.rules[event.rule]) }
        return actions
    }

    /// Once, the states that did not change since they were written down: a link that was down before a restart and is down after it
    /// changes nothing, and rules have to know of it.
    private mutating func standing(but changes: [StateChange], at now: Timestamp) -> [StateChange] {
        guard !hasToldStates else { return [] }
        hasToldStates = true
        let changed = Set(changes.map(\.object))
        let (engine, objects) = (engine, shown.byObject.keys.filter { !changed.contains($0) }.sorted())
        return objects.map { StateChange(time: now, object: $0, state: engine.state(of: $0)) }
            .filter { $0.state == .up || $0.state == .down }
    }
}
