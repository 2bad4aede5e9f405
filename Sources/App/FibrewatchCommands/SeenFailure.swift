import Diagnosis
import InventoryStore
import NetworkModel

/// What is out by what the monitor wrote down: objects that it sees down, and what the causes of the open incidents take with them. What is
/// seen up is not out, whatever a cause says of it.
struct SeenFailure {
    /// The cause of an open incident.
    struct Cause: Encodable {
        var incident: String
        var object: ObjectID
        let failure: Failure

        private enum CodingKeys: String, CodingKey { case incident, object }
    }

    private(set) var failure = Failure.nothing
    private(set) var causes: [Cause] = []
    /// nil where nothing was ever watched: then nothing is known to be otherwise than up.
    private var store: Store?
    private var time: Timestamp?

    static var nothing: SeenFailure { SeenFailure() }
    private init() {}

    init(_ source: StateSource, _ network: Network) throws {
        guard let store = try source.store() else { return }
        (self.store, time) = (store, source.options.at)
        for state in try store.states(at: time, only: .down) {
            add(network.failure(of: state.object) ?? .nothing)
        }
        for incident in try store.incidents(open: true, at: time) where incident.takesDownItsCause {
            guard var taken = network.failure(of: incident.best) else { continue }
            taken.devices = try taken.devices.filter { try state(of: network.document.devices[Int($0)].id) != .up }
            taken.links = try taken.links.filter { try state(of: network.document.links[Int($0)].id) != .up }
            add(taken)
            causes.append(Cause(incident: incident.id, object: incident.best, failure: taken))
        }
    }

    private mutating func add(_ other: Failure) {
        failure.devices += other.devices
        failure.links += other.links
    }

    /// As it was written down; unknown where it never was.
    func state(of object: ObjectID) throws -> ObjectState {
        guard let store else { return .up }
        return try store.state(of: object, at: time)?.state ?? .unknown
    }
}

extension Incident {
    /// Its cause is out of order as long as it is open: not where it merely is worse, or comes and goes.
    fileprivate var takesDownItsCause: Bool { alert == nil && (kind == .fault || kind == .planned) }
}
