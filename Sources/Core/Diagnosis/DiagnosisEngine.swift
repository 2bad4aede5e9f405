import NetworkModel

/// Observations in, incidents out: a deterministic fold, the same in `replay` and in the running monitor.
///
/// Same network, context and calls give the same actions. `now` never goes back; an observation with an earlier time is
/// taken as arrived at `now`. Rows of one time are judged together, when time moves on: their order does not matter.
///
/// How it works. Rows go into `EvidenceStore`. When something became abnormal or well again, `Solver` explains all that is abnormal, and
/// each cause of its explanation is matched to the incident that explained the same items before (`IncidentBook`): opened, revised,
/// closed, withdrawn. An incident is paged once nothing that could still change its cause is unasked, or the last chance for that is over.
package struct DiagnosisEngine: Sendable {
    /// As it was given; inside, `tables.network` is the same in another order.
    package let network: Network
    package private(set) var context: EpisodeContext
    /// Incidents that are open and those closed lately, in the order of opening.
    package var incidents: [Incident] { book.incidents }

    let tables: DiagnosisTables
    var evidence: EvidenceStore
    var solver: Solver
    var input: SolverInput
    var book = IncidentBook()
    var monitor: CollectorWatch
    var noise = NoiseEstimate()
    /// Of the rows taken so far.
    var clock: Int64
    var isDirty = false
    /// When the engine has to look again though nothing arrives; `.max` for never.
    var wake = Int64.max
    var impact: ImpactQuestion
    /// For what the impact of the open incidents was worked out last.
    var assessed: [Lost] = []
    /// The `calendars.changes` of that time.
    var excusesAssessed = 0
    var actions: [DiagnosisAction] = []
    var reported: Set<ObjectID> = []
    var flaps: FlapDamping
    var view: StateView
    var asked: [Int32: Int64] = [:]
    var askedSince: Int64 = EvidenceStore.never
    var askedCount = 0
    static let asksPerSecond = 256
    /// Devices on the way to a silent one that are asked for what they see.
    static let longestWay = 12
    /// After an explanation of very many items the next one waits, or rows would come faster than they are judged.
    var quietUntil = EvidenceStore.never
    static let wideItems = 4_096
    static let wideRest: Int64 = 1_000
    var muted: [Int32] = []
    var calendars: CalendarWatch
    var quality: QualityWatch
    var areas: [AreaWatch] = []
    /// A loss of power was told of since areas were looked for.
    var hasHeardOfPower = true
    /// By poll: explained by an open incident as of the solve `darkEpoch`.
    var darkIn: [UInt32]
    var darkEpoch: UInt32 = 1
    var isDarkWide = false
    var redundancy: RedundancyWatch
    /// For what darkness was worked out last: links, devices, and since when collectors are blind; nil before the first time.
    var darkened: [[Int64]]?
    /// By device: acknowledged, planned or retired for the whole run; switched off before the start.
    var alwaysExcluded: [Bool] = []
    var isKnownOff: [Bool]
    var hangMayHaveBegun = false

    package init(network: Network, context: EpisodeContext) {
        self.network = network
        self.context = context
        let tables = DiagnosisTables(network)
        self.tables = tables
        clock = context.start.milliseconds
        evidence = EvidenceStore(tables, start: clock, readTime: context.readTime.milliseconds)
        solver = Solver(tables)
        monitor = CollectorWatch(tables, start: clock, pollInterval: context.pollInterval.milliseconds)
        impact = ImpactQuestion(tables)
        redundancy = RedundancyWatch(tables.network)
        flaps = FlapDamping(linkCount: tables.graph.linkCount)
        view = StateView(tables)
        calendars = CalendarWatch(tables.network)
        quality = QualityWatch(tables.network)
        darkIn = Array(repeating: 0, count: tables.pollCount)
        isKnownOff = Array(repeating: false, count: tables.graph.deviceCount)
        input = SolverInput(
            isExcluded: Array(repeating: false, count: tables.graph.deviceCount),
            blindSince: Array(repeating: .max, count: tables.collectorForests.count),
            isMuted: Array(repeating: false, count: tables.itemCount))
        input.everythingFollowsTheLine = context.hold == nil
        input.hearsBreaks = context.hearsBreaks
        input.pollInterval = context.pollInterval.milliseconds
        excludeWhatIsKnown()
    }

    /// Takes one observation; returns what follows from it and from the time that passed, in order.
    package mutating func receive(_ observation: Observation, at now: Timestamp) -> [DiagnosisAction] {
        pass(to: max(clock, now.milliseconds), including: false)
        take(observation)
        return takeActions()
    }

    /// Lets time pass without an observation: rows of `now` and before are judged, holds end, silence grows old.
    package mutating func advance(to now: Timestamp) -> [DiagnosisAction] {
        pass(to: max(clock, now.milliseconds), including: true)
        return takeActions()
    }

    /// Work that is announced from now on, in place of what was: it explains at no price what it predicts, and nothing else.
    package mutating func plan(_ windows: [EpisodeContext.Maintenance]) {
        guard windows != context.maintenance else { return }
        context.maintenance = windows
        wake = min(wake, clock + 1)
    }

    /// When something is judged next though no observation comes.
    package var nextDue: Timestamp { Timestamp(milliseconds: max(min(wake, evidence.nextClose), clock)) }

    private mutating func takeActions() -> [DiagnosisAction] {
        if actions.isEmpty { return [] }
        let taken = actions
        actions.removeAll(keepingCapacity: true)
        return taken
    }

    /// Moves the clock, judging on the way what was due at its own time, so that a late row changes nothing before it.
    private mutating func pass(to now: Int64, including: Bool) {
        if now > clock || including { judge(upTo: clock) }
        while true {
            let due = max(min(wake, evidence.nextClose), clock)
            guard due < now || (including && due == now) else { break }
            clock = due
            if wake <= due { (wake, isDirty) = (.max, true) }
            judge(upTo: due)
        }
        clock = now
        if including { judge(upTo: now) }
    }

    /// Closes the rows of the clock's time and explains what they changed.
    private mutating func judge(upTo time: Int64) {
        var awaited = false
        let change = evidence.closeReads(at: time, tables: tables) { device in
            if solver.awaitedDevice[Int(device)] == solver.solveEpoch { awaited = true }
        }
        if change == .better || awaited { isDirty = true }
        monitor.noteQuiet(at: time, evidence, tables)
        if monitor.isDue(time) { isDirty = true }
        guard isDirty else { return }
        if time >= quietUntil { solve(at: time) } else { wake = min(wake, quietUntil) }
    }

    private mutating func excludeWhatIsKnown() {
        for id in context.knownDown {
            if case .device(let device) = tables.network[id] { input.isExcluded[Int(device)] = true }
        }
        for (place, site) in tables.network.document.sites.enumerated() where site.lifecycle != .active {
            for device in tables.network.devicesOfSite[place] { input.isExcluded[Int(device)] = true }
        }
        alwaysExcluded = input.isExcluded
        forgetAnswersOfKnownOff()
        input.excludedTransit = input.isExcluded.indices.filter {
            input.isExcluded[$0] && tables.graph.transit[$0].count > 1
        }.map { Int32($0) }
        wake = min(wake, nextCalendarChange(after: clock))
        for window in context.maintenance { wake = min(wake, window.from.milliseconds) }
    }
}
