import NetworkModel

extension AlertPolicy {
    /// Who is told next while nobody takes it. A route names it; the one named `default` is that of every other route and of `fallback`.
    package struct Escalation: Hashable, Sendable {
        package struct Step: Hashable, Sendable {
            /// After the first mail of the round.
            package var after: TimeSpan
            package var to: [ObjectID]
            package init(after: TimeSpan, to: [ObjectID]) { (self.after, self.to) = (after, to) }
        }

        /// Unique among the escalations.
        package var name: String
        /// In the order of their delays.
        package var steps: [Step]
        /// After the last step, those on duty and those of the last step are reminded this often; nil: never.
        package var remind: TimeSpan?
        /// So many reminders a round at most.
        package var reminders = 5
        /// So often the steps are gone through again.
        package var repeats = 0
        /// From the last mail of a round to the first step of the next; nil: as long as the last step waited.
        package var pause: TimeSpan?
        /// What is escalated.
        package var urgencies: [String] = ["page"]
        package init(name: String, steps: [Step]) { (self.name, self.steps) = (name, steps) }
    }

    package func escalation(_ name: String?) -> Escalation? { escalations.first { $0.name == name ?? "default" } }
}

/// How far a case is escalated: all that is needed to go on after a restart.
package struct EscalationState: Hashable, Sendable, Codable {
    package var name: String
    /// The beginning of the present round; every delay counts from it.
    package var began: Timestamp
    /// The step that comes next.
    package var step = 0
    package var round = 0
    /// Of this round.
    package var reminders = 0
    /// The last step or reminder; the beginning of the round before the first.
    package var last: Timestamp
    /// Everything was tried and the limits are reached.
    package var isSpent = false

    package init(name: String, began: Timestamp) { (self.name, self.began, last) = (name, began, began) }
}

extension AlertPolicy.Escalation: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, steps, remind, reminders, urgencies
        case repeats = "repeat"
        case pause = "repeat_after"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try c.decodeIfPresent(String.self, forKey: .name) ?? "default",
            steps: try c.decodeIfPresent([Step].self, forKey: .steps) ?? [])
        remind = try c.span(forKey: .remind)
        reminders = try c.decodeIfPresent(Int.self, forKey: .reminders) ?? reminders
        repeats = try c.decodeIfPresent(Int.self, forKey: .repeats) ?? repeats
        pause = try c.span(forKey: .pause)
        urgencies = try c.decodeIfPresent([String].self, forKey: .urgencies) ?? urgencies
        if let remind, remind < .seconds(60) {
            throw DecodingError.dataCorruptedError(
                forKey: .remind, in: c, debugDescription: "\(remind.text) is shorter than 1m: nobody reads so fast")
        }
        if !(0...100).contains(reminders) || !(0...20).contains(repeats) {
            throw DecodingError.dataCorruptedError(
                forKey: .reminders, in: c,
                debugDescription: "at most 100 reminders and 20 repetitions are possible, and none below 0")
        }
        if let pause, pause < .seconds(60) {
            throw DecodingError.dataCorruptedError(forKey: .pause, in: c, debugDescription: "\(pause.text) is shorter than 1m")
        }
        if steps.isEmpty, remind == nil {
            throw DecodingError.dataCorruptedError(
                forKey: .steps, in: c, debugDescription: "escalation \"\(name)\" has neither steps nor remind")
        }
        if zip(steps, steps.dropFirst()).contains(where: { $0.after >= $1.after }) {
            throw DecodingError.dataCorruptedError(
                forKey: .steps, in: c, debugDescription: "the steps of \"\(name)\" do not stand in the order of their delays")
        }
    }
}

extension AlertPolicy.Escalation.Step: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable { case after, to }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        guard let after = try c.span(forKey: .after) else {
            throw DecodingError.keyNotFound(CodingKeys.after, .init(codingPath: c.codingPath, debugDescription: "absent"))
        }
        self.init(after: after, to: try c.decode([ObjectID].self, forKey: .to))
        if after < .seconds(1) {
            throw DecodingError.dataCorruptedError(
                forKey: .after, in: c, debugDescription: "\(after.text) is no delay; who is told at once stands in the route")
        }
        if to.isEmpty { throw DecodingError.dataCorruptedError(forKey: .to, in: c, debugDescription: "nobody is named") }
    }
}
