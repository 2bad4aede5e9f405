import NetworkModel

/// What has been seen of each poll and each port, in milliseconds, in flat arrays by item number.
///
/// A poll is ok, or bad since an interval `(low, high]`: last answer, first failure. A port is up with every complete read that does not
/// name it, or down since an interval. What was not asked since is pending, and no evidence.
struct EvidenceStore: Sendable, Codable {
    static let never = Int64.min / 4

    /// By poll.
    var lastGood: [Int64]
    var firstBad: [Int64]
    var lastBad: [Int64]
    var badCount: [Int32]
    /// The last and last but one complete table read of each device, by any collector.
    var lastRead: [Int64]
    var readBefore: [Int64]
    /// By port: down since `(portLow, portHigh]`; `portLast` the last time it was said to be down.
    var isDown: [Bool]
    var portLow: [Int64]
    var portHigh: [Int64]
    var portLast: [Int64]
    /// How often it was said to be down, and how many complete reads since then did not name it.
    var portSaid: [Int32]
    var portUnnamed: [Int32]
    /// When it came back for sure; `never` before.
    var portUp: [Int64]
    var downPortsOfDevice: [Int32]
    /// Bad polls and down ports, each in the order of becoming so.
    var badPolls = IndexList()
    /// When a poll that had failed ever since the start was last answered for the first time.
    var lastFirstAnswer = never
    var downPorts = IndexList()
    /// A measured distance to a break, by link, while the link is down.
    struct Break: Sendable, Codable {
        var time: Int64
        var km: Double
    }
    var breaks: [Int32: Break] = [:]
    /// Last dying gasp of a device and start of running on battery of a site.
    var gasp: [Int64]
    var gaspDevices: Set<Int32> = []
    var batterySites: Set<Int32> = []
    var battery: [Int64]
    /// Reads not complete until their time is over: a row of the same time may still name a port or a failure.
    struct OpenRead: Sendable, Codable {
        var device: Int32
        var poll: Int32
        var time: Int64
    }
    var openReads: [OpenRead] = []
    /// By poll: time of the last read that was opened.
    var openedAt: [Int64]
    /// By poll: time of the last failed table read, number of failures in a row.
    var readFailed: [Int64]
    var readFailures: [Int32]

    /// How long after its ping the rows of a read may come.
    let readTime: Int64

    init(_ tables: DiagnosisTables, start: Int64, readTime: Int64) {
        self.readTime = readTime
        let polls = tables.pollCount
        let ports = 2 * tables.graph.linkCount
        let devices = tables.graph.deviceCount
        let sites = tables.network.document.sites.count
        lastGood = Array(repeating: start, count: polls)
        firstBad = Array(repeating: Self.never, count: polls)
        lastBad = firstBad
        badCount = Array(repeating: 0, count: polls)
        openedAt = firstBad
        lastRead = Array(repeating: start, count: devices)
        readBefore = Array(repeating: Self.never, count: devices)
        isDown = Array(repeating: false, count: ports)
        portLow = Array(repeating: Self.never, count: ports)
        portHigh = portLow
        portLast = portLow
        portSaid = Array(repeating: 0, count: ports)
        portUnnamed = portSaid
        portUp = portLow
        downPortsOfDevice = Array(repeating: 0, count: devices)
        gasp = Array(repeating: Self.never, count: devices)
        battery = Array(repeating: Self.never, count: sites)
        readFailed = Array(repeating: Self.never, count: polls)
        readFailures = Array(repeating: 0, count: polls)
    }
}

/// A set of small numbers that is gone through in the order of insertion after removals by swapping with the last; O(1) each.
struct IndexList: Sendable, Codable {
    private(set) var values: [Int32] = []
    private var place: [Int32: Int] = [:]

    func contains(_ value: Int32) -> Bool { place[value] != nil }

    mutating func insert(_ value: Int32) {
        if place[value] != nil { return }
        place[value] = values.count
        values.append(value)
    }

    mutating func remove(_ value: Int32) {
        guard let at = place.removeValue(forKey: value) else { return }
        let last = values.removeLast()
        if at < values.count {
            values[at] = last
            place[last] = at
        }
    }
}
