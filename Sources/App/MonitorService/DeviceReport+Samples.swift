import DeviceFacts
import NetworkModel

extension DeviceReport {
    /// What rules ask about sensors: of several of one class the worst of the device.
    var samples: [Sample] {
        let values = { (wanted: String, unit: String) in
            facts.sensors.filter { $0.sensorClass?.rawValue == wanted && $0.unit == unit }.compactMap(\.value).filter(\.isFinite)
        }
        let runtimes = values("runtime", "minutes") + values("runtime", "seconds").map { $0 / 60 }
        let worst: [(Sample.Metric, Double?)] = [
            (.temperature, values("temperature", "C").max()), (.receivedLight, values("dbm", "dBm").min()),
            (.upsRuntime, runtimes.min()), (.upsCharge, values("charge", "%").min()),
        ]
        return worst.compactMap { metric, value in value.map { Sample(time: at, object: device, metric: metric, value: $0) } }
    }
}
