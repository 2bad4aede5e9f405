import Diagnosis
import NetworkModel

/// A network as nodes and edges of one layer, with places, states and the fields that planners want: what every exporter draws from.
///
/// Order is that of the network's lists, so the same network gives the same bytes.
package struct NetworkMap: Sendable {
    package struct Node: Hashable, Sendable {
        package var id: ObjectID
        package var name: String
        /// Kind of the site (`dc`, `post`, ...) or `joint`.
        package var kind: String
        /// Role of the device; nil for sites and joints.
        package var role: String?
        /// The site of a device; nil for sites and joints.
        package var site: ObjectID?
        package var place: GeoPoint?
        package var state: ObjectState?
        package var cause: CauseMark?
        package var fields: [Field] = []
    }

    package struct Edge: Hashable, Sendable {
        package var id: ObjectID
        /// Positions in `nodes`.
        package var a: Int
        package var b: Int
        package var kind: String
        package var name: String
        package var mbps: Double?
        package var km: Double?
        package var state: ObjectState?
        package var cause: CauseMark?
        /// From `a` to `b`; empty where an end has no place.
        package var line: [GeoPoint]
        package var fields: [Field] = []
    }

    /// Whether an object is named as a root cause: surely the best guess, or one of several.
    package enum CauseMark: String, Hashable, Sendable { case best, candidate }

    package struct Field: Hashable, Sendable {
        package var name: String
        package var value: Value
    }

    package enum Value: Hashable, Sendable {
        case text(String), number(Double), integer(Int), flag(Bool)

        /// Unescaped.
        package var text: String {
            switch self {
            case .text(let text): text
            case .number(let number): number.jsonNumber
            case .integer(let integer): String(integer)
            case .flag(let flag): flag ? "true" : "false"
            }
        }

        var json: JSONText {
            switch self {
            case .text(let text): .text(text)
            case .number(let number): .number(number)
            case .integer(let integer): .integer(integer)
            case .flag(let flag): .flag(flag)
            }
        }
    }

    package let network: Network
    package let state: MapState
    package let options: MapOptions
    package let layer: MapOptions.Layer
    package var nodes: [Node] = []
    package var edges: [Edge] = []
    /// Geometry of each duct of the network, in their order.
    package let ducts: [DuctCourse]

    package init(
        _ network: Network, state: MapState = .declared, options: MapOptions = MapOptions(),
        layer fallback: MapOptions.Layer = .ip
    ) {
        self.network = network
        self.state = state
        self.options = options
        layer = options.layer ?? fallback
        ducts = DuctCourse.courses(of: network)
        build()
    }

    /// The title given, else the network's name.
    package var title: String { options.title ?? (network.document.name.isEmpty ? "Network" : network.document.name) }

    /// True where fewer than two nodes, or fewer than half, have a place: then only a drawing by Graphviz says anything.
    package var lacksPlaces: Bool {
        let placed = nodes.count { $0.place != nil }
        return placed < 2 && nodes.count > 1 || placed * 2 < nodes.count
    }
}
