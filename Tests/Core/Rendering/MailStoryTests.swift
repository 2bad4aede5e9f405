import Alerting
import Diagnosis
import NetworkModel
import TestSupport
import Testing

@testable import Rendering

private typealias F = MailFixture

/// What a thread of mails tells from its first to its last.
@Suite struct MailStoryTests {
    private static func text(_ notification: AlertNotification, _ remarks: [MailRemark] = []) throws -> String {
        var context = F.context
        context.remarks = remarks
        return try ParsedMail.read(MailMessage.render(notification, in: context)).text
    }

    private static func subject(_ notification: AlertNotification) -> String { MailMessage.subject(notification, in: F.context) }

    // The kind of the mail and why it is sent; its subject up to the object.
    @Test(
        arguments: [
            (.problem, .newRootCause, "DOWN duct:", "ПРЕКИД duct:"),
            (.update, .impactChanged(before: 2, now: 9), "DOWN (update) duct:", "ПРЕКИД (ново) duct:"),
            (
                .reminder, .notAcknowledged(since: F.start), "DOWN (still, nobody has it) duct:",
                "ПРЕКИД (и даље, нико није преузео) duct:"
            ),
            (.reminder, .acknowledgementEnded(by: "ana"), "DOWN (still) duct:", "ПРЕКИД (и даље) duct:"),
            (
                .escalation, .escalated(step: 1, after: .seconds(900)), "DOWN (escalated, nobody has it) duct:",
                "ПРЕКИД (ескалација, нико није преузео) duct:"
            ),
            (.recovery, .recovered(after: .seconds(60)), "UP duct:", "РАДИ duct:"),
        ] as [(AlertNotification.Kind, AlertReason, String, String)])
    func `the subject says whether it is a second outage, the state word first`(
        kind: AlertNotification.Kind, reason: AlertReason, english: String, cyrillic: String
    ) throws {
        var mail = F.thread()[0]
        (mail.kind, mail.reason) = (kind, reason)
        #expect(Self.subject(mail).hasPrefix(english) && Self.subject(mail).hasSuffix("[i47]"), "\(Self.subject(mail))")
        mail.language = .serbianCyrillic
        #expect(Self.subject(mail).hasPrefix(cyrillic), "\(Self.subject(mail))")
        mail.references = ["root@noc.example"]
        let parsed = try ParsedMail.read(F.rendered(mail))
        #expect(parsed.header("References") == "<root@noc.example>" && parsed.defects.isEmpty)
        #expect(parsed.header("X-Fibrewatch-State") == (kind == .recovery ? "UP" : "DOWN"), "filters still see one word")
    }

    @Test func `what hangs on one way because of it is told with its cause, nobody twice`() throws {
        var mail = F.thread()[0]
        mail.incident?.impactedSites = []
        mail.incident?.impactedServices = [:]
        mail.incident?.atRiskSites = ["site:m1", "site:p11"]
        mail.ways = LostWays(sites: ["site:m1", "site:p11"], last: ["duct:bg-grocka", "link:l1"])
        #expect(Self.subject(mail).contains("2 sites without a second way"))
        let text = try Self.text(mail)
        let told =
            "2 sites hang on one way now: Grocka, Пошта 11130 Калуђерица; the last way: duct:bg-grocka (Beograd–Grocka), link:l1"
        #expect(text.contains("\n\(told)\n") && !text.contains("more without a second way"), "\(text)")
        mail.kind = .recovery
        #expect(try Self.text(mail).contains("2 sites hung on one way meanwhile: Grocka, Пошта 11130 Калуђерица\n"))
        mail.language = .serbianLatin
        #expect(try Self.text(mail).contains("samo jedan put za to vreme imale su 2 lokacije: Grocka"))
    }

    @Test func `a mail's own hold is not held back, what was held back for other reasons is`() throws {
        var mail = F.thread()[0]
        mail.held = [HeldBack(time: F.start, reason: .hold(rule: 4, proven: true, span: .seconds(2)))]
        #expect(!(try Self.text(mail).contains("HELD BACK")))
        mail.held?.append(HeldBack(time: F.start, reason: .maintenance(object: "link:l1", owner: "ana", reason: "splicing")))
        let text = try Self.text(mail)
        #expect(text.contains("HELD BACK MEANWHILE") && text.contains("of ana: splicing") && !text.contains("hold rule"))
    }

