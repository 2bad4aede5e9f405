import NetworkModel

/// The segments as the record lists them, which is link by link where people or programs wrote it: what stands side by side was entered
/// together.
struct SegmentList: Sendable {
    private let network: Network
    /// Segments in the order of the list, and the place of each.
    private let order: [Int32]
    private let place: [Int]
    /// Fibre links of which no segment is listed, where they are few.
    private let bare: [Int32]
    /// 1 where the list runs with the links from end `a` to end `b`, -1 where it runs against them.
    private let direction: Int

    init(_ network: Network, _ listed: [ObjectID]) {
        self.network = network
        var order: [Int32] = []
        var place = [Int](repeating: 0, count: network.linksOfSegment.count)
        for id in listed {
            guard case .segment(let segment) = network[id] else { continue }
            place[Int(segment)] = order.count
            order.append(segment)
        }
        (self.order, self.place) = (order, place)
        let empty = network.document.links.indices.filter {
            network.document.links[$0].kind == "fibre" && network.segmentsOfLink[$0].isEmpty
        }
        bare = empty.count <= 3 ? empty.map { Int32($0) } : []
        var sum = 0
        for link in 0..<network.segmentsOfLink.count {
            let own = network.segmentsOfLink[link]
            for (a, b) in zip(own, own.dropFirst()) { sum += place[Int(b)] > place[Int(a)] ? 1 : -1 }
        }
        direction = sum < 0 ? -1 : 1
    }

    private func isUnlisted(at place: Int) -> Bool { network.linksOfSegment[order[place]].isEmpty }

    /// Segments of no link with the links that they may belong to.
    func unlisted() -> [(segment: Int32, link: Int32)] {
        order.indices.filter { isUnlisted(at: $0) }.flatMap { at in
            likelyLinks(of: order[at], at: at).map { (segment: order[at], link: $0) }
        }
    }

    private func likelyLinks(of segment: Int32, at place: Int) -> [Int32] {
        let duct = network.ductOfSegment[Int(segment)]
        guard duct >= 0 else { return [] }
        var beside: Set<Int32> = []
        for step in [-1, 1] {
            var next = place + step
            while order.indices.contains(next), isUnlisted(at: next) { next += step }
            if order.indices.contains(next) { beside.formUnion(network.linksOfSegment[order[next]]) }
        }
        beside.formUnion(bare)
        let likely = beside.filter { !network.linksOfDuct[duct].contains($0) }
        let near = likely.filter { link in network.linksOfDuct[duct].contains { RecordDoubts.shareSite(link, $0, network) } }
        return (likely.count > 1 && !near.isEmpty ? near : likely).sorted()
    }

    func insert(_ segment: Int32, into list: inout [Int32]) {
        let at = list.firstIndex { (place[Int($0)] - place[Int(segment)]) * direction > 0 } ?? list.endIndex
        list.insert(segment, at: at)
    }

    /// Ducts and links whose segment stands apart from the link's others, an unlisted one between them apart.
    func strays() -> [RecordDoubts.Pair] {
        var pairs: [RecordDoubts.Pair] = []
        for link in 0..<Int32(network.segmentsOfLink.count) where network.segmentsOfLink[link].count > 1 {
            let runs = stretches(of: network.segmentsOfLink[link])
            guard runs.count > 1 else { continue }
            // Where no stretch is the longest, any of them may be wrong.
            let isClear = runs[0].count > runs[1].count
            for segment in (isClear ? runs.dropFirst() : runs[...]).joined() {
                pairs.append(.init(duct: network.ductOfSegment[Int(segment)], link: link))
            }
        }
        return pairs
    }

    /// A link's segments in stretches that stand together in the list, the longest first.
    private func stretches(of segments: ArraySlice<Int32>) -> [[Int32]] {
        var runs: [[Int32]] = []
        for segment in segments.sorted(by: { place[Int($0)] < place[Int($1)] }) {
            if let last = runs.last?.last,
                (place[Int(last)] + 1..<max(place[Int(last)] + 1, place[Int(segment)])).allSatisfy({ isUnlisted(at: $0) })
            {
                runs[runs.count - 1].append(segment)
            } else {
                runs.append([segment])
            }
        }
        return runs.sorted { $0.count > $1.count }
    }
}
