import Alerting
import Diagnosis
import NetworkModel
import Testing

private typealias F = AlertingFixture

/// Which mails leave first, and which of a long queue stay mails of their own.
struct OutboxOrderTests {
    private static func mail(
        _ id: String, _ kind: AlertNotification.Kind, _ urgency: Page.Urgency, of incident: String? = nil,
        after root: String? = nil
    ) -> AlertNotification {
        AlertNotification(
            id: id, kind: kind, urgency: urgency, decided: F.at(0),
            recipients: [.init(person: "person:ana", name: "Ana", address: "ana@noc.example")], level: .internal,
            messageID: "\(id)@x", references: root.map { ["\($0)@x"] } ?? [],
            incident: incident.map { F.incident($0, at: 0) }, object: nil, reason: .daily)
    }

    @Test func `what tells of an outage leaves before what tells of its end, and tickets after both`() {
        let rows: [[(AlertNotification.Kind, Page.Urgency)]] = [
            // Nobody knows of it yet, or nobody took it.
            [(.problem, .page), (.escalation, .page), (.reminder, .page)],
            // Several at once were too many for a mail each; or what was told is no longer true.
            [(.update, .page), (.digest, .page)],
            [(.recovery, .page)],
            // Somebody sits and waits for it.
            [(.test, .page), (.test, .ticket)],
            [(.problem, .ticket), (.update, .ticket), (.digest, .ticket), (.recovery, .ticket)],
            // The morning list, the weekly report, the sign of life.
            [(.digest, .digest), (.heartbeat, .digest), (.heartbeat, .page)],
        ]
        for (priority, row) in rows.enumerated() {
            for (kind, urgency) in row {
                #expect(Self.mail("m", kind, urgency).priority == priority, "\(kind) \(urgency)")
            }
        }
    }

    @Test func `a long queue counts an outage as over when the recovery of the incident that took its thread waits`() {
        var mails = (1...22).map { Self.mail("i\($0)", .problem, .page, of: "i\($0)") }
        mails.append(Self.mail("end", .recovery, .page, of: "i99", after: "i22"))
        let digests = OutboxDigest.digests(
            of: mails.map { .init($0, addresses: ["ana@noc.example"]) }, domain: "noc.example", at: F.at(3600), title: \.id)
        // Twenty lasting ones stay mails of their own; the one too many and what is over stand together.
        #expect(digests.map(\.folded) == [["i1", "i22", "end"]])
    }
}
