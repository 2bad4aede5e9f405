import NetworkModel

// What comes and goes stays one incident until it has settled. Whether it is gone just now is told apart from that.

extension DiagnosisEngine {
    /// Keeps `downSince` of the open flapping incidents.
    mutating func noteFlaps(at now: Int64) {
        for place in book.indices where book[place].isOpen && book[place].incident.kind == .flapping {
            let isDown = isDown(book[place].cause)
            guard isDown != (book[place].incident.downSince != nil) else { continue }
            book[place].incident.downSince = isDown ? Timestamp(milliseconds: now) : nil
            actions.append(.revised(book[place].incident))
        }
    }

    /// Whether a port of the links of `cause` is down, or a device of it silent where it has none.
    private func isDown(_ cause: Cause) -> Bool {
        if cause.links.isEmpty { return cause.explained.contains { isBad($0) } }
        return cause.links.contains { evidence.isDown[Int($0) << 1] || evidence.isDown[Int($0) << 1 | 1] }
            || cause.devices.contains { device in tables.polls(of: device).contains { evidence.badCount[$0] > 2 } }
    }
}
