import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import Rendering
import TestSupport
import Testing

@testable import MonitorService

struct MailFactsTests {
    private static let now = Timestamp(milliseconds: 1_795_240_000_000)

    private static func ago(_ minutes: Int64) -> Timestamp { now - .seconds(minutes * 60) }

    private static func notification(_ kind: AlertNotification.Kind = .problem) -> AlertNotification {
        var incident = Incident(id: "i9", kind: .fault, opened: now, candidates: ["dev:a"], best: "dev:a")
        incident.proven = true
        return AlertNotification(
            id: "i9.x", kind: kind, urgency: .page, decided: now, recipients: [], level: .internal, messageID: "m@x.example",
            references: [], incident: incident, object: "dev:a", reason: .newRootCause)
    }

    private static func facts(_ store: Store) -> MailFacts {
        MailFacts(store: store, network: Network.compile(NetworkDocument(name: "x")).network, zone: .gmt)
    }

    // What was seen of a device, in minutes before the incident; what the mail says of it, newest first.
    @Test(
        arguments: [
            // The monitor's own start.
            ([(60, .unknown), (59, .up)], []), ([(60, .up)], []), ([(60, .down)], []),
            // A restart of the monitor: it was up before and is up again.
            ([(3000, .up), (60, .unknown), (59, .up)], []),
            ([(3000, .up), (60, .down), (50, .up)], ["50 seen up", "60 seen down"]),
            // What happened before that day makes the first of it news.
            ([(3000, .up), (2000, .down), (60, .up)], ["60 seen up"]),
            // To look away is nothing that happened; to be met down after it is.
            ([(3000, .up), (70, .unobserved), (60, .down), (55, .unknown), (50, .up)], ["50 seen up", "60 seen down"]),
            ([(3000, .up), (70, .unobserved), (60, .up)], []),
        ] as [([(Int64, ObjectState)], [String])])
    func `what changed is what went down or came back, not how the monitor began`(
        seen: [(Int64, ObjectState)], told: [String]
    ) throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder.path("state.db"), mode: .readWrite)
        for (minutes, state) in seen {
            let time = Self.ago(minutes)
            try store.record(
                StoreBatch(
                    time: time, actions: [.state(StateChange(time: time, object: "dev:a", state: state, incident: nil))],
                    decisions: []))
        }
        let changes = Self.facts(store).recentChanges(before: Self.notification())
        #expect(
            changes.map { "\((Self.now - $0.time).milliseconds / 60_000) \($0.text)" } == told)
    }

    @Test func `what people entered about the incident is in its mails`() throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder.path("state.db"), mode: .readWrite)
        let incident = try #require(Self.notification().incident)
        try store.record(StoreBatch(time: Self.now, actions: [.opened(incident)], decisions: []))
        let note = IncidentNote(incident: "i9", at: Self.now, by: "root", kind: .cause, text: "digger at km 4")
        #expect(try store.add(note))
        let remarks = Self.facts(store).remarks(on: Self.notification(.recovery))
        #expect(remarks == [MailRemark(.cause, time: Self.now, by: "root", text: "digger at km 4")])
    }
}
