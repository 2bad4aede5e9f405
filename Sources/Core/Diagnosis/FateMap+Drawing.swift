import NetworkModel

extension FateMap.View {
    /// Finds the parts that lie below the groups as `collector` reaches them.
    mutating func draw(_ sketch: FateMap.Sketch, by collector: Int32, _ tables: DiagnosisTables) {
        let forest = tables.collectorForests[Int(collector)]
        clear()
        for link in sketch.links {
            let (a, b) = (tables.graph.deviceA[Int(link)], tables.graph.deviceB[Int(link)])
            if forest.parentLink[Int(a)] == link { touch(below: a, forest, sketch) }
            if forest.parentLink[Int(b)] == link { touch(below: b, forest, sketch) }
        }
        for device in sketch.devices { touch(below: device, forest, sketch) }
        for device in sketch.dead {
            touch(below: device, forest, sketch)
            if partIn[Int(device)] == sketch.drawing { partOf[Int(device)] = FateMap.dead }
        }
        for device in sketch.devices where isOpen(device, sketch) { addSingle(device, collector, forest, tables) }
        for device in touched where isOpen(device, sketch) { grow(from: device, collector, forest, sketch, tables) }
        findWays(forest, sketch, tables)
        hang()
        forgetTallies()
    }

    private mutating func clear() {
        parts.removeAll(keepingCapacity: true)
        polls.removeAll(keepingCapacity: true)
        standbyPolls.removeAll(keepingCapacity: true)
        touched.removeAll(keepingCapacity: true)
        edges.removeAll(keepingCapacity: true)
    }

    private func isOpen(_ device: Int32, _ sketch: FateMap.Sketch) -> Bool {
        partIn[Int(device)] == sketch.drawing && partOf[Int(device)] == FateMap.open
    }

    private mutating func touch(below device: Int32, _ forest: ReachForest, _ sketch: FateMap.Sketch) {
        let start = Int(forest.enter[Int(device)])
        // What was touched was touched with all below it.
        if start < 0 || partIn[Int(device)] == sketch.drawing { return }
        for place in start..<Int(forest.exit[Int(device)]) {
            let below = forest.order[place]
            if partIn[Int(below)] == sketch.drawing { continue }
            (partIn[Int(below)], partOf[Int(below)]) = (sketch.drawing, FateMap.open)
            touched.append(below)
        }
    }

    private mutating func addSingle(_ device: Int32, _ collector: Int32, _ forest: ReachForest, _ tables: DiagnosisTables) {
        partOf[Int(device)] = Int32(parts.count)
        let (first, firstStandby) = (polls.count, standbyPolls.count)
        add(device, collector, tables)
        parts.append(
            FateMap.Part(
                device: device, polls: first..<polls.count, standby: firstStandby..<standbyPolls.count,
                isSource: forest.sources.contains(device)))
    }

    private mutating func add(_ device: Int32, _ collector: Int32, _ tables: DiagnosisTables) {
        guard let poll = tables.poll(of: device, by: collector) else { return }
        if tables.standbyOfDevice[Int(device)] < 0 { polls.append(poll) } else { standbyPolls.append(poll) }
    }

    /// The part of `start`, without the groups; nothing is kept of one that has a way out without them.
    private mutating func grow(
        from start: Int32, _ collector: Int32, _ forest: ReachForest, _ sketch: FateMap.Sketch, _ tables: DiagnosisTables
    ) {
        let number = Int32(parts.count)
        let graph = tables.graph
        var members = [start]
        partOf[Int(start)] = number
        var isOutside = false
        var head = 0
        while head < members.count {
            let device = members[head]
            head += 1
            if forest.sources.contains(device) { isOutside = true }
            for way in Int(graph.transit.starts[Int(device)])..<Int(graph.transit.starts[Int(device) + 1]) {
                let link = graph.transit.values[way]
                if sketch.linkIn[Int(link)] == sketch.drawing { continue }
                let peer = graph.peer(of: device, over: link)
                if isOutsideOrUnreachable(peer, sketch) {
                    if forest.enter[Int(peer)] >= 0 { isOutside = true }
                } else if partOf[Int(peer)] == FateMap.open, sketch.deviceIn[Int(peer)] != sketch.drawing {
                    partOf[Int(peer)] = number
                    members.append(peer)
                }
            }
        }
        if isOutside {
            for device in members { partOf[Int(device)] = FateMap.outside }
            return
        }
        let (first, firstStandby) = (polls.count, standbyPolls.count)
        for device in members { add(device, collector, tables) }
        parts.append(FateMap.Part(device: -1, polls: first..<polls.count, standby: firstStandby..<standbyPolls.count))
    }

