import NetworkModel

/// Explains evidence by the likeliest set of failed risk groups.
///
/// How it works. Down ports and silent regions (devices that do not answer, joined) nominate groups: what a down port's link depends on,
/// and what lies on the border between answering and silent devices; nothing inside a silent region is ever nominated, so the cost does
/// not grow with its size. Evidence that shares a nominated group is one cluster. A set of groups predicts each poll and each port by
/// reachability; its cost is the sum of its priors, of the evidence it leaves unexplained and of the evidence that contradicts it.
/// The cheapest set is found by branch and bound over the heaviest unexplained item. Groups that can replace a member of it at the same
/// fit are its equals.
struct Solver: Sendable {
    let tables: DiagnosisTables
    var scratch: ReachScratch
    /// What falls together with the groups of the cluster at hand.
    var fates: FateMap
    var cutOff: [Int32] = []
    /// By item: predicted bad in the evaluation `epoch`, since when, and how.
    var predictedIn: [UInt32]
    var predictedSince: [Int64]
    var predictedHow: [Prediction]
    var predicted: [Int32] = []
    /// Parts of the network predicted to have fallen whole in the evaluation `epoch`.
    var fallen: [Fall] = []
    var epoch: UInt32 = 0
    /// By item: its place in the cluster at hand.
    var slotIn: [UInt32]
    var slot: [Int32]
    var clusterEpoch: UInt32 = 0
    /// By device: the silent region found in this solve.
    var regionIn: [UInt32]
    var region: [Int32]
    var solveEpoch: UInt32 = 0
    /// By device: a read of its ports, or an answer to a poll of it, would settle something of the solve `solveEpoch`.
    var awaitedDevice: [UInt32]
    var awaitedCount = 0
    /// The devices whose answers would settle the last explanation, each once.
    var awaitedDevices: [Int32] = []
    /// The most items that one candidate of the solve predicts.
    var widest = 0
    var candidates: [Candidate] = []
    var cluster = Cluster()
    var unexplainedCost: [Double] = []
    var unexplainedTotal = 0.0
    /// Places of the cluster, what costs most unexplained first.
    var heaviestFirst: [Int] = []
    /// What `predict` has failed so far.
    var deadLinks: [Int32] = []
    var deadDevices: [Int32] = []
    /// Items that evaluations since the last clearing found unasked, while they are noted.
    var notesAwaited = false
    var awaitedItems: [Int32] = []
    /// Extents of the carriers' networks of this solve.
    var cloudLinks: [Int32: [Int32]] = [:]
    /// What `withoutShadows` asked last, and by poll whether that cuts it off.
    var shadowQuestion: [[Int64]] = []
    var shadowIn: [UInt32]
    var shadowEpoch: UInt32 = 0
    /// Devices of the cluster that told of a loss of power, and when they went or were to go.
    var powerLosses: [(device: Int32, time: Int64)] = []

    /// A part of a view of `fates` that lost its way at `since`.
    struct Fall: Sendable {
        var view: Int
        var part: Int
        var since: Int64
    }

    enum Prediction: UInt8, Sendable { case plain, fromRecords, standby, silent }

    init(_ tables: DiagnosisTables) {
        self.tables = tables
        scratch = ReachScratch(deviceCount: tables.graph.deviceCount, linkCount: tables.graph.linkCount)
        fates = FateMap(tables)
        predictedIn = Array(repeating: 0, count: tables.itemCount)
        predictedSince = Array(repeating: 0, count: tables.itemCount)
        predictedHow = Array(repeating: .plain, count: tables.itemCount)
        slotIn = predictedIn
        slot = Array(repeating: 0, count: tables.itemCount)
        regionIn = Array(repeating: 0, count: tables.graph.deviceCount)
        region = Array(repeating: 0, count: tables.graph.deviceCount)
        awaitedDevice = regionIn
        shadowIn = Array(repeating: 0, count: tables.pollCount)
    }

    /// The causes of all that is abnormal, cluster by cluster, in the order of their onsets.
    mutating func causes(_ evidence: EvidenceStore, _ input: SolverInput) -> [Cause] {
        var causes: [Cause] = []
        for cluster in clusters(evidence, input) { causes += explain(cluster, evidence, input) }
        if causes.count > 1 { causes = withoutShadows(causes, evidence, input) }
        return causes.sorted { ($0.onset, $0.best) < ($1.onset, $1.best) }
    }
}
