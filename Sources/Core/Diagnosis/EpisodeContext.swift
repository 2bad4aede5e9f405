import NetworkModel

/// What the monitor knows before the first observation (`scenario.json`), and the settings of one run.
package struct EpisodeContext: Hashable, Sendable {
    package struct Maintenance: Hashable, Sendable {
        package var object: ObjectID
        package var from: Timestamp
        package var to: Timestamp
        package init(object: ObjectID, from: Timestamp, to: Timestamp) { (self.object, self.from, self.to) = (object, from, to) }
    }

    package var start: Timestamp
    /// How often each collector asks each of its devices.
    package var pollInterval: TimeSpan
    /// Devices that are down from the beginning and acknowledged: never to be paged again.
    package var knownDown: [ObjectID] = []
    /// Sites switched off since the last closing.
    package var knownOff: [ObjectID] = []
    package var maintenance: [Maintenance] = []
    /// What is gone by itself within this time is transient; nil: page when the evidence is settled.
    package var hold: TimeSpan?
    /// Whether everything but `knownDown` and `knownOff` is known to be well at the start. A monitor that starts knows nothing: what does
    /// not answer it may have been silent before, or be on its way back, and is no evidence for the first two rounds.
    package var startsWell = true
    /// How long after a ping's answer the rows of its read may still come. A monitor that asks for itself has them all at once.
    package var readTime = TimeSpan.seconds(2)
    /// Whether breaks that fibre links measure (`otdr`) reach the engine. Where nothing brings them, their absence says nothing.
    package var hearsBreaks = true
    /// Whether loss of redundancy is an incident of its own, as in the running monitor. A replay tells it as a finding.
    package var tellsRedundancy = false
    /// UTC of `Timestamp(milliseconds: 0)` in seconds since 1970, where times count from a scenario's start; calendars need it.
    /// nil where no local time is known; 0 in the running monitor.
    package var epochOffset: Int64?

    package init(start: Timestamp, pollInterval: TimeSpan) { (self.start, self.pollInterval) = (start, pollInterval) }
}
