import Alerting
import Diagnosis
import NetworkModel
import Testing

@testable import MonitorService

/// How long something may be wrong with the monitor itself before people are told.
struct TroublePatienceTests {
    @Test func `what one lock does to the monitor is nobody's mail, what costs a mail or the file is told at once`() {
        for (part, seconds) in [
            // The file is not whole, or there is no room for it.
            ("database", 0), ("disk", 0), ("dead letter", 0),
            // The files that declare the network, and the passwords of devices.
            ("configuration", 0), ("credentials", 0),
            // Written every few seconds, or tried until it is written.
            ("sign of life", 60), ("incidents and mails", 60), ("dead letters", 60), ("identities", 60), ("outbox", 60),
            ("acknowledgements", 60), ("requests", 60), ("samples", 60), ("inventory", 60), ("audit", 60),
            // Tried again each minute: the second time counts.
            ("what was learned of devices", 150), ("daily copy", 150), ("old samples", 150),
            // Another way takes the mails, or they take this one late.
            ("mail", 300), ("mail over r1", 300), ("target:hook", 300), ("relay r1", 10),
        ] {
            var patience = TroublePatience()
            let began = Timestamp(milliseconds: 1_800_000_000_000)
            let trouble = [part: "x"]
            if seconds > 0 {
                #expect(patience.due(trouble, at: began).isEmpty, "\(part)")
                #expect(patience.due(trouble, at: began + .seconds(Int64(seconds) - 1)).isEmpty, "\(part)")
            }
            #expect(patience.due(trouble, at: began + .seconds(Int64(seconds))) == trouble, "\(part)")
            // It was solved, and comes back: the time begins anew.
            #expect(patience.due([:], at: began + .seconds(400)).isEmpty)
            #expect(patience.due(trouble, at: began + .seconds(401)).isEmpty == (seconds > 0), "\(part)")
        }
    }

    @Test func `the mail about a trouble says when it began, not when patience with it ended`() throws {
        var patience = TroublePatience()
        var book = RuleBook(open: [])
        let began = Timestamp(milliseconds: 1_800_000_000_000)
        var opened: [Incident] = []
        for second in 0...301 as ClosedRange<Int64> {
            let now = began + .seconds(second)
            let due = patience.due(["mail": "r1: refused"], at: now)
            for case .opened(let incident) in book.actions(troubles: due, since: patience.since, at: now) {
                opened.append(incident)
            }
        }
        #expect(opened.map(\.opened) == [began])
    }
}
