import DeviceFacts
import NetworkModel
import SNMPMessages

/// The sensors of one device that rules ask about, read more often than its inventory: a pure value that remembers from the inventory what
/// their values mean (type, scale, precision, the vendor's units).
package struct SensorWatch: Sendable {
    /// Values and what explains them, by object.
    private let known: [ObjectIdentifier: SNMPValue]
    /// The instances to be read; empty where no rule asks about any sensor of the device.
    package let request: [ObjectIdentifier]

    /// What may explain a sensor: the device's kind, ENTITY-SENSOR-MIB, UPS-MIB, and the vendors' own objects.
    private static let explaining: [ObjectIdentifier] = [
        "1.3.6.1.2.1.1.2", "1.3.6.1.2.1.99", "1.3.6.1.2.1.33", "1.3.6.1.4.1",
    ]
    /// A device with more is read at its inventory only: no rule is worth a walk of it every minute.
    static let limit = 96

    /// - Parameter metrics: what rules ask about.
    package init(_ view: MIBView, metrics: Set<Sample.Metric>) {
        let sensors = DeviceFacts(view).sensors.filter { !SensorReading.metrics($0).isDisjoint(with: metrics) }
        request = sensors.count <= Self.limit ? sensors.map(\.oid) : []
        var known: [ObjectIdentifier: SNMPValue] = [:]
        if !request.isEmpty {
            for prefix in Self.explaining { for bind in view.values(under: prefix) { known[bind.oid] = bind.value } }
        }
        self.known = known
    }

    /// What an answer to `request` says. A sensor without a value in it says nothing.
    package func samples(in answer: [VarBind], of device: ObjectID, at now: Timestamp) -> [Sample] {
        var values = known
        for oid in request { values[oid] = nil }
        for bind in answer where !bind.value.isException { values[bind.oid] = bind.value }
        let view = MIBView(values.map { VarBind($0.key, $0.value) })
        let asked = Set(request)
        return SensorReading.samples(DeviceFacts(view).sensors.filter { asked.contains($0.oid) }, of: device, at: now)
    }
}
