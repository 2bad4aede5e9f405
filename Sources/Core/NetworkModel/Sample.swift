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
        /// Fraction of a port's speed that is in use, into and out of it.
        case inUse = "in_use"
        case outUse = "out_use"
        /// Received and sent light in dBm.
        case receivedLight = "rx_dbm"
        case sentLight = "tx_dbm"
        /// Degrees Celsius.
        case temperature = "temperature_c"
        /// Minutes that a battery will last, and its charge in percent.
        case upsRuntime = "ups_runtime_min"
        case upsCharge = "ups_charge_pct"
        /// 1 while a UPS runs on its battery, else 0.
        case onBattery = "on_battery"
        /// 1 at the first answer after a restart, 0 at every other.
        case restarted = "restarted"
        /// 1 where the device refused the credential at this read, else 0.
        case refused = "refused"
        /// 1 where the agent was silent beside an answered ping, else 0.
        case agentSilent = "agent_silent"
        /// 1 at the first inventory whose serial numbers or modules differ from the last, else 0.
        case partsChanged = "parts_changed"
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
