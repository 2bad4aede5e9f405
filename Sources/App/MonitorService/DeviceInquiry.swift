import DeviceFacts
import SNMPCollector
import SNMPMessages

/// Asks one device everything that `DeviceFacts` can read: first who it is, then which tables it has, then these, columns in parallel.
package struct DeviceInquiry: Sendable {
    /// What came back, also when it is not all.
    package struct Result: Sendable {
        package var view: MIBView
        package var requests: Int
        package var findings: [String]
        package var seconds: Double
        /// Columns that were not read to their end: rows missing there are unknown, not gone.
        package var truncated: [ObjectIdentifier]
        /// Why the device stopped answering; nil if it answered to the end.
        package var failure: SNMPFailure?

        package var isComplete: Bool { truncated.isEmpty && failure == nil }
    }

    package let engine: SNMPEngine
    package let target: SNMPTarget
    package var budget = WalkBudget()

    package init(_ engine: SNMPEngine, _ target: SNMPTarget) { (self.engine, self.target) = (engine, target) }

    /// - Throws: the reason why the device gave no answer at all.
    package func run() async throws(SNMPFailure) -> Result {
        let started = ContinuousClock.now
        var (binds, requests, findings) = try await identity()
        let sysObjectID = MIBView(binds).sysObjectID
        let scalars = QueryPlan.inventory.scalars.filter { !QueryPlan.identity.scalars.contains($0) }
        let columns = scalars + QueryPlan.inventory.columns + QueryPlan.vendor(sysObjectID).columns
        let (present, asked) = await presentColumns(columns)
        let walk = await engine.walk(present, of: target, budget: budget)
        binds += walk.varBinds
        requests += asked + walk.requests
        findings += walk.findings
        let time = (ContinuousClock.now - started).components
        return Result(
            view: MIBView(binds), requests: requests, findings: findings.sorted(),
            seconds: Double(time.seconds) + Double(time.attoseconds) / 1e18, truncated: walk.truncated, failure: walk.failure)
    }

    /// The system group by one GET; agents that refuse a whole GET for one object that they lack (v1) are asked for each.
    private func identity() async throws(SNMPFailure) -> (binds: [VarBind], requests: Int, findings: [String]) {
        switch await engine.get(QueryPlan.identity.scalars, from: target) {
        case .success(let answer):
            return (answer.varBinds, 1, answer.findings)
        case .failure(let failure):
            guard case .agent = failure else { throw failure }
            let walk = await engine.walk(QueryPlan.identity.scalars.map(\.object), of: target, budget: budget)
            // An agent that refuses each of them refuses whoever asks.
            if walk.varBinds.isEmpty { throw walk.failure ?? failure }
            return (walk.varBinds, 1 + walk.requests, walk.findings)
        }
    }

    /// The columns of which the device has at least one value, and how many requests it took: most tables are empty on most devices,
    /// and one GETNEXT tells that of a dozen at once. Columns that the device would not tell of count as present.
    private func presentColumns(_ columns: [ObjectIdentifier]) async -> (present: [ObjectIdentifier], requests: Int) {
        let chunk = target.credential.version == .v1 ? 1 : 12
        let chunks = stride(from: 0, to: columns.count, by: chunk).map { Array(columns[$0..<min($0 + chunk, columns.count)]) }
        if chunk == 1 { return (columns, 0) }
        return await withTaskGroup(of: (Int, [ObjectIdentifier]).self) { group in
            for (number, chunk) in chunks.enumerated() { group.addTask { (number, await present(chunk)) } }
            var found = [[ObjectIdentifier]](repeating: [], count: chunks.count)
            for await (number, present) in group { found[number] = present }
            return (found.flatMap { $0 }, chunks.count)
        }
    }

    private func present(_ columns: [ObjectIdentifier]) async -> [ObjectIdentifier] {
        guard case .success(let answer) = await engine.getNext(columns, from: target), answer.varBinds.count == columns.count
        else {
            return columns
        }
        return zip(columns, answer.varBinds).filter { $1.oid.hasPrefix($0) && $1.value != .endOfMibView }.map { $0.0 }
    }
}

extension ObjectIdentifier {
    /// A scalar's object: the instance without its `.0`.
    fileprivate var object: ObjectIdentifier { ObjectIdentifier(Array(arcs.dropLast())) }
}

extension MIBView {
    fileprivate var sysObjectID: ObjectIdentifier? {
        guard case .oid(let oid)? = self["1.3.6.1.2.1.1.2.0"] else { return nil }
        return oid
    }
}
