import Alerting
import NetworkModel

/// A file of maintenance notices: iCalendar, or CSV with a row a notice.
package enum NoticeFile {
    /// Every notice in the order of the file. What cannot be read is a problem with its place: an error for what was left out, a note for what
    /// was taken otherwise than written.
    /// - Parameter zone: in which times without a zone stand.
    package static func read(_ file: SourceFile, zone: WallZone) -> (notices: [MaintenanceNotice], problems: [DeclaredProblem]) {
        if let offset = file.firstBrokenByte { return ([], [.brokenText(file.place(at: offset))]) }
        let text = String(decoding: file.bytes, as: UTF8.self)
        guard text.uppercased().contains("BEGIN:VCALENDAR") || file.suffix == "ics" else { return readTable(file, zone) }
        let (notices, problems, notes) = NoticeCalendar.read(text, zone: zone)
        let place = { (line: Int) in SourcePlace(path: file.path, line: line, column: 1) }
        let found =
            problems.map { DeclaredProblem(place($0.line), $0.message) }
            + notes.map { DeclaredProblem(place($0.line), $0.message, severity: .note) }
        return (notices, found.inOrderOfPlace)
    }

    private static let columns = [
        "uid", "object", "from", "to", "zone", "summary", "description", "status", "sequence", "owner",
    ]

    private static func readTable(_ file: SourceFile, _ zone: WallZone) -> ([MaintenanceNotice], [DeclaredProblem]) {
        var table = CSVNodes(file)
        let rows = table.rows()
        var problems = table.problems
        var notices: [MaintenanceNotice] = []
        for row in rows {
            guard case .mapping(let entries) = row.content else { continue }
            for entry in entries where !columns.contains(entry.key.scalar ?? "") {
                let name = entry.key.scalar ?? ""
                let advice = Wording.didYouMean(name, among: columns)
                problems.append(
                    DeclaredProblem(
                        entry.key.place(in: file.path), "unknown column \(Wording.quoted(name)) in a list of notices\(advice)"))
            }
            var reader = NoticeRow(path: file.path, row: row, home: zone)
            if let notice = reader.notice() { notices.append(notice) }
            problems += reader.problems
        }
        return (notices, problems.inOrderOfPlace)
    }
}

/// One row of notices in CSV.
private struct NoticeRow {
    let path: String
    let row: DeclaredNode
    let home: WallZone
    var problems: [DeclaredProblem] = []

    private func cell(_ name: String) -> DeclaredNode? { row[name] }
    private func text(_ name: String) -> String { cell(name)?.scalar ?? "" }

    mutating func notice() -> MaintenanceNotice? {
        guard !text("uid").isEmpty else {
            report(row, "a notice without uid, so a later change of it could not be told; left out, give it one")
            return nil
        }
        let status = text("status").lowercased()
        guard ["", "confirmed", "tentative", "cancelled", "canceled"].contains(status) else {
            report(cell("status"), "status \(Wording.quoted(status)) is not confirmed, tentative or cancelled; left out")
            return nil
        }
        let isCancelled = status.hasPrefix("cancel")
        guard let spans = isCancelled ? [] : span().map({ [$0] }) else { return nil }
        if !text("sequence").isEmpty, Int(text("sequence")) == nil {
            report(cell("sequence"), "sequence \(Wording.quoted(text("sequence"))) is no whole number; left out")
            return nil
        }
        return MaintenanceNotice(
            uid: text("uid"), sequence: Int(text("sequence")) ?? 0, isCancelled: isCancelled, spans: spans,
            summary: text("summary"), description: text("description"), location: text("object"), organizer: text("owner"),
            line: row.line)
    }

    private mutating func span() -> MaintenanceNotice.Span? {
        let zone = text("zone").isEmpty ? home : WallZone(text("zone"))
        guard let zone else {
            report(cell("zone"), "zone \(Wording.quoted(text("zone"))) is no IANA zone such as Europe/Belgrade; left out")
            return nil
        }
        guard let from = moment("from", zone), let to = moment("to", zone) else { return nil }
        guard to > from else {
            report(cell("to"), "notice \(Wording.quoted(text("uid"))) ends before it begins, or at once; left out")
            return nil
        }
        return .init(from: from, to: to)
    }

    /// `2026-11-24 01:00` on the wall of the zone, or RFC 3339 with an offset.
    private mutating func moment(_ name: String, _ zone: WallZone) -> Timestamp? {
        let value = text(name)
        if let wall = WallTime(text: value) { return zone.moment(wall) }
        if let wall = WallTime(text: String(value.prefix(19))), let offset = Self.offset(value.dropFirst(19)) {
            return Timestamp(milliseconds: (wall.seconds - offset) * 1000)
        }
        let what = value.isEmpty ? "has no \(name)" : "has \(name) \(Wording.quoted(value)), which is no time"
        report(cell(name) ?? row, "notice \(Wording.quoted(text("uid"))) \(what) such as 2026-11-24 01:00; left out")
        return nil
    }

    /// Seconds ahead of UTC of `Z`, `+01:00` or `-05:30`.
    private static func offset(_ text: Substring) -> Int64? {
        if text == "Z" { return 0 }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard let sign = text.first, sign == "+" || sign == "-", parts.map(\.count) == [2, 2], let hours = Int64(parts[0]),
            let minutes = Int64(parts[1]), hours < 24, minutes < 60
        else { return nil }
        return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private mutating func report(_ node: DeclaredNode?, _ message: String) {
        problems.append(DeclaredProblem((node ?? row).place(in: path), message))
    }
}
