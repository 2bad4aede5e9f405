import DeviceFacts
import Diagnosis
import NetworkModel

/// How much the answers of a device leave in doubt about its clock: a pure value. One odd reading is none; a clock that is missing, stands
/// still or jumps again and again is one finding (FAULTS.md B16).
struct ClockDoubt: Sendable {
    private var doubts = 0
    private var isMissing = false
    private var isTold = false

    /// Doubts that make a finding: three odd readings in a row, or more than every third of many.
    private static let most = 6

    /// Takes what an answer said: nil where it had no clock.
    mutating func receive(_ change: UptimeChange?) {
        isMissing = change == nil
        let isOdd = change == nil || change == .unknown
        doubts = isOdd ? min(Self.most, doubts + 2) : max(0, doubts - 1)
    }

    /// The finding, once.
    mutating func take(of device: ObjectID, at now: Timestamp) -> Finding? {
        guard doubts >= Self.most, !isTold else { return nil }
        isTold = true
        let what = isMissing ? "sysUpTime is missing" : "sysUpTime stands still or jumps"
        return Finding(time: now, kind: .clock, object: device, detail: "\(what): restarts of this device cannot be told")
    }
}
