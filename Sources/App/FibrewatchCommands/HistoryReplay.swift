import Alerting
import Diagnosis
import InventoryStore
import NetworkModel

/// What was recorded, folded again under other rules: samples and states through the rules, incidents as Diagnosis revised them, what people
/// took, merged and planned. Time passes between the events as it did, so that holds, reminders and escalations end when they would.
struct HistoryReplay {
    /// Decided from `from` to `until`, in order. Those of the monitor about itself are not among them.
    private(set) var mails: [AlertNotification] = []

    private enum Event {
        case state(StateChange), revision(Incident), sample(Sample), acknowledged(Acknowledgement), grouped(AuditEntry)

        /// Within one moment as the monitor takes them.
        var order: Int {
            switch self {
            case .revision: 0
            case .state: 1
            case .sample: 2
            case .acknowledged, .grouped: 3
            }
        }
    }

    private struct Seen {
        var state: ObjectState
        var before: ObjectState?
        var since: Timestamp
    }

    /// A sample is judged a little later than it was taken: the state that goes with it is written down a second after.
    private static let lag = TimeSpan.seconds(5)
    private static let day = TimeSpan.seconds(86_400)

    private let network: Network
    private var rules: RuleEngine
    private var book = RuleBook()
    private var ledger: IncidentLedger
    private var alerting: AlertingEngine
    private var known: [ObjectID: Seen] = [:]
    /// Incidents that were revised before: whether they were paged.
    private var paged: [String: Bool] = [:]
    /// The run of each recorded incident of a rule, and under what name it is open here.
    private var runs: [String: String] = [:]
    private var open: [String: String] = [:]
    private var now: Timestamp
    private var ticked = Timestamp.distantPast

    init(_ policy: AlertPolicy, _ network: Network, _ store: Store, from: Timestamp, until: Timestamp) throws {
        var policy = policy
        (policy.heartbeat, policy.morning, policy.weekly) = (nil, nil, nil)
        self.network = network
        rules = RuleEngine(rules: policy.rules, network: network)
        // Incidents of rules are made anew, under numbers that nobody was given.
        ledger = IncidentLedger(next: try store.resume().nextIncident, open: [])
        alerting = AlertingEngine(policy: policy, network: network)
        now = try Self.beginning(policy, store, from)
        try play(store, until)
        mails.removeAll { $0.decided < from || $0.decided > until }
    }

    /// Early enough for what was open at `from` and for the longest look back of a rule; at most 60 days earlier.
    private static func beginning(_ policy: AlertPolicy, _ store: Store, _ from: Timestamp) throws -> Timestamp {
        let open = try store.incidents(open: true, at: from, limit: 100_000).filter { $0.alert?.isOwn != true }.map(\.opened)
        let memory = policy.rules.map(\.memory).max() ?? .zero
        let first = min(open.min() ?? from, from - memory - .seconds(900))
        return max(first - .seconds(60), from - .seconds(60 * 86_400))
    }

    private mutating func play(_ store: Store, _ until: Timestamp) throws {
        for stored in try store.states(at: now) {
            known[stored.object] = Seen(state: stored.state, since: stored.since)
            let isCarrier = stored.object.isOf(.device) || stored.object.isOf(.link)
            if stored.state == .down, isCarrier { rules.mark(stored.object, isOut: true) }
        }
        tell(alerting.receive(try store.maintenance(from: now, to: until), at: now))
        let taken = try store.acknowledgements().rows.filter { [now] in $0.at >= now && $0.at < until }
        let grouped = try store.auditEntries(since: now, until: until).filter { Self.groupings.contains($0.verb) }
        var rest = taken.map { ($0.at, Event.acknowledged($0)) } + grouped.map { ($0.at, Event.grouped($0)) }
        // A day at a time: a month of samples does not have to fit into memory.
        while now < until {
            let end = min(now + Self.day, until)
            let events = try Self.events(store, now, end) + rest.filter { $0.0 < end }
            rest.removeAll { $0.0 < end }
            for (time, event) in events.sorted(by: { ($0.0, $0.1.order) < ($1.0, $1.1.order) }) {
                pass(to: time)
                take(event)
            }
            pass(to: end)
        }
    }

    private static let groupings: Set = ["incident merge", "incident split"]

    private static func events(_ store: Store, _ from: Timestamp, _ to: Timestamp) throws -> [(Timestamp, Event)] {
        try store.samples(from: from - lag, to: to - lag).map { ($0.time + lag, .sample($0)) }
            + store.stateChanges(since: from, until: to - TimeSpan(milliseconds: 1), limit: 5_000_000).map {
                ($0.time, .state($0))
            }
            + store.incidentRevisions(from: from, to: to).map { ($0.at, .revision($0.incident)) }
    }

