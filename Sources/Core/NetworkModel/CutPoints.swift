// How it works: one depth-first search from all service hosts taken as one root. `low` of a device is the earliest device in the order
// of discovery that its subtree reaches by one link outside the tree; a child whose `low` does not lie before its parent hangs on that
// parent alone (J. Hopcroft and R. Tarjan, 1973). The search keeps its own stack: a chain of 100,000 devices must not overflow ours.

/// Devices that alone part others from the service hosts.
package struct CutPoints: Sendable {
    /// Whether something hangs on each device alone. Hosts are marked only for what hangs on them; parts without any host have no marks.
    package let isCutPoint: [Bool]

    package init(_ graph: NetworkGraph) {
        var search = DepthFirst(graph)
        for host in graph.hosts { search.number[Int(host)] = 1 }
        for host in graph.hosts { search.run(from: host) }
        isCutPoint = search.isCutPoint
    }

    private struct DepthFirst {
        let graph: NetworkGraph
        /// Order of discovery from 1; hosts share 1; 0 is undiscovered.
        var number: [Int32]
        var low: [Int32]
        var isCutPoint: [Bool]
        var last: Int32 = 1

        init(_ graph: NetworkGraph) {
            self.graph = graph
            number = Array(repeating: 0, count: graph.deviceCount)
            low = Array(repeating: 1, count: graph.deviceCount)
            isCutPoint = Array(repeating: false, count: graph.deviceCount)
        }

        mutating func run(from host: Int32) {
            var stack: [(device: Int32, way: Int, link: Int32)] = [(host, graph.ways(of: host).lowerBound, -1)]
            while let (device, way, link) = stack.last {
                if way < graph.ways(of: device).upperBound {
                    stack[stack.count - 1].way += 1
                    visit(way, from: device, arrivedBy: link, &stack)
                } else {
                    stack.removeLast()
                    if let parent = stack.last?.device { leave(device, to: parent) }
                }
            }
        }

        private mutating func visit(
            _ way: Int, from device: Int32, arrivedBy link: Int32, _ stack: inout [(device: Int32, way: Int, link: Int32)]
        ) {
            let peer = graph.peerOfWay[way]
            if graph.linkOfWay[way] == link { return }
            if number[Int(peer)] > 0 {
                low[Int(device)] = min(low[Int(device)], number[Int(peer)])
                return
            }
            last += 1
            number[Int(peer)] = last
            low[Int(peer)] = last
            stack.append((peer, graph.ways(of: peer).lowerBound, graph.linkOfWay[way]))
        }

        /// A host is the shared root: a child hangs on it alone only if it touches no other host, which `low` cannot tell, so every
        /// child of a host marks it; the caller looks closer.
        private mutating func leave(_ device: Int32, to parent: Int32) {
            low[Int(parent)] = min(low[Int(parent)], low[Int(device)])
            if low[Int(device)] >= number[Int(parent)] { isCutPoint[Int(parent)] = true }
        }
    }
}
