import Diagnosis
import NetworkModel
import ScenarioGenerator
import TestSupport

/// The engine over the rows of one episode, and what came out.
struct EpisodeRun {
    var incidents: [String: Incident] = [:]
    var pages: [Page] = []
    /// Every opening and change of candidates, in order.
    var revisions: [Incident.Revision] = []

    /// Actions up to `end` where one is given.
    init(
        _ scenario: GeneratedScenario, rows: [Observation]? = nil, record: NetworkDocument? = nil, facts: ScenarioFacts? = nil,
        until end: Timestamp? = nil, advancing: Bool = false
    ) {
        let facts = facts ?? scenario.facts
        var engine = DiagnosisEngine(network: Network.compile(record ?? scenario.record).network, context: facts.context)
        var last = Timestamp(milliseconds: 0)
        for row in rows ?? scenario.observations where end.map({ row.time <= $0 }) ?? true {
            // Time may pass in any steps between two rows.
            if advancing, row.time > last {
                take(engine.advance(to: Timestamp(milliseconds: (last.milliseconds + row.time.milliseconds) / 2)))
            }
            take(engine.receive(row, at: row.time))
            last = row.time
        }
        take(engine.advance(to: end ?? facts.horizon))
    }

    private mutating func take(_ actions: [DiagnosisAction]) {
        for action in actions {
            switch action {
            case .opened(let incident), .revised(let incident), .withdrawn(let incident), .closed(let incident):
                let isNew = incidents[incident.id]?.candidates != incident.candidates
                incidents[incident.id] = incident
                if isNew, let last = incident.revisions.last { revisions.append(last) }
            case .page(let page): pages.append(page)
            default: break
            }
        }
    }

    /// Pages as text, in order of time and object: what a person would have seen.
    var told: [String] { pages.map { "\($0.time.milliseconds) \($0.object) \($0.urgency.rawValue)" }.sorted() }

    /// Incidents that stand at the end, as text.
    var standing: [String] {
        incidents.values.filter { !$0.withdrawn && $0.closed == nil }
            .map { "\($0.kind.rawValue) \($0.candidates) \($0.best) \($0.impactedSites)" }.sorted()
    }

    func kind(of page: Page) -> Incident.Kind? { incidents[page.incident]?.kind }
}

/// The episodes that the properties run over: the same in every run, more of them with `make soak`.
enum EpisodeSeeds {
    static func each(_ classes: [String], count: Int, soak: Int, size: Int = 0, _ body: (GeneratedScenario) -> Void) {
        let isSoak = SharedData.soak
        for number in 0..<(isSoak ? soak : count) {
            let size = isSoak ? number % 3 : size
            body(ScenarioGenerator.scenario(classes[number % classes.count], seed: 70_000 &+ UInt64(number), size: size))
        }
    }
}
