import Diagnosis
import NetworkModel

/// One episode folded from its first row to its horizon.
package struct Replay: Sendable {
    package private(set) var document: ResultDocument
    /// What was set aside, for people.
    package private(set) var messages: [String] = []

    /// `trace` is called with each line that says why something opened, changed or closed, as it happens.
    package init(_ files: ScenarioFiles, trace: ((String) -> Void)? = nil) {
        var document = ResultDocument(scenario: files.id)
        var messages: [String] = []
        var rejected: [String: Int] = [:]
        var told = DecisionTrace()
        var engine = DiagnosisEngine(network: files.network, context: files.context)
        func take(_ actions: [DiagnosisAction], at now: Timestamp) {
            guard !actions.isEmpty else { return }
            document.add(actions)
            if let trace { told.lines(actions, at: now).forEach(trace) }
        }
        // Whoever reads along wants to know when each thing was decided; the engine decides the same without the stops.
        func passTime(to time: Timestamp) {
            while trace != nil, engine.nextDue < time {
                let due = engine.nextDue
                take(engine.advance(to: due), at: due)
            }
        }
        files.forEachRow {
            passTime(to: $0.time)
            take(engine.receive($0, at: $0.time), at: $0.time)
        } rejected: { line, reason in
            switch reason {
            case .unknownKind(let kind, let value): rejected["kind \"\(kind)\" with value \"\(value)\"", default: 0] += 1
            case .malformed(let field):
                messages.append("observations.jsonl:\(line): \"\(field)\" is missing or unreadable; row skipped")
            case .timeOutOfRange(let seconds):
                messages.append(
                    "observations.jsonl:\(line): \"t\" is \(seconds), beyond \(Observation.farthestTime) s; row skipped")
            }
        }
        passTime(to: files.horizon)
        take(engine.advance(to: files.horizon), at: files.horizon)
        if let trace { told.end().forEach(trace) }
        messages += rejected.sorted { $0.key < $1.key }.map {
            "observations.jsonl: \($0.value) rows of unknown \($0.key) skipped"
        }
        messages += files.problems.map { "network: \($0.list.rawValue)[\($0.row)] \($0.object).\($0.field): \($0.words)" }
        messages += files.unknownObjects.map {
            "scenario.json: \($0.field) names \($0.object), which the network does not; left out"
        }
        self.document = document
        self.messages = messages
    }
}

extension NetworkProblem {
    fileprivate var words: String {
        switch reason {
        case .duplicate(let id): "\(id) is declared twice; the first counts"
        case .dangling(let id, let expected): "\(id) is not declared as \(expected.rawValue):; left out"
        }
    }
}
