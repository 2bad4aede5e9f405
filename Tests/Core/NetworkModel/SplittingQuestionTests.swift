import NetworkModel
import Testing

struct SplittingQuestionTests {
    /// Two ducts under link l1, one of them under l2 as well; a twin of d1; sites with a feed.
    private static let network: Network = {
        var document = NetworkDocument(name: "split")
        document.sites = ["a", "b", "c"].map { .init(id: ObjectID("site:\($0)"), name: $0, kind: "hub") }
        document.sites[1].feed = "feed:f"
        document.feeds = [.init(id: "feed:f")]
        document.devices = ["a", "b", "c"].map { .init(id: ObjectID("dev:\($0)"), site: ObjectID("site:\($0)"), role: "core") }
        document.ducts = ["d1", "d2", "d3"].map { .init(id: ObjectID("duct:\($0)"), owner: "o", km: 1) }
        for (n, ducts) in [["d1", "d2", "d3"], ["d2"]].enumerated() {
            var link = NetworkDocument.Link(
                id: ObjectID("link:l\(n + 1)"), a: .init(device: "dev:a", interface: ObjectID("if:a#\(n)")),
                b: .init(device: n == 0 ? "dev:b" : "dev:c", interface: ObjectID("if:far#\(n)")), kind: "fibre")
            link.segments = ducts.map { ObjectID("seg:\(n)-\($0)") }
            document.segments += ducts.map { .init(id: ObjectID("seg:\(n)-\($0)"), duct: ObjectID("duct:\($0)")) }
            document.links.append(link)
        }
        return Network.compile(document).network
    }()

    @Test(
        arguments: [
            ("duct:d1", ["duct:d1", "duct:d2"], .link("link:l2", through: "duct:d2", other: "duct:d1")),
            ("duct:d2", ["duct:d1", "duct:d2"], .link("link:l2", through: "duct:d2", other: "duct:d1")),
            ("duct:d1", ["duct:d1", "duct:d3"], .otdr(site: "site:a", link: "link:l1")),
            ("duct:d1", ["dev:b", "duct:d1"], .device("dev:b")), ("dev:b", ["dev:b", "feed:f"], .power(site: "site:b")),
            ("duct:d1", ["duct:d1"], nil), ("duct:d1", ["duct:d1", "duct:unknown"], nil),
        ] as [(ObjectID, [ObjectID], SplittingQuestion?)])
    func `the question names what differs between two causes`(
        best: ObjectID, candidates: [ObjectID], question: SplittingQuestion?
    ) {
        #expect(Self.network.splittingQuestion(best, candidates) == question)
    }
}
