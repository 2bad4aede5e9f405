import Diagnosis
import Foundation
import NetworkModel
import Testing

@testable import Alerting

/// Tests of rules as data: what people do in them, what they expect, and what they say when it comes otherwise.
struct AlertTestRunTests {
    /// Ana is on call, Boris follows after 15 minutes; a page waits for 60 s where a port is down, for 3 min in silence.
    static let policy: AlertPolicy = {
        var policy = AlertingFixture.policy
        var hold = AlertPolicy.Hold()
        (hold.proven, hold.inferred) = (.seconds(60), .seconds(180))
        policy.holds = [hold]
        policy.routes[0].escalation = "standard"
        policy.escalations = [.init(name: "standard", steps: [.init(after: .seconds(900), to: ["person:boris"])])]
        return policy
    }()

    /// A cut of the duct at one minute, as `rows` go on.
    static func test(_ rows: String, outage: String = #""at":"1m","until":"40m","proven":true"#) throws -> AlertTest {
        let text = """
            {"name":"one","outages":[{"object":"duct:d","isolates":["site:p1","site:p2"],\(outage)}],\(rows)}
            """
        return try JSONDecoder().decode(AlertTest.self, from: Data(text.utf8))
    }

    static func run(_ rows: String, outage: String = #""at":"1m","until":"40m","proven":true"#) throws -> AlertTestRun {
        AlertTestRun(try test(rows, outage: outage), policy: policy, network: AlertingFixture.network)
    }

    static let problem = #"{"object":"duct:d","at":"2m","to":["person:ana"]}"#
    static let escalation = #"{"kind":"escalation","object":"duct:d","at":"17m","to":["person:boris"]}"#
    static let recovery = #"{"kind":"recovery","object":"duct:d","at":"40m"}"#

