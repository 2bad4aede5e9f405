extension FateMap {
    /// One collector's parts and the ways between them.
    struct View: Sendable {
        var isUsed = false
        var parts: [Part] = []
        var polls: [Int32] = []
        var standbyPolls: [Int32] = []
        /// By part, what was added up so far; and the evaluation in which it fell last.
        var tallies: [[Tally]] = []
        var fallenIn: [UInt32] = []
        /// The ways of part `p` are `wayPeer[wayStart[p]..<wayStart[p + 1]]`; a way's link is -1 where it never fails.
        var wayStart: [Int32] = []
        var wayPeer: [Int32] = []
        var wayLink: [Int32] = []
        /// Parts, each with all that hangs on it behind it.
        var order: [Int32] = []
        /// By device: its part as of the drawing `partIn`.
        var partIn: [UInt32]
        var partOf: [Int32]
        /// Working memory of the drawing.
        var touched: [Int32] = []
        var edges: [Edge] = []
        /// After `spread`: the parts without a way.
        private(set) var cutOff: [Int32] = []
        /// Parts that never have one.
        var lost: [Int32] = []
        private var round: UInt32 = 0
        private var touchedIn: [UInt32] = []
        private var reachedIn: [UInt32] = []
        private var queue: [Int32] = []

        struct Edge: Sendable {
            var from: Int32
            var to: Int32
            var link: Int32
        }

        init(deviceCount: Int) {
            partIn = Array(repeating: 0, count: deviceCount)
            partOf = Array(repeating: FateMap.outside, count: deviceCount)
        }

        mutating func forgetTallies() {
            tallies = Array(repeating: [], count: parts.count)
            fallenIn = Array(repeating: 0, count: parts.count)
        }

        /// Works out which parts have no way to the collector once `links` and `devices`, all that `scratch` says is dead, have failed.
        mutating func spread(
            _ scratch: ReachScratch, links: [Int32], devices: [Int32], _ drawing: UInt32, _ graph: DiagnosisTables.Graph
        ) {
            begin()
            for link in links {
                for device in [graph.deviceA[Int(link)], graph.deviceB[Int(link)]] {
                    let part = part(of: device, drawing)
                    if part >= 0, parts[part].parentLink == link { touch(below: part) }
                }
            }
            for device in devices {
                let part = part(of: device, drawing)
                if part >= 0 { touch(below: part) }
            }
            reconnect(scratch)
            for part in queue where reachedIn[Int(part)] != round { cutOff.append(part) }
        }

        private mutating func begin() {
            round &+= 1
            if touchedIn.count < parts.count {
                touchedIn += Array(repeating: 0, count: parts.count - touchedIn.count)
                reachedIn += Array(repeating: 0, count: parts.count - reachedIn.count)
            }
            queue.removeAll(keepingCapacity: true)
            cutOff.removeAll(keepingCapacity: true)
            for part in lost {
                touchedIn[Int(part)] = round
                cutOff.append(part)
            }
        }

        private func part(of device: Int32, _ drawing: UInt32) -> Int {
            partIn[Int(device)] == drawing ? Int(partOf[Int(device)]) : Int(FateMap.outside)
        }

        private mutating func touch(below part: Int) {
            if touchedIn[part] == round { return }
            for place in parts[part].subtree where touchedIn[Int(order[place])] != round {
                touchedIn[Int(order[place])] = round
                queue.append(order[place])
            }
        }

        /// Parts that `touch` found and that have another way.
        private mutating func reconnect(_ scratch: ReachScratch) {
            var reached: [Int32] = []
            for part in queue where isAlive(Int(part), scratch) && (parts[Int(part)].isSource || leadsOut(Int(part), scratch)) {
                reachedIn[Int(part)] = round
                reached.append(part)
            }
            var head = 0
            while head < reached.count {
                let part = Int(reached[head])
                head += 1
                for way in Int(wayStart[part])..<Int(wayStart[part + 1]) {
                    let peer = Int(wayPeer[way])
                    guard peer >= 0, touchedIn[peer] == round, reachedIn[peer] != round, isOpen(way, scratch),
                        isAlive(peer, scratch)
                    else { continue }
                    reachedIn[peer] = round
                    reached.append(Int32(peer))
                }
            }
        }

        /// After `spread`: whether the part has lost its way.
        func isCutOff(part: Int) -> Bool { touchedIn[part] == round && reachedIn[part] != round }

        /// After `spread`: whether `device` has; false for what no choice of the groups can touch.
        func isCutOff(_ device: Int32, _ drawing: UInt32) -> Bool {
            let part = part(of: device, drawing)
            return part == Int(FateMap.dead) || part >= 0 && isCutOff(part: part)
        }

        private func isAlive(_ part: Int, _ scratch: ReachScratch) -> Bool {
            parts[part].device < 0 || !scratch.isDead(device: parts[part].device)
        }

        private func isOpen(_ way: Int, _ scratch: ReachScratch) -> Bool {
            wayLink[way] < 0 || !scratch.isDead(link: wayLink[way])
        }

        /// Whether a way leads out of all that fell, or to a part that did not.
        private func leadsOut(_ part: Int, _ scratch: ReachScratch) -> Bool {
            for way in Int(wayStart[part])..<Int(wayStart[part + 1])
            where (wayPeer[way] < 0 || touchedIn[Int(wayPeer[way])] != round) && isOpen(way, scratch) {
                return true
            }
            return false
        }
    }
}
