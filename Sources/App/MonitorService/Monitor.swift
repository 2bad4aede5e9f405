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
        /// What the monitor knows, from time to time.
        package var snapshot: MonitorSnapshot?
        /// What happened to the monitor itself, for the audit.
        package var notes: [String] = []
        /// Numbers of the requests of people that this record answers.
        package var requests: [Int64] = []

        package var isEmpty: Bool {
            step.isEmpty && samples.isEmpty && identities.isEmpty && notes.isEmpty && requests.isEmpty && snapshot == nil
        }
    }

    private var fold: MonitorFold
    /// Rows of other collectors since the last tick.
    private var received: [Observation] = []
    /// How many devices are silent and may be, see `DiagnosisEngine.expectedSilentCount`.
    package var expectedSilentCount: Int { fold.engine.expectedSilentCount }

    /// Values that came by another way than the schedule.
    private var samples: [Sample] = []
    private var ticked: Timestamp?
    private var kept: Timestamp?
    private var context: EpisodeContext?
    /// Between two ticks lies a quarter of a second; so long a gap means that the whole process stood still.
    static let sleep = TimeSpan.seconds(15)

    /// - Parameter context: with which diagnosis begins anew after the process slept; nil: it never does.
    package init(fold: MonitorFold, context: EpisodeContext? = nil) {
        self.fold = fold
        self.context = context
    }

    /// Folds what came in since the last tick.
    package func tick(_ harvest: Collector.Harvest, at now: Timestamp) -> Record {
        var record = Record(time: now, samples: harvest.samples + samples)
        if let note = sleepNoticed(at: now) {
            record.notes = [note]
            (record.samples, received) = ([], [])
        } else {
            record.observations = harvest.observations + received
        }
        received.removeAll(keepingCapacity: true)
        samples.removeAll(keepingCapacity: true)
        record.step = fold.receive(record.observations, samples: fold.derived(from: record.samples), at: now)
        for seen in harvest.identities {
            if let pinned = seen.pinned { fold.identities.pin(pinned, of: seen.device) }
            record.step.append(fold.receive(seen.identity, of: seen.device, at: now))
        }
        if !harvest.findings.isEmpty { record.step.append(fold.receive(findings: harvest.findings, at: now)) }
        record.identities = fold.identities.takeChanged()
        let period = record.step.changesIncidents ? MonitorSnapshot.haste : MonitorSnapshot.period
        if kept.map({ now - $0 >= period }) ?? true {
            kept = now
            record.snapshot = fold.snapshot(at: now)
        }
        return record
    }

    /// The process stood still (SIGSTOP, a suspended machine): what is silent since is our own silence. Diagnosis begins anew, and what
    /// came in over the gap says nothing.
    private func sleepNoticed(at now: Timestamp) -> String? {
        defer { ticked = max(ticked ?? now, now) }
        guard let before = ticked, now - before > Self.sleep, var context else { return nil }
        context.start = now
        fold.wake(context)
        return "the monitor was asleep for \((now - before).words) until \(now.clock); nothing was watched meanwhile"
    }

    /// What is wrong with the monitor itself now, by part.
    package func receive(troubles: [String: String], since began: [String: Timestamp] = [:], at now: Timestamp) -> Record {
        Record(time: now, step: fold.receive(troubles: troubles, since: began, at: now))
    }

    /// Values that came by another way than the schedule: sensors of an inventory.
    package func receive(_ more: [Sample]) { samples += more }

    /// Observations of another collector.
    package func receive(_ observations: [Observation]) { received += observations }

    package func acknowledge(_ acknowledgement: Acknowledgement, at now: Timestamp) -> Record {
        var record = Record(time: now, step: fold.acknowledge(acknowledgement, at: now))
        record.identities = fold.identities.takeChanged()
        record.renewed = record.step.actions.compactMap { if case .closed(let incident) = $0 { incident.best } else { nil } }
        return record
    }

    package func group(_ request: GroupRequest, at now: Timestamp) -> Record {
        Record(time: now, step: fold.group(request, at: now))
    }

    package func schedule(_ windows: [MaintenanceWindow], at now: Timestamp) -> Record {
        Record(time: now, step: fold.schedule(windows, at: now))
    }

    /// A changed network or policy, in force from the next tick; see `MonitorFold.reload`.
    package func reload(_ network: Network, context: EpisodeContext, policy: AlertPolicy) {
        fold.reload(network: network, context: context, policy: policy, at: context.start)
        if self.context != nil { self.context = context }
        received = []
    }
}
