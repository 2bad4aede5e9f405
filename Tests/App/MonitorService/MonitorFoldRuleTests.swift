import Alerting
import Diagnosis
import Foundation
import MonitorService
import NetworkModel
import TestSupport
import Testing

/// Rules in the monitor's fold: what they waited for over a restart and a reload.
struct MonitorFoldRuleTests {
    private typealias Episode = MonitorFoldTests.Episode

    private let duct: ObjectID = "duct:beograd-mladenovac"

    private func policy(_ objects: String = "link:*") -> AlertPolicy {
        var rule = AlertRule(name: "link-down", metric: nil, .state(.down))
        (rule.hold, rule.selector.objects) = (.seconds(40), [objects])
        var policy = Episode.policy()
        policy.rules = [rule]
        return policy
    }

    private func context(at now: Timestamp) -> EpisodeContext {
        var context = EpisodeContext(start: now, pollInterval: .seconds(10))
        context.epochOffset = 0
        return context
    }

    /// Twenty seconds after a cut.
    private func cut(_ policy: AlertPolicy) throws -> (episode: Episode, at: Timestamp) {
        var episode = try Episode()
        episode.fold = MonitorFold(
            network: episode.network, context: context(at: episode.now), policy: policy, open: [], next: 1, cases: [])
        episode.pass(60)
        let at = episode.now
        try episode.cut(duct)
        episode.pass(20)
        #expect(told(episode).isEmpty)
        return (episode, at)
    }

    private func told(_ episode: Episode) -> [Incident] { episode.open.values.filter { $0.alert?.rule == "link-down" } }

    @Test func `a link that is down for long enough is told at its time though the monitor starts again meanwhile`() throws {
        var (episode, at) = try cut(policy())
        let snapshot = try JSONEncoder().encode(#require(episode.fold.snapshot(at: episode.now)))
        let engine = episode.fold.engine
        let document = episode.network.document
        let written = (document.sites.map(\.id) + document.devices.map(\.id) + document.links.map(\.id)).map {
            ($0, engine.state(of: $0))
        }
        episode.now = episode.now + .seconds(5)
        let next = 1 + (episode.open.keys.compactMap { Int($0.dropFirst()) }.max() ?? 0)
        episode.fold = MonitorFold(
            network: episode.network, context: context(at: episode.now), policy: policy(), open: Array(episode.open.values),
            next: next, cases: Array(episode.cases.values), written: Dictionary(uniqueKeysWithValues: written))
        #expect(
            episode.fold.resume(
                try JSONDecoder().decode(MonitorSnapshot.self, from: snapshot), open: Array(episode.open.values), at: episode.now)
        )
        episode.pass(60)
        let incidents = told(episode)
        #expect(!incidents.isEmpty)
        #expect(incidents.allSatisfy { $0.opened - at <= .seconds(60) }, "\(incidents.map { ($0.best, $0.opened - at) })")
    }

    @Test func `a link that is down for long enough is told at its time though the files are read again meanwhile`() throws {
        var (episode, at) = try cut(policy())
        episode.fold.reload(network: episode.network, context: context(at: episode.now), policy: policy(), at: episode.now)
        episode.pass(60)
        let incidents = told(episode)
        #expect(!incidents.isEmpty)
        #expect(incidents.allSatisfy { $0.opened - at <= .seconds(60) }, "\(incidents.map { ($0.best, $0.opened - at) })")
    }

    @Test func `a rule that is no longer about a link ends what it told of it`() throws {
        var (episode, _) = try cut(policy())
        episode.pass(60)
        #expect(!told(episode).isEmpty)
        episode.fold.reload(
            network: episode.network, context: context(at: episode.now), policy: policy("link:none-such"), at: episode.now)
        let count = told(episode).count
        let step = episode.fold.advance(to: episode.now + .seconds(1))
        episode.take(step)
        #expect(told(episode).isEmpty)
        let facts = step.actions.compactMap { action -> String? in
            guard case .closed(let incident) = action, incident.alert != nil else { return nil }
            return incident.evidence.last?.fact
        }
        #expect(facts == Array(repeating: "no longer covered by the rule", count: count))
    }

    @Test func `what is out already makes a rule graver, with what hangs on it among the facts`() throws {
        var graded = policy()
        var when = AlertRule.When()
        (when.isolatesAtLeast, when.urgency, when.severity) = (1, .page, .critical)
        graded.rules[0].when = [when]
        var (episode, _) = try cut(graded)
        episode.pass(60)
        let alerts = told(episode).compactMap(\.alert)
        #expect(!alerts.isEmpty && told(episode).allSatisfy { $0.evidence.count == 2 && $0.evidence[1].fact.contains(" on it") })
        // Each link alone has a way round or not; where somebody hangs on it, it is a page.
        for incident in told(episode) {
            let hangs = !incident.evidence[1].fact.hasPrefix("no site")
            #expect(
                incident.alert?.urgency == (hangs ? .page : .ticket) && incident.alert?.severity == (hangs ? .critical : .warning)
            )
        }
    }

    @Test func `a snapshot of before rules were in it is read`() throws {
        let (episode, _) = try cut(policy())
        let bytes = try JSONEncoder().encode(#require(episode.fold.snapshot(at: episode.now)))
        var object = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
        #expect(object.removeValue(forKey: "rules") != nil)
        _ = try JSONDecoder().decode(MonitorSnapshot.self, from: JSONSerialization.data(withJSONObject: object))
    }
}
