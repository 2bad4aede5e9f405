import DeviceFacts
import NetworkModel
import SNMPMessages

/// What rules ask about sensors: of several of one class the worst of the device.
enum SensorReading {
    /// upsOutputSource (RFC 1628): battery is 5. upsSecondsOnBattery is the time since it began, not what is left.
    private static let outputSource: ObjectIdentifier = "1.3.6.1.2.1.33.1.4.1"
    private static let secondsOnBattery: ObjectIdentifier = "1.3.6.1.2.1.33.1.2.2"

    static func samples(_ sensors: [DeviceSensor], of device: ObjectID, at now: Timestamp) -> [Sample] {
        var worst: [Sample.Metric: Double] = [:]
        for sensor in sensors {
            for (metric, value) in values(sensor) {
                worst[metric] = worst[metric].map { isLowBad(metric) ? min($0, value) : max($0, value) } ?? value
            }
        }
        return worst.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            Sample(time: now, object: device, metric: $0.key, value: $0.value)
        }
    }

    /// What a sensor can tell of, whatever its value is now.
    static func metrics(_ sensor: DeviceSensor) -> Set<Sample.Metric> {
        var metrics: Set<Sample.Metric> = []
        switch (sensor.sensorClass, sensor.unit) {
        case (.temperature?, "C"): metrics = [.temperature]
        case (.dbm?, "dBm"): metrics = [.receivedLight]
        case (.charge?, "%"): metrics = [.upsCharge]
        case (.runtime?, "min"), (.runtime?, "s"):
            metrics = sensor.oid.hasPrefix(secondsOnBattery) ? [.onBattery] : [.upsRuntime]
        case (.state?, _) where tellsOutput(sensor): metrics = [.onBattery]
        default: break
        }
        return metrics
    }

    private static func values(_ sensor: DeviceSensor) -> [(Sample.Metric, Double)] {
        metrics(sensor).compactMap { metric in
            if metric == .onBattery, sensor.sensorClass == .state {
                return sensor.stateText.map { (metric, $0 == "battery" || $0 == "onBattery" ? 1 : 0) }
            }
            guard let value = sensor.value, value.isFinite else { return nil }
            switch metric {
            case .onBattery: return (metric, value > 0 ? 1 : 0)
            case .upsRuntime: return (metric, sensor.unit == "s" ? value / 60 : value)
            default: return (metric, value)
            }
        }
    }

    /// Where the power of an uninterruptible supply comes from: `upsOutputSource`, `upsBasicOutputStatus` and their like.
    private static func tellsOutput(_ sensor: DeviceSensor) -> Bool {
        if sensor.oid.hasPrefix(outputSource) { return true }
        guard let name = sensor.descr?.text.lowercased() else { return sensor.stateText == "onBattery" }
        return name.contains("outputsource") || name.contains("outputstatus") || sensor.stateText == "onBattery"
    }

    private static func isLowBad(_ metric: Sample.Metric) -> Bool {
        metric == .receivedLight || metric == .upsRuntime || metric == .upsCharge
    }
}

extension DeviceReport {
    var samples: [Sample] { SensorReading.samples(facts.sensors, of: device, at: at) }
}
