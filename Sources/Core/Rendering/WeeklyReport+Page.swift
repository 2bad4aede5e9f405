import Alerting
import NetworkModel

// The weekly report as text and as a page of HTML that needs nothing else.

extension WeeklyReport {
    /// The page, for a mail or a browser; `zone` is that of its dates.
    package func html(in language: Language, zone: String, catalogue: MessageCatalogue = .builtIn) -> String {
        let words = MailWords(language, catalogue: catalogue)
        let safe = { (text: String) in MailText.html(text) }
        var body =
            "<h1>\(safe(words("report.title")))</h1><p>\(safe(span(words, zone)))</p><p class=sum>\(safe(summary(words)))</p>"
        if let note = note(words, zone) { body += "<p>\(safe(note))</p>" }
        for (title, rows) in sections(words) { body += section(title, rows, words) }
        return """
            <!DOCTYPE html>
            <html lang="\(language.rawValue)"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(safe(words("report.title")))</title><style>
            body{margin:0 auto;max-width:640px;padding:16px;font:16px/1.4 Roboto,'Segoe UI',Helvetica,Arial,'DejaVu Sans',sans-serif;color:#202124}
            h1{font-size:22px;margin:0}h2{font-size:13px;margin:22px 0 6px;color:#5f6368;letter-spacing:.05em;text-transform:uppercase}
            p{margin:4px 0}.sum{font-size:18px;font-weight:bold}table{border-collapse:collapse;width:100%}td{padding:4px 6px 4px 0;vertical-align:top}
            td.n{text-align:right;white-space:nowrap;width:5em}td.b{width:35%}div.b{height:12px;background:#174ea6;border-radius:2px}
            @page{size:A4;margin:18mm}
            </style></head><body>
            \(body)
            </body></html>

            """
    }

    /// Titles with their rows: a name, and hours or nil where nobody watched.
    private func sections(_ words: MailWords) -> [(title: String, rows: [(String, Double?)])] {
        let trendTitle = words("report.trend")
        let weeks = trend.enumerated().map { row -> (String, Double?) in
            let ago = trend.count - 1 - row.offset
            return (words(ago == 0 ? "report.this_week" : "report.weeks_ago", n: ago), row.element)
        }
        guard isWatched else { return [(trendTitle, weeks)] }
        let kinds = causes.map { cause -> (String, Double?) in
            let name = words("report.cause.\(cause.kind.rawValue)")
            return ("\(name) (\(words("report.incidents", n: cause.incidents)))", cause.counterHours)
        }
        return [
            (words("report.by_municipality"), municipalities.prefix(40).map { ($0.name, $0.counterHours) }),
            (words("report.worst"), worst.map { ($0.name, $0.counterHours) }), (words("report.causes"), kinds),
            (trendTitle, weeks),
        ]
    }

    private func section(_ title: String, _ rows: [(String, Double?)], _ words: MailWords) -> String {
        var text = "<h2>\(MailText.html(title))</h2>"
        if rows.isEmpty { return text + "<p>\(MailText.html(words("report.none")))</p>" }
        let most = max(rows.compactMap(\.1).max() ?? 1, 0.001)
        text += "<table>"
        for (name, hours) in rows {
            let width = Int(((hours ?? 0) / most * 100).rounded())
            text +=
                "<tr><td>\(MailText.html(name))</td><td class=b><div class=b style=\"width:\(width)%\"></div></td><td class=n>\(MailText.html(amount(hours, words)))</td></tr>\n"
        }
        return text + "</table>"
    }

    private func amount(_ hours: Double?, _ words: MailWords) -> String {
        hours.map { "\(number($0, words)) h" } ?? words("report.unwatched")
    }

    /// The same as plain text.
    package func text(in language: Language, zone: String, catalogue: MessageCatalogue = .builtIn) -> String {
        let words = MailWords(language, catalogue: catalogue)
        var text = "\(words("report.title"))\n\(span(words, zone))\n\(summary(words))\n"
        if let note = note(words, zone) { text += note + "\n" }
        for (title, rows) in sections(words) {
            text += "\n\(title.uppercased())\n"
            if rows.isEmpty { text += "\(words("report.none"))\n" }
            for (name, hours) in rows { text += "- \(MailText.line(name)): \(amount(hours, words))\n" }
        }
        return text
    }

    private func day(_ time: Timestamp, _ words: MailWords, _ zone: String) -> String {
        words.date(LocalTime(time, offset: Int((WallZone(zone) ?? .utc).offset(time))))
    }

    private func span(_ words: MailWords, _ zone: String) -> String {
        words("report.span", ["from": day(from, words, zone), "to": day(to - .seconds(1), words, zone)])
    }

    /// That only a part of the week was watched.
    private func note(_ words: MailWords, _ zone: String) -> String? {
        guard isWatched, let watched, watched > from else { return nil }
        return words("report.watched_since", ["day": day(watched, words, zone)])
    }

    private func summary(_ words: MailWords) -> String {
        guard isWatched else { return words("report.unwatched_week") }
        let share = possible > 0 ? 100 * (1 - lost / possible) : 100
        let shown = (share * 100).rounded(.down) / 100
        return words("report.summary", ["hours": number(lost, words), "share": decimal("\(shown)", words)])
    }

    /// One decimal place, with the decimal sign of the language.
    private func number(_ value: Double, _ words: MailWords) -> String { decimal("\((value * 10).rounded() / 10)", words) }
    private func decimal(_ text: String, _ words: MailWords) -> String {
        words.language == .english ? text : text.replacing(".", with: ",")
    }
}

extension MessageCatalogue {
    static let reports: [Entry] = [
        .init("report.title", "The week at the counters", "Nedelja na šalterima"),
        .init("report.span", "{from} to {to}", "od {from} do {to}"),
        .init(
            "report.summary", "{hours} counter-hours lost, {share} % of the opening time kept",
            "izgubljeno {hours} šalter-sati, očuvano {share} % radnog vremena"),
        .init("report.by_municipality", "Lost counter-hours by municipality", "Izgubljeni šalter-sati po opštinama"),
        .init("report.worst", "The ten worst places", "Deset najpogođenijih mesta"),
        .init("report.causes", "Causes", "Uzroci"),
        .init("report.trend", "Trend", "Kretanje po nedeljama"),
        .init("report.none", "nothing was lost", "bez gubitaka"),
        .init("report.unwatched", "not watched", "bez nadzora"),
        .init(
            "report.unwatched_week", "Nobody watched this week: nothing is known of it",
            "Ove nedelje nije bilo nadzora: o njoj se ništa ne zna"),
        .init(
            "report.watched_since", "Watched only since {day}; nothing is known of the days before",
            "Pod nadzorom tek od {day}; o danima pre toga se ništa ne zna"),
        .init("report.incidents", "{n} {n:incident|incidents}", "{n} {n:incident|incidenta|incidenata}"),
        .init("report.this_week", "this week", "ova nedelja"),
        .init("report.weeks_ago", "{n} {n:week|weeks} ago", "pre {n} {n:nedelju|nedelje|nedelja}"),
        .init("report.cause.power", "power", "napajanje"),
        .init("report.cause.carrier", "carrier", "operator"),
        .init("report.cause.fibre", "own fibre", "sopstvena optika"),
        .init("report.cause.device", "device", "oprema"),
        .init("report.cause.off", "switched off", "isključeno na lokaciji"),
        .init("report.cause.other", "other", "ostalo"),
    ]
}