    private static func mails(_ rows: String...) -> String { #""mails":["# + rows.joined(separator: ",") + "]" }

    static let played: [String] = [
        // Nobody takes it.
        mails(problem, escalation, recovery, recovery),
        // Whoever takes it stops what would follow.
        #""acks":[{"object":"duct:d","at":"5m","by":"ana","reason":"crew sent"}],\#(mails(problem, recovery))"#,
        // An acknowledgement that ends while the fault lasts is told at once, and the steps begin anew.
        #""acks":[{"object":"duct:d","at":"5m","by":"ana","reason":"crew sent","until":"20m"}],\#(mails(problem, reminder, late, recovery, recovery))"#,
        // Taken before anybody was told: nobody is.
        #"""
        "acks":[{"object":"duct:d","at":"90s","by":"ana","reason":"my work"}],"mails":[],
        "incidents":[{"object":"duct:d","opened":"1m","closed":"40m","told":false,"why":"ack"}]
        """#,
        // A window that ends while the fault lasts.
        #"""
        "windows":[{"objects":["duct:d"],"from":"0s","to":"30m","owner":"ana","reason":"splicing"}],
        "mails":[{"object":"duct:d","at":"30m","to":["person:ana"]},\#(recovery)],
        "incidents":[{"object":"duct:d","kind":"fault","opened":"1m","closed":"40m","urgency":"page","told":true,"why":"window"}]
        """#,
        // One that outlasts it.
        #"""
        "windows":[{"objects":["seg:s1","duct:d"],"to":"1h","owner":"ana","reason":"splicing"}],"mails":[],
        "incidents":[{"object":"duct:d","opened":"1m","told":false,"why":"window"}]
        """#,
        // What is written down changes nothing.
        #""notes":[{"object":"duct:d","at":"3m","by":"ana","kind":"assign","text":"boris"}],\#(mails(problem, escalation, recovery, recovery))"#,
    ]
    static let reminder = #"{"kind":"reminder","object":"duct:d","at":"20m"}"#
    static let late = #"{"kind":"escalation","object":"duct:d","at":"35m","to":["person:boris"]}"#

    @Test(arguments: played)
    func `what people do is played, and what follows is compared`(rows: String) throws {
        let run = try Self.run(rows)
        #expect(run.failures == [], "\(run.record.lines.map(\.text).joined(separator: "\n"))")
    }

    @Test func `what is made a part is told with the whole, and by itself where it outlasts it`() throws {
        let text = """
            {"name":"one","outages":[
              {"object":"dev:p1","at":"1m","until":"50m","proven":true,"isolates":["site:p1"]},
              {"object":"duct:d","at":"10m","until":"40m","proven":true,"isolates":["site:p2"]}],
             "acks":[{"object":"dev:p1","at":"5m","by":"ana","reason":"seen"},{"object":"duct:d","at":"12m","by":"ana","reason":"seen"}],
             "merges":[{"object":"dev:p1","into":"duct:d","at":"15m","by":"ana","reason":"same trench"}],
             "mails":[{"object":"dev:p1","at":"2m"},{"object":"duct:d","at":"11m"},{"kind":"recovery","object":"duct:d","at":"40m"},
              {"kind":"reminder","object":"dev:p1","at":"40m"},{"kind":"recovery","object":"dev:p1","at":"50m"}]}
            """
        let test = try JSONDecoder().decode(AlertTest.self, from: Data(text.utf8))
        let run = AlertTestRun(test, policy: Self.policy, network: AlertingFixture.network)
        #expect(run.failures == [], "\(run.record.lines.map(\.text).joined(separator: "\n"))")
    }

    static let slips: [(rows: String, words: [String])] = [
        (
            // Too early: the hold is named.
            #""mails":[{"object":"duct:d","at":"30s"}],"acks":[{"object":"duct:d","at":"5m","by":"ana","reason":"r","until":"39m"}]"#,
            [
                "the problem about duct:d is due after 30s and came after 2m: held back after 1m until 2m: hold rule 1 lets what is proven "
                    + "wait 1 min from its onset",
                "a reminder (page) about duct:d came after 39m to person:ana, and nobody expects it: the acknowledgement of ana has ended "
                    + "and the fault lasts",
                "a recovery (page) about duct:d came after 40m to person:ana, and nobody expects it: the cause is gone after 39 min",
            ]
        ),
        (
            // Held back to the end by a window.
            #""mails":[{"object":"duct:d","at":"2m"}],"windows":[{"objects":["duct:d"],"to":"1h","owner":"ana","reason":"splicing"}]"#,
            [
                "no problem about duct:d came, which is due after 2m; held back after 1m until 1h: maintenance window on duct:d of ana: "
                    + "splicing"
            ]
        ),
        (
            // Other people, another urgency.
            #"""
            "mails":[{"object":"duct:d","at":"2m","to":["person:ana","person:boris"],"urgency":"ticket"}],
            "acks":[{"object":"duct:d","at":"5m","by":"ana","reason":"r"}],"lasts":"30m"
            """#,
            [
                "the problem about duct:d after 2m is expected as ticket and came as page",
                "the problem about duct:d after 2m is expected by person:ana, person:boris; it went to person:ana, without person:boris",
            ]
        ),
        (
            // Another object, and somebody who takes what is not there.
            #"""
            "mails":[{"object":"dev:p1","at":"2m"}],
            "acks":[{"object":"dev:p2","at":"3m","by":"ana","reason":"r"}],"lasts":"10m"
            """#,
            [
                "after 3m ana acknowledges dev:p2, and no incident about it is open; open then: fault duct:d after 1m",
                "no problem about dev:p1 came, which is due after 2m; nothing is known of it; incidents that opened: fault duct:d after 1m",
                "a problem (page) about duct:d came after 2m to person:ana, and nobody expects it: it still lasts after its hold of 1 min",
            ]
        ),
    ]

    /// What is expected, and what the test says where it came otherwise.
    @Test(arguments: slips)
    func `a mail that is missing, late, wrong or too many is told once, with what came instead`(rows: String, words: [String])
        throws
    {
        #expect(try Self.run(rows).failures == words)
    }

    static let incidents: [(incident: String, words: String?)] = [
        (
            #"{"object":"duct:d","opened":"1m","closed":"40m","kind":"fault","told":true,"why":"hold","candidates":["duct:d"]}"#,
            nil
        ),
        (#"{"object":"duct:d","opened":"5m"}"#, "the incident about duct:d is expected to open after 5m and opened after 1m"),
        (
            #"{"object":"duct:d","opened":"1m","kind":"flapping"}"#,
            "the incident about duct:d is expected as flapping and is fault"
        ),
        (
            #"{"object":"duct:d","opened":"1m","closed":"30m"}"#,
            "the incident about duct:d is expected to close after 30m and closed after 40m"
        ),
        (
            #"{"object":"duct:d","opened":"1m","closed":"never"}"#,
            "the incident about duct:d is expected to be open at the end and closed after 40m"
        ),
        (
            #"{"object":"duct:d","opened":"1m","urgency":"ticket"}"#,
            "the incident about duct:d is expected as ticket and is told as page"
        ),
        (
            #"{"object":"duct:d","opened":"1m","told":false}"#,
            "the incident about duct:d is expected not to be told and was, after 2m to person:ana: it still lasts after its hold of 1 min"
        ),
        (
            #"{"object":"duct:d","opened":"1m","why":"window"}"#,
            "the incident about duct:d is expected to be held back by window and is held back after 1m until 2m: hold rule 1 lets what "
                + "is proven wait 1 min from its onset"
        ),
        (
            #"{"object":"duct:d","opened":"1m","candidates":["duct:d","seg:s1"]}"#,
            "the incident about duct:d is expected to name duct:d, seg:s1 and names duct:d"
        ),
    ]

    @Test(arguments: incidents)
    func `an incident that is not as expected is told with what it is`(incident: String, words: String?) throws {
        let mails = [Self.problem, Self.escalation, Self.recovery, Self.recovery].joined(separator: ",")
        let run = try Self.run(#""mails":[\#(mails)],"incidents":[\#(incident)]"#)
        #expect(run.failures == [words].compactMap(\.self))
    }

    @Test func `incidents that are missing or too many are told, and a guess that was given up is neither`() throws {
        let mails = [Self.problem, Self.escalation, Self.recovery, Self.recovery].joined(separator: ",")
        let run = try Self.run(#""mails":[\#(mails)],"incidents":[{"object":"dev:p1","opened":"1m"}]"#)
        #expect(
            run.failures == [
                "no incident about dev:p1 opened after 1m; incidents that opened: fault duct:d after 1m",
                "an incident (fault) about duct:d opened after 1m, and nobody expects it",
            ])
        var record = AlertTestRecord(start: AlertingFixture.at(0))
        var guess = AlertingFixture.incident(at: 60)
        record.add(AlertTestStep(actions: [.opened(guess)]), at: AlertingFixture.at(60))
        guess.withdrawn = true
        record.add(AlertTestStep(actions: [.withdrawn(guess)]), at: AlertingFixture.at(90))
        let test = try Self.test(#""incidents":[]"#)
        #expect(AlertTestVerdict(test, record).failures == [])
    }

    @Test func `what heals inside its hold is told to nobody, and the test can say so`() throws {
        let healed = #""incidents":[{"object":"duct:d","opened":"1m","closed":"100s","told":false,"why":"hold"}]"#
        #expect(try Self.run(healed, outage: #""at":"1m","until":"100s""#).failures == [])
        #expect(
            try Self.run(#""mails":[{"object":"duct:d","at":"4m"}]"#, outage: #""at":"1m","until":"100s""#).failures == [
                "no problem about duct:d came, which is due after 4m; held back after 1m until 4m: hold rule 1 lets what is only inferred "
                    + "from silence wait 3 min from its onset; after 1m40s: it healed after 40 s, inside its hold of 3 min; it stands in "
                    + "the digest"
            ])
    }

    @Test func `the trace says what happened and was decided, in order`() throws {
        let run = try Self.run(
            #""acks":[{"object":"duct:d","at":"5m","by":"ana","reason":"crew sent"}],"lasts":"10m","mails":[\#(Self.problem)]"#)
        #expect(run.failures == [])
        #expect(
            run.record.lines.map { "\(($0.at - run.record.start).text) \($0.text)" } == [
                "1m i1 opens: fault duct:d, proven, sites cut off: 2", "1m i1 is to be told as page: duct:d",
                "1m waits until 2m: i1 duct:d: hold rule 1 lets what is proven wait 1 min from its onset",
                "2m mail: problem (page) about i1 duct:d to person:ana: it still lasts after its hold of 1 min",
                "5m ana acknowledges duct:d", "5m no mail: i1 duct:d: acknowledged by ana: crew sent",
            ])
    }

    @Test(arguments: [
        #""acks":[{"object":"duct:d","at":"5m","by":"ana","reason":"r","until":"4m"}]"#,
        #""acks":[{"object":"duct:d","by":"ana","reason":"r"}]"#, #""acks":[{"object":"duct:d","at":"5m","by":"ana"}]"#,
        #""windows":[{"objects":["duct:d"],"from":"5m","to":"5m","owner":"ana","reason":"r"}]"#,
        #""windows":[{"objects":["duct:d"],"from":"5m","owner":"ana","reason":"r"}]"#, #""scenario":"a""#,
        #""incidents":[{"object":"duct:d","opened":"5m","closed":"4m"}]"#,
        #""incidents":[{"object":"duct:d","opened":"5m","closed":"later"}]"#, #""mails":[{"at":"5m"}]"#,
        #""mails":[{"object":"duct:d","objects":["duct:d"],"at":"5m"}]"#,
    ])
    func `what cannot be meant is refused`(rows: String) {
        #expect(throws: DecodingError.self) { try Self.test(rows) }
    }
}
