import NetworkModel

extension DiagnosisEngine {
    /// Whether `cause` would rename what people were told for a reason that may be a repair: something was seen well that the told cause
    /// takes down, while of the rest, on which the new name stands, nothing was seen bad since. Perhaps it was all mended and only this was
    /// asked yet; the rest is asked again, and the name stays until it was heard or two rounds have passed.
    func isStale(_ cause: Cause, against entry: IncidentBook.Entry, at now: Int64) -> Bool {
        guard entry.incident.paged != nil, entry.incident.kind == .fault, !cause.planned, !cause.hangs else { return false }
        let isNews = cause.explained.contains { !entry.items.contains($0) }
        let onlyNarrows = entry.cause.groups.contains(cause.best)
        guard !isNews, !onlyNarrows else { return false }
        guard let since = entry.doubtedSince else { return true }
        if now >= since + 2 * settling { return false }
        return !cause.explained.allSatisfy { lastSaidBad($0) > since }
    }

    /// What would settle a cause that nobody was told of yet is asked at once, so that the mail does not wait for the next round.
    mutating func askWhatSettles() {
        guard book.entries.contains(where: { $0.isOpen && $0.incident.paged == nil && !$0.cause.settled }) else { return }
        for device in solver.awaitedDevices {
            guard askedCount < Self.asksPerSecond else { return }
            ask(device, "its answer would settle the cause")
        }
    }

    /// Asks the devices whose polls and ports `items` are.
    mutating func askAgain(about items: [Int32]) {
        for item in items {
            let device =
                item < tables.firstPort ? tables.pollDevice[Int(item)] : tables.device(ofPort: item - tables.firstPort)
            ask(device, "what is known of it may be out of date")
        }
    }
}
