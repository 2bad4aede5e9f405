import Alerting
import Diagnosis
import NetworkModel
import SNMPCollector
import SNMPMessages

/// The running monitor's state: schedule, devices, diagnosis and alerting. Pollers bring answers; each step that follows goes to the
/// recorder, which writes it before anything is sent. No call here waits for the network or the disk.
package actor Monitor {
    /// What one tick leaves to be written.
    package struct Record: Sendable {
        package var time: Timestamp
        package var step = MonitorFold.Step()
        package var samples: [Sample] = []
        package var observations: [Observation] = []

        package var isEmpty: Bool { step.isEmpty && samples.isEmpty }
    }

    /// What is watched, and how each device is asked; replaced as a whole by a reload.
    package struct Devices: Sendable {
        package var schedule: PollSchedule
        package var watches: [Int32: DeviceWatch]
        package var targets: [Int32: SNMPTarget]
        package init(schedule: PollSchedule, watches: [Int32: DeviceWatch], targets: [Int32: SNMPTarget]) {
            (self.schedule, self.watches, self.targets) = (schedule, watches, targets)
        }
    }

    /// How a question of the schedule is carried out.
    package enum Plan: Sendable {
        case echo
        case get([ObjectIdentifier])
        /// Walk the name columns, give the rows to `located`, then get what it returns.
        case locate
        case inventory
    }

    /// A question to be carried out now.
    package struct Question: Sendable {
        package let due: PollSchedule.Due
        package let device: ObjectID
        package let target: SNMPTarget
        package let plan: Plan
        fileprivate let generation: Int

        package var isEcho: Bool { if case .echo = plan { true } else { false } }
    }

    /// What came of it.
    package enum Result: Sendable {
        case echo(answered: Bool, loss: Double, roundTripMilliseconds: Double?)
        case snmp(DeviceWatch.Answer)
        /// Nothing that concerns the fold.
        case none
    }

    private var fold: MonitorFold
    private var devices: Devices
    /// Counts reloads: an answer to a question of before one is dropped, for its device number may mean another device.
    private var generation = 0
    private var counters: [Int32: CounterWatch] = [:]
    private var pending: [Observation] = []
    private var samples: [Sample] = []

    package init(fold: MonitorFold, devices: Devices) {
        self.fold = fold
        self.devices = devices
    }

    /// Folds what came in since the last tick; returns what is to be written, and what is to be asked now.
    package func tick(at now: Timestamp) -> (record: Record, questions: [Question]) {
        var record = Record(time: now, samples: samples, observations: pending)
        record.step = pending.isEmpty ? fold.advance(to: now) : fold.receive(pending, at: now)
        pending.removeAll(keepingCapacity: true)
        samples.removeAll(keepingCapacity: true)
        for device in record.step.asked { recheck(device, at: now) }
        return (record, devices.schedule.due(at: now).compactMap(question))
    }

    /// Observations of another collector.
    package func receive(_ observations: [Observation]) { pending += observations }

    package func acknowledge(_ acknowledgement: Acknowledgement, at now: Timestamp) -> Record {
        Record(time: now, step: fold.acknowledge(acknowledgement, at: now))
    }

    package func schedule(_ windows: [MaintenanceWindow], at now: Timestamp) -> Record {
        Record(time: now, step: fold.schedule(windows, at: now))
    }

    /// A changed network or policy, in force from the next tick; see `MonitorFold.reload`.
    package func reload(_ watched: Network, context: EpisodeContext, policy: AlertPolicy, open: [Incident], devices: Devices) {
        fold.reload(network: watched, context: context, policy: policy, open: open)
        self.devices = devices
        generation += 1
        counters = [:]
        pending = []
    }

    /// Asks `device` for life and ports at the next tick, within the bound of the schedule.
    package func recheck(_ device: ObjectID, at now: Timestamp) {
        guard case .device(let index)? = fold.engine.network[device], let watch = devices.watches[index] else { return }
        if watch.usesICMP { devices.schedule.askNow(.init(device: index, question: .reachability), at: now) }
        devices.schedule.askNow(.init(device: index, question: .ports), at: now)
    }

    /// nil where there is nothing to ask; the turn is then over.
    private func question(_ due: PollSchedule.Due) -> Question? {
        guard let watch = devices.watches[due.device], let target = devices.targets[due.device], let plan = plan(due, watch)
        else {
            devices.schedule.finished(due)
            return nil
        }
        return Question(due: due, device: watch.device, target: target, plan: plan, generation: generation)
    }

    private func plan(_ due: PollSchedule.Due, _ watch: DeviceWatch) -> Plan? {
        switch due.question {
        case .reachability: watch.usesICMP ? .echo : .get([DeclaredPorts.sysUpTime])
        case .ports: watch.ports.isStale ? .locate : .get(watch.ports.stateRequest)
        case .counters: watch.ports.isStale ? nil : .get(CounterWatch.request(for: watch.ports))
        case .inventory: .inventory
        }
    }

    /// Takes the rows of the name columns; returns the request for the port states.
    package func located(_ question: Question, in rows: [VarBind]) -> [ObjectIdentifier] {
        guard question.generation == generation else { return [] }
        devices.watches[question.due.device]?.ports.locate(in: rows)
        return devices.watches[question.due.device]?.ports.stateRequest ?? []
    }

    package func finished(_ question: Question, _ result: Result, at now: Timestamp) {
        guard question.generation == generation else { return }
        let due = question.due
        devices.schedule.finished(due)
        guard var watch = devices.watches[due.device] else { return }
        switch (result, due.question) {
        case (.echo(let answered, let loss, let roundTrip), _):
            pending += watch.reachability(icmp: answered, loss: loss, roundTripMilliseconds: roundTrip, at: now)
            samples.append(Sample(time: now, object: watch.device, metric: .loss, value: loss))
            if let roundTrip { samples.append(Sample(time: now, object: watch.device, metric: .roundTrip, value: roundTrip)) }
        case (.snmp(let answer), .reachability): pending += watch.reachability(snmp: answer, at: now)
        case (.snmp(let answer), .ports): pending += watch.portStates(answer, at: now)
        case (.snmp(.values(let values)), .counters):
            samples += counters[due.device, default: CounterWatch()].samples(in: values, of: watch.ports, at: now)
        case (.snmp, _), (.none, _): break
        }
        devices.watches[due.device] = watch
    }
}
