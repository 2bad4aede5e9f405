/// One value with its time (STYLE.md section 3).
package struct Sample: Hashable, Sendable {
    /// What is measured; the unit is the case's.
    package enum Metric: String, Sendable, Codable, CaseIterable {
        /// Bits a second into and out of a port.
        case inBits = "in_bps"
        case outBits = "out_bps"
        /// Packets a second that came in and were dropped for errors.
        case inErrors = "in_errors_per_s"
        /// Round trip of a poll in milliseconds.
        case roundTrip = "rtt_ms"
        /// Fraction of a poll's packets that were lost.
        case loss = "loss"
    }

    package var time: Timestamp
    /// A device or an interface.
    package var object: ObjectID
    package var metric: Metric
    package var value: Double

    package init(time: Timestamp, object: ObjectID, metric: Metric, value: Double) {
        (self.time, self.object, self.metric, self.value) = (time, object, metric, value)
    }
}
