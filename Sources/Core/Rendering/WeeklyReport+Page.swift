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
        body += section(words("report.by_municipality"), municipalities.prefix(40).map { ($0.name, $0.counterHours) }, words)
        body += section(words("report.worst"), worst.map { ($0.name, $0.counterHours) }, words)
        body += section(
            words("report.causes"),
            causes.map {
                ("\(words("report.cause.\($0.kind.rawValue)")) (\(words("report.incidents", n: $0.incidents)))", $0.counterHours)
            }, words)
        let count = trend.count
        body += section(
            words("report.trend"),
            trend.enumerated().map {
                (words($0.offset == count - 1 ? "report.this_week" : "report.weeks_ago", n: count - 1 - $0.offset), $0.element)
            },
            words)
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

    private func section(_ title: String, _ rows: [(String, Double)], _ words: MailWords) -> String {
        var text = "<h2>\(MailText.html(title))</h2>"
        if rows.isEmpty { return text + "<p>\(MailText.html(words("report.none")))</p>" }
        let most = max(rows.map(\.1).max() ?? 1, 0.001)
        text += "<table>"
        for (name, hours) in rows {
            let width = Int((hours / most * 100).rounded())
            text +=
                "<tr><td>\(MailText.html(name))</td><td class=b><div class=b style=\"width:\(width)%\"></div></td><td class=n>\(number(hours, words)) h</td></tr>\n"
        }
        return text + "</table>"
    }

    /// The same as plain text.
    package func text(in language: Language, zone: String, catalogue: MessageCatalogue = .builtIn) -> String {
        let words = MailWords(language, catalogue: catalogue)
        var text = "\(words("report.title"))\n\(span(words, zone))\n\(summary(words))\n"
        func add(_ title: String, _ rows: [(String, Double)]) {
            text += "\n\(words(title).uppercased())\n"
            if rows.isEmpty { text += "\(words("report.none"))\n" }
            for (name, hours) in rows { text += "- \(MailText.line(name)): \(number(hours, words)) h\n" }
        }
        add("report.by_municipality", municipalities.prefix(40).map { ($0.name, $0.counterHours) })
        add("report.worst", worst.map { ($0.name, $0.counterHours) })
        add(
            "report.causes",
            causes.map {
                ("\(words("report.cause.\($0.kind.rawValue)")) (\(words("report.incidents", n: $0.incidents)))", $0.counterHours)
            })
        let count = trend.count
        add(
            "report.trend",
            trend.enumerated().map {
                (words($0.offset == count - 1 ? "report.this_week" : "report.weeks_ago", n: count - 1 - $0.offset), $0.element)
            })
        return text
    }

    private func span(_ words: MailWords, _ zone: String) -> String {
        let wall = WallZone(zone) ?? .utc
        let day = { (time: Timestamp) in words.date(LocalTime(time, offset: Int(wall.offset(time)))) }
        return words("report.span", ["from": day(from), "to": day(to - .seconds(1))])
    }

    private func summary(_ words: MailWords) -> String {
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
