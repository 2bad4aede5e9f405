import Alerting
import MonitorService
import NetworkModel
import Testing

/// A trial run beside the monitor of before: it decides like any other, and its daily mail says what it would have sent.
struct ShadowTests {
    @Test func `a monitor in shadow sends one mail a day, with what it would have sent`() throws {
        var policy = TownRun.policy()
        // 09:10 in Belgrade, ten minutes after the start.
        (policy.mail.zone, policy.heartbeat) = ("Europe/Belgrade", .init(to: ["person:noc"], minute: 550))
        var run = TownRun(seed: 3, policy: policy)
        run.fold.isShadow = true
        try run.fail("dev:hub2")
        run.pass(200)
        try run.mend("dev:hub2")
        run.pass(200)
        #expect(run.mails.isEmpty && run.decisions.count { $0.reason == .shadow } == 2)
        run.pass(300)
        let mail = try #require(run.mails.first)
        #expect(run.mails.count == 1 && mail.kind == .heartbeat)
        #expect(mail.facts.contains("in shadow: 2 mails would have been sent"), "\(mail.facts)")
        #expect(mail.facts.contains { $0.contains("problem dev:hub2 to noc@network.example") }, "\(mail.facts)")
    }
}
