import SNMPMessages
import Synchronization

extension SNMPEngine {
    /// Reads everything below each of `roots`, all roots at once as far as the device may be asked (columns of a table are thus read
    /// in parallel), with GETBULK whose size follows what the device has been seen to bear.
    ///
    /// Never ends in an error: what could be read is returned, with the reason why not all was.
    /// - Parameter unordered: accept rows in any order, each once, for agents that do not sort (`agent-not-increasing` otherwise).
    package func walk(
        _ roots: [ObjectIdentifier], of target: SNMPTarget, budget: WalkBudget = WalkBudget(), unordered: Bool = false
    ) async -> WalkResult {
        let started = ContinuousClock.now
        let session = WalkSession(budget: budget, deadline: started + budget.time)
        var columns = await readColumns(roots, of: target, session: session, unordered: unordered)
        await rereadSkipped(&columns, of: target, session: session)
        var result = session.result(columns)
        let seconds = (ContinuousClock.now - started).components
        result.seconds = Double(seconds.seconds) + Double(seconds.attoseconds) / 1e18
        return result
    }

    private func readColumns(
        _ roots: [ObjectIdentifier], of target: SNMPTarget, session: WalkSession, unordered: Bool
    ) async -> [ColumnWalk] {
        await withTaskGroup(of: (Int, ColumnWalk).self) { group in
            var columns = roots.map { ColumnWalk(root: $0, unordered: unordered) }
            var next = 0
            func addNext() {
                guard next < roots.count else { return }
                let (index, column) = (next, columns[next])
                next += 1
                group.addTask { (index, await self.read(column, of: target, session: session)) }
            }
            for _ in 0..<Int(DeviceRecord.ceiling) { addNext() }
            while let (index, column) = await group.next() {
                columns[index] = column
                addNext()
            }
            return columns
        }
    }

    /// Reads one column to its end.
    func read(_ column: ColumnWalk, of target: SNMPTarget, session: WalkSession) async -> ColumnWalk {
        var column = column
        var depth = 0
        while case .ask(let last) = column.step {
            if let stop = session.reasonToStop() {
                column.stop("walk-truncated: \(column.root) \(stop)", truncated: true)
                break
            }
            depth += 1
            let repetitions = target.credential.version == .v1 ? 1 : learned(target).maxRepetitions
            session.willAsk(depth: depth)
            let outcome = await askNext(last, repetitions, of: target, session: session)
            take(outcome, repetitions, of: target, session: session, into: &column)
        }
        return column
    }

    /// One GETBULK, or GETNEXT for a single row. Large bulks are given up after two tries: their replies may be what gets lost.
    private func askNext(
        _ last: ObjectIdentifier, _ repetitions: Int, of target: SNMPTarget, session: WalkSession
    ) async -> SNMPOutcome {
        if repetitions <= 1 { return await getNext([last], from: target) }
        var target = target
        if session.hasAnswered { target.retries = min(target.retries, 1) }
        return await getBulk([last], maxRepetitions: repetitions, from: target)
    }

    private func take(
        _ outcome: SNMPOutcome, _ repetitions: Int, of target: SNMPTarget, session: WalkSession, into column: inout ColumnWalk
    ) {
        switch outcome {
        case .success(let answer):
            let before = (column.varBinds.count, column.octets)
            column.receive(answer.varBinds, maximumRows: session.budget.rowsPerRoot)
            session.didRead(rows: column.varBinds.count - before.0, octets: column.octets - before.1, findings: answer.findings)
            if answer.varBinds.count >= repetitions, !column.isDone { learn(target) { $0.grow() } }
        case .failure(let failure): fail(failure, repetitions, of: target, session: session, column: &column)
        }
    }

    private func fail(
        _ failure: SNMPFailure, _ repetitions: Int, of target: SNMPTarget, session: WalkSession, column: inout ColumnWalk
    ) {
        switch failure {
        case .agent(.noSuchName, _): column.end()
        case .agent(let status, _) where repetitions <= 1:
            column.stop("agent-error: \(status) below \(column.root)", truncated: true)
        case .agent, .timeout, .truncated, .malformed:
            // Fewer rows may go through: tooBig, a bulk that the agent cannot build, replies whose fragments get lost.
            if repetitions > 1 {
                session.didFail(failure)
                return learn(target) { $0.shrink(from: repetitions) }
            }
            fallthrough
        default:
            session.abort(failure)
            column.stop("walk-truncated: \(column.root) \(failure)", truncated: true)
        }
    }
}

/// What the columns of one walk share: budgets, counts, and whether the device is lost.
final class WalkSession: Sendable {
    private struct State {
        var requests = 0
        var depth = 0
        var rows = 0
        var octets = 0
        var findings: Set<String> = []
        var failure: SNMPFailure?
        var answered = false
    }

    let budget: WalkBudget
    private let deadline: ContinuousClock.Instant
    private let state = Mutex(State())

    init(budget: WalkBudget, deadline: ContinuousClock.Instant) { (self.budget, self.deadline) = (budget, deadline) }

    var hasAnswered: Bool { state.withLock { $0.answered } }

    func willAsk(depth: Int) {
        state.withLock { state in
            state.requests += 1
            state.depth = max(state.depth, depth)
        }
    }

    func didRead(rows: Int, octets: Int, findings: [String]) {
        state.withLock { state in
            state.answered = true
            state.rows += rows
            state.octets += octets
            state.findings.formUnion(findings)
        }
    }

    func didFail(_ failure: SNMPFailure) {
        state.withLock { state in if case .agent = failure { state.answered = true } }
    }

    func add(_ finding: String) { state.withLock { state in _ = state.findings.insert(finding) } }

    /// The device does not answer any more: all columns stop.
    func abort(_ failure: SNMPFailure) { state.withLock { state in state.failure = state.failure ?? failure } }

    /// Nil to go on; else why not, in words.
    func reasonToStop() -> String? {
        state.withLock { state in
            if let failure = state.failure { return failure.description }
            if Task.isCancelled { return "cancelled" }
            if state.rows >= budget.rows { return "after \(state.rows) rows in all" }
            if state.octets >= budget.octets { return "after \(state.octets) octets in all" }
            return ContinuousClock.now >= deadline ? "out of time" : nil
        }
    }

    func result(_ columns: [ColumnWalk]) -> WalkResult {
        state.withLock { state in
            var result = WalkResult()
            for column in columns {
                result.varBinds += column.varBinds
                state.findings.formUnion(column.findings)
                if column.isTruncated { result.truncated.append(column.root) }
            }
            result.findings = state.findings.sorted()
            (result.failure, result.requests, result.depth) = (state.failure, state.requests, state.depth)
            return result
        }
    }
}