    @Test func `who is told next is named with the role, or that a reminder follows`() throws {
        var mail = F.thread()[0]
        mail.nextStep = F.start + .seconds(900)
        mail.nextReaders = [NextReader(name: "Борис Ћирић", role: "second", team: "NOC")]
        #expect(
            try Self.text(mail).contains(
                "If nobody takes it by 22 Nov 03:27, Борис Ћирић (second on call) is told."))
        mail.nextReaders = [NextReader(name: "Ana", role: "lead", team: "NOC"), NextReader(name: "Chief")]
        #expect(try Self.text(mail).contains("03:27, Ana (head of NOC), Chief are told."))
        mail.nextReaders = []
        #expect(try Self.text(mail).contains("03:27, those who know are reminded."))
        mail.nextReaders = nil
        #expect(try Self.text(mail).contains("03:27, the next are told."), "as decided before it was known who")
        mail.language = .serbianCyrillic
        mail.nextReaders = [NextReader(name: "Ana Anić", role: "duty", team: "NOC")]
        #expect(try Self.text(mail).contains("до 22. нов 03:27, обавештава се Ana Anić (дежурни)."))
    }

    @Test func `the evidence stands in the order of time`() throws {
        var incident = F.incident
        incident.evidence = [
            Evidence(time: F.start, object: "dev:p11", fact: "was silent"),
            Evidence(time: F.start + .seconds(4), object: "if:bg-core-1#l1", fact: "port went down"),
            Evidence(time: F.start + .seconds(2), object: "dev:m1", fact: "was silent too"),
        ]
        let text = try Self.text(F.thread(incident)[0])
        let places = ["03:12:45 dev:p11", "03:12:47 dev:m1", "03:12:49 if:bg-core-1#l1"].map {
            text.range(of: $0)?.lowerBound
        }
        #expect(!places.contains(nil) && places.compactMap { $0 } == places.compactMap { $0 }.sorted(), "\(text)")
    }

    // Sites that are hit; what the impact and the end of the mail say of the list.
    @Test(
        arguments: [
            (8, "and 3 more, listed at the end", nil),
            (50, "and 45 more; 24 of all 50 stand at the end", "24 of 50; all of them:"),
        ]
            as [(Int, String, String?)])
    func `the list of sites is as long as the mail says`(count: Int, more: String, end: String?) throws {
        var incident = F.incident
        incident.impactedSites = (0..<count).map { ObjectID("site:x\(100 + $0)") }
        let text = try Self.text(F.thread(incident)[0])
        #expect(text.contains(more), "\(text)")
        #expect(text.components(separatedBy: "\n- site:x").count - 1 == min(count, 24))
        #expect(end.map { text.contains("\n\($0)\n  fibrewatch incident show i47\n") } ?? !text.contains("all of them"))
    }

    @Test func `after the end it is told in the past, with what people found`() throws {
        var incident = F.incident
        incident.impactedServices = ["svc:post-payments": 1]
        let mail = try #require(F.thread(incident).last)
        #expect(mail.kind == .recovery)
        let plain = try Self.text(mail)
        for past in [
            "WHAT IT WAS", "WHOM IT HIT\n", "WHAT WAS THE LIKELY CAUSE", "ALL THAT IT HIT\n", "Services that were missing: ",
        ] {
            #expect(plain.contains(past), "\(past) in \(plain)")
        }
        for present in ["WHOM IT HITS", "\nLIKELY CAUSE", "Without service", "ALL THAT IT HITS", "open now"] {
            #expect(!plain.contains(present), "\(present)")
        }
        let remarks = [
            MailRemark(.ticket, time: F.start, by: "ana", text: "TT-123"),
            MailRemark(.note, time: F.start + .seconds(60), by: "ana", text: "they are <b>digging</b>"),
            MailRemark(.cause, time: F.start + .seconds(90), by: "ana", text: "a digger"),
            MailRemark(.cause, time: F.start + .seconds(99), by: "root", text: "digger at km 4"),
        ]
        let told = try Self.text(mail, remarks)
        #expect(told.contains("after 2 h 5 min. Cause: digger at km 4 (said by root).\n"))
        #expect(told.contains("\nCAUSE\ndigger at km 4 (said by root)\nYou were told: likely link down: link:l1\n"), "\(told)")
        #expect(told.contains("Ticket TT-123 (entered by ana)") && told.contains("- 22 Nov 03:13 ana: they are <b>digging</b>"))
        var context = F.context
        context.remarks = remarks
        #expect(!(try ParsedMail.read(MailMessage.render(mail, in: context)).html.contains("<b>")))
        // While it lasts it stands before what is supposed; who may read public things only is told nothing of it.
        #expect(try Self.text(F.thread()[0], remarks).contains("\nCause: digger at km 4 (said by root)\ncable cut in duct:"))
        #expect(!(try Self.text(F.thread(level: .public)[0], remarks).contains("digger")))
        let serbian = try #require(F.thread(in: .serbianLatin).last)
        #expect(try Self.text(serbian, remarks).contains("Uzrok: digger at km 4 (rekao/la: root)."))
    }

    @Test(arguments: [
        "x\r\nBcc: eve@evil.example\r\n\r\nhello", "\u{202E}gnp.exe", "<script>alert(1)</script>",
        String(repeating: "A", count: 65_536),
    ])
    func `what people entered changes no header and no part`(text: String) throws {
        var mail = F.thread()[0]
        mail.nextStep = F.start
        mail.nextReaders = [NextReader(name: text, role: text, team: text)]
        mail.ways = LostWays(sites: [ObjectID("site:\(text)")], last: [ObjectID("duct:\(text)")])
        var context = F.context
        context.remarks = [.cause, .ticket, .assign, .note].map { MailRemark($0, time: F.start, by: text, text: text) }
        let bytes = MailMessage.render(mail, in: context)
        let (parsed, clean) = (try ParsedMail.read(bytes), try ParsedMail.read(F.rendered(F.thread()[0])))
        #expect(
            parsed.defects.isEmpty && parsed.headers.map { $0[0] } == clean.headers.map { $0[0] } && parsed.parts == clean.parts)
        #expect(bytes.count <= MailMessage.byteLimit && parsed.longest <= 998)
        #expect(!parsed.html.contains("<script") && !parsed.text.contains("\u{202E}"))
    }
}
