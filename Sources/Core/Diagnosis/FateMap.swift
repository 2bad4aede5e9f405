import NetworkModel

/// What stands and falls together, whatever of a cluster's groups fails.
///
/// How it works. Take all links and devices of the groups out of the network: what is left hangs together in parts, and all devices of a
/// part share one fate with every choice of groups. Parts that keep a way to the collector without the groups never fall and are not kept.
/// So a choice is judged over a handful of parts, however many devices lie in them; what the evidence says of a part is added up once for
/// each time at which it may have fallen.
struct FateMap: Sendable {
    /// What the evidence of a part's polls says if it fell at `since`.
    struct Tally: Sendable {
        var since: Int64
        var cost = 0.0
        /// Cost of what it explains, unexplained.
        var relief = 0.0
        /// Polls that nobody has made since.
        var pending: [Int32] = []
        /// Places in the cluster of what it explains.
        var explained: [Int32] = []
    }

    /// Devices of one fate, as one collector reaches them.
    struct Part: Sendable {
        /// The group's device that it is; -1 for those between the groups.
        var device: Int32
        /// Polls of devices that nothing else carries, in `View.polls`.
        var polls: Range<Int>
        /// Polls of devices that have a standby link, in `View.standbyPolls`.
        var standby: Range<Int>
        /// The collector's own host is in it.
        var isSource = false
        /// Towards the collector: the link that it hangs on, -1 for one that never fails; nil where nothing leads to it even so.
        var parentLink: Int32?
        /// The parts below it and itself, in `View.order`.
        var subtree = 0..<0
    }

    /// Of what never loses its way, of what is down for good, and of what was not looked at yet.
    static let outside: Int32 = -1
    static let dead: Int32 = -2
    static let open: Int32 = -3

    var views: [View]
    /// Of the cluster at hand.
    private(set) var drawing: UInt32 = 0
    /// By link and by device: belongs to a group of the drawing.
    private var linkIn: [UInt32]
    private var deviceIn: [UInt32]

    /// What was drawn last.
    private var drawn: Question?

    private struct Question: Hashable, Sendable {
        var links: [Int32]
        var devices: [Int32]
        var used: [Bool]
    }

    init(_ tables: DiagnosisTables) {
        views = tables.collectorForests.map { _ in View(deviceCount: tables.graph.deviceCount) }
        linkIn = Array(repeating: 0, count: tables.graph.linkCount)
        deviceIn = Array(repeating: 0, count: tables.graph.deviceCount)
    }

    /// Draws the map of groups that may take down `links` and `devices`, for all collectors in their senses.
    mutating func draw(links: [Int32], devices: [Int32], _ input: SolverInput, _ tables: DiagnosisTables) {
        let question = Question(links: links, devices: devices, used: input.blindSince.map { $0 == .max })
        if question == drawn {
            // The same map; what the evidence says is added up anew.
            for view in views.indices where views[view].isUsed { views[view].forgetTallies() }
            return
        }
        drawn = question
        drawing &+= 1
        for link in links { linkIn[Int(link)] = drawing }
        for device in devices { deviceIn[Int(device)] = drawing }
        let sketch = Sketch(
            links: links, devices: devices, dead: input.excludedTransit, drawing: drawing, linkIn: linkIn, deviceIn: deviceIn)
        for collector in views.indices {
            views[collector].isUsed = input.blindSince[collector] == .max
            if views[collector].isUsed { views[collector].draw(sketch, by: Int32(collector), tables) }
        }
    }

    /// What a drawing is made of.
    struct Sketch {
        let links: [Int32]
        let devices: [Int32]
        /// Down for good.
        let dead: [Int32]
        let drawing: UInt32
        let linkIn: [UInt32]
        let deviceIn: [UInt32]
    }
}
