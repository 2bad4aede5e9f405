import NetworkModel

extension DiagnosisAction {
    /// What was decided at `now` and why, line by line; none for state changes and for questions, which `DecisionTrace` puts together.
    func traceLines(at now: Timestamp) -> [String] {
        switch self {
        case .opened(let incident): Self.lines("opened", incident, at: now)
        case .revised(let incident): Self.lines("revised", incident, at: now)
        case .withdrawn(let incident):
            ["\(Self.clock(now)) \(incident.id) withdrawn: nothing is left that it explains"]
        case .closed(let incident):
            ["\(Self.clock(now)) \(incident.id) closed: all that it explained is well again"]
        case .page(let page): ["\(Self.clock(page.time)) \(page.incident) \(page.urgency.rawValue): \(page.object)"]
        case .finding(let finding):
            ["\(Self.clock(finding.time)) finding \(finding.kind.rawValue): \(finding.object): \(finding.detail)"]
        case .ask, .state: []
        }
    }

    private static func lines(_ verb: String, _ incident: Incident, at time: Timestamp) -> [String] {
        let names = incident.candidates.map(\.rawValue).joined(separator: ", ")
        var lines = [
            "\(clock(time)) \(incident.id) \(verb) (\(incident.kind.rawValue)): best \(incident.best); fit equally well: \(names)"
        ]
        lines += incident.evidence.map { "    \(clock($0.time)) \($0.object): \($0.fact)" }
        return lines
    }

    static func clock(_ time: Timestamp) -> String { "t=" + Observation.number(time.seconds) }
}
