import Foundation
import InventoryStore
import NetworkModel
import SNMPCollector

/// What polling has learned of one device, as the monitor wrote it down last.
struct PollingFacts: Encodable {
    /// How it is asked; nil before its first answer.
    @OrNull var learned: LearnedDeviceState? = nil
    /// What is odd about its answers.
    var findings: [String]
    /// Further devices that give the same SNMPv3 engine id, which should be nobody's twice; in order.
    var sameEngine: [ObjectID] = []

    private enum CodingKeys: String, CodingKey {
        case learned, findings
        case sameEngine = "same_engine"
    }

    /// Nil where nothing was ever learned.
    init?(of device: ObjectID, _ global: GlobalOptions) throws {
        guard let store = try StateSource(global).store() else { return nil }
        learned = try store.notes(LearnedDeviceState.self, .learned, of: device)[device]
        findings = try store.notes([String].self, .findings, of: device)[device] ?? []
        if learned == nil, findings.isEmpty { return nil }
        guard let engine = learned?.engineID else { return }
        let others = try store.notes(LearnedDeviceState.self, .learned).filter { $0.key != device && $0.value.engineID == engine }
        sameEngine = others.keys.sorted()
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(learned.map(Learned.init), forKey: .learned)
        try container.encode(findings, forKey: .findings)
        try container.encode(sameEngine, forKey: .sameEngine)
    }

    /// The store's own form has Swift's names; programs read ours.
    private struct Learned: Encodable {
        var max_repetitions: Int
        @OrNull var too_many_repetitions: Int?
        @OrNull var round_trip_ms: Double?
        @OrNull var variation_ms: Double?
        var in_flight: Int
        var slow: Bool
        var quirks: [String]
        @OrNull var engine_id: String?

        init(_ state: LearnedDeviceState) {
            (max_repetitions, in_flight, slow, quirks) = (state.maxRepetitions, state.inFlight, state.isSlow, state.quirks)
            too_many_repetitions = state.tooManyRepetitions
            round_trip_ms = state.roundTripMilliseconds
            variation_ms = state.variationMilliseconds
            engine_id = state.engineID
        }
    }

    var lines: [(label: String, text: String)] {
        var lines: [(label: String, text: String)] = []
        if let learned { lines += Self.lines(learned) }
        if !sameEngine.isEmpty {
            lines.append(("finding", "the same SNMPv3 engine id as \(sameEngine.map(\.rawValue).joined(separator: ", "))"))
        }
        lines += findings.map { ("finding", $0) }
        return lines
    }

    private static func lines(_ state: LearnedDeviceState) -> [(label: String, text: String)] {
        var lines: [(label: String, text: String)] = []
        if let roundTrip = state.roundTripMilliseconds {
            let variation = state.variationMilliseconds.map { " ± \(milliseconds($0))" } ?? ""
            lines.append(
                (
                    "answers in",
                    "\(milliseconds(roundTrip))\(variation) ms" + (state.isSlow ? ", later than its timeout: slow" : "")
                ))
        }
        let limit = state.tooManyRepetitions.map { ", fewer than \($0), which were too many" } ?? ""
        lines.append(("asked with", "\(state.maxRepetitions) rows a request\(limit); \(state.inFlight) requests at once"))
        if !state.quirks.isEmpty { lines.append(("quirks", state.quirks.joined(separator: ", "))) }
        if let engine = state.engineID { lines.append(("SNMPv3 engine", "0x" + engine)) }
        return lines
    }

    private static func milliseconds(_ value: Double) -> String { String(format: value < 10 ? "%.1f" : "%.0f", value) }
}
