import NetworkModel

/// A rota worked out for a span of time: who is on duty from when to when, without a gap between the spans.
package struct RotaTimetable: Hashable, Sendable {
    /// Why somebody is on duty.
    package enum Source: Hashable, Sendable {
        case shift(name: String)
        case swap(name: String, instead: ObjectID)
        case override(reason: String?)
        /// Nobody is; the rota's fallback is told.
        case fallback
    }

    package struct Span: Hashable, Sendable {
        package var from: Timestamp
        package var to: Timestamp
        package var people: [ObjectID]
        package var source: Source
    }

    /// Two shifts at once: the first named one decides.
    package struct Overlap: Hashable, Sendable {
        package var from: Timestamp
        package var to: Timestamp
        /// Rows of the rota's shifts.
        package var shifts: [Int]
    }

    package let from: Timestamp
    package let to: Timestamp
    /// In order; the first begins at `from`, the last ends at `to`.
    package private(set) var spans: [Span] = []
    package private(set) var overlaps: [Overlap] = []

    package init(_ rota: Rota, from: Timestamp, to: Timestamp) {
        (self.from, self.to) = (from, to)
        var sweep = Sweep(rota, from: from, to: to)
        sweep.run()
        (spans, overlaps) = (sweep.spans, sweep.overlaps)
    }

    /// nil outside `from ..< to`.
    package func span(at time: Timestamp) -> Span? {
        guard from <= time, time < to else { return nil }
        var (low, high) = (0, spans.count)
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].to <= time { low = middle + 1 } else { high = middle }
        }
        return low < spans.count ? spans[low] : nil
    }
}

/// Goes through all beginnings and ends in order.
private struct Sweep {
    /// A shift or override as it comes.
    private struct Duty {
        var from: Timestamp
        var to: Timestamp
        var people: [ObjectID]
        var source: RotaTimetable.Source
        /// Row among the shifts; nil for an override.
        var shift: Int?
        /// The greatest decides: later overrides before earlier ones, all before shifts, earlier shifts before later ones.
        var rank: Int
    }

    let from: Timestamp
    let to: Timestamp
    private let fallback: [ObjectID]
    private var duties: [Duty] = []
    var spans: [RotaTimetable.Span] = []
    var overlaps: [RotaTimetable.Overlap] = []

    init(_ rota: Rota, from: Timestamp, to: Timestamp) {
        (self.from, self.to, fallback) = (from, to, rota.fallback)
        for (row, shift) in rota.shifts.enumerated() { add(shift, row, rota) }
        for (row, override) in rota.overrides.enumerated() {
            let (begin, end) = (rota.zone.moment(override.from), rota.zone.moment(override.to))
            add(Duty(from: begin, to: end, people: [override.person], source: .override(reason: override.reason), rank: row + 1))
        }
        duties.sort { ($0.from, $0.rank) < ($1.from, $1.rank) }
    }

    private mutating func add(_ duty: Duty) {
        if duty.from < duty.to, duty.to > from, duty.from < to { duties.append(duty) }
    }

    private mutating func add(_ shift: Rota.Shift, _ row: Int, _ rota: Rota) {
        guard !shift.people.isEmpty else { return }
        let zone = rota.zone
        let end = WallTime(seconds: zone.wall(to).seconds + 86_400)
        let starts = shift.rule?.starts(from: shift.start, before: end, in: zone) ?? [shift.start]
        let early = zone.wall(from).seconds - shift.length - 86_400
        for (number, start) in starts.enumerated() where start.seconds >= early {
            let isHoliday = rota.holidays.contains(start.day)
            if shift.holidays == .skip && isHoliday || shift.holidays == .only && !isHoliday { continue }
            let person = shift.people[number / shift.each % shift.people.count]
            var duty = Duty(
                from: zone.moment(start), to: zone.moment(WallTime(seconds: start.seconds + shift.length)), people: [person],
                source: .shift(name: shift.name), shift: row, rank: -1 - row)
            if let other = Self.standIn(rota.swaps, person, duty, zone) {
                (duty.people, duty.source) = ([other], .swap(name: shift.name, instead: person))
            }
            add(duty)
        }
    }

    /// Who stands in for `person` in this duty by a swap.
    private static func standIn(_ swaps: [Rota.Swap], _ person: ObjectID, _ duty: Duty, _ zone: WallZone) -> ObjectID? {
        for swap in swaps {
            for side in 0..<2 where swap.between[side] == person {
                let moment = zone.moment(swap.at[side])
                if duty.from <= moment, moment < duty.to { return swap.between[1 - side] }
            }
        }
        return nil
    }

    mutating func run() {
        let edges = Set(duties.flatMap { [$0.from, $0.to] } + [from, to]).filter { from <= $0 && $0 <= to }.sorted()
        var (active, next): ([Duty], Int) = ([], 0)
        for (begin, end) in zip(edges, edges.dropFirst()) {
            active.removeAll { $0.to <= begin }
            while next < duties.count, duties[next].from <= begin {
                if duties[next].to > begin { active.append(duties[next]) }
                next += 1
            }
            let best = active.max { $0.rank < $1.rank }
            append(
                RotaTimetable.Span(from: begin, to: end, people: best?.people ?? fallback, source: best?.source ?? .fallback))
            noteOverlap(active, begin, end)
        }
    }

    private mutating func append(_ span: RotaTimetable.Span) {
        if let last = spans.indices.last, spans[last].people == span.people, spans[last].source == span.source,
            spans[last].to == span.from
        {
            spans[last].to = span.to
        } else {
            spans.append(span)
        }
    }

    private mutating func noteOverlap(_ active: [Duty], _ begin: Timestamp, _ end: Timestamp) {
        guard !active.contains(where: { $0.shift == nil }) else { return }
        let rows = active.compactMap(\.shift).sorted()
        guard rows.count > 1 else { return }
        if let last = overlaps.indices.last, overlaps[last].to == begin, overlaps[last].shifts == rows {
            overlaps[last].to = end
        } else {
            overlaps.append(.init(from: begin, to: end, shifts: rows))
        }
    }
}
