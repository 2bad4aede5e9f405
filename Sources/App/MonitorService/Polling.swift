import Logging
import NetworkModel
import PingCollector
import SNMPCollector

/// What a process needs to poll the devices of one collector.
struct Polling {
    let engine: SNMPEngine
    /// nil where echoes are not to be used or not permitted.
    let pinger: PingCollector?
    let collector: Collector
    private let clock: @Sendable () -> Timestamp

    /// - Throws: `SNMPEngineError` where there is no socket to be had.
    init(settings: MonitorSettings, declared: Declared, log: Logger, clock: @escaping @Sendable () -> Timestamp) throws {
        self.clock = clock
        engine = try SNMPEngine()
        pinger = Self.pinger(settings, log)
        collector = Collector(
            network: declared.watched.network, devices: declared.devices(settings, pinging: pinger != nil, at: clock()))
    }

    /// - Parameter sight: takes what a device says of itself.
    func poller(sight: @escaping @Sendable (ObjectID, DeviceReading) -> Void) -> Poller {
        Poller(engine: engine, pinger: pinger, collector: collector, clock: clock, sight: sight)
    }

    /// Without the permission, which is said, life is judged by SNMP alone.
    private static func pinger(_ settings: MonitorSettings, _ log: Logger) -> PingCollector? {
        guard settings.reachability == .icmp else { return nil }
        if let refusal = PingCollector.refusal() {
            log.warning("\(refusal); devices are asked for sysUpTime instead")
            return nil
        }
        return PingCollector()
    }
}
