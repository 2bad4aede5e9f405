import Diagnosis
import NetworkModel

/// A test of rules, holds and routes as data, from `Alerts/tests/`: what is measured and what breaks over time, and who has to be told
/// what when. Everything that is told is compared, so that a mail too many fails as well.
package struct AlertTest: Hashable, Sendable, Decodable {
    /// Values of one series, one an interval: `-20x5` is five times -20, `60+1x10` ten values that grow by 1, `_x3` three gaps.
    package struct Series: Hashable, Sendable, Decodable {
        package enum CodingKeys: String, CodingKey, CaseIterable { case object, metric, values }
        /// A device or port, or a glob over them.
        package var object: ObjectID
        package var metric: Sample.Metric
        package var values: [Double?]

        package var isGlob: Bool { object.rawValue.contains { $0 == "*" || $0 == "?" } }

        package init(from decoder: any Decoder) throws {
            let c = try decoder.container(keyedBy: CodingKeys.self)
            object = try c.decode(ObjectID.self, forKey: .object)
            metric = try c.decode(Sample.Metric.self, forKey: .metric)
            let text = try c.decode(String.self, forKey: .values)
            guard let values = Self.values(text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .values, in: c, debugDescription: "\"\(text)\" are no values such as \"-20x5 -28 60+1x10 _x3\"")
            }
            self.values = values
        }

        /// nil where a word is none of the forms, or there are more than 100,000 values.
        static func values(_ text: String) -> [Double?]? {
            var result: [Double?] = []
            for word in text.split(separator: " ") {
                let parts = word.split(separator: "x", omittingEmptySubsequences: false)
                guard parts.count <= 2, let count = parts.count == 2 ? Int(parts[1]) : 1, (1...100_000).contains(count),
                    result.count + count <= 100_000
                else { return nil }
                if parts[0] == "_" {
                    result += Array(repeating: nil, count: count)
                    continue
                }
                // A sign that is not the first character begins the step.
                let head = parts[0]
                let step = head.dropFirst().firstIndex { $0 == "+" || $0 == "-" }
                guard let begin = Double(step.map { head[..<$0] } ?? head), let growth = step.map({ Double(head[$0...]) }) ?? 0,
                    begin.isFinite, growth.isFinite
                else { return nil }
                result += (0..<count).map { begin + Double($0) * growth }
            }
            return result
        }
    }

    /// An incident as Diagnosis would open it.
    package struct Outage: Hashable, Sendable, Decodable {
        package enum CodingKeys: String, CodingKey, CaseIterable { case object, at, until, kind, isolates, proven }
        package var object: ObjectID
        package var at: TimeSpan
        package var until: TimeSpan?
        package var kind: Incident.Kind
        package var isolates: [ObjectID]
        package var proven: Bool

        package init(from decoder: any Decoder) throws {
            let c = try decoder.container(keyedBy: CodingKeys.self)
            object = try c.decode(ObjectID.self, forKey: .object)
            at = try c.span(forKey: .at, to: AlertTest.longest) ?? .zero
            until = try c.span(forKey: .until, to: AlertTest.longest)
            if let until, until <= at {
                throw c.corrupted(.until, "it is mended after \(until.text) and breaks after \(at.text); both count from start")
            }
            kind = try c.decodeIfPresent(Incident.Kind.self, forKey: .kind) ?? .fault
            isolates = try c.decodeIfPresent([ObjectID].self, forKey: .isolates) ?? []
            proven = try c.decodeIfPresent(Bool.self, forKey: .proven) ?? false
        }
    }

    /// A mail that has to be.
    package struct Expected: Hashable, Sendable, Decodable {
        package enum CodingKeys: String, CodingKey, CaseIterable { case kind, object, at, rule, to, urgency }
        package var kind: AlertNotification.Kind
        package var object: ObjectID
        package var at: TimeSpan
        package var rule: String?
        package var to: [ObjectID]?
        package var urgency: Page.Urgency?

        package init(from decoder: any Decoder) throws {
            let c = try decoder.container(keyedBy: CodingKeys.self)
            kind = try c.decodeIfPresent(AlertNotification.Kind.self, forKey: .kind) ?? .problem
            object = try c.decode(ObjectID.self, forKey: .object)
            at = try c.span(forKey: .at, to: AlertTest.longest) ?? .zero
            rule = try c.decodeIfPresent(String.self, forKey: .rule)
            to = try c.decodeIfPresent([ObjectID].self, forKey: .to)
            urgency = try c.decodeIfPresent(Page.Urgency.self, forKey: .urgency)
        }
    }

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, start, interval, lasts, samples, outages, mails, tolerance
    }

    package var name: String
    /// UTC of the beginning.
    package var start: Timestamp
    package var interval: TimeSpan
    /// How long it is played; where it is not given, an hour, and past all that the test names.
    package var lasts: TimeSpan
    package var samples: [Series]
    package var outages: [Outage]
    package var mails: [Expected]
    /// How far a mail may be from its time.
    package var tolerance: TimeSpan

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        name = try c.decode(String.self, forKey: .name)
        let text = try c.decodeIfPresent(String.self, forKey: .start) ?? "2026-11-23 09:00"
        guard let start = Timestamp(civil: text) else {
            throw c.corrupted(.start, "\"\(text)\" is no time in UTC such as \"2026-11-23 09:00\", or there is no such day")
        }
        self.start = start
        interval = try c.span(forKey: .interval, from: .seconds(1), to: .days(1)) ?? .seconds(60)
        samples = try c.decodeIfPresent([Series].self, forKey: .samples) ?? []
        outages = try c.decodeIfPresent([Outage].self, forKey: .outages) ?? []
        mails = try c.decodeIfPresent([Expected].self, forKey: .mails) ?? []
        tolerance = try c.span(forKey: .tolerance, to: .days(1)) ?? max(interval, .seconds(10))
        lasts = try c.span(forKey: .lasts, from: .seconds(1), to: Self.longest) ?? .zero
        if lasts > .zero { return }
        lasts = natural
        if lasts > Self.longest {
            throw c.corrupted(
                .interval,
                "with one value every \(interval.text) the test lasts \(lasts.text); at most \(Self.longest.text) is possible")
        }
    }

    /// No test is played longer.
    static let longest = TimeSpan.days(90)

    /// An hour, or as long as what is measured, what has to be told, and an hour after the last that breaks or is mended.
    private var natural: TimeSpan {
        let measured = samples.map { TimeSpan(milliseconds: Int64($0.values.count) * max(1, interval.milliseconds)) }
        let broken = outages.map { max($0.at, $0.until ?? .zero) + .seconds(3600) }
        let told = mails.map { $0.at + tolerance }
        return max(.seconds(3600), (measured + broken + told).max() ?? .zero)
    }
}

extension Timestamp {
    /// `2026-11-23 09:00` in UTC; nil where it is none, or the day does not exist.
    package init?(civil text: String) {
        guard let wall = WallTime(text: text) else { return nil }
        self.init(milliseconds: wall.seconds * 1000)
    }
}
