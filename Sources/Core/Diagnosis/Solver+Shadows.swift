import NetworkModel

extension Solver {
    /// `causes` without those that rest on silence alone which all that ports prove takes from sight together.
    ///
    /// With two collectors a cut hides what is near from the one and what is far from the other. Each is evidence of its own, and far from
    /// the cut nothing joins the two: there a healthy cable would explain the silence as well.
    mutating func withoutShadows(_ causes: [Cause], _ evidence: EvidenceStore, _ input: SolverInput) -> [Cause] {
        // Ports stand behind polls.
        let isProven = causes.map { cause in (cause.explained.last ?? 0) >= tables.firstPort && !cause.hangs }
        let proven = causes.indices.filter { isProven[$0] }
        guard let host = proven.max(by: { causes[$0].onset < causes[$1].onset }), proven.count < causes.count else {
            return causes
        }
        castShadows(proven.map { causes[$0] }, input)
        // The onset is its upper end: what the same cut silenced before anything proved it failed earlier.
        let earliest = proven.map { min(causes[$0].low ?? .max, causes[$0].onset - input.weights.late) }.min() ?? 0
        var kept = causes
        var shadows: Set<Int> = []
        for number in causes.indices where !isProven[number] && !causes[number].planned {
            let items = causes[number].explained
            guard !items.isEmpty,
                items.allSatisfy({ shadowIn[Int($0)] == shadowEpoch && evidence.firstBad[Int($0)] >= earliest })
            else { continue }
            shadows.insert(number)
            kept[host].explained += items
        }
        return kept.indices.filter { !shadows.contains($0) }.map { kept[$0] }
    }

    /// Marks the polls that `causes` cut off together; the same question is not worked out twice.
    private mutating func castShadows(_ causes: [Cause], _ input: SolverInput) {
        let links = causes.flatMap(\.links)
        let devices = causes.flatMap(\.devices)
        let question = [links.map { Int64($0) }, devices.map { Int64($0) }, input.blindSince]
        if question == shadowQuestion { return }
        shadowQuestion = question
        shadowEpoch &+= 1
        for poll in polls(cutOffBy: links, devices, input) { shadowIn[Int(poll)] = shadowEpoch }
    }
}
