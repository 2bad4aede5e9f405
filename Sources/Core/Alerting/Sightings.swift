import NetworkModel

/// What the devices of groups were asked in this run: who was not asked for a value may have it.
struct Sightings: Sendable {
    /// Devices whose agent spoke, and those of them whose tables were read.
    private(set) var spoke: Set<ObjectID> = []
    private(set) var read: Set<ObjectID> = []
    /// Devices whose agent is silent, with the time since when.
    private(set) var silent: [ObjectID: Timestamp] = [:]
    /// Whoever was silent for longer has no agent, as far as anybody can say.
    private static let patience = TimeSpan.seconds(86_400)

    mutating func note(_ sample: Sample) {
        switch sample.metric {
        case .partsChanged: read.insert(sample.object)
        case .agentSilent where sample.value > 0.5: silent[sample.object] = silent[sample.object] ?? sample.time
        case .agentSilent, .refused, .restarted:
            silent[sample.object] = nil
            spoke.insert(sample.object)
        default: break
        }
    }

    /// Sensors and parts are found when all of a device is read, which may be hours after it came back. What has no agent has neither.
    func wasAsked(_ device: ObjectID, for metric: Sample.Metric, by now: Timestamp) -> Bool {
        if let since = silent[device] { return now - since >= Self.patience }
        return !metric.isOfTables || !spoke.contains(device) || read.contains(device)
    }
}

extension Sample.Metric {
    /// It is found in the tables of a device, not by a poll.
    fileprivate var isOfTables: Bool {
        switch self {
        case .receivedLight, .sentLight, .temperature, .upsRuntime, .upsCharge, .onBattery, .partsChanged: true
        default: false
        }
    }
}
