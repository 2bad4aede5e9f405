import Diagnosis
import NetworkModel

/// Keeps incidents the same over a restart: Diagnosis starts with nothing but the network, numbers its incidents from zero and finds
/// again what was already found; people have been told of `i47` and must not be told again.
///
/// Every action of the engine passes through here before anything else sees it. An incident that names a cause of one that was open
/// at the start continues that one under its old identifier; any other gets the next free number. What was open and is not found
/// again within `settle`, while the monitor itself sees, is closed.
package struct IncidentContinuity: Sendable {
    /// Open at the start and not found again yet, in id order.
    private var waiting: [Incident]
    private var next: Int
    private let settled: Timestamp
    /// Identifier of the engine to ours.
    private var names: [String: String] = [:]
    /// What our identifier was before this run, for those that continue one.
    private var continued: [String: Incident] = [:]
    private var openMonitoring: Set<String> = []

    /// `next` is the number of the first identifier that was never used.
    package init(open: [Incident], next: Int, started: Timestamp, settle: TimeSpan) {
        waiting = open.sorted { $0.id < $1.id }
        self.next = next
        settled = started + settle
    }

    package static func identifier(_ number: Int) -> String { "i\(number)" }

    /// The action under our identifiers; nil for a page that was sent before the restart.
    package mutating func translate(_ action: DiagnosisAction) -> DiagnosisAction? {
        switch action {
        case .opened(let incident): return open(incident)
        case .revised(let incident): return .revised(renamed(incident))
        case .withdrawn(let incident):
            defer { forget(incident.id) }
            return .withdrawn(renamed(incident))
        case .closed(let incident):
            defer { forget(incident.id) }
            return .closed(renamed(incident))
        case .page(var page):
            guard let name = names[page.incident] else { return action }
            if continued[name]?.paged != nil { return nil }
            page.incident = name
            return .page(page)
        case .state(var change):
            change.incident = change.incident.map { names[$0] ?? $0 }
            return .state(change)
        case .finding, .ask: return action
        }
    }

    /// What was open before the restart and is gone: once `settle` has passed and the monitor is not blind.
    package mutating func advance(to now: Timestamp) -> [DiagnosisAction] {
        guard now >= settled, openMonitoring.isEmpty, !waiting.isEmpty else { return [] }
        defer { waiting = [] }
        return waiting.map { incident in
            var incident = incident
            incident.closed = now
            return .closed(incident)
        }
    }

    private mutating func open(_ incident: Incident) -> DiagnosisAction {
        if incident.kind == .monitoring { openMonitoring.insert(incident.id) }
        let causes = Set(incident.candidates)
        if let i = waiting.firstIndex(where: { causes.contains($0.best) || $0.candidates.contains(incident.best) }) {
            let before = waiting.remove(at: i)
            names[incident.id] = before.id
            continued[before.id] = before
            return .revised(renamed(incident))
        }
        names[incident.id] = Self.identifier(next)
        next += 1
        return .opened(renamed(incident))
    }

    private func renamed(_ incident: Incident) -> Incident {
        var incident = incident
        incident.id = names[incident.id] ?? incident.id
        if let before = continued[incident.id] {
            incident.opened = min(before.opened, incident.opened)
            incident.paged = before.paged ?? incident.paged
            incident.revisions = before.revisions + incident.revisions.drop { $0.candidates == before.candidates }
            incident.impactedSites = Array(Set(before.impactedSites).union(incident.impactedSites)).sorted()
        }
        return incident
    }

    private mutating func forget(_ id: String) {
        openMonitoring.remove(id)
        if let name = names.removeValue(forKey: id) { continued[name] = nil }
    }
}
