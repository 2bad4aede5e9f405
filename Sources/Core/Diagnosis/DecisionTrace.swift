import NetworkModel

/// What was decided and why, line by line, for `replay --trace`. What is asked at one moment stands in one line, after the decisions of
/// that moment: a region that falls silent is asked for at every device on the way to it.
package struct DecisionTrace: Sendable {
    private var now = Timestamp.distantPast
    /// Devices by the reason for asking them, in the order of the first question.
    private var questions: [(why: String, devices: [ObjectID])] = []
    private static let mostNamed = 6

    package init() {}

    /// The lines of `actions` at `time`, and before them the questions of an earlier moment.
    package mutating func lines(_ actions: [DiagnosisAction], at time: Timestamp) -> [String] {
        var lines = time == now ? [] : end()
        now = time
        for action in actions {
            if case .ask(let device, let why) = action {
                ask(device, why)
            } else {
                lines += action.traceLines(at: time)
            }
        }
        return lines
    }

    /// The questions of the last moment; nothing is left.
    package mutating func end() -> [String] {
        guard !questions.isEmpty else { return [] }
        let words = questions.map { question in
            let names = question.devices.prefix(Self.mostNamed).map(\.rawValue).joined(separator: ", ")
            let more = question.devices.count - Self.mostNamed
            return "\(names)\(more > 0 ? " and \(more) more" : "") (\(question.why))"
        }
        questions = []
        return ["\(DiagnosisAction.clock(now)) asks \(words.joined(separator: "; "))"]
    }

    private mutating func ask(_ device: ObjectID, _ why: String) {
        guard let place = questions.firstIndex(where: { $0.why == why }) else {
            return questions.append((why, [device]))
        }
        if !questions[place].devices.contains(device) { questions[place].devices.append(device) }
    }
}
