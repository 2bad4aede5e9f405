import Alerting
import Diagnosis
import NetworkModel
import SNMPMessages

/// The running monitor's state: schedule, devices, diagnosis and alerting. Pollers bring answers; each step that follows goes to the
/// recorder, which writes it before anything is sent. No call here waits for the network or the disk.
package actor Monitor {
    /// What one tick leaves to be written.
    package struct Record: Sendable {
        package var time: Timestamp
        package var step = MonitorFold.Step()
        package var samples: [Sample] = []
        package var observations = 0

        package var isEmpty: Bool { step.isEmpty && samples.isEmpty }
    }

    /// How a question of the schedule is carried out.
    package enum Plan: Sendable {
        case echo
        case get([ObjectIdentifier])
        /// Walk the name columns, give the rows to `located`, then get what it returns.
        case locate
        case inventory
    }

    /// What came of it.
    package enum Result: Sendable {
        case echo(answered: Bool, loss: Double, roundTripMilliseconds: Double?)
        case snmp(DeviceWatch.Answer)
        /// Nothing was asked.
        case none
    }

    private var fold: MonitorFold
    private var schedule: PollSchedule
    private var watches: [Int32: DeviceWatch]
    private var counters: [Int32: CounterWatch] = [:]
    private var pending: [Observation] = []
    private var samples: [Sample] = []

    package init(fold: MonitorFold, schedule: PollSchedule, watches: [Int32: DeviceWatch]) {
        self.fold = fold
        self.schedule = schedule
        self.watches = watches
    }

    /// Folds what came in since the last tick; returns what is to be written, and what is to be asked now.
    package func tick(at now: Timestamp) -> (record: Record, due: [PollSchedule.Due]) {
        var record = Record(time: now, samples: samples, observations: pending.count)
        record.step = pending.isEmpty ? fold.advance(to: now) : fold.receive(pending, at: now)
        pending.removeAll(keepingCapacity: true)
        samples.removeAll(keepingCapacity: true)
        for device in record.step.asked { recheck(device, at: now) }
        return (record, schedule.due(at: now))
    }

    /// Observations of another collector.
    package func receive(_ observations: [Observation]) { pending += observations }

    package func acknowledge(_ acknowledgement: Acknowledgement, at now: Timestamp) -> Record {
        Record(time: now, step: fold.acknowledge(acknowledgement, at: now))
    }

    /// Asks `device` for life and ports at the next tick, within the bound of the schedule.
    package func recheck(_ device: ObjectID, at now: Timestamp) {
        guard case .device(let index)? = fold.engine.network[device], let watch = watches[index] else { return }
        if watch.usesICMP { schedule.askNow(.init(device: index, question: .reachability), at: now) }
        schedule.askNow(.init(device: index, question: .ports), at: now)
    }

    package func plan(for due: PollSchedule.Due) -> Plan? {
        guard let watch = watches[due.device] else { return nil }
        switch due.question {
        case .reachability: return watch.usesICMP ? .echo : .get([DeclaredPorts.sysUpTime])
        case .ports: return watch.ports.isStale ? .locate : .get(watch.ports.stateRequest)
        case .counters: return watch.ports.isStale ? nil : .get(CounterWatch.request(for: watch.ports))
        case .inventory: return .inventory
        }
    }

    /// Takes the rows of the name columns; returns the request for the port states.
    package func located(_ device: Int32, in rows: [VarBind]) -> [ObjectIdentifier] {
        watches[device]?.ports.locate(in: rows)
        return watches[device]?.ports.stateRequest ?? []
    }

    package func finished(_ due: PollSchedule.Due, _ result: Result, at now: Timestamp) {
        schedule.finished(due)
        guard var watch = watches[due.device] else { return }
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
        watches[due.device] = watch
    }
}
