import CGraphviz
import Rendering
import Synchronization

/// Positions for networks without coordinates, by Graphviz: `neato` up to a few hundred nodes, `sfdp` above.
///
/// Graphviz sees numbers only, never a name of a device. Its library keeps global state, so one graph is laid out at a time.
package enum GraphLayout {
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case noContext
        case notLaidOut(engine: String, nodes: Int)

        package var description: String {
            switch self {
            case .noContext: "Graphviz could not be started; install the package graphviz"
            case .notLaidOut(let engine, let nodes):
                "Graphviz (\(engine)) could not lay out \(nodes) nodes; `dot -V` tells whether its plugins are installed"
            }
        }
    }

    private static let turn = Mutex(())

    /// One point a node, in points, y upwards; the same graph gives the same points.
    /// - Parameter edges: pairs of positions in `0..<nodeCount`; others are left out.
    package static func positions(nodeCount: Int, edges: [(a: Int, b: Int)]) throws(Problem) -> [PlanePoint] {
        if nodeCount == 0 { return [] }
        let engine = nodeCount <= 400 ? "neato" : "sfdp"
        let plain = turn.withLock { _ in laidOut(description(nodeCount, edges, engine), engine) }
        guard let plain else { throw .noContext }
        let points = parse(plain, count: nodeCount)
        guard points.count == nodeCount else { throw .notLaidOut(engine: engine, nodes: nodeCount) }
        return points
    }

    private static func description(_ nodeCount: Int, _ edges: [(a: Int, b: Int)], _ engine: String) -> String {
        var text = "graph g{graph[overlap=\(engine == "neato" ? "scale" : "prism0"),start=1,maxiter=600];"
        text += "node[shape=point,width=.35,label=\"\"];edge[len=1.1];"
        for node in 0..<nodeCount { text += "\(node);" }
        let range = 0..<nodeCount
        for edge in edges where edge.a != edge.b && range.contains(edge.a) && range.contains(edge.b) {
            text += "\(edge.a)--\(edge.b);"
        }
        return text + "}"
    }

    /// The graph in Graphviz's `plain` format; nil where the library failed.
    private static func laidOut(_ description: String, _ engine: String) -> String? {
        guard let context = gvContext() else { return nil }
        defer { gvFreeContext(context) }
        guard let graph = agmemread(description) else { return nil }
        defer { agclose(graph) }
        guard gvLayout(context, graph, engine) == 0 else { return "" }
        defer { gvFreeLayout(context, graph) }
        var result: UnsafeMutablePointer<CChar>?
        var length: UInt32 = 0
        guard gvRenderData(context, graph, "plain", &result, &length) == 0, let result else { return "" }
        defer { gvFreeRenderData(result) }
        return String(cString: result)
    }

    /// Lines `node NAME X Y ...` in inches (Graphviz, "Output Formats", plain).
    private static func parse(_ plain: String, count: Int) -> [PlanePoint] {
        var points = [PlanePoint?](repeating: nil, count: count)
        for line in plain.split(separator: "\n") where line.hasPrefix("node ") {
            let words = line.split(separator: " ")
            guard words.count >= 4, let node = Int(words[1]), points.indices.contains(node) else { continue }
            guard let x = Double(words[2]), let y = Double(words[3]) else { continue }
            points[node] = PlanePoint(x: x * 72, y: y * 72)
        }
        return points.compactMap { $0 }
    }
}
