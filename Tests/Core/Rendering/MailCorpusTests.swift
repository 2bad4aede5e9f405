import Alerting
import Diagnosis
import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import Rendering

/// Text from devices and people that would like to be a header, a recipient, a part or a tag, in every kind of mail and every language.
@Suite struct MailCorpusTests {
    static let corpus = [
        "x\r\nBcc: eve@evil.example\r\n\r\nhello", "x\nSubject: y", "x\rTo: eve@evil.example", "x\u{0}y",
        "\u{202E}gnp.exe\u{2066}",
        "\"><script>alert(1)</script>", "'\"; DROP TABLE x; --", "\r\n.\r\nMAIL FROM:<eve@evil.example>", "--=_fibrewatch_1--",
        "=?UTF-8?B?QmNjOiB4?=", "\u{2028}Bcc: z\u{85}Cc: q", "<img src=http://evil.example/x.png>", "{{> head}}{{{text}}} & &lt;",
        String(repeating: "A", count: 65_536), String(repeating: "\u{301}", count: 65_536), "\u{7}\u{1B}[31m",
        "a@b, eve@evil.example",
        "Content-Type: text/html\r\n\r\n<b>", "\u{FEFF}ш\u{E000}\u{10FFFF}",
    ]

    // Every mail of the tests is read by it too where it is installed; that it is not shows here.
    @Test(.enabled(if: ParsedMail.hasPerl, "skipped: libemail-mime-perl is missing, so no mail is read by a second parser"))
    func `a second parser reads the mails too`() throws {
        let text =
            "Subject: =?UTF-8?B?0YI=?=\r\nTo: Ana <ana@noc.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\ntext\r\n"
        let mail = try ParsedMail.read(Array(text.utf8))
        #expect(mail.subject == "т" && mail.to == ["ana@noc.example"])
    }

    /// Where the texts stand: names that devices give themselves, names of their ports, and what people wrote.
    private struct Hostile {
        var texts: [String]
        func callAsFunction(_ place: Int) -> String { texts[place % texts.count] }
    }

    private static func network(_ text: Hostile) -> Network {
        var document = MailFixture.network.document
        document.sites[1].name = text(0)
        document.sites[1].contact = text(1)
        document.sites[1].municipality = text(2)
        document.owners[0].name = text(3)
        document.owners[0].contact = text(4)
        document.ducts[0].name = text(5)
        document.ducts[0].manholes[0].name = text(6)
        return Network.compile(document).network
    }

    private static var policy: AlertPolicy {
        var policy = MailFixture.policy
        policy.people = Language.allCases.map { language in
            var person = AlertPolicy.Person(
                id: ObjectID("person:\(language.rawValue)"), name: "N", mail: "\(language.rawValue.lowercased())@noc.example",
                level: .restricted)
            person.language = language
            return person
        }
        let all = policy.people.map(\.id)
        policy.routes = [.init(name: "all", to: all)]
        policy.fallback = all
        var escalation = AlertPolicy.Escalation(name: "default", steps: [.init(after: .seconds(600), to: all)])
        escalation.remind = .seconds(600)
        policy.escalations = [escalation]
        (policy.heartbeat, policy.morning) = (.init(to: all, minute: 450), .init(to: all, minute: 390))
        (policy.calm.burst, policy.calm.severeSites) = (2, 1000)
        return policy
    }

