import NetworkModel

/// A risk group that could explain evidence, with what it would take down and when that began.
struct Candidate: Sendable {
    var group: RiskGroup
    /// Minus the logarithm of how often such a thing happens; 0 would be for certain.
    var prior: Double
    var links: [Int32] = []
    var devices: [Int32] = []
    /// By device: how much later than the cause it goes (batteries of different size on one feed). Empty: at once.
    var delays: [Int64] = []
    /// The upper end of the onsets that it would explain, in milliseconds.
    var onset: Int64 = 0
    /// The latest of the lower ends of what it explains.
    var low: Int64 = .min
    /// Work announced for this object and this time.
    var planned = false
    /// Its links are known from records only, and records can be wrong.
    var fromRecords = false
    /// What of `prior` is evidence, not frequency, and tells equals apart: the price of a wrong record; less than 0 for what others told.
    var surcharge = 0.0
    /// The ports stay up: what passes over it is lost all the same.
    var silent = false
}

/// What the solver has to say of one cause of the best explanation.
struct Cause: Sendable, Codable {
    var best: RiskGroup
    /// All groups that fit equally well, the best included.
    var groups: [RiskGroup]
    var links: [Int32]
    var devices: [Int32]
    var onset: Int64
    /// The latest of the lower ends of what it explains: it began after that. nil where nothing is known of it.
    var low: Int64?
    var planned: Bool
    var silent = false
    /// Abnormal items that it explains.
    var explained: [Int32]
    /// Everything that could still tell its rivals apart has been asked since the onset.
    var settled: Bool
    /// By how much the explanation gets worse without it.
    var margin: Double
    /// When the settling is given up: the last item is overdue.
    var lastChance: Int64
    /// Links that went down with it and are not in its record, or the other way round.
    var suspectLinks: [Int32] = []
    /// The device forwards and does not answer: a ticket.
    var hangs = false
}

/// The numbers of the model of evidence: minus logarithms of probabilities.
struct EvidenceWeights: Sendable {
    /// One poll of a healthy device fails; learnt from the stream.
    var pollNoise = 6.2
    /// A row is lost, so that a port that is down goes unnamed.
    var rowLost = 5.3
    var portUnexplained = 8.0
    var portSaidAgain = 4.0
    var portSeenUpTwice = 10.0
    /// A record names a duct that the link does not use, or does not name one that it does.
    var recordWrong = 5.5
    var answeredAfterOnset = 30.0
    var powerUnexplained = 8.0
    /// Other sites of a feed told that they lost it.
    var feedTold = 4.0
    /// One whose battery lasts told nothing; one trap in ten is lost.
    var feedUntold = 2.0
    /// What sites of one feed tell of its loss comes within this time: a poll and a late trap.
    var powerMeets: Int64 = 70_000
    /// A measured break lies elsewhere; a fibre is said to be broken and the distance to the break did not come.
    var breakElsewhere = 8.0
    var breakMissing = 2.5
    /// The distance comes within this time of the break.
    var breakDelay: Int64 = 45_000
    /// Kilometres by which a measured distance may be off: likely, possibly, hardly.
    var breakTolerances = [(0.12, 0.0), (0.35, 1.5), (0.6, 4.0)]
    /// A link fails at the time of a duct that it is not recorded in, near it or elsewhere.
    var orphanNear = 6.0
    var orphanFar = 8.6
    var coincidence = 3.5
    /// An onset may be seen this much before or after it was.
    var early: Int64 = 700
    var late: Int64 = 4_000

    static func prior(of kind: RiskGroup.Kind) -> Double {
        switch kind {
        case .duct: 9.0
        case .link: 9.1
        case .device: 9.2
        case .site: 9.4
        case .feed: 9.6
        case .segment: 9.8
        case .interface: 10
        case .collector: 9
        case .cloud, .area: 12
        case .credential, .calendar: 9
        }
    }
}
