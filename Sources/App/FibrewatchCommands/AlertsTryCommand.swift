import Alerting
import ArgumentParser
import Diagnosis
import InventoryStore
import NetworkModel
import Rendering

/// `alerts try --since 30d`: the rules, holds and routes of `Alerts/` over what was recorded, beside what was told then.
struct AlertsTryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "try", abstract: "Run changed rules over recorded history and show the difference in mails.",
        discussion:
            "Reads samples, states and incidents of the state file; sends nothing. Ends with 1 where the mails would differ.")

    @OptionGroup var global: GlobalOptions
    @Option(help: ArgumentHelp("From when (default 30d).", valueName: "time")) var since: TimeArgument?

    private struct Line: Encodable, Hashable {
        var t: String, kind: String, object: String, rule: String?, change: String
    }

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let policy = try global.declaredAlerts(for: network).policy
        let store = try StateSource(global).requiredStore()
        let until = global.at ?? .now
        let from = since?.timestamp ?? until - .seconds(30 * 86_400)
        let mails = try HistoryRun(policy, network, store, from, until).mails
        let before = try store.notifications(limit: 100_000).map(\.notification).filter {
            $0.decided >= from && $0.decided <= until
        }
        let lines = Self.difference(before, mails)
        if global.json {
            try output.print(json: lines)
            if !lines.isEmpty { throw ExitCode.problemFound }
            return
        }
        var table = TextTable("TIME", "CHANGE", "MAIL", "OBJECT", "RULE")
        for line in lines {
            table.add(.init(line.t), .init(line.change), .init(line.kind), .init(line.object), .init(line.rule ?? ""))
        }
        if !table.rows.isEmpty { output.print(table) }
        let relevant = before.filter(Self.isTold).count
        output.say("recorded: \(relevant) mails; with these rules: \(mails.filter(Self.isTold).count)")
        if !lines.isEmpty { throw ExitCode.problemFound }
    }

    private static func isTold(_ mail: AlertNotification) -> Bool { mail.incident != nil }

    /// The same mail is one about the same object, of the same kind and rule, within five minutes.
    private static func difference(_ before: [AlertNotification], _ after: [AlertNotification]) -> [Line] {
        var old = before.filter(isTold)
        var lines: [Line] = []
        let line = { (mail: AlertNotification, change: String) in
            Line(
                t: mail.decided.rfc3339(), kind: mail.kind.rawValue, object: mail.object?.rawValue ?? "",
                rule: mail.incident?.alert?.rule,
                change: change)
        }
        for mail in after where isTold(mail) {
            let same = old.firstIndex {
                $0.kind == mail.kind && $0.object == mail.object && $0.incident?.alert?.rule == mail.incident?.alert?.rule
                    && abs(($0.decided - mail.decided).milliseconds) < 300_000
            }
            if let same { old.remove(at: same) } else { lines.append(line(mail, "more")) }
        }
        return (lines + old.map { line($0, "less") }).sorted { ($0.t, $0.object) < ($1.t, $1.object) }
    }
}

/// Recorded history folded again under other rules.
private struct HistoryRun {
    private(set) var mails: [AlertNotification] = []

    private enum Event {
        case sample(Sample), state(StateChange), action(DiagnosisAction)
    }

    init(_ policy: AlertPolicy, _ network: Network, _ store: Store, _ from: Timestamp, _ until: Timestamp) throws {
        var policy = policy
        (policy.heartbeat, policy.morning, policy.weekly) = (nil, nil, nil)
        var rules = RuleEngine(rules: policy.rules, network: network)
        var (book, ledger) = (RuleBook(), IncidentLedger(next: 1, open: []))
        var alerting = AlertingEngine(policy: policy, network: network)
        var known: [ObjectID: ObjectState] = [:]
        for (time, event) in try Self.events(store, from, until) {
            var (actions, events): ([DiagnosisAction], [RuleEngine.Event]) = ([], [])
            switch event {
            case .sample(let sample):
                if known[network.device(of: sample.object) ?? sample.object] ?? .up == .up {
                    rules.receive(sample, into: &events)
                }
            case .state(let change):
                known[change.object] = change.state
                rules.receive(change, into: &events)
            case .action(let action): actions = [action]
            }
            rules.advance(to: time, isSeen: { known[network.device(of: $0) ?? $0] == .up }, into: &events)
            for event in events { actions += book.actions(event, of: rules.rules[event.rule]) }
            for action in actions.flatMap({ ledger.translate($0, at: time) }) {
                mails += alerting.receive(action, at: time).compactMap(\.notification)
            }
            mails += alerting.advance(to: time).compactMap(\.notification)
            _ = alerting.takeChangedCases()
        }
        mails += alerting.advance(to: until).compactMap(\.notification)
    }

    private static func events(_ store: Store, _ from: Timestamp, _ until: Timestamp) throws -> [(Timestamp, Event)] {
        var events: [(Timestamp, Event)] = try store.samples(from: from, to: until).map { ($0.time, .sample($0)) }
        events += try store.stateChanges(since: from, until: until, limit: 1_000_000).map { ($0.time, .state($0)) }
        // Incidents of rules and of the monitor itself are made anew; those of diagnosis are what they were.
        for incident in try store.incidents(at: until, limit: 100_000) where incident.alert == nil && incident.opened >= from {
            var opened = incident
            opened.closed = nil
            events.append((incident.opened, .action(.opened(opened))))
            if let paged = incident.paged {
                events.append((paged, .action(.page(Page(time: paged, object: incident.best, incident: incident.id)))))
            }
            if let closed = incident.closed {
                events.append((closed, .action(incident.withdrawn ? .withdrawn(incident) : .closed(incident))))
            }
        }
        return events.sorted { $0.0 < $1.0 }
    }
}