    /// One night with `text` wherever devices and people write: each kind of mail, in each language.
    private static func night(_ text: Hostile) -> [(name: String, bytes: [UInt8])] {
        let network = network(text)
        var engine = AlertingEngine(policy: policy, network: network)
        let start = MailFixture.start
        func at(_ second: Int64) -> Timestamp { start + .seconds(second) }
        var incident = MailFixture.incident
        incident.evidence += [
            Evidence(time: start, object: ObjectID("if:bg-core-1#\(text(7))"), fact: "port went down, alias \(text(8))"),
            Evidence(time: start, object: ObjectID("dev:\(text(9))"), fact: text(10)),
        ]
        incident.suppressed = [ObjectID("dev:\(text(11))")]
        var decisions = engine.receive(.opened(incident), at: start)
        decisions += engine.receive(.page(Page(time: at(5), object: incident.best, incident: "i47")), at: at(5))
        decisions += engine.receive(
            Acknowledgement(incident: "i47", at: at(10), by: text(12), reason: text(13), until: at(400)), at: at(10))
        incident.candidates += [ObjectID("link:\(text(14))")]
        incident.impactedSites += ["site:bg", ObjectID("site:\(text(15))")]
        decisions += engine.receive(.revised(incident), at: at(200))
        for second in stride(from: Int64(400), through: 3000, by: 100) { decisions += engine.advance(to: at(second)) }
        incident.best = ObjectID("link:\(text(16))")
        decisions += engine.receive(.revised(incident), at: at(3100)) + engine.advance(to: at(3500))
        incident.closed = at(3600)
        decisions += engine.receive(.closed(incident), at: at(3600))
        for number in 0..<5 {
            let best = ObjectID("dev:\(number)\(text(17 + number))")
            let other = Incident(id: "i\(50 + number)", kind: .fault, opened: at(3700), candidates: [best], best: best)
            decisions += engine.receive(.opened(other), at: at(3700))
            decisions += engine.receive(.page(Page(time: at(3700), object: best, incident: other.id)), at: at(3700))
        }
        for second in stride(from: Int64(3800), through: 20_000, by: 600) { decisions += engine.advance(to: at(second)) }
        var context = MailContext(network: network, identity: policy.mail)
        context.recentChanges = [MailChange(time: start - .seconds(60), object: ObjectID("dev:\(text(18))"), text: text(19))]
        context.monitorFacts = ["the monitor is well", "dev:\(text(20)) does not answer: \(text(21))"]
        var seen: Set<String> = []
        return decisions.compactMap(\.notification).compactMap { mail in
            var mail = mail
            let name = "\(mail.kind.rawValue) \(mail.reason.code) \((mail.language ?? .english).rawValue)"
            guard seen.insert(name).inserted else { return nil }
            if mail.kind == .heartbeat { mail.facts += [text(22), "dev:\(text(23))"] }
            return (name, MailMessage.render(mail, in: context))
        }
    }

    private static let clean = Result { try night(Hostile(texts: ["plain"])).map { ($0.name, try ParsedMail.read($0.bytes)) } }

    /// Headers that are the same whatever the network is called.
    private static func fixed(_ mail: ParsedMail) -> [[String]] {
        mail.headers.filter { !["Subject", "X-Fibrewatch-Object"].contains($0[0]) }
    }

    private func check(_ text: Hostile, _ label: String) throws {
        let clean = Dictionary(try Self.clean.get(), uniquingKeysWith: { first, _ in first })
        let mails = Self.night(text)
        #expect(Set(mails.map(\.name)) == Set(clean.keys), "\(label)")
        for (name, bytes) in mails {
            let (mail, plain) = (try ParsedMail.read(bytes), try #require(clean[name]))
            #expect(
                mail.defects.isEmpty && mail.longest <= 998 && bytes.count <= MailMessage.byteLimit,
                "\(label), \(name): \(mail.defects)")
            #expect(mail.headers.map { $0[0] } == plain.headers.map { $0[0] }, "\(label), \(name)")
            #expect(Self.fixed(mail) == Self.fixed(plain), "\(label), \(name)")
            #expect(mail.to == plain.to && mail.parts == plain.parts, "\(label), \(name)")
            for forbidden in ["<script", "<img", "<b>", "\u{202E}", "\u{2066}", "\u{0}", "\u{1B}", "\u{2028}", "\u{85}"] {
                #expect(!mail.html.contains(forbidden), "\(label), \(name): \(forbidden.debugDescription)")
                #expect(
                    forbidden.hasPrefix("<") || !mail.text.contains(forbidden) && !mail.subject.contains(forbidden),
                    "\(label), \(name)")
            }
        }
    }

    @Test func `every kind of mail in every language keeps its headers, recipients and parts, whatever devices and people write`()
        throws
    {
        let kinds = Set(try Self.clean.get().compactMap { $0.0.split(separator: " ").first.map(String.init) })
        #expect(kinds == ["problem", "update", "recovery", "reminder", "escalation", "heartbeat", "digest"])
        // All texts at once, each in another place; in a long run also each in all places, and every shift of them.
        try check(Hostile(texts: Self.corpus), "all")
        guard SharedData.soak else { return }
        for shift in Self.corpus.indices {
            try check(Hostile(texts: Array(Self.corpus[shift...] + Self.corpus[..<shift])), "shifted by \(shift)")
            try check(Hostile(texts: [Self.corpus[shift]]), "text \(shift)")
        }
    }
}
