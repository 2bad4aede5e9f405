import GraphLayout
import Rendering
import Testing

struct GraphLayoutTests {
    static let ring = (0..<12).map { (a: $0, b: ($0 + 1) % 12) }

    @Test func `every node of a ring gets a place of its own`() throws {
        let points = try GraphLayout.positions(nodeCount: 12, edges: Self.ring)
        #expect(points.count == 12)
        #expect(Set(points).count == 12)
    }

    @Test func `the same graph gives the same points`() throws {
        #expect(
            try GraphLayout.positions(nodeCount: 12, edges: Self.ring) == GraphLayout.positions(nodeCount: 12, edges: Self.ring))
    }

    @Test func `parts, single nodes, loops and edges to nowhere do no harm`() throws {
        let points = try GraphLayout.positions(
            nodeCount: 6, edges: [(a: 0, b: 1), (a: 2, b: 3), (a: 4, b: 4), (a: 0, b: 99), (a: -1, b: 2)])
        #expect(points.count == 6)
    }

    @Test func `no nodes need no places, and large graphs take the coarse engine`() throws {
        #expect(try GraphLayout.positions(nodeCount: 0, edges: []).isEmpty)
        let tree = (1..<700).map { (a: $0, b: $0 / 3) }
        #expect(try GraphLayout.positions(nodeCount: 700, edges: tree).count == 700)
    }
}