    /// Every ten seconds where something waits, every minute otherwise.
    private mutating func pass(to time: Timestamp) {
        while true {
            let pace = TimeSpan.seconds(alerting.cases.isEmpty ? 60 : 10)
            guard time - now > pace else { break }
            now = now + pace
            tick()
        }
        now = max(now, time)
        // Thousands of samples of one second are one step.
        if now - ticked >= .seconds(1) { tick() }
    }

    private mutating func tick() {
        ticked = now
        var events: [RuleEngine.Event] = []
        let (known, network) = (known, network)
        rules.advance(to: now, isSeen: { known[network.device(of: $0) ?? $0]?.state == .up }, into: &events)
        tell(events)
        tell(alerting.advance(to: now))
    }

    private mutating func take(_ event: Event) {
        var events: [RuleEngine.Event] = []
        switch event {
        case .sample(let sample):
            if isSeen(sample) { rules.receive(sample, into: &events) }
        case .state(let change):
            known[change.object] = Seen(state: change.state, before: known[change.object]?.state, since: change.time)
            rules.receive(change, into: &events)
        case .revision(let incident): revised(incident)
        case .acknowledged(var taken):
            guard let id = here(taken.incident) else { return }
            taken.incident = id
            tell(alerting.receive(taken, at: now))
        case .grouped(let entry):
            guard let object = entry.object, let id = here(object) else { return }
            if entry.verb == "incident merge", let whole = entry.detail.flatMap({ here($0) }) {
                tell(alerting.merge(id, into: whole, by: entry.actor, at: now))
            } else if entry.detail ?? "" == "" {
                tell(alerting.split(id, by: entry.actor, at: now))
            }
        }
        tell(events)
    }

    /// Its device was up when it was measured or when it was judged.
    private func isSeen(_ sample: Sample) -> Bool {
        guard let seen = known[network.device(of: sample.object) ?? sample.object] else { return true }
        return seen.state == .up || (seen.since > sample.time && seen.before == .up)
    }

    /// An incident of Diagnosis as it was written down. Those of rules only lend their names.
    private mutating func revised(_ incident: Incident) {
        if let alert = incident.alert {
            if !alert.isOwn { runs[incident.id] = IncidentLedger.run(ofRule: alert.rule, for: incident.best) }
            return
        }
        let before = paged[incident.id]
        // Lost redundancy and another box at an address are told as they open, and can wait for the desk.
        let isQuiet = incident.kind == .redundancy || incident.kind == .identity
        let isPaged = incident.paged != nil || (isQuiet && before == nil)
        paged[incident.id] = isPaged || before == true
        var unended = incident
        unended.closed = nil
        if before == nil { tell(alerting.receive(.opened(unended), at: now)) }
        if isPaged, before != true {
            if before != nil { tell(alerting.receive(.revised(unended), at: now)) }
            let page = Page(time: now, object: incident.best, incident: incident.id, urgency: isQuiet ? .ticket : .page)
            tell(alerting.receive(.page(page), at: now))
        }
        if incident.withdrawn {
            tell(alerting.receive(.withdrawn(incident), at: now))
        } else if incident.closed != nil {
            tell(alerting.receive(.closed(incident), at: now))
        } else if before == true || (before != nil && !isPaged) {
            tell(alerting.receive(.revised(incident), at: now))
        }
    }

    /// What a recorded incident is called here; nil where it is not open.
    private func here(_ id: String) -> String? { runs[id].map { open[$0] } ?? id }

    private mutating func tell(_ found: [RuleEngine.Event]) {
        var events = found
        rules.grade(&events, at: now)
        for event in events {
            let rule = rules.rules[event.rule]
            let run = IncidentLedger.run(ofRule: rule.name, for: event.object)
            for action in book.actions(event, of: rule).flatMap({ ledger.translate($0, at: now) }) {
                if case .opened(let incident) = action { open[run] = incident.id }
                tell(alerting.receive(action, at: now))
            }
            if event.verdict == .clears { open[run] = nil }
        }
    }

    private mutating func tell(_ decisions: [AlertDecision]) {
        mails += decisions.compactMap(\.notification)
        _ = alerting.takeChangedCases()
    }
}

extension AlertRule {
    /// How far back what it says now depends on what was measured.
    fileprivate var memory: TimeSpan {
        let span: TimeSpan =
            switch condition {
            case .rises(_, let within), .falls(_, let within): within
            case .forecast(_, _, let over): over
            case .absent(let span): span
            case .above, .below, .state: .zero
            }
        return span + hold + clearHold
    }
}