    private func isOutsideOrUnreachable(_ device: Int32, _ sketch: FateMap.Sketch) -> Bool {
        partIn[Int(device)] != sketch.drawing || partOf[Int(device)] == FateMap.outside
    }

    /// The ways of the groups' devices and links between parts and out of them.
    private mutating func findWays(_ forest: ReachForest, _ sketch: FateMap.Sketch, _ tables: DiagnosisTables) {
        let graph = tables.graph
        for part in parts.indices where parts[part].device >= 0 {
            let device = parts[part].device
            for link in graph.transit[device] {
                let own = sketch.linkIn[Int(link)] == sketch.drawing ? link : -1
                let peer = graph.peer(of: device, over: link)
                guard let to = end(peer, forest, sketch) else { continue }
                edges.append(Edge(from: Int32(part), to: to, link: own))
                if to >= 0, parts[Int(to)].device < 0 { edges.append(Edge(from: to, to: Int32(part), link: own)) }
            }
        }
        for link in sketch.links where !tables.isStandby[Int(link)] {
            let (a, b) = (graph.deviceA[Int(link)], graph.deviceB[Int(link)])
            guard sketch.deviceIn[Int(a)] != sketch.drawing, sketch.deviceIn[Int(b)] != sketch.drawing,
                let from = end(a, forest, sketch), let to = end(b, forest, sketch)
            else { continue }
            if from >= 0 { edges.append(Edge(from: from, to: to, link: link)) }
            if to >= 0 { edges.append(Edge(from: to, to: from, link: link)) }
        }
        sortWays()
    }

    /// The part of `device`, or outside; nil where no way leads through it.
    private func end(_ device: Int32, _ forest: ReachForest, _ sketch: FateMap.Sketch) -> Int32? {
        if isOutsideOrUnreachable(device, sketch) { return forest.enter[Int(device)] >= 0 ? FateMap.outside : nil }
        return partOf[Int(device)] >= 0 ? partOf[Int(device)] : nil
    }

    /// Hangs each part on the way by which it is nearest to the collector.
    private mutating func hang() {
        var queue: [Int32] = []
        var parent = [Int32](repeating: -1, count: parts.count)
        for part in parts.indices {
            if parts[part].isSource { parts[part].parentLink = -1 }
            for way in Int(wayStart[part])..<Int(wayStart[part + 1]) where wayPeer[way] < 0 && parts[part].parentLink == nil {
                parts[part].parentLink = wayLink[way]
            }
            if parts[part].parentLink != nil { queue.append(Int32(part)) }
        }
        var head = 0
        while head < queue.count {
            let part = Int(queue[head])
            head += 1
            for way in Int(wayStart[part])..<Int(wayStart[part + 1]) {
                let peer = Int(wayPeer[way])
                guard peer >= 0, parts[peer].parentLink == nil else { continue }
                (parts[peer].parentLink, parent[peer]) = (wayLink[way], Int32(part))
                queue.append(Int32(peer))
            }
        }
        lost = parts.indices.filter { parts[$0].parentLink == nil }.map { Int32($0) }
        number(queue, parent)
    }

    /// Lays out the parts so that what hangs on one is one range of `order`.
    private mutating func number(_ queue: [Int32], _ parent: [Int32]) {
        var size = [Int](repeating: 1, count: parts.count)
        for part in queue.reversed() where parent[Int(part)] >= 0 { size[Int(parent[Int(part)])] += size[Int(part)] }
        var next = [Int](repeating: 0, count: parts.count)
        var free = 0
        order = Array(repeating: 0, count: queue.count)
        for part in queue.map({ Int($0) }) {
            let start = parent[part] < 0 ? free : next[Int(parent[part])]
            if parent[part] < 0 { free += size[part] } else { next[Int(parent[part])] += size[part] }
            parts[part].subtree = start..<start + size[part]
            next[part] = start + 1
            order[start] = Int32(part)
        }
    }

    private mutating func sortWays() {
        wayStart = Array(repeating: 0, count: parts.count + 1)
        for edge in edges { wayStart[Int(edge.from) + 1] += 1 }
        for part in parts.indices { wayStart[part + 1] += wayStart[part] }
        var next = wayStart
        wayPeer = Array(repeating: 0, count: edges.count)
        wayLink = wayPeer
        for edge in edges {
            let place = Int(next[Int(edge.from)])
            next[Int(edge.from)] += 1
            (wayPeer[place], wayLink[place]) = (edge.to, edge.link)
        }
    }
}
