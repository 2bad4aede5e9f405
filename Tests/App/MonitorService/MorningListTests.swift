import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import Rendering
import TestSupport
import Testing

@testable import MonitorService

struct MorningListTests {
    @Test func `the morning list says what healed, what did not open and what runs out`() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder.path("state.db"), mode: .readWrite)
        let now = Timestamp(milliseconds: 1_795_240_000_000)
        let hours = { (n: Int64) in now - .seconds(n * 3600) }
        var open = Incident(id: "i1", kind: .fault, opened: hours(9), candidates: ["dev:p1"], best: "dev:p1")
        open.impactedSites = ["site:p1"]
        try store.record(
            StoreBatch(
                time: hours(9), actions: [.opened(open)],
                decisions: [
                    AlertDecision(
                        time: hours(9), incident: "i1", object: "dev:p1", verdict: .hold(until: hours(1)),
                        reason: .closedUntilOpening(site: "site:p1")),
                    AlertDecision(
                        time: hours(5), incident: nil, object: "link:l9", verdict: .suppress,
                        reason: .healed(after: .seconds(20), hold: .seconds(45))),
                    AlertDecision(
                        time: hours(40), incident: nil, object: "link:old", verdict: .suppress,
                        reason: .healed(after: .seconds(20), hold: .seconds(45))),
                ]))
        _ = try store.acknowledge(
            Acknowledgement(incident: "i1", at: hours(1), by: "ana", reason: "mine", until: now + .seconds(3600)))
        _ = try store.addMaintenance(
            MaintenanceWindow(
                id: "", object: "duct:d", from: hours(2), to: now + .seconds(7200), owner: "boris", reason: "splicing"),
            by: "boris",
            at: hours(2))
        var policy = AlertPolicy()
        policy.mail.zone = "UTC"
        let network = Network.compile(NetworkDocument(name: "x")).network
        let list = MorningList(store: store, network: network, policy: policy)
        let facts = list.facts(at: now)
        #expect(
            facts.healed == ["2026-11-21 00:46:40 link:l9, healed after 20 s"]
                && facts.notOpened == ["site:p1, expected at 2026-11-21 04:46:40"])
        #expect(
            facts.runsOut.map { String($0.prefix(32)) } == [
                "acknowledgement of i1 by ana end", "maintenance of duct:d (boris) en",
            ])
        #expect(facts.summary(open: 1) == "1 open, 1 healed, 1 did not open, 2 run out")

        var mail = AlertNotification(
            id: "morning.x", kind: .digest, urgency: .digest, decided: now,
            recipients: [Recipient(person: "person:ana", name: "Ana", address: "ana@x.example")], level: .internal,
            messageID: "m@x.example",
            references: [], incident: nil, object: nil, reason: .morning)
        (mail.language, mail.facts) = (.serbianLatin, [facts.summary(open: 1)])
        var context = MailContext(network: network, identity: policy.mail)
        context.morning = facts
        let read = try ParsedMail.read(MailMessage.render(mail, in: context))
        #expect(read.subject == "PREGLED fibrewatch: otvoreno: 1, prošlo samo: 1, nije počelo sa radom: 1, ističe: 2")
        #expect(read.text.contains("\nNIJE POČELO SA RADOM\n- site:p1, očekivano u 2026-11-21 04:46:40\n"), "\(read.text)")
        #expect(read.text.contains("- preuzimanje incidenta i1 (ana) ističe") && read.text.contains("PROŠLO SAMO OD SEBE"))
    }

    @Test func `S7: the next heartbeat carries the mismatch of the audit`() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder.path("state.db"), mode: .readWrite)
        let now = Timestamp(milliseconds: 1_795_240_000_000)
        for n in 0..<5 { try store.audit(AuditEntry(at: now, actor: "ana", verb: "ack", reason: "\(n)")) }
        let network = Network.compile(NetworkDocument(name: "x")).network
        let facts = MailFacts(store: store, network: network, zone: .gmt)
        let head = try store.auditHead()
        #expect(facts.health(MonitorHealth(), at: now).contains("audit chain of 5 rows, head \(head.hash)"))
        let edit = try Program.run([
            "sqlite3", folder.path("state.db"), "UPDATE audit SET reason = 'x' WHERE id = 3; DELETE FROM audit WHERE id = 5",
        ])
        if edit.status != 0 { return }
        let lines = facts.health(MonitorHealth(), at: now)
        #expect(
            lines.contains("AUDIT BROKEN: row 3 was changed, or does not follow the row before it")
                && lines.contains("AUDIT BROKEN: row 5 is missing"), "\(lines)")
    }
}
