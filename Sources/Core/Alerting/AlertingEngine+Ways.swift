import Diagnosis
import NetworkModel

// Redundancy that was lost with a cause is told in the cause's mails: it has none of its own beside them.

extension AlertingEngine {
    /// Takes the actions of one moment. What says which second ways are lost comes before the first page, so that the mail about their
    /// cause, decided in the same moment, can tell of it.
    package mutating func receive(_ actions: [DiagnosisAction], at time: Timestamp) -> [AlertDecision] {
        let first = actions.firstIndex(where: \.isPage) ?? actions.endIndex
        let rest = actions[first...]
        let ordered = actions[..<first] + rest.filter(\.isOfLostWays) + rest.filter { !$0.isOfLostWays }
        return ordered.flatMap { receive($0, at: time) }
    }

    /// The sites that hang on one way because of a case, as its next mail tells it: those of the lost redundancy that joins it, and for the
    /// newest cause also what was lost since and no other case has told. After its end what was told of it; nil: none.
    func lostWays(with alertCase: AlertCase) -> LostWays? {
        let told = alertCase.told?.ways ?? []
        if !alertCase.isOpen { return told.isEmpty ? nil : LostWays(sites: told, last: []) }
        let id = alertCase.incident.id
        for lost in joinedWays() where lost.incident.joins == id || carrier(of: lost) == id {
            var others = Set(alertCase.incident.atRiskSites)
            for case let other? in order.lazy.map({ cases[$0] }) where other.incident.id != id && other.isOpen {
                others.formUnion(other.told?.ways ?? [])
            }
            let sites = lost.incident.atRiskSites.filter { !others.contains($0) }
            guard !sites.isEmpty else { continue }
            let best = lost.incident.best
            return LostWays(sites: sites, last: [best] + lost.incident.candidates.filter { $0 != best })
        }
        return nil
    }

    /// Updates the thread of the cause whose readers do not know yet that redundancy was lost with it.
    mutating func tellWays() -> [AlertDecision] {
        guard haveWaysChanged else { return [] }
        haveWaysChanged = false
        return joinedWays().compactMap { carrier(of: $0) }.flatMap { id -> [AlertDecision] in
            guard let alertCase = cases[id], alertCase.told != nil, newWays(of: alertCase) != nil else { return [] }
            return update(id)
        }
    }

    /// Why the readers of a case have to hear of lost redundancy: they know of none, or it is twice what they know; nil: they know.
    func newWays(of alertCase: AlertCase) -> AlertReason? {
        guard !ways.isEmpty, let told = alertCase.told, let lost = lostWays(with: alertCase) else { return nil }
        let new = Set(lost.sites).subtracting(told.ways ?? []).count
        return new > 0 && new >= (told.ways ?? []).count ? .redundancyLost(sites: lost.sites.count) : nil
    }

    /// Cases of lost redundancy that follow from another and were told to nobody by themselves.
    private func joinedWays() -> [AlertCase] {
        ways.sorted().compactMap { cases[$0] }.filter {
            $0.isOpen && $0.told == nil && $0.incident.joins != nil && $0.partOf == nil && $0.standsAlone != true
        }
    }

    /// The newest cause of those since the one that it joined, for what is lost lately comes of it; else that one itself.
    private func carrier(of lost: AlertCase) -> String? {
        if let first = lost.incident.joins, cases[first]?.incident.kind == .planned { return first }
        let newest = order.last { id in
            guard let alertCase = cases[id], alertCase.isOpen, alertCase.page != nil, alertCase.partOf == nil else {
                return false
            }
            return alertCase.joins == nil && alertCase.incident.alert == nil
                && alertCase.incident.opened > lost.incident.opened
                && (alertCase.incident.kind == .fault || alertCase.incident.kind == .flapping)
        }
        return newest ?? lost.incident.joins
    }
}

extension DiagnosisAction {
    fileprivate var isPage: Bool { if case .page = self { true } else { false } }

    /// That second ways are lost, or which.
    fileprivate var isOfLostWays: Bool {
        switch self {
        case .opened(let incident), .revised(let incident): incident.kind == .redundancy && incident.closed == nil
        default: false
        }
    }
}
