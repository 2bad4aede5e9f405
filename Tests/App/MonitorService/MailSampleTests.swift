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
    private static let duct: ObjectID = "duct:pozarevac-veliko-gradiste"
    /// Saturday 21 November 2026, 03:12:45 in Belgrade.
    private static let start = Timestamp(milliseconds: 1_795_227_165_000)

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

        /// The duct's cut as diagnosis tells it; its impact is asked of the network.
        func incident() throws -> Incident {
            let failure = try #require(network.failure(of: duct))
            let loss = WhatIf(failure, in: NetworkGraph(network))
            var incident = Incident(id: "i47", kind: .fault, opened: start, candidates: [duct], best: duct)
            incident.impactedSites = loss.isolatedSites.map { network.document.sites[Int($0)].id }.sorted()
            for (service, sites) in loss.lostServices {
                incident.impactedServices[network.document.services[Int(service)].id] = sites.count
            }
            incident.proven = true
            for link in failure.links {
                let link = network.document.links[Int(link)]
                incident.evidence += [
                    Evidence(time: start, object: link.a.interface, fact: "port went down"),
                    Evidence(time: start + .seconds(1), object: link.b.interface, fact: "port went down"),
                ]
            }
            incident.candidates = [duct] + network.document.segments.filter { $0.duct == duct }.prefix(1).map(\.id)
            return incident
        }
    }

    private func mails() throws -> [(name: String, bytes: [UInt8])] {
        let shipped = try Shipped()
        var engine = AlertingEngine(policy: shipped.policy, network: shipped.network)
        var incident = try shipped.incident()
        var decisions = engine.receive(.opened(incident), at: Self.start)
        let page = Page(time: Self.start + .seconds(4), object: incident.best, incident: incident.id)
        decisions += engine.receive(.page(page), at: page.time) + engine.advance(to: page.time + .seconds(10))
        let grown = shipped.network.document.sites.map(\.id).filter {
            $0.rawValue.hasPrefix("site:e-pozarevac") || $0.rawValue.hasPrefix("site:p")
        }
        .filter { !incident.impactedSites.contains($0) }.prefix(12)
        incident.impactedSites = Set(incident.impactedSites + grown).sorted()
        incident.evidence.append(
            Evidence(
                time: Self.start + .seconds(900), object: "dev:m-pozarevac", fact: "stopped answering; last answer 9 s before"))
        decisions += engine.receive(.revised(incident), at: Self.start + .seconds(910))
        decisions += engine.advance(to: Self.start + .seconds(1300))
        incident.closed = Self.start + .seconds(9840)
        decisions += engine.receive(.closed(incident), at: Self.start + .seconds(9845))
        let morning = Self.start + .seconds(4 * 3600 + 17 * 60 + 20)
        decisions += engine.advance(to: morning)
        var context = MailContext(network: shipped.network, identity: shipped.policy.mail, templates: shipped.templates)
        context.recentChanges = [
            MailChange(
                time: Self.start - .seconds(11_000), object: Self.duct, text: "maintenance add by ana: splicing, window m3"),
            MailChange(time: Self.start - .seconds(40_000), object: Self.duct, text: "i31, flapping, for 3 min"),
        ]
        context.monitorFacts = [
            "the monitor is well", "devices: 2884 up, 2 down, 0 unobserved, 15 unknown",
            "1204377 requests sent, 411 not answered",
            "last 24 h: 3 mails sent, 218 decisions not to send",
        ]
        return decisions.compactMap(\.notification).map { ($0.kind.rawValue, MailMessage.render($0, in: context)) }
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
