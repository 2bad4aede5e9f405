import NetworkModel

/// Watches the monitor itself, the first suspect: a collector that sends nothing is stalled, one for which everything fails is blind.
struct CollectorWatch: Sendable {
    /// When each collector sent its last row.
    var lastRow: [Int64]
    /// How long each may be quiet.
    let patience: [Int64]
    /// Failures since its last answer from any device but its host, and when they began.
    var failuresInARow: [Int32]
    var failingSince: [Int64]
    /// When a device other than its host answered each collector last.
    private(set) var lastAnswer: [Int64]
    let deviceCount: [Int32]
    /// By collector and device: the branch behind the collector's first hop, 63 for the first hop itself; and how many branches there are.
    private let branch: [[UInt8]]
    private let branchCount: [Int]
    /// Branches that failed since the last answer, as bits.
    private var failedBranches: [UInt64]
    /// By collector: polls that are bad now; those of the run of failures are among them.
    private var bad: [Int32]
    private let pollInterval: Int64
    private let start: Int64
    /// By collector: the last row for which `overdue` was worked out, and the result.
    private var overdue: [(row: Int64, time: Int64)]
    /// What the engine last acted on.
    var acted: [State]
    /// A poll may come so much later than its turn.
    private static let lateness: Int64 = 5_000

    enum State: UInt8, Sendable, Codable { case well, blind, stalled }

    init(_ tables: DiagnosisTables, start: Int64, pollInterval: Int64) {
        let count = tables.collectorForests.count
        lastRow = Array(repeating: start, count: count)
        failuresInARow = Array(repeating: 0, count: count)
        failingSince = Array(repeating: .max, count: count)
        lastAnswer = Array(repeating: EvidenceStore.never, count: count)
        acted = Array(repeating: .well, count: count)
        failedBranches = Array(repeating: 0, count: count)
        bad = Array(repeating: 0, count: count)
        overdue = Array(repeating: (.min, .min), count: count)
        self.pollInterval = pollInterval
        self.start = start
        branch = tables.collectorForests.map { Self.branches($0, tables) }
        branchCount = branch.map { Set($0).subtracting([63]).count }
        deviceCount = (0..<count).map { Int32(tables.devicesOfCollector[$0].count) }
        patience = deviceCount.map { max(pollInterval / 2, 5 * pollInterval / Int64(max(1, $0)), 5_000) }
    }

    mutating func heard(_ collector: Int32, at time: Int64) { lastRow[Int(collector)] = time }

    mutating func answered(_ collector: Int32, isHost: Bool, at time: Int64) {
        guard !isHost else { return }
        lastAnswer[Int(collector)] = max(lastAnswer[Int(collector)], time)
        failuresInARow[Int(collector)] = 0
        failingSince[Int(collector)] = .max
        failedBranches[Int(collector)] = 0
    }

    /// A poll that answered before has failed, in sight of the collector: no known outage hides its device. One that fails on says nothing new.
    mutating func failed(_ collector: Int32, _ device: Int32, isHost: Bool, at time: Int64) {
        guard !isHost else { return }
        if failuresInARow[Int(collector)] == 0 { failingSince[Int(collector)] = time }
        failuresInARow[Int(collector)] &+= 1
        failedBranches[Int(collector)] |= 1 << UInt64(branch[Int(collector)][Int(device)])
    }

    /// A poll is bad that was good or pending, hidden by an outage or not.
    mutating func wentBad(_ collector: Int32) { bad[Int(collector)] &+= 1 }

    /// A poll that was bad is good or pending again.
    mutating func recovered(_ collector: Int32) { bad[Int(collector)] &-= 1 }

