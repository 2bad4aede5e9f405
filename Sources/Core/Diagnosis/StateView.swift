import NetworkModel

/// The state of devices and links as last shown, so that only changes are told.
struct StateView: Sendable {
    var device: [ObjectState]
    var link: [ObjectState]

    init(_ tables: DiagnosisTables) {
        device = Array(repeating: .unknown, count: tables.graph.deviceCount)
        link = Array(repeating: .unknown, count: tables.graph.linkCount)
    }
}

extension DiagnosisEngine {
    /// The state of a device, link, interface or site as of the last call; of anything else `unknown`.
    package func state(of object: ObjectID) -> ObjectState {
        switch tables.network[object] {
        case .device(let device): state(ofDevice: device)
        case .link(let link): state(ofLink: link)
        case .interface(let link, let end): state(ofPort: link << 1 | (end == .b ? 1 : 0))
        case .site(let site): state(ofSite: site)
        default: .unknown
        }
    }

    func state(ofDevice device: Int32) -> ObjectState {
        for entry in book.entries where entry.isOpen && entry.cause.devices.contains(device) && !entry.cause.silent {
            return .down
        }
        let polls = tables.polls(of: device)
        guard !polls.isEmpty else { return .unknown }
        let seen = polls.filter { solver.isEvidence(Int32($0), evidence, input) }
        guard !seen.isEmpty else { return .unknown }
        if !solver.isSilent(device, evidence, input) {
            return seen.contains { evidence.lastGood[$0] > context.start.milliseconds } ? .up : .unknown
        }
        // A poll that was lost just before the rest behind the cause fell silent is no item of it, and out of sight all the same.
        let explained =
            seen.contains { isDark(Int32($0)) }
            || book.entries.contains { entry in entry.isOpen && seen.contains { entry.items.contains(Int32($0)) } }
        return explained ? .unobserved : .unknown
    }

    func state(ofLink link: Int32) -> ObjectState {
        for entry in book.entries where entry.isOpen && entry.cause.links.contains(link) && !entry.cause.silent { return .down }
        let ends = [state(ofPort: link << 1), state(ofPort: link << 1 | 1)]
        if ends.contains(.down) { return .down }
        if ends.contains(.up) { return .up }
        return ends.contains(.unobserved) ? .unobserved : .unknown
    }

    func state(ofPort port: Int32) -> ObjectState {
        if evidence.isDown[Int(port)] { return .down }
        let device = tables.device(ofPort: port)
        switch state(ofDevice: device) {
        case .up: return evidence.lastRead[Int(device)] > context.start.milliseconds ? .up : .unknown
        case .down, .unobserved: return .unobserved
        case .unknown: return .unknown
        }
    }

    func state(ofSite site: Int32) -> ObjectState {
        let states = tables.network.devicesOfSite[site].map { state(ofDevice: $0) }
        if states.contains(.up) { return .up }
        if states.contains(.unobserved) { return .unobserved }
        return states.contains(.down) ? .down : .unknown
    }
}
