import Alerting
import Diagnosis
import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import Rendering

private typealias F = MailFixture

@Suite struct MailMessageTests {
    // Objects that the verbs take; and those of groups, of rules over them, and of the monitor itself.
    @Test(
        arguments: [
            ("duct:bg-grocka", true, true), ("dev:p11", true, true), ("site:p11", true, true), ("owner:railways", false, true),
            ("svc:post-payments", false, false), ("role:core", false, false), ("network:all", false, false),
            ("cred:snmp", false, false), ("monitor:configuration", false, false), ("area:north", false, false),
        ] as [(ObjectID, Bool, Bool)])
    func `a mail offers no command that cannot work`(object: ObjectID, isAsked: Bool, isCalled: Bool) throws {
        var incident = MailFixture.incident
        (incident.best, incident.candidates) = (object, [object])
        let mail = try ParsedMail.read(
            MailMessage.render(MailFixture.thread(incident)[0], in: MailFixture.context))
        #expect(mail.text.contains("fibrewatch incident ack i47") && mail.text.contains("fibrewatch incident show i47"))
        #expect(mail.text.contains("fibrewatch recheck") == isAsked && mail.text.contains("fibrewatch contact") == isCalled)
    }

    @Test(arguments: ["problem", "update", "recovery"])
    func `the mails of an outage are those that were reviewed`(kind: String) throws {
        let mail = try #require(F.thread().first { $0.kind.rawValue == kind })
        try Golden.check(F.rendered(mail), "Core/Rendering/Golden/\(kind).eml")
    }

    @Test func `a person reads it with any mail program, the object and the sites by their names`() throws {
        let mails = try F.thread().map { try ParsedMail.read(F.rendered($0)) }
        #expect(mails.map(\.defects) == [[], [], []])
        #expect(mails[0].subject == "DOWN duct:bg-grocka (Beograd–Grocka), 2 sites cut off [i47]")
        #expect(mails[2].subject == "UP link:l1, after 2 h 5 min [i47]")
        #expect(mails[0].parts == ["multipart/alternative", "text/plain", "text/html"])
        #expect(mails[0].to == ["ana@noc.example", "boris@noc.example"])
        #expect(mails[0].text.contains("Sat 22 Nov 2025, 03:12:45 +01:00 (02:12:45 UTC)"))
        #expect(mails[0].text.contains("Пошта 11130 Калуђерица"))
        #expect(mails[0].text.contains("  fibrewatch incident ack i47 -m \"I take it\""))
        #expect(mails[0].header("Auto-Submitted") == "auto-generated")
        #expect(mails.allSatisfy { $0.longest <= 78 })
    }

    @Test func `what comes first on a phone comes first in the text`() throws {
        let text = try ParsedMail.read(F.rendered(F.thread()[0])).text
        let order = ["WHAT", "SINCE", "WHOM IT HITS", "LIKELY CAUSE", "WHERE", "WHAT ELSE IT COULD BE", "WHAT TO DO"].map {
            text.range(of: "\n\($0)\n")?.lowerBound
        }
        #expect(!order.contains(nil) && order.compactMap { $0 } == order.compactMap { $0 }.sorted())
        #expect(text.contains("owner: Железнице Србије, desk +381 11 555 0300, contract ŽS-2024/17"))
    }

    @Test func `every later mail of a thread answers the one before it and refers to the root`() throws {
        let mails = try F.thread().map { try ParsedMail.read(F.rendered($0)) }
        let ids = mails.compactMap { $0.header("Message-ID") }
        #expect(mails[0].header("In-Reply-To") == nil)
        #expect(mails[2].header("In-Reply-To") == ids[1])
        #expect(mails[2].header("References")?.split(separator: " ").map(String.init) == [ids[0], ids[1]])
    }

    @Test func `coordinates are for those who are cleared, ways and owners not for the public`() throws {
        let texts = try Level.allCases.map { try ParsedMail.read(F.rendered(F.thread(level: $0)[0])).text }
        #expect(texts.map { $0.contains("44.67, 20.71") } == [false, false, true])
        #expect(texts.map { $0.contains("KO-14") } == [false, true, true])
    }

