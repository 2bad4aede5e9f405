import SNMPMessages

extension SNMPEngine {
    /// Agents exist that leave rows out of large bulks without a word. Columns of one table are compared: where one lacks a row
    /// that another has, the device is asked for it singly; if it is there, the column is read again with smaller bulks.
    func rereadSkipped(_ columns: inout [ColumnWalk], of target: SNMPTarget, session: WalkSession) async {
        guard target.credential.version != .v1 else { return }
        for index in columns.indices where !columns[index].isTruncated {
            for _ in 0..<6 {
                let repetitions = learned(target).maxRepetitions
                guard repetitions > 1, let missing = Self.suspects(columns, index),
                    await exists(missing, of: target, session: session)
                else { break }
                session.add("agent-skips-rows: \(columns[index].root)")
                learn(target) { state in
                    state.shrink(from: repetitions)
                    state.addQuirk("agent-skips-rows")
                }
                columns[index] = await read(
                    ColumnWalk(root: columns[index].root, unordered: columns[index].unordered), of: target, session: session)
            }
        }
    }

    /// Instances that the column lacks although a sibling column has their row, at most ten, spread over the table; nil if none.
    static func suspects(_ columns: [ColumnWalk], _ index: Int) -> [ObjectIdentifier]? {
        let column = columns[index]
        guard !column.varBinds.isEmpty else { return nil }
        let siblings = columns.filter {
            $0.root.arcs.dropLast() == column.root.arcs.dropLast() && $0.varBinds.count > column.varBinds.count
        }
        guard let fullest = siblings.max(by: { $0.varBinds.count < $1.varBinds.count }) else { return nil }
        let own = Set(column.varBinds.compactMap { $0.oid.suffix(after: column.root).map(Array.init) })
        let missing = fullest.varBinds.compactMap { $0.oid.suffix(after: fullest.root).map(Array.init) }.filter {
            !own.contains($0)
        }
        if missing.isEmpty { return nil }
        let step = max(1, missing.count / 10)
        return stride(from: 0, to: missing.count, by: step).prefix(10).map { ObjectIdentifier(column.root.arcs + missing[$0]) }
    }

    private func exists(_ oids: [ObjectIdentifier], of target: SNMPTarget, session: WalkSession) async -> Bool {
        session.willAsk(depth: 0)
        guard case .success(let answer) = await get(oids, from: target) else { return false }
        return oids.contains { answer[$0] != nil }
    }
}
