import Diagnosis
import NetworkModel

/// Incidents in, mails and reasons out: a deterministic fold on the caller's clock.
///
/// Each incident is a case that goes open → (held) → told → (settling) → ended. `receive` takes what Diagnosis decided, `advance` lets
/// holds, gaps, acknowledgements and windows end. Every step returns its decisions, those not to send with them. The state is the
/// cases: those of `takeChangedCases()` are written with the decisions in one transaction, and an engine made from the stored ones
/// goes on where the old one stopped. `now` must not go back; an earlier one is taken as the latest seen.
package struct AlertingEngine: Sendable {
    package private(set) var policy: AlertPolicy
    package private(set) var network: Network
    /// Cases that are not ended, by incident.
    package internal(set) var cases: [String: AlertCase] = [:]
    /// Their identifiers in the order of opening, so that every pass over them is the same.
    var order: [String] = []
    var windows: [MaintenanceWindow] = []
    /// When problem mails were decided, for the burst limit; the newest at most `policy.calm.burst`.
    var bursts: [Timestamp] = []
    var now = Timestamp.distantPast
    /// The local day of the last heartbeat that this engine decided.
    var heartbeatDay: Int64?
    var morningDay: Int64?
    var weeklyDay: Int64?
    /// When each person got mails about incidents, for the limit of a person.
    var personBursts: [MailCount: [Timestamp]] = [:]
    /// When incidents of each cause opened, within the window of flapping. Not kept over a restart, which only makes a hold shorter.
    var recentOpenings: [ObjectID: [Timestamp]] = [:]
    var roster: DutyRoster
    /// Cases of lost redundancy.
    var ways: Set<String> = []
    /// Cases of addresses that relays refuse.
    var addresses: Set<String> = []
    /// They changed since their causes' readers were thought of.
    var haveWaysChanged = true
    private var changed: Set<String> = []

    /// - Parameters:
    ///   - cases: those of an earlier run.
    ///   - start: when this run begins: what is stamped later was written under a clock that was ahead; nil: nothing was.
    package init(policy: AlertPolicy, network: Network, cases: [AlertCase] = [], start: Timestamp? = nil) {
        (self.policy, self.network, roster) = (policy, network, DutyRoster(policy))
        let start = start ?? .distantFuture
        for var alertCase in cases where !alertCase.isEnded {
            let stamped = alertCase.mails
            if alertCase.endFuture(at: start) { changed.insert(alertCase.incident.id) }
            if self.cases.updateValue(alertCase, forKey: alertCase.incident.id) == nil { order.append(alertCase.incident.id) }
            if alertCase.incident.kind == .redundancy { ways.insert(alertCase.incident.id) }
            if alertCase.isOfAddress { addresses.insert(alertCase.incident.id) }
            // When a mail from the future really went is not known: it counts for no burst.
            if let first = stamped.first, first.decided <= start { bursts.append(first.decided) }
            for mail in stamped where mail.tags != [] && mail.decided <= start {
                for person in alertCase.readers {
                    personBursts[MailCount(person: person, isOver: mail.kind == .recovery), default: []].append(mail.decided)
                }
            }
        }
        bursts.sort()
        personBursts = personBursts.mapValues { $0.sorted().suffix(max(1, policy.calm.personBurst)) }
        bursts = bursts.suffix(max(1, policy.calm.burst))
    }

    /// A changed policy or network; what was told stays told, and no counter starts again. What nobody was there to be told of is looked at
    /// again with the next step.
    package mutating func reload(policy: AlertPolicy, network: Network) {
        (self.policy, self.network, roster) = (policy, network, DutyRoster(policy))
    }

    /// Gaps of the rotas at `time`, as troubles of the monitor: by part, in words.
    package func rotaGaps(at time: Timestamp) -> [String: String] { roster.gaps(at: time) }

    /// Takes one action of Diagnosis, with the identifiers of `IncidentLedger`.
    package mutating func receive(_ action: DiagnosisAction, at time: Timestamp) -> [AlertDecision] {
        now = max(now, time)
        switch action {
        case .opened(let incident): return opened(incident)
        case .revised(let incident): return revised(incident)
        case .withdrawn(let incident): return withdrawn(incident)
        case .closed(let incident): return closed(incident)
        case .page(let page): return paged(page)
        case .finding(let finding): return [note(nil, finding.object, .suppress, .notAnIncident(finding.kind))]
        case .state, .ask: return []
        }
    }

    /// Lets time pass: what was due by `time` is decided, in the order of the incidents.
    package mutating func advance(to time: Timestamp) -> [AlertDecision] {
        now = max(now, time)
        roster.prepare(at: now)
        var decisions = collectOpenings() + collectBurst()
        for id in order { decisions += due(id) }
        decisions += tellWays()
        order.removeAll { cases[$0] == nil }
        decisions += collectForPersons()
        return decisions + heartbeat() + regular()
    }

    /// Cases that changed since the last call, ended ones too, in the order of opening.
    package mutating func takeChangedCases() -> [AlertCase] {
        let taken = order.filter(changed.contains).compactMap { cases[$0] }
        for alertCase in taken where alertCase.isEnded {
            cases[alertCase.incident.id] = nil
            ways.remove(alertCase.incident.id)
            addresses.remove(alertCase.incident.id)
        }
        order.removeAll { cases[$0] == nil }
        changed = []
        return taken
    }

    /// Keeps `alertCase` and marks it for the store.
    mutating func keep(_ alertCase: AlertCase) {
        let id = alertCase.incident.id
        if cases.updateValue(alertCase, forKey: id) == nil { order.append(id) }
        if alertCase.incident.kind == .redundancy {
            ways.insert(id)
            haveWaysChanged = true
        }
        if alertCase.isOfAddress { addresses.insert(id) }
        changed.insert(id)
    }

    func note(_ incident: String?, _ object: ObjectID?, _ verdict: AlertDecision.Verdict, _ reason: AlertReason) -> AlertDecision
    {
        AlertDecision(time: now, incident: incident, object: object, verdict: verdict, reason: reason)
    }

    func note(_ alertCase: AlertCase, _ verdict: AlertDecision.Verdict, _ reason: AlertReason) -> AlertDecision {
        note(alertCase.incident.id, alertCase.object, verdict, reason)
    }
}