    @Test func `a mail with thousands of sites and long names stays small`() throws {
        var incident = F.incident
        let long = String(repeating: "ш", count: 60_000)
        incident.impactedSites = (0..<2500).map { ObjectID("site:\($0)\(long.prefix(300))") }
        incident.evidence = (0..<400).map { _ in Evidence(time: F.start, object: "dev:p11", fact: long) }
        incident.candidates = (0..<300).map { ObjectID("duct:\($0)\(long.prefix(300))") }
        let bytes = F.rendered(F.thread(incident)[0])
        #expect(bytes.count <= MailMessage.byteLimit)
        #expect(try ParsedMail.read(bytes).defects.isEmpty)
    }

    @Test(arguments: [
        "x\r\nBcc: eve@evil.example\r\n\r\nhello", "x\nSubject: y", "x\u{0}y", "\u{202E}gnp.exe", "\"><script>alert(1)</script>",
        "'; DROP TABLE x; --", "\r\n.\r\nMAIL FROM:<eve@evil.example>", "--=_fibrewatch_1--", "=?UTF-8?B?QmNjOiB4?=",
        "\u{2028}Bcc: z\u{85}Cc: q",
        "<img src=http://evil.example/x.png>", "`$(reboot)`", String(repeating: "A", count: 65_536), "\u{7}\u{1B}[31m",
        "a@b, eve@evil.example",
    ])
    func `hostile text changes no header, no recipient and no part`(text: String) throws {
        let clean = try ParsedMail.read(F.rendered(F.thread()[0]))
        var incident = F.incident
        incident.best = ObjectID("duct:\(text)")
        incident.candidates = [incident.best, ObjectID("dev:\(text)")]
        incident.impactedSites = [ObjectID("site:\(text)"), "site:p11"]
        incident.evidence = [Evidence(time: F.start, object: ObjectID("if:\(text)"), fact: text)]
        var notification = F.thread(incident)[0]
        notification.held = [HeldBack(time: F.start, reason: .maintenance(object: incident.best, owner: text, reason: text))]
        notification.told = [text]
        var context = F.context
        context.recentChanges = [MailChange(time: F.start, object: ObjectID("dev:\(text)"), text: text)]
        let mail = try ParsedMail.read(MailMessage.render(notification, in: context))
        #expect(mail.defects.isEmpty)
        #expect(mail.headers.map { $0[0] } == clean.headers.map { $0[0] })
        #expect(mail.to == clean.to && mail.parts == clean.parts)
        #expect(mail.subject.hasPrefix("DOWN duct:") && mail.subject.hasSuffix("]"))
        for forbidden in ["<script", "<img", "\u{202E}", "\u{0}", "\u{1B}", "\u{2028}"] {
            #expect(
                !mail.html.contains(forbidden)
                    && !(mail.text.contains(forbidden) && forbidden != "<script" && forbidden != "<img"))
        }
    }

    @Test func `what was written about an object above the readers' level is left out`() {
        var document = NetworkDocument(name: "levels")
        document.ducts = [.init(id: "duct:secret", owner: "owner:o", km: 1)]
        document.ducts[0].level = .restricted
        let network = Network.compile(document).network
        let reasons: [AlertReason] = [
            .maintenance(object: "duct:secret", owner: "ana", reason: "SPLICE"), .causeChanged(from: "duct:secret"),
            .maintenanceEnded(object: "duct:secret"), .nobodyToTell(object: "duct:secret"),
        ]
        for reason in reasons {
            let text = MailObjects(network: network, level: .public, limits: MailLimits()).reason(reason) { $0.clock }
            #expect(!text.contains("secret") && !text.contains("SPLICE") && text.contains("restricted"), "\(text)")
            let whole = MailObjects(network: network, level: .restricted, limits: MailLimits()).reason(reason) { $0.clock }
            #expect(whole.contains("duct:secret"))
        }
    }

    @Test func `the subject names the service that is lost where no site is cut off`() {
        var incident = F.incident
        (incident.impactedSites, incident.impactedServices) = ([], ["svc:eid": 50, "svc:pay": 3])
        #expect(MailMessage.subject(F.thread(incident)[0], in: F.context).contains("eid and 1 more lost at 50 sites"))
    }

    @Test func `a recipient whose address is none is left out of the header`() throws {
        var notification = F.thread()[0]
        notification.recipients += ["a b@c", "x@y\r\nBcc: z@z", "<q@q>", "", "u@v,w@x"].map {
            Recipient(person: "person:x", name: "X", address: $0)
        }
        #expect(try ParsedMail.read(F.rendered(notification)).to == ["ana@noc.example", "boris@noc.example"])
    }
}
