import DeviceFacts
import NetworkModel
import PingCollector
import SNMPCollector
import SNMPMessages

/// Carries out single questions of the schedule over SNMP and ICMP and brings the answers to the collector.
package struct Poller: Sendable {
    let engine: SNMPEngine
    /// nil where ICMP is not permitted or not to be used.
    let pinger: PingCollector?
    let collector: Collector
    let clock: @Sendable () -> Timestamp
    /// Takes what a device says of itself, for the inventory.
    let sight: @Sendable (ObjectID, DeviceReading) -> Void

    package func poll(_ question: Collector.Question) async {
        let result = await result(of: question)
        await collector.finished(question, result, at: clock())
    }

    /// Asks the targets of many questions for echoes at once, and again those that do not answer the first. What answers is told before the
    /// others are asked again: an answer that waits for somebody else's silence would seem to come from after a cut.
    package func ping(_ questions: [Collector.Question]) async {
        let silent = await ping(questions, PingOptions(count: 1, timeout: .milliseconds(250), retries: 0), isLast: false)
        _ = await ping(silent, PingOptions(count: 1, timeout: .seconds(1), retries: 1), isLast: true)
    }

    /// Returns the questions without an answer, which are over only if this was the last try.
    private func ping(
        _ questions: [Collector.Question], _ options: PingOptions, isLast: Bool
    ) async -> [Collector.Question] {
        guard let pinger, !questions.isEmpty else { return [] }
        let replies: [PingResult]
        do { replies = try await pinger.ping(questions.map(\.target.address.ip), options) } catch {
            // Without the right to send echoes any more, nothing is said about the devices.
            for question in questions { await collector.finished(question, .none, at: clock()) }
            return []
        }
        var silent: [Collector.Question] = []
        for (question, reply) in zip(questions, replies) {
            if !reply.isAnswered, !isLast {
                silent.append(question)
                continue
            }
            let result = Collector.Result.echo(
                answered: reply.isAnswered, loss: reply.loss, roundTripMilliseconds: reply.averageMilliseconds)
            await collector.finished(question, result, at: clock())
        }
        return silent
    }

    private func result(of question: Collector.Question) async -> Collector.Result {
        switch question.plan {
        case .echo: return .none
        case .get(let oids): return .snmp(await withClocks(await ask(oids, question), question))
        case .locate: return .snmp(await locate(question))
        case .inventory:
            let reading = await DeviceReading(of: question.target, through: engine)
            if let answers = reading.answers {
                await collector.learnSensors(question, in: answers.view)
                sight(question.device, reading)
                await collector.identify(question.device, as: DeviceIdentity(reading.facts))
            }
            return .none
        }
    }

    private func get(_ oids: [ObjectIdentifier], from target: SNMPTarget) async -> DeviceWatch.Answer {
        switch await engine.get(oids, from: target) {
        case .success(let answer): .values(answer.varBinds)
        case .failure(let reason): Self.answer(to: reason)
        }
    }

    /// As `get`, telling the monitor where another SNMPv3 engine answers at the device's address.
    private func ask(_ oids: [ObjectIdentifier], _ question: Collector.Question) async -> DeviceWatch.Answer {
        switch await engine.get(oids, from: question.target) {
        case .success(let answer): return .values(answer.varBinds)
        case .failure(let reason):
            if case .usm(.engineChanged(let was, let now)) = reason {
                await collector.identify(question.device, as: DeviceIdentity(engineID: now), pinned: was)
            }
            return Self.answer(to: reason)
        }
    }

    /// A sysUpTime that went back may have wrapped: the device's other clocks are asked for before anything is made of it.
    private func withClocks(_ answer: DeviceWatch.Answer, _ question: Collector.Question) async -> DeviceWatch.Answer {
        guard case .values(let values) = answer else { return answer }
        let clocks = await collector.clocksWanted(question, for: values)
        guard !clocks.isEmpty, case .values(let more) = await get(clocks, from: question.target) else { return answer }
        return .values(values + more)
    }

    /// Finds the ports by their names, then reads their states.
    private func locate(_ question: Collector.Question) async -> DeviceWatch.Answer {
        let walk = await engine.walk(DeclaredPorts.nameColumns, of: question.target)
        if let failure = walk.failure { return Self.answer(to: failure) }
        return await get(collector.located(question, in: walk.varBinds), from: question.target)
    }

    /// A refusal proves that the device lives; every other reason is "no answer" (FAULTS.md A8).
    static func answer(to reason: SNMPFailure) -> DeviceWatch.Answer {
        switch reason {
        case .usm: .refused(.auth)
        case .agent(.authorizationError, _): .refused(.denied)
        case .agent, .malformed, .truncated: .refused(.busy)
        case .timeout, .refused, .unreachable, .unsendable, .busy, .cancelled: .none
        }
    }
}
