import NetworkModel

/// Evidence that shares candidates, and those candidates: what can be explained by itself.
struct Cluster: Sendable {
    /// Item numbers of bad polls and down ports, in item order.
    var items: [Int32] = []
    var groups: [RiskGroup] = []
    /// Where the border of a silent region is seen up on all sides: the link that all its polls pass, and the device behind it.
    var silentLink: Int32?
    var silentDevice: Int32 = -1
    /// Silent devices to which no declared way leads from their collectors, and nothing beside them that answers; else empty.
    var island: [Int32] = []
}

/// What the solver is given beside the evidence.
struct SolverInput: Sendable {
    var now: Int64 = 0
    var pollInterval: Int64 = 60_000
    var weights = EvidenceWeights()
    /// By device: nothing that is seen of it counts (acknowledged, planned, retired, switched off).
    var isExcluded: [Bool]
    /// Excluded devices that others hang on.
    var excludedTransit: [Int32] = []
    /// By collector: what it sees is unknown since this time; `.max` while it is well.
    var blindSince: [Int64]
    /// Objects of maintenance that are in their window, and the windows' starts.
    var planned: [RiskGroup: Int64] = [:]
    /// By item: not evidence for now (a cause is going away and the item has not been asked since).
    var isMuted: [Bool]
    /// By link of a cause that people were told of: which of the causes. What was told as two faults does not become one.
    var told: [Int32: Int] = [:]
    /// Carriers' networks that people were told of, with the links that went with them.
    var toldClouds: [Int32: [Int32]] = [:]
    /// A world without ports that lie and without a hold: what is silent behind ports that are up has only lost its management.
    var everythingFollowsTheLine = false
    /// Whether a link that measures says so when it breaks, so that its silence speaks against a break.
    var hearsBreaks = true
}
