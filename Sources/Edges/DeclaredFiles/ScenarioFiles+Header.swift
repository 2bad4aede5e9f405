import Diagnosis
import Foundation
import NetworkModel

/// `scenario.json`. Times are seconds from the start.
struct ScenarioHeader: Decodable {
    struct Maintenance: Decodable {
        var object: ObjectID
        var from: Double
        var to: Double
    }

    enum CodingKeys: String, CodingKey {
        case id, network, start, maintenance
        case horizon = "horizon_s"
        case pollInterval = "poll_interval_s"
        case knownDown = "known_down"
        case knownOff = "known_off"
        case localStart = "local_start"
        case hold = "hold_s"
    }

    var id: String
    var network: String
    var start: Double?
    var horizon: Double
    var pollInterval: Double
    var knownDown: [ObjectID]?
    var knownOff: [ObjectID]?
    var maintenance: [Maintenance]?
    var localStart: String?
    var hold: Double?

    func context(file: String) throws(ScenarioFilesError) -> EpisodeContext {
        try check(file: file)
        var context = EpisodeContext(start: Timestamp(seconds: start ?? 0), pollInterval: TimeSpan(seconds: pollInterval))
        context.knownDown = knownDown ?? []
        context.knownOff = knownOff ?? []
        context.maintenance = (maintenance ?? []).map {
            EpisodeContext.Maintenance(object: $0.object, from: Timestamp(seconds: $0.from), to: Timestamp(seconds: $0.to))
        }
        context.hold = hold.map { TimeSpan(seconds: $0) }
        if let localStart {
            guard let date = try? Date(localStart, strategy: .iso8601) else {
                throw .malformed(file: file, reason: "local_start \"\(localStart)\" is not a time with offset")
            }
            context.epochOffset = Int64(date.timeIntervalSince1970)
        }
        return context
    }

    /// Throws for a time with which nothing can be reckoned, and for polls without an interval.
    private func check(file: String) throws(ScenarioFilesError) {
        var times = [("start", start ?? 0), ("horizon_s", horizon), ("poll_interval_s", pollInterval), ("hold_s", hold ?? 0)]
        for window in maintenance ?? [] { times += [("maintenance.from", window.from), ("maintenance.to", window.to)] }
        for (field, seconds) in times where !(abs(seconds) <= Observation.farthestTime) {
            throw .malformed(file: file, reason: "\(field) is \(seconds), beyond \(Observation.farthestTime) s")
        }
        // Times are whole milliseconds.
        guard pollInterval >= 0.001 else {
            throw .malformed(file: file, reason: "poll_interval_s is \(pollInterval); it has to be more than 0")
        }
    }
}