    /// So many failures without one answer that the collector rather than the network is in doubt.
    func isSuspect(_ collector: Int) -> Bool {
        let failures = Int(failuresInARow[collector])
        guard failures >= 3 else { return false }
        let wereGood = Int(deviceCount[collector] - bad[collector]) + failures
        guard failures >= max(min(5, wereGood), min(wereGood / 4, 24)) else { return false }
        // One branch that is asked in a row may be cut off; the first hop, or several branches at once, speak against the collector.
        let branches = (failedBranches[collector] & ~(1 << 63)).nonzeroBitCount
        return failedBranches[collector] >> 63 == 1 || branchCount[collector] > 1 && branches >= min(3, branchCount[collector])
            || failures * 10 >= wereGood * 8
    }

    /// Works out when each collector that has been quiet for long would count as stalled: several polls must be overdue as well, since
    /// those of few devices may all come close together.
    mutating func noteQuiet(at time: Int64, _ evidence: EvidenceStore, _ tables: DiagnosisTables) {
        for collector in lastRow.indices where deviceCount[collector] > 0 && time - lastRow[collector] >= patience[collector] {
            if overdue[collector].row == lastRow[collector] { continue }
            let turns = tables.devicesOfCollector[collector].compactMap { device -> Int64? in
                guard let poll = tables.poll(of: device, by: Int32(collector)) else { return nil }
                let last = max(evidence.lastGood[Int(poll)], evidence.lastBad[Int(poll)], start)
                return last + 3 * pollInterval < lastRow[collector] ? nil : last + pollInterval + Self.lateness
            }.sorted()
            let enough = min(5, max(1, turns.count / 2), turns.count)
            overdue[collector] = (lastRow[collector], enough == 0 ? time : turns[enough - 1])
        }
    }

    private static func branches(_ forest: ReachForest, _ tables: DiagnosisTables) -> [UInt8] {
        var branch = [UInt8](repeating: 63, count: tables.graph.deviceCount)
        var next: UInt8 = 0
        for device in forest.order where forest.depth[Int(device)] >= 2 {
            let parent = tables.graph.peer(of: device, over: forest.parentLink[Int(device)])
            if forest.depth[Int(device)] == 2 {
                branch[Int(device)] = next
                next = (next + 1) % 63
            } else {
                branch[Int(device)] = branch[Int(parent)]
            }
        }
        return branch
    }

    /// When the next collector would be overdue.
    var due: Int64 {
        var due = Int64.max
        for collector in lastRow.indices where deviceCount[collector] > 0 && acted[collector] != .stalled {
            due = min(due, stallTime(of: collector))
        }
        return due
    }

    /// The earliest time at which silence since the last row would be a stall, as far as it is worked out.
    private func stallTime(of collector: Int) -> Int64 {
        let quiet = lastRow[collector] + patience[collector]
        return overdue[collector].row == lastRow[collector] ? max(quiet, overdue[collector].time) : quiet
    }

    /// Whether what `state` would say differs from what was last acted on.
    func isDue(_ time: Int64) -> Bool {
        lastRow.indices.contains { state(of: $0, at: time) != acted[$0] }
    }

    func state(of collector: Int, at time: Int64) -> State {
        if deviceCount[collector] == 0 { return .well }
        if overdue[collector].row == lastRow[collector], time >= stallTime(of: collector) { return .stalled }
        return isSuspect(collector) ? .blind : .well
    }
}

extension CollectorWatch {
    /// What it learnt, without what follows from the network.
    struct Memory: Sendable, Codable {
        var lastRow: [Int64]
        var failuresInARow: [Int32]
        var failingSince: [Int64]
        /// Absent where an older version wrote it.
        var lastAnswer: [Int64]?
        var failedBranches: [UInt64]
        var acted: [State]
    }

    var memory: Memory {
        get {
            Memory(
                lastRow: lastRow, failuresInARow: failuresInARow, failingSince: failingSince, lastAnswer: lastAnswer,
                failedBranches: failedBranches, acted: acted)
        }
        set {
            (lastRow, failuresInARow, failingSince) = (newValue.lastRow, newValue.failuresInARow, newValue.failingSince)
            (failedBranches, acted) = (newValue.failedBranches, newValue.acted)
            lastAnswer = newValue.lastAnswer ?? lastAnswer
        }
    }
}
