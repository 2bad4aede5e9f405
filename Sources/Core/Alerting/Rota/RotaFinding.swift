import NetworkModel

/// Something that a rota does not say as it was meant, and the part of it that says so.
package struct RotaFinding: Hashable, Sendable {
    /// Keys and rows on the way from the rota to the value: `["shifts", "0", "start"]`.
    package var path: [String]
    /// It cannot be meant; otherwise it is worth a look.
    package var isError: Bool
    package var message: String
}

extension Rota {
    /// Gaps, overlaps, and changes of duty in an hour that the clocks skip or show twice, within `span` from `now`; swaps and shifts that
    /// name what is not there. Times stand on the wall.
    package func findings(from now: Timestamp, for span: TimeSpan) -> [RotaFinding] {
        let table = RotaTimetable(self, from: now, to: now + span)
        var findings = ownFindings(now)
        for gap in table.spans where gap.source == .fallback {
            add(
                &findings, ["shifts"],
                "nobody of \(id) is on duty from \(text(gap.from)) to \(text(gap.to)); \(fallback.map(\.rawValue).joined(separator: ", ")) would be told"
            )
        }
        for overlap in table.overlaps {
            let names = overlap.shifts.map { "\"\(shifts[$0].name)\"" }.joined(separator: " and ")
            add(
                &findings, ["shifts", "\(overlap.shifts[1])"],
                "shifts \(names) of \(id) overlap from \(text(overlap.from)) to \(text(overlap.to)); the first decides")
        }
        return findings + holes(now, span)
    }

    private func text(_ time: Timestamp) -> String { zone.wall(time).text }

    /// At most ten of a kind: who has a gap every night needs no list of all nights.
    private func add(_ findings: inout [RotaFinding], _ path: [String], _ message: String) {
        let key = message.split(separator: " ").prefix(2)
        let count = findings.count { $0.path == path && $0.message.split(separator: " ").prefix(2) == key }
        if count < 10 { findings.append(RotaFinding(path: path, isError: false, message: message)) }
    }

    private func ownFindings(_ now: Timestamp) -> [RotaFinding] {
        var findings: [RotaFinding] = []
        for (row, shift) in shifts.enumerated() {
            let path = ["shifts", "\(row)"]
            if let rule = shift.rule {
                let end = WallTime(seconds: shift.start.seconds + 8 * 366 * 86_400)
                let first = rule.starts(from: shift.start, before: end, in: zone).first
                if first != shift.start {
                    findings.append(
                        RotaFinding(
                            path: path + ["start"], isError: first == nil,
                            message: first.map {
                                "shift \"\(shift.name)\" starts at \(shift.start.text), which is none of the days that repeat names; its first is \($0.text)"
                            } ?? "shift \"\(shift.name)\" never comes: repeat names no day"))
                }
            }
            if shift.start.date.year < 2000 {
                findings.append(
                    RotaFinding(
                        path: path + ["start"], isError: true, message: "shift \"\(shift.name)\" starts before the year 2000"))
            }
        }
        for (row, swap) in swaps.enumerated() { findings += swapFindings(swap, row) }
        return findings
    }

    /// A swap that is to come and finds no shift of the person it names.
    private func swapFindings(_ swap: Swap, _ row: Int) -> [RotaFinding] {
        var plain = self
        (plain.swaps, plain.overrides) = ([], [])
        return (0..<2).compactMap { side in
            let moment = zone.moment(swap.at[side])
            let table = RotaTimetable(plain, from: moment, to: moment + .seconds(1))
            guard table.spans.first?.people != [swap.between[side]] else { return nil }
            let has = table.spans.first?.people.map(\.rawValue).joined(separator: ", ") ?? "nobody"
            return RotaFinding(
                path: ["swaps", "\(row)", "at", "\(side)"], isError: true,
                message: "the swap takes a shift of \(swap.between[side]) at \(swap.at[side].text), when \(has) is on duty")
        }
    }

    /// Duties that would change hands in an hour that does not exist, or exists twice.
    private func holes(_ now: Timestamp, _ span: TimeSpan) -> [RotaFinding] {
        shifts.enumerated().flatMap { row, shift -> [RotaFinding] in
            let (from, to) = (zone.wall(now).seconds, zone.wall(now + span).seconds)
            let starts = shift.rule?.starts(from: shift.start, before: WallTime(seconds: to + 86_400), in: zone) ?? [shift.start]
            let edges = Set(starts.flatMap { [$0, WallTime(seconds: $0.seconds + shift.length)] })
            return edges.filter { from <= $0.seconds && $0.seconds <= to }.sorted().compactMap { edge in
                let fate = zone.fate(edge)
                if fate == .once { return nil }
                let moment = zone.moment(edge)
                let words = fate == .skipped ? "which the clocks skip" : "which the clocks show twice"
                return RotaFinding(
                    path: ["shifts", "\(row)", "start"], isError: false,
                    message:
                        "shift \"\(shift.name)\" of \(id) changes hands at \(edge.text), \(words); it is taken as \(moment.clock) (\(text(moment)) \(zone.offsetText(moment)))"
                )
            }
        }
    }
}
