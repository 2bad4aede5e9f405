import DeviceFacts
import InventoryStore
import NetworkModel
import ServiceLifecycle

/// Keeps what devices say of themselves. A report that cannot be written is dropped and counted: the next round brings it again.
package struct SightingRecorder: Service {
    let store: Store
    let reports: AsyncStream<DeviceReport>
    let health: MonitorHealth
    /// Interfaces kept of one device, so that one whose ports come and go under ever new names cannot fill the disk.
    static let interfaceLimit = 8192

    package init(store: Store, reports: AsyncStream<DeviceReport>, health: MonitorHealth) {
        (self.store, self.reports, self.health) = (store, reports, health)
    }

    package func run() async throws {
        var dropped: Int64 = 0
        for await report in reports {
            do throws(StoreError) {
                try keep(report)
                health.solved("inventory")
            } catch {
                dropped += 1
                health.count("sightings_dropped", dropped)
                health.trouble("inventory", "\(error)")
            }
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
