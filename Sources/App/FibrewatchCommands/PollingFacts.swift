import Foundation
import InventoryStore
import NetworkModel
import SNMPCollector

/// What polling has learned of one device, as the monitor wrote it down last.
struct PollingFacts: Encodable {
    /// How it is asked; nil before its first answer.
    var learned: LearnedDeviceState?
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
