import Alerting
import DeclaredFiles
import Diagnosis
import Foundation
import NetworkModel
import Rendering
import TestSupport
import Testing

/// `Alerts/Samples/KIND.LANG.eml`: one night on the shipped network as three people read it, each in their language.
struct LanguageSampleTests {
    private static let (duct, start) = (SampleNight.duct, SampleNight.start)

    private static func policy(_ shipped: AlertPolicy) -> AlertPolicy {
        var policy = shipped
        policy.people = Language.allCases.map { language in
            let (id, name) =
                switch language {
                case .english: ("kate", "Kate Brown")
                case .serbianLatin: ("ana", "Ana Anić")
                case .serbianCyrillic: ("boris", "Борис Ћирић")
                }
            var person = AlertPolicy.Person(
                id: ObjectID("person:\(id)"), name: name, mail: "\(id)@network.example", level: .restricted)
            person.language = language
            return person
        }
        let all = policy.people.map(\.id)
        (policy.teams, policy.rotas) = ([.init(id: "team:all", name: "All", members: all)], [])
        policy.routes = [.init(name: "all", to: ["team:all"])]
        policy.fallback = all
        var escalation = AlertPolicy.Escalation(name: "default", steps: [.init(after: .seconds(1800), to: all)])
        escalation.remind = .seconds(3600)
        policy.escalations = [escalation]
        policy.heartbeat = .init(to: all)
        (policy.calm.burst, policy.calm.severeSites) = (3, 1000)
        return policy
    }

    /// All mails of the night, by kind and language: made once, the network is large.
    private static let night = Result { try mails() }

    private static func mails() throws -> [(name: String, notification: AlertNotification, bytes: [UInt8])] {
        let root = SharedData.packageRoot
        let network = try DeclaredNetwork.load(path: root.appendingPathComponent("Topology").path).network
        let alerts = try DeclaredAlerts.load(path: root.appendingPathComponent("Alerts").path, network: network)
        let policy = policy(alerts.policy)
        var engine = AlertingEngine(policy: policy, network: network)
        let (first, grown) = try #require(SampleNight.cut(in: network))
        var decisions = engine.receive(.opened(first), at: start)
        decisions += engine.receive(
            .page(Page(time: start + .seconds(4), object: duct, incident: "i47")), at: start + .seconds(4))
        decisions += engine.advance(to: start + .seconds(14))
        var incident = grown
        decisions += engine.receive(.revised(incident), at: start + .seconds(910)) + engine.advance(to: start + .seconds(1300))
        decisions += engine.advance(to: start + .seconds(1900)) + engine.advance(to: start + .seconds(5700))
        incident.closed = start + .seconds(9840)
        decisions += engine.receive(.closed(incident), at: start + .seconds(9845))
        let dead: [ObjectID] = ["dev:m-pozarevac", "dev:m-malo-crnice", "dev:m-kucevo", "dev:m-golubac", "dev:m-zagubica"]
        var hidden: Set<ObjectID> = []
        for (number, device) in dead.enumerated() {
            let time = start + .seconds(10_000 + Int64(number))
            let other = SampleNight.death(of: device, id: "i\(48 + number)", at: time, in: network)
            hidden.formUnion(other.impactedSites)
            decisions += engine.receive(.opened(other), at: time)
            decisions += engine.receive(.page(Page(time: time, object: other.best, incident: other.id)), at: time)
        }
        decisions += engine.advance(to: start + .seconds(10_100)) + engine.advance(to: start + .seconds(10_700))
        decisions += engine.advance(to: start + .seconds(4 * 3600 + 17 * 60 + 20))
        var context = MailContext(network: network, identity: policy.mail, templates: alerts.templates)
        context.recentChanges = SampleNight.changes
        context.monitorFacts = SampleNight.monitorFacts(network, dead: dead.count, hidden: hidden)
        var seen: Set<String> = []
        return decisions.compactMap(\.notification).compactMap { mail in
            let name = "\(mail.kind.rawValue).\((mail.language ?? .english).rawValue)"
            guard seen.insert(name).inserted else { return nil }
            var own = context
            if mail.kind != .heartbeat { own.monitorFacts = [] }
            if mail.kind == .recovery { own.remarks = SampleNight.remarks }
            return (name, mail, MailMessage.render(mail, in: own))
        }
    }

    @Test func `every kind of mail in three languages is what the program writes, and other parsers read it`() throws {
        let mails = try Self.night.get()
        let kinds = ["problem", "update", "reminder", "escalation", "recovery", "digest", "heartbeat"]
        #expect(Set(mails.map(\.name)) == Set(kinds.flatMap { kind in Language.allCases.map { "\(kind).\($0.rawValue)" } }))
        for (name, notification, bytes) in mails {
            try Golden.check(bytes, "../Alerts/Samples/\(name).eml")
            let mail = try ParsedMail.read(bytes)
            #expect(bytes.count <= MailMessage.byteLimit && mail.longest <= 998 && mail.defects.isEmpty, "\(name)")
            #expect(mail.parts == ["multipart/alternative", "text/plain", "text/html"] && !mail.html.contains("http"), "\(name)")
            #expect(mail.header("Content-Language") == (notification.language ?? .english).rawValue)
            let isCyrillic = mail.subject.unicodeScalars.contains { (0x400...0x45F).contains($0.value) }
            #expect(isCyrillic == (notification.language == .serbianCyrillic), "\(name)")
            if let incident = notification.incident {
                #expect(mail.subject.contains("[\(incident.id)]") && mail.text.contains("fibrewatch incident"))
            }
        }
    }

    /// Words that betray a sentence that nobody translated.
    @Test func `no English is left in a Serbian mail but names, commands and units`() throws {
        let allowed: Set = ["the", "of", "is"]
        for (name, notification, bytes) in try Self.night.get() where notification.language != nil {
            let text = try ParsedMail.read(bytes).text
            let words = Set(text.lowercased().split { !$0.isLetter }.map(String.init))
            let left = words.intersection([
                "the", "which", "still", "answer", "sites", "since", "likely", "nobody", "mails", "down", "was", "their",
            ])
            #expect(left.subtracting(allowed).isEmpty && left.isEmpty, "\(name): \(left)")
        }
    }
}
