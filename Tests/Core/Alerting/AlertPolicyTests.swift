import Alerting
import Foundation
import NetworkModel
import Testing

@Suite struct AlertPolicyTests {
    @Test func `a written policy is read with its defaults`() throws {
        let text = """
            {"mail":{"domain":"noc.example"},"relays":[{"host":"mail.example","user":"fw","password_file":"/run/p"}],
             "people":[{"id":"person:ana","mail":"ana@noc.example"}],"routes":[{"to":["person:ana"]}],
             "holds":[{"only":"post","hours":"closed","until":"opening"},{"isolates":">=10","proven":"0s","inferred":45,"max":"1m30s"}],
             "calm":{"settle":"2m"},"heartbeat":{"to":["person:ana"],"at":"06:15"}}
            """
        let policy = try JSONDecoder().decode(AlertPolicy.self, from: Data(text.utf8))
        #expect(policy.relays[0].port == 587 && policy.relays[0].tls == .required && policy.relays[0].name == "mail.example")
        #expect(
            policy.holds[1].isolatesAtLeast == 10 && policy.holds[1].inferred == .seconds(45)
                && policy.holds[1].max == .seconds(90))
        #expect(policy.calm.settle == .seconds(120) && policy.heartbeat?.minute == 375)
    }

    @Test(arguments: [
        #"{"holds":[{"proven":"soon"}]}"#, #"{"heartbeat":{"to":[],"at":"25:00"}}"#, #"{"holds":[{"isolates":"many"}]}"#,
    ])
    func `a value that means nothing is refused`(text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(AlertPolicy.self, from: Data(text.utf8)) }
    }

    @Test(arguments: [
        ("45s", 45_000), ("500ms", 500), ("5m", 300_000), ("1h30m", 5_400_000), ("2d", 172_800_000), ("90", 90_000),
    ])
    func `a span is read and written back`(text: String, milliseconds: Int64) throws {
        let span = try #require(TimeSpan(text: text))
        #expect(span.milliseconds == milliseconds)
        #expect(TimeSpan(text: span.text) == span)
    }

    @Test(arguments: ["", "s", "5x", "-5s", "99999999999999999999s", "9223372036854775807d"])
    func `what is no span is none`(text: String) { #expect(TimeSpan(text: text) == nil) }

    @Test(arguments: [
        ("site:bg-*", "site:bg-1", true), ("*", "", true), ("a*b*c", "axxbyyc", true), ("a?c", "abc", true), ("a?c", "ac", false),
        ("site:bg-*", "site:ns-1", false), ("*a*a*a*a*b", String(repeating: "a", count: 60_000), false),
    ])
    func `a glob matches without backtracking`(pattern: String, text: String, expected: Bool) {
        #expect(Glob.matches(pattern, text) == expected)
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01 00:00:00 UTC"), (951_782_400_000, "2000-02-29 00:00:00 UTC"), (-1, "1969-12-31 23:59:59 UTC"),
        (1_763_690_645_500, "2025-11-21 02:04:05 UTC"), (.max, "9999-12-31 23:59:59 UTC"), (.min, "0001-01-01 00:00:00 UTC"),
    ])
    func `a time is written in UTC`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).clock == text)
    }
}
