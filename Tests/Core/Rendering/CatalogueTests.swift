import Alerting
import Diagnosis
import Foundation
import NetworkModel
import TestSupport
import Testing

@testable import Rendering

private typealias F = MailFixture

struct CatalogueTests {
    @Test func `every text stands in both languages with the same values and all plural forms`() {
        for entry in MessageCatalogue.builtInEntries { #expect(MessageCatalogue.faults(of: entry) == [], "\(entry.key)") }
        #expect(MessageCatalogue.keys.count == MessageCatalogue.builtInEntries.count, "a key stands twice")
    }

    @Test func `the texts that are shipped for people to change are those that are compiled in`() throws {
        var text =
            "# Texts of mails, by key: English, and Serbian in Latin. The Cyrillic form is made from the Latin one; what stands between\n"
        text +=
            "# backquotes stays Latin. {x} is a value; {n:one|few|many} the form that goes with the number n (English has two). What is not\n"
        text += "# here is compiled in. `fibrewatch check` names what is missing or does not fit.\n"
        let quoted = { (text: String) in "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"" }
        for entry in MessageCatalogue.builtInEntries {
            text += "\(entry.key):\n  en: \(quoted(entry.english))\n  sr: \(quoted(entry.serbian))\n"
        }
        try Golden.check(text, "../Alerts/templates/messages.yaml")
    }

    /// Latin and Cyrillic, with digraphs, their exceptions, capitals and what stays Latin.
    @Test(arguments: [
        ("Ljubav, njiva i džep", "Љубав, њива и џеп"), ("NJEGOŠ, LJUDI, DŽEZ", "ЊЕГОШ, ЉУДИ, ЏЕЗ"),
        ("konjugacija i injekcija", "конјугација и инјекција"),
        ("nadživeti, podžupan", "надживети, поджупан"),
        ("Đorđe čuje žabu, šta će", "Ђорђе чује жабу, шта ће"), ("poslednja 24 `h`", "последња 24 h"),
        ("obaveštavanje o prekidu", "обавештавање о прекиду"), ("Tanjug javlja", "Танјуг јавља"), ("međuvreme", "међувреме"),
    ])
    func `our Latin texts become Cyrillic letter by letter, digraphs as one`(latin: String, cyrillic: String) {
        #expect(Transliteration.cyrillic(latin) == cyrillic)
    }

    @Test func `no Latin letter is left in a Cyrillic text of ours, except what has to stay`() {
        for entry in MessageCatalogue.builtInEntries {
            guard let pattern = MailPattern(entry.serbian) else { continue }
            for part in pattern.parts {
                let texts: [String] =
                    switch part {
                    case .text(let text): [text]
                    case .plural(_, let forms): forms
                    case .value: []
                    }
                for text in texts {
                    let own = text.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter {
                        $0.offset % 2 == 0
                    }
                    .map { String($0.element) }.joined()
                    let left = Transliteration.cyrillic(own).unicodeScalars.filter {
                        $0.properties.isAlphabetic && $0.value < 0x250
                    }
                    #expect(left.isEmpty, "\(entry.key): \(text)")
                }
            }
        }
    }

    /// 1, 2 to 4, 5 and more; 11 to 14 go with the many.
    @Test(arguments: [
        (1, "1 lokacija"), (2, "2 lokacije"), (4, "4 lokacije"), (5, "5 lokacija"), (11, "11 lokacija"), (12, "12 lokacija"),
        (14, "14 lokacija"),
        (21, "21 lokacija"), (22, "22 lokacije"), (25, "25 lokacija"), (101, "101 lokacija"), (111, "111 lokacija"),
        (112, "112 lokacija"), (1002, "1002 lokacije"), (0, "0 lokacija"),
    ])
    func `Serbian numbers go with their form`(number: Int, text: String) {
        #expect(MailWords(.serbianLatin)("impact.many", n: number) == text + " bez veze")
        #expect(MailWords(.serbianCyrillic)("impact.many", n: number) == Transliteration.cyrillic(text) + " без везе")
    }

    private static let at = Timestamp(milliseconds: 1_763_777_565_000)

    static let reasons: [AlertReason] = [
        .newRootCause, .holdEnded(after: .seconds(45)), .causeChanged(from: "duct:x"), .impactChanged(before: 3, now: 9),
        .kindChanged(from: .planned), .redundancyLost(sites: 5),
        .kindChanged(from: .planned), .impactShrank(before: 14, now: 3), .impactShrank(before: 14, now: 0),
        .shrinking(span: .seconds(60)),
        .flapping(openings: 4, within: .seconds(600)), .stayedDown(since: at), .recovered(after: .seconds(75)),
        .stable(since: at), .notDeclared,
        .acknowledgementEnded(by: "ana"), .maintenanceEnded(object: "duct:x"), .notAcknowledged(since: at),
        .escalated(step: 2, after: .seconds(1800)), .moreUrgent(from: .ticket, to: .page), .lessUrgent(from: .page, to: .ticket),
        .opened(sites: 1), .opened(sites: 5),
        .quietHoursEnded, .daily, .morning, .weekly, .personBurst(count: 9, within: .seconds(600)), .collected(count: 30), .asked,
        .backlog(count: 7, since: at),
        .hold(rule: 3, proven: true, span: .seconds(2)), .hold(rule: 3, proven: false, span: .seconds(90)),
        .closedUntilOpening(site: "site:p1"),
        .settling(span: .seconds(60)), .updateGap(span: .seconds(300)), .storm(count: 20, within: .seconds(600)),
        .maintenance(object: "duct:x", owner: "ana", reason: "splicing"), .quietHours(people: 2), .escalationSpent(rounds: 2),
        .alreadyTold(at: at), .acknowledged(by: "ana", reason: "mine"), .planned, .expected,
        .healed(after: .seconds(20), hold: .seconds(45)),
        .withdrawn, .neverPaged(kind: .transient), .notAnIncident(.recordSuspect), .partOfFlapping(incident: "i4"),
        .partOfCause(incident: "i4"), .mergedInto(incident: "i4", by: "ana"), .standsAlone(by: "ana"),
        .wholeEnded(incident: "i4"),
        .noChangeForReaders,
        .nobodyToTell(object: "duct:x"), .inDigest, .shadow,
    ]

    @Test func `every reason of a decision is said in Serbian, in both alphabets`() {
        #expect(Set(Self.reasons.map(\.code)).count == Self.reasons.count - 4)
        for reason in Self.reasons {
            let latin = MailWords(.serbianLatin).fact(reason.words)
            #expect(latin != reason.words, "\(reason.code): \(reason.words)")
            #expect(MailWords(.serbianCyrillic).fact(reason.words) != latin, "\(reason.code)")
            #expect(MailWords().fact(reason.words) == reason.words)
        }
    }

    /// Sentences as diagnosis, rules and the monitor say them, and how they are said again.
    @Test(arguments: [
        (
            "went down on dev:novi-sad, which still answers; its link is link:x",
            "u prekidu na dev:novi-sad, koji se i dalje javlja; njegova veza je link:x"
        ),
        (
            "did not answer collector:c 3 times in a row; its last answer came 9 s before the first failure",
            "bez odgovora na upit collector:c 3 puta zaredom; poslednji odgovor stigao je 9 s pre prvog izostanka"
        ),
        (
            "did not answer collector:c once; it has not answered since the start",
            "bez odgovora na upit collector:c jednom; od početka se nije javio"
        ),
        (
            "received light -27.3 dBm, at least -27 dBm is needed for 10 min; look for work on the way",
            "primljena svetlost -27.3 dBm, potrebno je najmanje -27 dBm, traje 10 min; look for work on the way"
        ),
        ("running on battery: yes for 60 s", "radi na bateriju: da, traje 60 s"),
        ("3 of 5: refused reads: yes", "3 od 5: odbijena čitanja: da"),
        ("1 site hangs on it, 0 open now", "od toga zavisi 1 lokacija, sada otvoreno: 0"),
        ("12 sites hang on it, 5 open now", "od toga zavisi 12 lokacija, sada otvoreno: 5"),
        ("it is more urgent now: page instead of ticket", "sada je hitnije: poziv dežurnom umesto: nalog za rad"),
        ("seen down", "viđeno stanje: u prekidu"), ("i31, flapping, for 3 min", "i31, nestabilnost, trajalo 3 min"),
        ("maintenance add by ana: splicing", "najavljeni radovi (ana): splicing"),
        ("2026-11-21 03:04:05 UTC: acknowledged by ana: mine", "2026-11-21 03:04:05 UTC: preuzeto (ana): mine"),
        ("21 requests sent, 4 not answered", "21 upit poslat, bez odgovora: 4"),
        ("whatever a person wrote", "whatever a person wrote"),
    ])
    func `what other parts say is said again in Serbian, names and people's words as they are`(english: String, serbian: String) {
        #expect(MailWords(.serbianLatin).fact(english) == serbian)
        #expect(MailWords().fact(english) == english)
    }

    @Test func `names are never transliterated, also where they look like our words`() throws {
        for mail in F.thread(in: .serbianCyrillic) {
            let parsed = try ParsedMail.read(F.rendered(mail))
            #expect(
                parsed.defects.isEmpty && parsed.header("Content-Language") == "sr-Cyrl"
                    && parsed.html.contains("lang=\"sr-Cyrl\""))
            #expect(parsed.subject.contains(mail.object?.rawValue ?? "-"))
            if mail.kind == .problem {
                #expect(parsed.subject == "ПРЕКИД duct:bg-grocka (Beograd–Grocka), 2 локације без везе [i47]")
                #expect(
                    parsed.text.contains("суб 22. нов 2025., 03:12:45 +01:00 (02:12:45 UTC)") && parsed.text.contains("Grocka"))
                #expect(parsed.text.contains("власник: Железнице Србије, дежурна служба +381 11 555 0300, уговор ŽS-2024/17"))
                #expect(parsed.text.contains("fibrewatch incident ack i47 -m \"преузимам\""))
            }
        }
    }
}
