import Alerting
import DeviceFacts
import Diagnosis
import NetworkModel

/// The running monitor's state: diagnosis and alerting. Each step goes to the recorder, which writes it before anything is sent.
/// No call here waits for the network or the disk.
package actor Monitor {
    /// What one tick leaves to be written.
    package struct Record: Sendable {
        package var time: Timestamp
        package var step = MonitorFold.Step()
        package var samples: [Sample] = []
        package var observations: [Observation] = []
        /// The box that each of these devices is taken to be from now on.
        package var identities: [ObjectID: DeviceIdentity] = [:]
        /// Devices whose new box was taken as the device: the next SNMPv3 engine id is theirs.
        package var renewed: [ObjectID] = []

        package var isEmpty: Bool { step.isEmpty && samples.isEmpty && identities.isEmpty }
    }

    private var fold: MonitorFold
    /// Rows of other collectors since the last tick.
    private var received: [Observation] = []

    package init(fold: MonitorFold) { self.fold = fold }

    /// Folds what came in since the last tick.
    package func tick(_ harvest: Collector.Harvest, at now: Timestamp) -> Record {
        let observations = harvest.observations + received
        received.removeAll(keepingCapacity: true)
        var record = Record(time: now, samples: harvest.samples, observations: observations)
        record.step = observations.isEmpty ? fold.advance(to: now) : fold.receive(observations, at: now)
        for seen in harvest.identities {
            if let pinned = seen.pinned { fold.identities.pin(pinned, of: seen.device) }
            record.step.append(fold.receive(seen.identity, of: seen.device, at: now))
        }
        record.identities = fold.identities.takeChanged()
        return record
    }

    /// Observations of another collector.
    package func receive(_ observations: [Observation]) { received += observations }

    package func acknowledge(_ acknowledgement: Acknowledgement, at now: Timestamp) -> Record {
        var record = Record(time: now, step: fold.acknowledge(acknowledgement, at: now))
        record.identities = fold.identities.takeChanged()
        record.renewed = record.step.actions.compactMap { if case .closed(let incident) = $0 { incident.best } else { nil } }
        return record
    }

    package func schedule(_ windows: [MaintenanceWindow], at now: Timestamp) -> Record {
        Record(time: now, step: fold.schedule(windows, at: now))
    }

    /// A changed network or policy, in force from the next tick; see `MonitorFold.reload`.
    package func reload(_ network: Network, context: EpisodeContext, policy: AlertPolicy, open: [Incident]) {
        fold.reload(network: network, context: context, policy: policy, open: open)
        received = []
    }
}
