import DeviceFacts
import InventoryStore
import NetworkModel
import ServiceLifecycle

/// Keeps what devices say of themselves. A report that cannot be written is dropped and counted: the next round brings it again.
package struct SightingRecorder: Service {
    let store: Store
    let reports: AsyncStream<DeviceReport>
    let health: MonitorHealth
    /// Told after each reading whether a module or serial number of the device is another than before.
    let partsChanged: @Sendable (ObjectID, Bool, Timestamp) async -> Void
    /// Interfaces kept of one device, so that one whose ports come and go under ever new names cannot fill the disk.
    static let interfaceLimit = 8192

    package init(
        store: Store, reports: AsyncStream<DeviceReport>, health: MonitorHealth,
        partsChanged: @escaping @Sendable (ObjectID, Bool, Timestamp) async -> Void = { _, _, _ in }
    ) {
        (self.store, self.reports, self.health) = (store, reports, health)
        self.partsChanged = partsChanged
    }

    package func run() async throws {
        var dropped: Int64 = 0
        for await report in reports {
            do throws(StoreError) {
                let changed = try changes(in: report)
                try keep(report)
                await partsChanged(report.device, changed, report.at)
                health.solved("inventory")
            } catch {
                dropped += 1
                health.count("sightings_dropped", dropped)
                health.trouble("inventory", "\(error)")
            }
        }
    }

    /// A module that is another than at the last reading. One that is missing may only not have been read.
    private func changes(in report: DeviceReport) throws(StoreError) -> Bool {
        let before = try store.modules(of: report.device).map(\.value)
        guard !before.isEmpty else { return false }
        let known = Dictionary(before.map { ($0.entity, $0) }, uniquingKeysWith: { first, _ in first })
        return report.facts.inventory.map(DeviceSighting.Module.init).contains { now in
            guard let old = known[now.entity], let serial = now.serial, !serial.isEmpty else { return false }
            return old.serial != serial || old.model != now.model
        }
    }

    private func keep(_ report: DeviceReport) throws(StoreError) {
        let kept = try store.notes([KeptInterface].self, .interfaces, of: report.device)[report.device] ?? []
        let match = InterfaceMatch(known: kept.map(\.known), now: report.facts.interfaces)
        try store.record([DeviceSighting(report, identities: match.identities)])
        try keep(match, of: report, before: kept)
        try store.keep([report.device: report.oddTexts], as: .octets, at: report.at)
        try store.keep([report.device: report.facts.findings.map(\.description)], as: .findings, at: report.at)
    }

    /// Ports that are not there now keep their identity: a card may be plugged in again.
    private func keep(_ match: InterfaceMatch, of report: DeviceReport, before: [KeptInterface]) throws(StoreError) {
        let missing = Set(match.missing.map(\.name))
        let now = report.facts.interfaces.compactMap { interface in
            match.identities[interface.ifIndex].map { KeptInterface(interface, as: $0) }
        }
        let all = now + before.filter { missing.contains($0.name) }
        if all != before {
            try store.keep([report.device: Array(all.prefix(Self.interfaceLimit))], as: .interfaces, at: report.at)
        }
    }
}
