import Diagnosis
import NetworkModel

// What an engine that begins takes over from one before it.

extension RuleEngine {
    /// What rules wait for and what they found, small enough to be written every few seconds: without the values of a span.
    package struct Memory: Codable, Sendable {
        struct Entry: Codable, Sendable {
            var rule: String
            /// What the rule asks, so that a changed rule begins anew.
            var question: String
            var object: ObjectID
            var holds: Bool
            /// Since when it waits to fire or to clear; nil where it does not wait.
            var since: Timestamp?
            var last: Timestamp
            var interval: Int64
            var direction: Int8
        }

        var entries: [Entry]
    }

    /// More is not written: it would be a storm, which the open incidents tell as well.
    private static let mostEntries = 20_000

    package var memory: Memory {
        let busy = (rows + kept.sorted { $0.key < $1.key }.map(\.value)).lazy.filter { $0.phase != .quiet }
        return Memory(
            entries: busy.prefix(Self.mostEntries).map { row in
                let rule = rules[Int(row.rule)]
                return Memory.Entry(
                    rule: rule.name, question: rule.question, object: row.object, holds: row.phase.holds, since: row.phase.since,
                    last: row.last, interval: row.interval, direction: row.direction)
            })
    }

    /// Goes on with what a run of the program before this one knew, before anything is received.
    /// - Parameter patience: how long it may take until all is seen again.
    package mutating func resume(_ memory: Memory, at now: Timestamp, patience: TimeSpan) {
        let numbers = Dictionary(rules.indices.map { (rules[$0].name, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        var kept: [String: Row] = [:]
        for entry in memory.entries {
            guard let number = numbers[entry.rule], rules[Int(number)].question == entry.question else { continue }
            var row = Row(rule: number, object: entry.object)
            row.phase = Phase(holds: entry.holds, since: entry.since)
            (row.last, row.interval, row.direction) = (entry.last, max(0, entry.interval), entry.direction)
            kept[IncidentLedger.run(ofRule: entry.rule, for: entry.object)] = row
        }
        goOn(with: kept, until: now + patience)
    }

    /// The same for changed rules or a changed network: of rules that ask what they asked before all is kept, with the values of their
    /// spans, for objects that are still declared.
    package func reloaded(_ rules: [AlertRule], network: Network, open: [Incident], at now: Timestamp, patience: TimeSpan)
        -> RuleEngine
    {
        let read = sightings.read.map { Series(object: $0, metric: .partsChanged) }
        var new = RuleEngine(
            rules: rules, network: network, open: open, given: given.union(seriesRows.keys).union(read))
        new.sightings = sightings
        let numbers = Dictionary(rules.indices.map { (rules[$0].name, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        let same = self.rules.map { old in
            numbers[old.name].flatMap { rules[Int($0)].question == old.question ? $0 : nil }
        }
        var kept: [String: Row] = [:]
        for old in Array(self.kept.values) + rows {
            guard let number = same[Int(old.rule)], network[old.object] != nil else { continue }
            var row = old
            row.rule = number
            kept[IncidentLedger.run(ofRule: rules[Int(number)].name, for: old.object)] = row
        }
        new.goOn(with: kept, until: now + patience)
        for object in grader.out { new.mark(object, isOut: true) }
        return new
    }

    /// So many values of a span are kept, at most.
    package static let partsOfSpan = RuleTrack.limit

    /// The longest spans over which rules ask for values, by metric, in the order of their names.
    package var spans: [(metric: Sample.Metric, span: TimeSpan)] {
        var longest: [Sample.Metric: TimeSpan] = [:]
        for rule in rules {
            guard let metric = rule.metric, let span = rule.span else { continue }
            longest[metric] = max(longest[metric] ?? .zero, span)
        }
        return longest.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) }
    }

    /// Takes values of before this run, in the order of time for each series, into the spans of rules. Nothing is judged by them.
    package mutating func refill(_ samples: [Sample]) {
        for sample in samples where sample.value.isFinite && network[sample.object] != nil {
            for row in ownRows(of: sample) { rows[Int(row)].track?.add(sample.value, at: sample.time) }
        }
    }

    private mutating func goOn(with kept: [String: Row], until: Timestamp) {
        (self.kept, isContinued, blindUntil) = (kept, true, until)
        for number in rows.indices {
            let before = rows[number].standing
            var row = rows[number]
            row.phase = .quiet
            recall(&row)
            rows[number] = row
            tally(number, since: before)
        }
        // Members that held are there at once: unknown until they speak, and not over.
        for place in awaited.indices where awaited[place].row < 0 {
            let (rule, object) = (awaited[place].rule, awaited[place].object)
            guard kept[IncidentLedger.run(ofRule: rules[Int(rule)].name, for: object)]?.phase.holds == true else { continue }
            meet(place)
            awaited[place].row = makeRow(rule, RuleSubject(object, in: network))
        }
    }
}

extension RuleEngine.Phase {
    init(holds: Bool, since: Timestamp?) {
        self =
            if let since { holds ? .clearing(since: since) : .pending(since: since) } else { holds ? .firing : .quiet }
    }

    var since: Timestamp? {
        switch self {
        case .pending(let since), .clearing(let since): since
        case .quiet, .firing: nil
        }
    }
}

extension AlertRule {
    /// The time over which it compares values.
    var span: TimeSpan? {
        switch condition {
        case .rises(_, let within), .falls(_, let within): within
        case .forecast(_, _, let over): over
        case .above, .below, .absent, .state: nil
        }
    }

    /// What it asks of an object, in words that are the same in every run.
    var question: String { "\(metric?.rawValue ?? "state") \(condition)" }
}
