import NetworkModel

/// A change of a simulated network while it runs; as text `cut duct:u7`, `mend duct:u7`, `mute dev:a1`, `unmute dev:a1`.
package enum SimulatedChange: Hashable, Sendable {
    case cut(ObjectID)
    case mend(ObjectID)
    /// The agent says nothing while its device forwards.
    case mute(ObjectID)
    case unmute(ObjectID)

    /// - Throws: `SimulationError.unknownCommand`.
    package init(parsing line: some StringProtocol) throws(SimulationError) {
        let words = line.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2 else { throw .unknownCommand(String(line)) }
        let object = ObjectID(String(words[1]))
        switch words[0] {
        case "cut": self = .cut(object)
        case "mend": self = .mend(object)
        case "mute": self = .mute(object)
        case "unmute": self = .unmute(object)
        default: throw .unknownCommand(String(line))
        }
    }

    /// Returns the ports whose state changed.
    func apply(to world: inout SimulatedWorld, at now: Int64) throws(SimulationError) -> [Int32] {
        switch self {
        case .cut(let object): return try world.fail(object, at: now)
        case .mend(let object): return try world.mend(object, at: now)
        case .mute(let device):
            try world.mute(device, true, at: now)
            return []
        case .unmute(let device):
            try world.mute(device, false, at: now)
            return []
        }
    }
}
