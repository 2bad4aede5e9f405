import Diagnosis
import NetworkModel

/// `scenario.json`: what the monitor knows beforehand.
package struct ScenarioFacts: Sendable {
    package var horizon = Timestamp(milliseconds: 780_000)
    package var pollInterval = TimeSpan(milliseconds: 60_000)
    package var knownDown: [ObjectID] = []
    package var knownOff: [ObjectID] = []
    package var maintenance: [EpisodeContext.Maintenance] = []
    package var hold: TimeSpan?
    /// Local time of t = 0 with offset; nil in the plain classes.
    package var localStart: String?
    /// UTC of t = 0 in seconds since 1970, where `localStart` is given.
    package var epochOffset: Int64?

    package init() {}

    /// The same for the engine.
    package var context: EpisodeContext {
        var context = EpisodeContext(start: Timestamp(milliseconds: 0), pollInterval: pollInterval)
        (context.knownDown, context.knownOff, context.maintenance) = (knownDown, knownOff, maintenance)
        (context.hold, context.epochOffset) = (hold, epochOffset)
        return context
    }
}

/// `truth.json`: what really happened, for scorers and tests.
package struct ScenarioTruth: Sendable {
    package struct Root: Sendable {
        package var id: ObjectID
        /// Every cause that no noise-free observation of the episode tells apart from this one, itself included.
        package var equivalent: [ObjectID]
        package var start: Timestamp
        package var end: Timestamp?
        package var role: String
        /// nil: may be paged.
        package var page: Bool?
        package var pageAfterSeconds: Int?
        /// Links and sites hit; nil where the roles have none.
        package var extent: [ObjectID]?
        package var isNamed = false

        package init(_ id: ObjectID, start: Timestamp, end: Timestamp? = nil, role: String = "fault", page: Bool? = true) {
            (self.id, self.start, self.end, self.role, self.page) = (id, start, end, role, page)
            equivalent = [id]
        }
    }

    package var className: String
    package var roots: [Root] = []
    package var impactedSites: [ObjectID] = []
    package var impactedServices: [ObjectID: Int] = [:]
    package var symptoms: [ObjectID] = []
    package var atRiskSites: [ObjectID]?
    package var optionalSites: [ObjectID] = []

    package init(className: String) { self.className = className }
}

/// One generated episode: a network as recorded, the stream of observations, and the truth.
package struct GeneratedScenario: Sendable {
    package var id: String
    /// What the monitor believes; differs from the ground only where records are wrong.
    package var record: NetworkDocument
    package var facts: ScenarioFacts
    package var observations: [Observation]
    package var truth: ScenarioTruth
}
