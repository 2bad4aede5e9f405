/// A map of another tool as its file says it: nodes, edges and their attributes, nothing interpreted and nothing left out.
package struct ForeignMap: Sendable {
    /// One named value; nested ones are joined by points, as in `graphics.x`.
    struct Attribute: Hashable, Sendable {
        var name: String
        var text: String
        var place: SourcePlace
    }

    struct Node: Sendable {
        /// As in the file; empty where it has none.
        var id: String
        var attributes: [Attribute]
        var place: SourcePlace
    }

    struct Edge: Sendable {
        var source: String
        var target: String
        var attributes: [Attribute]
        var place: SourcePlace
    }

    var path: String
    /// `GML`, `GraphML`, ...
    var format: String
    var attributes: [Attribute] = []
    var nodes: [Node] = []
    var edges: [Edge] = []
    /// What could not be read, or was repaired.
    var problems: [DeclaredProblem] = []

    init(path: String, format: String) { (self.path, self.format) = (path, format) }

    mutating func warn(_ place: SourcePlace, _ message: String) {
        problems.append(DeclaredProblem(place, message, severity: .warning))
    }

    mutating func note(_ place: SourcePlace, _ message: String) {
        problems.append(DeclaredProblem(place, message, severity: .note))
    }
}
