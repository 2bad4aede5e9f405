import NetworkModel

/// Observations in, incidents out: a deterministic fold, the same in `replay` and in the running monitor.
///
/// Same network, context and calls give the same actions. `now` never goes back; an observation with an earlier time is
/// taken as arrived at `now`.
package struct DiagnosisEngine: Sendable {
    package let network: Network
    package let context: EpisodeContext
    /// All incidents so far, open and closed, in the order of opening.
    package private(set) var incidents: [Incident] = []

    package init(network: Network, context: EpisodeContext) {
        self.network = network
        self.context = context
    }

    /// Takes one observation; returns what follows from it, in order.
    package mutating func receive(_ observation: Observation, at now: Timestamp) -> [DiagnosisAction] { [] }

    /// Lets time pass without an observation: holds end, silence grows old.
    package mutating func advance(to now: Timestamp) -> [DiagnosisAction] { [] }

    /// The state of a device, link, interface or site as of the last call.
    package func state(of object: ObjectID) -> ObjectState { .unknown }
}
