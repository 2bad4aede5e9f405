import NetworkModel

/// Devices that answer the ping and not the read.
enum ManagementWatch {
    /// So many failed reads without a complete one are a hang, not noise.
    static let failuresInARow: Int32 = 4
}

extension DiagnosisEngine {
    /// A device whose management hangs forwards on: a ticket, not an outage.
    mutating func judgeManagement(at now: Int64) {
        for place in book.indices
        where book[place].isOpen && book[place].isApart && book[place].incident.kind == .management
            && book[place].cause.best.kind == .device
        {
            let device = book[place].cause.best.index
            if !hangs(device) { close(place, at: now) }
        }
        guard hangMayHaveBegun else { return }
        hangMayHaveBegun = false
        for poll in evidence.readFailures.indices where evidence.readFailures[poll] >= ManagementWatch.failuresInARow {
            let device = tables.pollDevice[poll]
            let group = RiskGroup(.device, device)
            let known = book.entries.contains { $0.isOpen && $0.incident.kind == .management && $0.cause.best == group }
            if !known, hangs(device) { openHang(device, at: now) }
        }
    }

    private func hangs(_ device: Int32) -> Bool {
        let polls = tables.polls(of: device)
        return polls.contains { evidence.readFailures[$0] >= ManagementWatch.failuresInARow && evidence.badCount[$0] == 0 }
            && polls.allSatisfy { evidence.readFailures[$0] > 0 }
    }

    private mutating func openHang(_ device: Int32, at now: Int64) {
        let group = RiskGroup(.device, device)
        let id = group.id(in: tables)
        let cause = Cause(
            best: group, groups: [group], links: [], devices: [], onset: now, planned: false, explained: [], settled: true,
            margin: 0,
            lastChance: .max)
        let place = book.open(.management, candidates: [id], best: id, cause: cause, at: now)
        book[place].isApart = true
        let time = Timestamp(milliseconds: now)
        book[place].incident.evidence = [
            Evidence(
                time: time, object: id, fact: "answers the ping, but no table read for \(ManagementWatch.failuresInARow) rounds")
        ]
        actions.append(.opened(book[place].incident))
        actions.append(
            .finding(
                Finding(time: time, kind: .management, object: id, detail: "management does not answer; the device forwards")))
    }
}
