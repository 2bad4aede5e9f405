import Diagnosis
import NetworkModel
import Rendering

/// The states of objects as the monitor last wrote them down, and how they are shown.
struct ObjectStates {
    var states: [ObjectID: ObjectState]

    /// nil for kinds of objects that have no state of their own; unknown where nothing was written down.
    func state(of id: ObjectID) -> ObjectState? {
        switch id.kind {
        case .device, .link, .interface, .site: states[id] ?? .unknown
        default: nil
        }
    }
}

extension ObjectState {
    /// The word with its colour.
    var cell: TextTable.Cell {
        switch self {
        case .up: .init(rawValue, color: .green)
        case .down: .init(rawValue, color: .red)
        case .unobserved: .init(rawValue, color: .yellow)
        case .unknown: .init(rawValue, color: .dim)
        }
    }
}
