import Alerting
import Diagnosis
import NetworkModel

/// A notification as the bytes of an Internet message (RFC 5322, RFC 2046): text part first, then the same as HTML.
///
/// The same notification and context give the same bytes. All lines are ASCII, at most 998 bytes, ended by CR LF; the whole is at
/// most `byteLimit` bytes: lists are shortened until it is.
package enum MailMessage {
    package static let byteLimit = 60_000

    package static func render(_ notification: AlertNotification, in context: MailContext) -> [UInt8] {
        var limits = MailLimits()
        var bytes = Array(message(notification, context, limits).utf8)
        while bytes.count > byteLimit, limits.sites > 0 {
            limits = limits.halved
            bytes = Array(message(notification, context, limits).utf8)
        }
        return bytes
    }

    /// What to look at that tells causes apart, as a command shows it to who may know everything.
    package static func question(_ question: SplittingQuestion, in network: Network) -> String {
        MailText.line(MailObjects(network: network, level: .restricted, limits: MailLimits()).question(question))
    }

    /// The subject in plain text, as a command shows it.
    package static func subject(_ notification: AlertNotification, in context: MailContext) -> String {
        MailText.line(
            MailSubject.text(
                notification,
                MailObjects(
                    network: context.network, level: notification.level, limits: MailLimits(), words: context.words(notification))
            )
        )
    }

    private static func message(_ notification: AlertNotification, _ context: MailContext, _ limits: MailLimits) -> String {
        let body = body(notification, context, limits)
        let objects = MailObjects(
            network: context.network, level: notification.level, limits: limits, words: context.words(notification))
        let subject = MailText.line(MailSubject.text(notification, objects), limit: 200)
        let parts = bodies(notification, body, subject, context)
        // Quoted-printable never holds "=_", so the boundary cannot occur in a part.
        let hash = notification.messageID.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) }
        let boundary = "=_" + String(hash, radix: 36)
        return headers(notification, subject, boundary, context)
            + "\r\n"
            + part("text/plain", parts.text, boundary)
            + part("text/html", parts.html, boundary)
            + "--\(boundary)--\r\n"
    }

    static func body(_ notification: AlertNotification, _ context: MailContext, _ limits: MailLimits) -> MailBody {
        if let incident = notification.incident { return MailBody(notification, of: incident, in: context, limits: limits) }
        return MailBody(notification, in: context, limits: limits)
    }

    static func bodies(
        _ notification: AlertNotification, _ body: MailBody, _ subject: String, _ context: MailContext
    ) -> (text: String, html: String) {
        if notification.reason == .weekly, let report = context.report {
            let (language, zone) = (notification.language ?? .english, context.identity.zone)
            return (
                report.text(in: language, zone: zone, catalogue: context.templates.catalogue),
                report.html(in: language, zone: zone, catalogue: context.templates.catalogue)
            )
        }
        let name = template(notification.kind)
        let objects = MailObjects(
            network: context.network, level: notification.level, limits: MailLimits(), words: context.words(notification))
        let data = body.data([
            "state": MailSubject.state(notification, context.words(notification)), "kind": notification.kind.rawValue,
            "subject": subject,
            "incident": notification.incident?.id ?? "",
            "object": notification.object.map { objects.isCleared($0) ? $0.rawValue : objects.name($0) } ?? "",
            "color": color(notification), "level": notification.level.rawValue,
            "language": (notification.language ?? .english).rawValue,
        ]).filter { ($0.value as? String)?.isEmpty != true }
        let render = { (format: String) in
            context.templates.render(data, with: "\(name).\(format)")
                ?? MailTemplates.builtIn.render(data, with: "\(name).\(format)") ?? body.summary
        }
        return (spaced(render("txt")), render("html"))
    }

    /// Parts that a mail does not have leave their empty lines: never more than one in a row, none at the end.
    private static func spaced(_ text: String) -> String {
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if !line.isEmpty || lines.last?.isEmpty == false { lines.append(line) }
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func template(_ kind: AlertNotification.Kind) -> String {
        switch kind {
        case .problem: "problem"
        case .update, .reminder, .escalation: "update"
        case .recovery: "recovery"
        case .heartbeat, .digest, .test: "heartbeat"
        }
    }

    private static func part(_ type: String, _ text: String, _ boundary: String) -> String {
        "--\(boundary)\r\nContent-Type: \(type); charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + QuotedPrintable.encode(text)
    }

    private static func headers(
        _ notification: AlertNotification, _ subject: String, _ boundary: String, _ context: MailContext
    ) -> String {
        let from = Mailbox(context.identity.from)
        var result = MailHeader.mailboxes("From", [(from.name, from.address)])
        result += MailHeader.mailboxes("To", notification.recipients.map { ($0.name, $0.address) })
        result += MailHeader.text("Subject", subject)
        result += MailHeader.tokens("Date", context.dateHeader(notification.decided))
        result += MailHeader.tokens("Message-ID", "<\(notification.messageID)>")
        if let last = notification.references.last {
            result += MailHeader.tokens("In-Reply-To", "<\(last)>")
            result += MailHeader.tokens("References", notification.references.map { "<\($0)>" }.joined(separator: " "))
        }
        result += MailHeader.tokens("List-Id", "<alerts.\(context.identity.domain)>")
        // RFC 3834, section 5; the second is what Exchange understands.
        result += MailHeader.tokens("Auto-Submitted", "auto-generated")
        result += MailHeader.tokens("X-Auto-Response-Suppress", "All")
        result += MailHeader.tokens("Content-Language", (notification.language ?? .english).rawValue)
        result += ownHeaders(notification, context)
        result += MailHeader.tokens("MIME-Version", "1.0")
        return result + "Content-Type: multipart/alternative; boundary=\"\(boundary)\"\r\n"
    }

    private static func ownHeaders(_ notification: AlertNotification, _ context: MailContext) -> String {
        var result = MailHeader.tokens("X-Fibrewatch-Kind", notification.kind.rawValue)
        result += MailHeader.tokens("X-Fibrewatch-State", MailSubject.stateWord(notification))
        result += MailHeader.tokens("X-Fibrewatch-Urgency", notification.urgency.rawValue)
        if let alert = notification.incident?.alert { result += MailHeader.text("X-Fibrewatch-Rule", alert.rule) }
        if context.clockSuspicion != nil { result += MailHeader.tokens("X-Fibrewatch-Clock", "suspect") }
        if let incident = notification.incident { result += MailHeader.text("X-Fibrewatch-Incident", incident.id) }
        if notification.urgency == .page, notification.kind == .problem || notification.kind == .escalation {
            result += MailHeader.tokens("Importance", "high")
        }
        return result
    }

    private static func color(_ notification: AlertNotification) -> String {
        switch notification.kind {
        case .problem, .reminder, .update, .escalation:
            notification.urgency == .page && notification.incident?.alert?.severity != .warning ? "#b3261e" : "#9a5b00"
        case .recovery: notification.incident?.isUndeclared == true ? "#174ea6" : "#1e6b2e"
        case .heartbeat, .digest, .test: "#174ea6"
        }
    }
}

/// `Name <address>` or a bare address, taken apart.
package struct Mailbox: Hashable, Sendable {
    package var name: String
    package var address: String

    package init(_ text: String) {
        guard let open = text.lastIndex(of: "<"), let close = text.lastIndex(of: ">"), open < close else {
            name = ""
            address = Self.trimmed(text)
            return
        }
        name = Self.trimmed(String(text[..<open]).filter { $0 != "\"" })
        address = Self.trimmed(String(text[text.index(after: open)..<close]))
    }

    /// True for an address that can stand in an envelope.
    package var isValid: Bool { MailHeader.isAddress(address) }

    private static func trimmed(_ text: String) -> String {
        let words = text.split(whereSeparator: \.isWhitespace)
        return words.joined(separator: " ")
    }
}
