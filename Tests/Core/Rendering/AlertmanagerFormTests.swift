import Alerting
import Diagnosis
import Foundation
import NetworkModel
import Testing

@testable import Rendering

private typealias F = MailFixture

/// Alerts as an Alertmanager reads them.
struct AlertmanagerFormTests {
    private func row(_ incident: Incident) throws -> FiringAlerts.Row {
        var alertCase = AlertCase(incident)
        alertCase.page = Page(time: F.start, object: incident.best, incident: incident.id)
        alertCase.stage = .told
        return try #require(FiringAlerts([alertCase], at: F.start).rows().first)
    }

    private func form(_ incident: Incident, level: Level = .internal) throws -> AlertmanagerForm {
        let context = MailContext(network: F.network, identity: F.policy.mail)
        return AlertmanagerForm(try row(incident), level: level, at: F.start, in: context)
    }

    @Test func `labels say who it is, annotations what is known`() throws {
        let form = try form(F.incident)
        #expect(
            form.labels == [
                "alertname": "FibrewatchIncident", "source": "fibrewatch", "incident": "i47", "object": "duct:bg-grocka",
                "severity": "critical",
            ])
        #expect(form.annotations["sites"] == "2" && form.annotations["summary"]?.hasPrefix("DOWN duct:bg-grocka") == true)
        #expect(form.annotations["description"]?.contains("fibrewatch incident ack i47") == true)
        #expect(form.startsAt == "2025-11-22T02:12:45Z" && form.endsAt == "2025-11-22T02:22:45Z")
    }

    @Test func `what a rule found has the rule as its name and its severity`() throws {
        var incident = F.incident
        incident.alert = RuleFact(rule: "optical-low", severity: .warning, text: "received light -28 dBm")
        let labels = try form(incident).labels
        #expect(labels["alertname"] == "optical-low" && labels["severity"] == "warning")
    }

    @Test func `values are what they are, whatever a device or a person wrote`() throws {
        var incident = F.incident
        incident.alert = RuleFact(rule: "a\"b\nc\u{0}", severity: .critical, text: "x\u{202E}y")
        let body = AlertmanagerForm.body([try form(incident)])
        let alerts = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [[String: Any]])
        let labels = try #require(alerts.first?["labels"] as? [String: String])
        #expect(labels.count == 5 && labels.values.allSatisfy { !$0.contains("\n") && !$0.contains("\u{0}") })
    }

    /// A mail and a document of one whose half is back.
    @Test func `what is told says what is hit now`() throws {
        var incident = F.incident
        incident.impactedServices = [:]
        incident.stillHit = ["site:m1"]
        #expect(try form(incident).annotations["sites"] == "1")
        #expect(try form(incident).annotations["summary"]?.contains("site:m1 (Grocka) cut off") == true)
        incident.closed = F.start + .seconds(600)
        #expect(incident.sitesHitNow.count == 2)
    }
}
