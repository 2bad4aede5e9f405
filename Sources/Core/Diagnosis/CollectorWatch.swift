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
    let deviceCount: [Int32]
    /// By collector and device: the branch behind the collector's first hop, 63 for the first hop itself; and how many branches there are.
    private let branch: [[UInt8]]
    private let branchCount: [Int]
    /// Branches that failed since the last answer, as bits.
    private var failedBranches: [UInt64]
    /// What the engine last acted on.
    var acted: [State]

    enum State: UInt8, Sendable { case well, blind, stalled }

    init(_ tables: DiagnosisTables, start: Int64, pollInterval: Int64) {
        let count = tables.collectorForests.count
        lastRow = Array(repeating: start, count: count)
        failuresInARow = Array(repeating: 0, count: count)
        failingSince = Array(repeating: .max, count: count)
        acted = Array(repeating: .well, count: count)
        failedBranches = Array(repeating: 0, count: count)
        branch = tables.collectorForests.map { Self.branches($0, tables) }
        branchCount = branch.map { Set($0).subtracting([63]).count }
        deviceCount = (0..<count).map { Int32(tables.devicesOfCollector[$0].count) }
        patience = deviceCount.map { max(pollInterval / 2, 5 * pollInterval / Int64(max(1, $0)), 5_000) }
    }

    mutating func heard(_ collector: Int32, at time: Int64) { lastRow[Int(collector)] = time }

    mutating func answered(_ collector: Int32, isHost: Bool, at time: Int64) {
        guard !isHost else { return }
        failuresInARow[Int(collector)] = 0
        failingSince[Int(collector)] = .max
        failedBranches[Int(collector)] = 0
    }

    mutating func failed(_ collector: Int32, _ device: Int32, isHost: Bool, at time: Int64) {
        guard !isHost else { return }
        if failuresInARow[Int(collector)] == 0 { failingSince[Int(collector)] = time }
        failuresInARow[Int(collector)] &+= 1
        failedBranches[Int(collector)] |= 1 << UInt64(branch[Int(collector)][Int(device)])
    }

    /// So many failures without one answer that the collector rather than the network is in doubt.
    func isSuspect(_ collector: Int) -> Bool {
        let failures = Int(failuresInARow[collector])
        guard failures >= max(5, min(Int(deviceCount[collector]) / 4, 24)) else { return false }
        // One branch that is asked in a row may be cut off; the first hop, or several branches at once, speak against the collector.
        let branches = (failedBranches[collector] & ~(1 << 63)).nonzeroBitCount
        return failedBranches[collector] >> 63 == 1 || branchCount[collector] > 1 && branches >= min(3, branchCount[collector])
            || failures * 10 >= Int(deviceCount[collector]) * 8
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
            due = min(due, lastRow[collector] + patience[collector])
        }
        return due
    }

    /// Whether what `state` would say differs from what was last acted on.
    func isDue(_ time: Int64) -> Bool {
        lastRow.indices.contains { state(of: $0, at: time) != acted[$0] }
    }

    func state(of collector: Int, at time: Int64) -> State {
        if deviceCount[collector] == 0 { return .well }
        if time - lastRow[collector] >= patience[collector] { return .stalled }
        return isSuspect(collector) ? .blind : .well
    }
}
