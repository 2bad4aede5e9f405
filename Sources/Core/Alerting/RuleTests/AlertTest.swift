import Diagnosis
import NetworkModel

/// A test of rules, holds and routes as data, from `Alerts/tests/`: what is measured, what breaks and what people do over time, and which
/// incidents and mails have to follow. Everything that is told is compared, so that a mail too many fails as well.
package struct AlertTest: Hashable, Sendable, Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, start, interval, lasts, scenario, samples, outages, acks, notes, merges, splits, windows, mails, incidents
        case tolerance
    }

    package var name: String
    /// UTC of the beginning as written; nil: that of the scenario, or `usualStart`.
    package var givenStart: Timestamp?
    package var interval: TimeSpan
    /// How long it is played, as written; nil: as long as the scenario, or as it needs.
    package var givenLength: TimeSpan?
    /// The folder of a recorded episode (SCENARIOS.md) that is played instead of `outages`, as written: relative to the file of the test.
    package var scenario: String?
    package var samples: [Series]
    package var outages: [Outage]
    package var acks: [Ack]
    package var notes: [Note]
    package var merges: [Merge]
    package var splits: [Split]
    package var windows: [Window]
    package var mails: [Expected]
    /// All incidents that have to open; nil: they are not compared.
    package var incidents: [ExpectedIncident]?
    /// How far a mail or an incident may be from its time.
    package var tolerance: TimeSpan

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        name = try c.decode(String.self, forKey: .name)
        givenStart = try c.decodeIfPresent(String.self, forKey: .start).map { text in
            guard let start = Timestamp(civil: text) else {
                throw c.corrupted(
                    .start, "\"\(text)\" is no time in UTC such as \"2026-11-23 09:00\", or there is no such day")
            }
            return start
        }
        interval = try c.span(forKey: .interval, from: .seconds(1), to: .days(1)) ?? .seconds(60)
        scenario = try c.decodeIfPresent(String.self, forKey: .scenario)
        samples = try c.decodeIfPresent([Series].self, forKey: .samples) ?? []
        outages = try c.decodeIfPresent([Outage].self, forKey: .outages) ?? []
        acks = try c.decodeIfPresent([Ack].self, forKey: .acks) ?? []
        notes = try c.decodeIfPresent([Note].self, forKey: .notes) ?? []
        merges = try c.decodeIfPresent([Merge].self, forKey: .merges) ?? []
        splits = try c.decodeIfPresent([Split].self, forKey: .splits) ?? []
        windows = try c.decodeIfPresent([Window].self, forKey: .windows) ?? []
        mails = try c.decodeIfPresent([Expected].self, forKey: .mails) ?? []
        incidents = try c.decodeIfPresent([ExpectedIncident].self, forKey: .incidents)
        tolerance = try c.span(forKey: .tolerance, to: .days(1)) ?? max(interval, .seconds(10))
        givenLength = try c.span(forKey: .lasts, from: .seconds(1), to: Self.longest)
        if scenario != nil, !outages.isEmpty {
            throw c.corrupted(.outages, "what breaks in a test of a scenario stands in its observations; leave outages out")
        }
        if lasts > Self.longest {
            throw c.corrupted(
                .interval,
                "with one value every \(interval.text) the test lasts \(lasts.text); at most \(Self.longest.text) is possible")
        }
    }

    /// No test is played longer.
    package static let longest = TimeSpan.days(90)

    /// Monday 23 November 2026, 09:00 UTC.
    static let usualStart = Timestamp(milliseconds: 1_795_424_400_000)

    /// UTC of the beginning where no scenario says another.
    package var start: Timestamp { givenStart ?? Self.usualStart }

    /// How long it is played without a scenario: as written, or an hour, or as long as what is measured, what has to be told, and an hour
    /// after the last that breaks or is mended and that people do or plan.
    package var lasts: TimeSpan {
        if let givenLength { return givenLength }
        let measured = samples.map { TimeSpan(milliseconds: Int64($0.values.count) * max(1, interval.milliseconds)) }
        let broken = outages.map { max($0.at, $0.until ?? .zero) + .seconds(3600) }
        let done = deeds.map { $0.at + .seconds(3600) } + windows.map { $0.to + .seconds(3600) }
        let taken = acks.compactMap { $0.until.map { $0 + .seconds(3600) } }
        return max(.seconds(3600), (measured + broken + done + taken + [lastExpected + tolerance]).max() ?? .zero)
    }

    /// When the last that it expects is due.
    package var lastExpected: TimeSpan {
        let closed = (incidents ?? []).flatMap { [$0.opened, $0.closed?.span ?? .zero] }
        return (mails.map(\.at) + closed).max() ?? .zero
    }
}

extension Timestamp {
    /// `2026-11-23 09:00` in UTC; nil where it is none, or the day does not exist.
    package init?(civil text: String) {
        guard let wall = WallTime(text: text) else { return nil }
        self.init(milliseconds: wall.seconds * 1000)
    }
}
