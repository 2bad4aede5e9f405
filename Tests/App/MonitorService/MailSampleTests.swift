import Alerting
import DeclaredFiles
import Diagnosis
import Foundation
import NetworkModel
import Rendering
import TestSupport
import Testing

/// `Alerts/Samples/*.eml`: what a person on call gets when a duct of the shipped network is cut, and the daily sign of life.
struct MailSampleTests {
    private static let (duct, start) = (SampleNight.duct, SampleNight.start)

    private struct Shipped {
        let network: Network
        let templates: MailTemplates
        var policy: AlertPolicy

        init() throws {
            let root = SharedData.packageRoot
            network = try DeclaredNetwork.load(path: root.appendingPathComponent("Topology").path).network
            let alerts = try DeclaredAlerts.load(path: root.appendingPathComponent("Alerts").path, network: network)
            (policy, templates) = (alerts.policy, alerts.templates)
            // As the desk gets it, in English: who is on duty by the rota reads Serbian, see `LanguageSampleTests`.
            policy.routes = [.init(name: "everything", to: ["person:noc"])]
            policy.heartbeat = .init(to: ["person:noc"])
            policy.morning = nil
        }
    }

    private func mails() throws -> [(name: String, bytes: [UInt8])] {
        let shipped = try Shipped()
        var engine = AlertingEngine(policy: shipped.policy, network: shipped.network)
        let (first, grown) = try #require(SampleNight.cut(in: shipped.network))
        var decisions = engine.receive(.opened(first), at: Self.start)
        let page = Page(time: Self.start + .seconds(4), object: first.best, incident: first.id)
        decisions += engine.receive(.page(page), at: page.time) + engine.advance(to: page.time + .seconds(10))
        var incident = grown
        decisions += engine.receive(.revised(incident), at: Self.start + .seconds(910))
        decisions += engine.advance(to: Self.start + .seconds(1300))
        incident.closed = Self.start + .seconds(9840)
        decisions += engine.receive(.closed(incident), at: Self.start + .seconds(9845))
        let morning = Self.start + .seconds(4 * 3600 + 17 * 60 + 20)
        decisions += engine.advance(to: morning)
        var context = MailContext(network: shipped.network, identity: shipped.policy.mail, templates: shipped.templates)
        context.recentChanges = SampleNight.changes
        context.monitorFacts = SampleNight.monitorFacts(shipped.network)
        return decisions.compactMap(\.notification).map { mail in
            var own = context
            if mail.kind == .recovery { own.remarks = SampleNight.remarks }
            return (mail.kind.rawValue, MailMessage.render(mail, in: own))
        }
    }

    @Test func `the samples are what the program writes, and two other parsers read them alike`() throws {
        let mails = try mails()
        #expect(mails.map(\.name) == ["problem", "update", "recovery", "heartbeat"])
        var parsed: [String: ParsedMail] = [:]
        for (name, bytes) in mails {
            try Golden.check(bytes, "../Alerts/Samples/\(name).eml")
            let mail = try ParsedMail.read(bytes)
            #expect(bytes.count <= MailMessage.byteLimit && mail.longest <= 998 && mail.defects.isEmpty, "\(name)")
            #expect(mail.parts == ["multipart/alternative", "text/plain", "text/html"])
            #expect(!mail.html.contains("http") && !mail.html.contains("<script"), "\(name): nothing is fetched")
            parsed[name] = mail
        }
        let root = parsed["problem"]?.header("Message-ID")
        #expect(
            parsed["update"]?.header("In-Reply-To") == root
                && parsed["recovery"]?.header("References")?.hasPrefix(root ?? "-") == true)
        #expect(parsed["problem"]?.subject.hasPrefix("DOWN \(Self.duct)") == true)
        #expect(parsed["problem"]?.text.contains("fibrewatch incident ack i47") == true)
        #expect(parsed["heartbeat"]?.subject.hasPrefix("ALIVE") == true)
        #expect(
            ParsedMail.hasPerl || SharedData.soak == false, "libemail-mime-perl is not installed: only Python has read the mails")
    }

    @Test func `who may not know coordinates and owners is not told them`() throws {
        let text = try #require(try mails().first).bytes
        #expect(String(decoding: text, as: UTF8.self).contains("level restricted"))
    }
}
