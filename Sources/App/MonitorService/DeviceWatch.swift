import DeviceFacts
import Diagnosis
import NetworkModel
import SNMPMessages

/// Turns the answers of one device into observations: a pure value that remembers only what the next answer is compared with.
package struct DeviceWatch: Sendable {
    /// What came of one poll.
    package enum Answer: Sendable {
        case values([VarBind])
        /// Nothing came back, whatever the reason (FAULTS.md A8).
        case none
        /// The device lives but refused the read or is overloaded.
        case refused(Observation.SNMPFailure)
    }

    package let device: ObjectID
    package let collector: ObjectID
    /// Reachability is judged by ICMP; SNMP that fails beside it is the agent's failure, not the device's.
    package let usesICMP: Bool
    package var ports: DeclaredPorts

    private var missedPoll = false
    private var answeredPing = false
    private var uptime = DeviceUptime()
    private var clockDoubt = ClockDoubt()
    private var hasRestarted = false
    private var downPorts: Set<ObjectID> = []

    package init(device: Int32, in network: Network, collector: ObjectID, usesICMP: Bool) {
        self.device = network.document.devices[Int(device)].id
        self.collector = collector
        self.usesICMP = usesICMP
        ports = DeclaredPorts(of: device, in: network)
    }

    package mutating func reachability(icmp answered: Bool, loss: Double, roundTripMilliseconds: Double?, at now: Timestamp)
        -> [Observation]
    {
        answeredPing = answered
        guard answered else {
            missedPoll = true
            return [observation(.ping(.timeout), now)]
        }
        return [observation(.ping(.ok(loss: loss, roundTripMilliseconds: roundTripMilliseconds, ports: .unread)), now)]
    }

    /// An answer to sysUpTime alone, where ICMP is not used.
    package mutating func reachability(snmp answer: Answer, at now: Timestamp) -> [Observation] {
        switch answer {
        case .values(let values):
            return [observation(.ping(.ok(ports: .unread)), now)] + restart(in: values, at: now)
        case .none:
            missedPoll = true
            return [observation(.ping(.timeout), now)]
        case .refused(let failure):
            return [observation(.ping(.ok(ports: .unread)), now), observation(.snmp(failure), now)]
        }
    }

    /// An answer to `ports.stateRequest`.
    package mutating func portStates(_ answer: Answer, at now: Timestamp) -> [Observation] {
        switch answer {
        case .values(let values): return portStates(in: values, at: now)
        case .refused(let failure):
            return [observation(.ping(.ok(ports: .unread)), now), observation(.snmp(failure), now)]
        case .none where usesICMP:
            // Only beside a ping that was answered does a silent agent mean anything of its own.
            return answeredPing ? [observation(.snmp(.timeout), now)] : []
        case .none:
            missedPoll = true
            return [observation(.ping(.timeout), now)]
        }
    }

    private mutating func portStates(in values: [VarBind], at now: Timestamp) -> [Observation] {
        let states = ports.states(in: values)
        // A port that no row names counts as up, so a poll that could not read some port names each of the others instead.
        let complete = !states.contains(.unknown)
        var result = [observation(.ping(.ok(ports: complete ? .read : .unread)), now)]
        result += restart(in: values, at: now)
        for (port, state) in zip(ports.ports, states) {
            switch state {
            case .down:
                downPorts.insert(port.interface)
                result.append(observation(.ifOper(interface: port.interface, up: false), now))
            case .up:
                if downPorts.remove(port.interface) != nil || !complete {
                    result.append(observation(.ifOper(interface: port.interface, up: true), now))
                }
            case .unknown: break
            }
        }
        return result
    }

    /// Further clocks to ask for before an answer is handed on; empty where there is no doubt about them.
    package func clocksWanted(for values: [VarBind]) -> [ObjectIdentifier] { uptime.clocksWanted(for: values) }

    /// The device's age, at the first answer after a missed poll or when it started again; a restart makes the port map stale.
    private mutating func restart(in values: [VarBind], at now: Timestamp) -> [Observation] {
        let received = uptime.receive(values, at: now)
        clockDoubt.receive(received)
        guard let change = received else { return [] }
        defer { missedPoll = false }
        if change == .restarted {
            hasRestarted = true
            ports.forget()
        }
        guard let age = uptime.ageSeconds, change == .restarted || (missedPoll && change != .unknown) else { return [] }
        return [observation(.uptime(seconds: age), now)]
    }

    /// What its answers showed to be odd since the last call, each once.
    package mutating func takeFindings(at now: Timestamp) -> [Finding] {
        clockDoubt.take(of: device, at: now).map { [$0] } ?? []
    }

    /// What an answer says beside reachability and ports: was it refused, is the agent silent, did the device restart. Rules are asked
    /// about it.
    package mutating func facts(of answer: Answer, at now: Timestamp) -> [Sample] {
        let sample = { [device] (metric: Sample.Metric, isTrue: Bool) in
            Sample(time: now, object: device, metric: metric, value: isTrue ? 1 : 0)
        }
        switch answer {
        case .values:
            defer { hasRestarted = false }
            return [sample(.refused, false), sample(.agentSilent, false), sample(.restarted, hasRestarted)]
        case .refused(let failure): return [sample(.refused, failure == .auth || failure == .denied)]
        case .none: return usesICMP && answeredPing ? [sample(.agentSilent, true)] : []
        }
    }

    private func observation(_ kind: Observation.Kind, _ now: Timestamp) -> Observation {
        Observation(time: now, collector: collector, device: device, kind: kind)
    }
}
