import NetworkModel

/// A breadth-first forest over the links that carry transit, from one or more source devices, laid out so that the devices below any
/// link or device are one range of `order`. It is made once; what a failure takes away is then found by looking only below it.
struct ReachForest: Sendable {
    let sources: [Int32]
    /// Devices in preorder; a subtree is `order[enter[d]..<exit[d]]`. Devices that no source reaches are not in it.
    let order: [Int32]
    /// -1 where no source reaches the device.
    let enter: [Int32]
    let exit: [Int32]
    /// The link towards the source; -1 at sources and where nothing reaches.
    let parentLink: [Int32]
    /// Number of links to the nearest source; -1 where nothing reaches.
    let depth: [Int32]

    init(sources: [Int32], tables: DiagnosisTables.Graph) {
        self.sources = sources
        let count = tables.deviceCount
        var parentLink = [Int32](repeating: -1, count: count)
        var parent = [Int32](repeating: -1, count: count)
        var depth = [Int32](repeating: -1, count: count)
        var queue: [Int32] = []
        for source in sources where depth[Int(source)] < 0 {
            depth[Int(source)] = 0
            queue.append(source)
        }
        var head = 0
        while head < queue.count {
            let device = queue[head]
            head += 1
            for link in tables.transit[device] {
                let peer = tables.peer(of: device, over: link)
                if depth[Int(peer)] >= 0 { continue }
                depth[Int(peer)] = depth[Int(device)] + 1
                parentLink[Int(peer)] = link
                parent[Int(peer)] = device
                queue.append(peer)
            }
        }
        var size = [Int32](repeating: 1, count: count)
        for device in queue.reversed() where parent[Int(device)] >= 0 { size[Int(parent[Int(device)])] += size[Int(device)] }
        var enter = [Int32](repeating: -1, count: count)
        var exit = [Int32](repeating: -1, count: count)
        var next = [Int32](repeating: 0, count: count)
        var order = [Int32](repeating: 0, count: queue.count)
        var free: Int32 = 0
        for device in queue {
            let start: Int32
            if parent[Int(device)] < 0 {
                start = free
                free += size[Int(device)]
            } else {
                start = next[Int(parent[Int(device)])]
                next[Int(parent[Int(device)])] += size[Int(device)]
            }
            enter[Int(device)] = start
            exit[Int(device)] = start + size[Int(device)]
            next[Int(device)] = start + 1
            order[Int(start)] = device
        }
        self.order = order
        self.enter = enter
        self.exit = exit
        self.parentLink = parentLink
        self.depth = depth
    }
}

/// The working memory of reachability questions; kept between questions so that none allocates.
struct ReachScratch: Sendable {
    private var epoch: UInt32 = 0
    private var linkDead: [UInt32]
    private var deviceDead: [UInt32]
    private var round: UInt32 = 0
    private var affected: [UInt32]
    private var reached: [UInt32]
    private var touched: [Int32] = []
    private var queue: [Int32] = []

    init(deviceCount: Int, linkCount: Int) {
        linkDead = Array(repeating: 0, count: linkCount)
        deviceDead = Array(repeating: 0, count: deviceCount)
        affected = Array(repeating: 0, count: deviceCount)
        reached = Array(repeating: 0, count: deviceCount)
    }

    /// Forgets all failures.
    mutating func clear() { epoch &+= 1 }
    mutating func kill(link: Int32) { linkDead[Int(link)] = epoch }
    mutating func kill(device: Int32) { deviceDead[Int(device)] = epoch }
    func isDead(link: Int32) -> Bool { linkDead[Int(link)] == epoch }
    func isDead(device: Int32) -> Bool { deviceDead[Int(device)] == epoch }

    /// After `unreachable`: whether that answer contains `device`.
    func isCutOff(_ device: Int32) -> Bool { affected[Int(device)] == round && reached[Int(device)] != round }

    /// The devices that no source of `forest` reaches any more once `links` and `devices` have failed beside what `kill` named
    /// (it must contain them); dead ones included, and standby links not counted.
    mutating func unreachable(
        from forest: ReachForest, graph: DiagnosisTables.Graph, links: [Int32], devices: [Int32], into result: inout [Int32]
    ) {
        round &+= 1
        result.removeAll(keepingCapacity: true)
        touched.removeAll(keepingCapacity: true)
        for link in links {
            let a = graph.deviceA[Int(link)]
            let b = graph.deviceB[Int(link)]
            if forest.parentLink[Int(a)] == link { mark(below: a, forest) }
            if forest.parentLink[Int(b)] == link { mark(below: b, forest) }
        }
        for device in devices { mark(below: device, forest) }
        if touched.isEmpty { return }
        reconnect(graph, forest)
        for device in touched where reached[Int(device)] != round { result.append(device) }
    }

    private mutating func mark(below device: Int32, _ forest: ReachForest) {
        let start = Int(forest.enter[Int(device)])
        // A marked device was marked with all below it.
        if start < 0 || affected[Int(device)] == round { return }
        for place in start..<Int(forest.exit[Int(device)]) {
            let below = forest.order[place]
            if affected[Int(below)] != round {
                affected[Int(below)] = round
                touched.append(below)
            }
        }
    }

    private mutating func reconnect(_ graph: DiagnosisTables.Graph, _ forest: ReachForest) {
        queue.removeAll(keepingCapacity: true)
        for device in touched where !isDead(device: device) {
            for link in graph.transit[device] where !isDead(link: link) {
                let peer = graph.peer(of: device, over: link)
                if affected[Int(peer)] != round, forest.enter[Int(peer)] >= 0 {
                    reached[Int(device)] = round
                    queue.append(device)
                    break
                }
            }
        }
        var head = 0
        while head < queue.count {
            let device = queue[head]
            head += 1
            for link in graph.transit[device] where !isDead(link: link) {
                let peer = graph.peer(of: device, over: link)
                if affected[Int(peer)] == round, reached[Int(peer)] != round, !isDead(device: peer) {
                    reached[Int(peer)] = round
                    queue.append(peer)
                }
            }
        }
    }
}
