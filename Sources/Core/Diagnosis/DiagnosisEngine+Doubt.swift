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

    /// What would settle a cause that nobody was told of yet is asked as soon as the answer can count, so that the mail does not wait for the
    /// next round.
    mutating func askWhatSettles() {
        guard book.entries.contains(where: { isUnsettled($0) && clock > $0.cause.onset + input.weights.early }) else { return }
        for device in solver.awaitedDevices {
            guard askedCount < Self.asksPerSecond else { return }
            ask(device, "its answer would settle the cause", gap: Self.settlingGap)
        }
    }

    /// When to ask for what settles the causes that nobody was told of yet: once an answer is sure to be from after the onset, and again until
    /// a round has passed. `.max` where there is nothing to settle.
    func settlingAsksDue(after now: Int64) -> Int64 {
        var due = Int64.max
        for entry in book.entries where isUnsettled(entry) {
            let first = entry.cause.onset + input.weights.early + 1
            due = min(due, first > now ? first : now + Self.settlingGap)
        }
        return due
    }

    private func isUnsettled(_ entry: IncidentBook.Entry) -> Bool {
        entry.isOpen && entry.incident.paged == nil && entry.incident.kind == .fault && !entry.cause.settled
            && clock < entry.cause.lastChance
    }

    static let settlingGap: Int64 = 2_500

    /// Asks the devices whose polls and ports `items` are.
    mutating func askAgain(about items: [Int32]) {
        for item in items {
            let device =
                item < tables.firstPort ? tables.pollDevice[Int(item)] : tables.device(ofPort: item - tables.firstPort)
            ask(device, "what is known of it may be out of date")
        }
    }
}
