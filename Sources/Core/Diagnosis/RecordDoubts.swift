import NetworkModel

/// What lies in which duct, with the places at which the record contradicts itself.
///
/// Two signs. A segment that belongs to no link: some link lies in its duct and is not listed; lists are written link by link, so it is
/// most likely one of the links whose segments stand beside it. And a link in a duct with whose other links it shares no site, or whose
/// segment stands apart from the link's others in the list, where hardly any other pair of the network is like that.
/// A doubtful link counts as lying in the duct until it is seen up while the duct is supposed to be cut.
struct RecordDoubts: Sendable {
    /// In the order from end `a` to end `b`, unlisted segments in their likely place.
    let segmentsOfLink: Rows
    let linksOfSegment: Rows
    let linksOfDuct: Rows
    /// Pairs of duct and link that may be wrong either way.
    private let doubtful: Set<Pair>
    /// Links for which an unlisted segment was found.
    private let completed: Set<Int32>

    struct Pair: Hashable {
        var duct: Int32
        var link: Int32
    }

    /// A sign counts in a network only where no more than this share of all pairs shows it.
    private static let rareShare = 0.01
    private static let rareCount = 2
    /// Segments of no link are a sign up to this share of all, in per cent.
    private static let spareShare = 20

    /// - Parameter listed: all segments in the order in which the record lists them.
    init(_ network: Network, listed: [ObjectID]) {
        let list = SegmentList(network, listed)
        let spare = list.unlisted()
        // Where much fibre is spare, a segment without a link is no sign.
        let isSign = spare.count <= max(Self.rareCount, network.linksOfSegment.count * Self.spareShare / 100)
        let missing = isSign ? spare : []
        var segments = (0..<network.segmentsOfLink.count).map { Array(network.segmentsOfLink[$0]) }
        for (segment, link) in missing { list.insert(segment, into: &segments[Int(link)]) }
        var ofLink: [(row: Int32, value: Int32)] = []
        var ofSegment: [(row: Int32, value: Int32)] = []
        var inDuct: [(row: Int32, value: Int32)] = []
        for (link, list) in segments.enumerated() {
            var seen: Set<Int32> = []
            for segment in list {
                ofLink.append((Int32(link), segment))
                ofSegment.append((segment, Int32(link)))
                let duct = network.ductOfSegment[Int(segment)]
                if duct >= 0, seen.insert(duct).inserted { inDuct.append((duct, Int32(link))) }
            }
        }
        segmentsOfLink = Rows(rowCount: segments.count, pairs: ofLink)
        linksOfSegment = Rows(rowCount: network.linksOfSegment.count, pairs: ofSegment)
        linksOfDuct = Rows(rowCount: network.linksOfDuct.count, pairs: inDuct)
        completed = Set(missing.map(\.link))
        doubtful = Set(missing.map { Pair(duct: network.ductOfSegment[Int($0.segment)], link: $0.link) })
            .union(Self.rare(Self.strangers(network), of: network)).union(Self.rare(list.strays(), of: network))
    }

    var isEmpty: Bool { doubtful.isEmpty }
    func isDoubtful(_ link: Int32, in duct: Int32) -> Bool { doubtful.contains(Pair(duct: duct, link: link)) }
    func isCompleted(_ link: Int32) -> Bool { completed.contains(link) }

    static func shareSite(_ a: Int32, _ b: Int32, _ network: Network) -> Bool {
        func sites(_ link: Int32) -> [Int32] {
            [network.siteOfDevice[Int(network.deviceA[Int(link)])], network.siteOfDevice[Int(network.deviceB[Int(link)])]]
        }
        let own = sites(a)
        return sites(b).contains { own.contains($0) }
    }

    /// Pairs whose link shares no site with any other link of the duct.
    private static func strangers(_ network: Network) -> [Pair] {
        var pairs: [Pair] = []
        for duct in 0..<Int32(network.linksOfDuct.count) where network.linksOfDuct[duct].count > 1 {
            let links = network.linksOfDuct[duct]
            for link in links where !links.contains(where: { $0 != link && shareSite(link, $0, network) }) {
                pairs.append(Pair(duct: duct, link: link))
            }
        }
        return pairs
    }

    private static func rare(_ pairs: [Pair], of network: Network) -> [Pair] {
        let all = network.linksOfDuct.values.count
        return Double(pairs.count) <= max(Double(rareCount), Double(all) * rareShare) ? pairs : []
    }
}
