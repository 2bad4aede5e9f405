import Alerting
import Diagnosis
import NetworkModel

/// What a mail says, before it becomes text or HTML: a first line that a phone's notification shows, then titled sections.
struct MailBody {
    enum Line: Hashable {
        case text(String)
        case item(String)
        /// To be pasted into a shell.
        case command(String)
    }

    struct Section {
        var key: String
        var title: String
        var lines: [Line]
    }

    /// The first line of the text, and what a phone shows beside the subject.
    var summary: String
    /// The two lines of the coloured head: what it is, and what is behind it.
    var headline = ""
    var subline = ""
    var sections: [Section] = []

    /// - Parameter key: its name in templates; its title is the text `title.KEY`.
    /// - Parameter title: the key of another title, `KEY` where there is none.
    mutating func add(_ key: String, title: String? = nil, _ words: MailWords, _ lines: [Line]) {
        if !lines.isEmpty { sections.append(Section(key: key, title: words("title.\(title ?? key)"), lines: lines)) }
    }

    /// What templates may use. Every text in it is one safe line.
    func data(_ values: [String: String]) -> [String: Any] {
        var data: [String: Any] = [
            "summary": MailText.line(summary), "headline": MailText.line(headline), "subline": MailText.line(subline),
        ]
        for (name, value) in values { data[name] = MailText.line(value) }
        if subline.isEmpty { data["subline"] = nil }
        for section in sections {
            data[section.key] =
                [
                    "title": section.title, "heading": section.title.uppercased(), "lines": section.lines.map(Self.data),
                ] as [String: Any]
        }
        return data
    }

    private static func data(_ line: Line) -> [String: String] {
        switch line {
        case .text(let text): ["text": MailText.line(text)]
        case .item(let text): ["item": MailText.line(text)]
        case .command(let text): ["command": MailText.line(text)]
        }
    }
}

/// How much of each list a mail shows. Halved until the mail fits its bound.
struct MailLimits {
    var sites = 24
    var evidence = 8
    var candidates = 10
    var others = 10
    /// Characters of one name.
    var name = 120

    var halved: MailLimits {
        MailLimits(
            sites: sites / 2, evidence: evidence / 2, candidates: candidates / 2, others: others / 2, name: max(20, name / 2))
    }
}

extension Array {
    /// The first `limit` as `line`, and a last line that says how many more there are.
    func lines(_ limit: Int, _ words: MailWords, _ line: (Element) -> MailBody.Line) -> [MailBody.Line] {
        prefix(limit).map(line) + (count > limit ? [.text(words("list.more", n: count - limit))] : [])
    }
}
