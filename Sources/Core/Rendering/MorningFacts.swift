/// What stands in the morning list beside the open incidents, in English sentences of the catalogue.
package struct MorningFacts: Hashable, Sendable {
    /// What healed within its hold, so that nobody was told.
    package var healed: [String] = []
    /// Sites that were closed when they fell silent and did not come back at their opening.
    package var notOpened: [String] = []
    /// Acknowledgements, maintenance windows and certificates that end soon.
    package var runsOut: [String] = []
    package init() {}

    /// `3 open, 2 healed, 1 did not open, 3 run out`, or that there is nothing.
    package func summary(open: Int) -> String {
        open == 0 && healed.isEmpty && notOpened.isEmpty && runsOut.isEmpty
            ? "nothing to tell this morning"
            : "\(open) open, \(healed.count) healed, \(notOpened.count) did not open, \(runsOut.count) run out"
    }
}
