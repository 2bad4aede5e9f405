import NetworkModel

/// The incidents and what the engine knows of each beside what it shows.
struct IncidentBook: Sendable, Codable {
    struct Entry: Sendable, Codable {
        var incident: Incident
        var cause: Cause
        /// Items that it explains or explained since it opened, while they are abnormal.
        var items: Set<Int32>
        /// When the first of its items was well again; nil while none is.
        var recovering: Int64?
        /// When the last of them was, while others are still bad.
        var lastRecovery = EvidenceStore.never
        /// When its present cause was first held.
        var since: Int64
        /// Since when another cause would explain the rest of its evidence better, none of which has been seen bad since; nil: none would.
        var doubtedSince: Int64?
        /// How often it closed and opened again.
        var returns = 0
        /// What looks down because of it or did so: places of devices, and of links after all devices, ascending.
        var hidden: [Int32] = []
        /// Sites that it cuts off, those included that are switched off anyway; nil before the first look.
        var cutOff: [ObjectID]?
        /// Kept apart from the explanation of silence: the monitor's own, hangs, refusals, bad links.
        var isApart = false
        var isOpen: Bool { incident.closed == nil }
    }

    /// Open ones, and those closed lately, in the order of opening.
    private(set) var entries: [Entry] = []
    private var opened = 0

    /// Closed incidents are remembered so long, since what comes back soon is the same.
    static let memory: Int64 = 900_000

    var incidents: [Incident] { entries.map(\.incident) }
    var isEmpty: Bool { !entries.contains { $0.isOpen } }

    mutating func open(
        _ kind: Incident.Kind, candidates: [ObjectID], best: ObjectID, cause: Cause, at now: Int64
    ) -> Int {
        let incident = Incident(
            id: "i\(opened)", kind: kind, opened: Timestamp(milliseconds: now), candidates: candidates, best: best)
        opened += 1
        entries.append(Entry(incident: incident, cause: cause, items: Set(cause.explained), since: now))
        return entries.count - 1
    }

    subscript(place: Int) -> Entry {
        get { entries[place] }
        set { entries[place] = newValue }
    }

    var indices: Range<Int> { entries.indices }

    /// Drops what was closed long ago.
    mutating func forget(at now: Int64) {
        entries.removeAll { entry in entry.incident.closed.map { now - $0.milliseconds > Self.memory } ?? false }
    }
}
