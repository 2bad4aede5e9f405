import Alerting
import NetworkModel

/// What people entered about an incident, in the words of a mail. Who may read public things only is not told.
struct MailRemarks {
    let objects: MailObjects
    let context: MailContext
    let isOver: Bool

    private static let most = 5
    private var words: MailWords { objects.words }
    private var remarks: [MailRemark] { objects.level > .public ? context.remarks : [] }

    /// `digger at km 4 (said by root)`, the last that was said; nil: nobody said what it was.
    var cause: String? {
        remarks.last { $0.kind == .cause }.map { words("cause.said", ["text": text($0), "who": objects.cut($0.by)]) }
    }

    /// Tickets, who works on it, notes; the newest of each.
    var lines: [MailBody.Line] {
        let tickets = remarks.filter { $0.kind == .ticket }.suffix(Self.most)
        let notes = remarks.filter { $0.kind == .note }.suffix(Self.most)
        return tickets.map { .text(said("said.ticket", $0)) }
            + remarks.filter { $0.kind == .assign }.suffix(1).map { .text(said(isOver ? "said.assign_over" : "said.assign", $0)) }
            + notes.map { .item(said("said.note", $0)) }
    }

    private func said(_ key: String, _ remark: MailRemark) -> String {
        words(key, ["text": text(remark), "who": objects.cut(remark.by), "time": context.dayAndClock(remark.time, words)])
    }

    /// An object by its name; what a person wrote as it is.
    private func text(_ remark: MailRemark) -> String {
        let object = ObjectID(remark.text)
        return context.network[object] == nil ? MailText.line(remark.text, limit: 200) : objects.name(object)
    }
}
