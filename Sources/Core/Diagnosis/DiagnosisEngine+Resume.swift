import NetworkModel

extension DiagnosisEngine {
    /// Goes on at `now` after an absence: what was going on when it began is no evidence of what is. Nothing is judged before everybody
    /// was asked once more, and no collector counts as silent for the time in which nobody listened.
    package mutating func resume(at now: Timestamp) {
        clock = max(clock, now.milliseconds)
        monitor.forgetRuns(at: clock)
        evidence.openReads.removeAll()
        quietUntil = clock + input.pollInterval + 5_000
        (wake, isDirty) = (quietUntil, true)
    }
}

extension CollectorWatch {
    /// Takes all collectors as heard at `time`, with no failures before.
    fileprivate mutating func forgetRuns(at time: Int64) {
        var memory = memory
        for collector in memory.lastRow.indices {
            memory.lastRow[collector] = time
            memory.failuresInARow[collector] = 0
            memory.failingSince[collector] = .max
            memory.failedBranches[collector] = 0
        }
        self.memory = memory
    }
}
