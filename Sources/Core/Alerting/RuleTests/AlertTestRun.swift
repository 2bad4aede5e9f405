import Diagnosis
import NetworkModel

/// One run of an `AlertTest` under a policy: what came of it, and what of that is not as expected.
package struct AlertTestRun: Sendable {
    package let record: AlertTestRecord
    /// What is not as expected, one sentence each without a full stop; empty: the test passes.
    package let failures: [String]
    /// What was left out, for people.
    package var notes: [String] = []

    /// Mails in the order of their decisions.
    package var mails: [AlertNotification] { record.mails }

    /// A test without a scenario: rules, book, ledger and alerting joined as in the running monitor, every object in sight.
    package init(_ test: AlertTest, policy: AlertPolicy, network: Network) {
        let series = test.series(in: network)
        let stage = RuleStage(policy.withoutRegularMails, network, Set(series.map(\.object)))
        self.init(test, series, on: stage, from: test.start, for: test.lasts, pace: Self.pace(of: test))
    }

    /// - Parameters:
    ///   - series: what is measured, object by object.
    ///   - start: from which the times of the test count.
    package init(
        _ test: AlertTest, _ series: [AlertTest.Series], on stage: some AlertTestStage, from start: Timestamp, for span: TimeSpan,
        pace: TimeSpan
    ) {
        var player = AlertTestPlayer(test, series, on: stage, from: start)
        player.play(for: span, pace: pace)
        record = player.record
        failures = AlertTestVerdict(test, player.record).failures
    }

    /// As often as values come, between a second and five; what lasts for days is played in greater steps, within the tolerance of its mails.
    private static func pace(of test: AlertTest) -> TimeSpan {
        if test.lasts > .days(7) { return .seconds(10) }
        return test.lasts > .seconds(6 * 3600) ? .seconds(5) : min(max(test.interval, .seconds(1)), .seconds(5))
    }
}

extension AlertPolicy {
    /// Without what is mailed at the same hour every day or week, which no test is about.
    package var withoutRegularMails: AlertPolicy {
        var policy = self
        (policy.heartbeat, policy.morning, policy.weekly) = (nil, nil, nil)
        return policy
    }
}
