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
}
