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
        var title: String
        var lines: [Line]
    }

    var summary: String
    var sections: [Section] = []

    mutating func add(_ title: String, _ lines: [Line]) {
        if !lines.isEmpty { sections.append(Section(title: title, lines: lines)) }
    }

    /// Plain text, lines ended by LF.
    var text: String {
        var result = MailText.line(summary) + "\n"
        for section in sections {
            result += "\n" + section.title.uppercased() + "\n"
            for line in section.lines {
                switch line {
                case .text(let text): result += MailText.line(text) + "\n"
                case .item(let text): result += "- " + MailText.line(text) + "\n"
                case .command(let text): result += "  " + MailText.line(text) + "\n"
                }
            }
        }
        return result
    }
}

/// How much of each list a mail shows. Halved until the mail fits its bound.
struct MailLimits {
    var sites = 24
    var evidence = 16
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
    func lines(_ limit: Int, _ line: (Element) -> MailBody.Line) -> [MailBody.Line] {
        prefix(limit).map(line) + (count > limit ? [.text("and \(count - limit) more")] : [])
    }
}
