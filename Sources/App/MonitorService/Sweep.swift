import NetworkModel
import SNMPCollector
import SNMPMessages

/// One pass over all polled devices, without a monitor: who answers, and which declared ports are down or absent.
package struct Sweep: Sendable {
    package struct Row: Sendable {
        package var device: ObjectID
        package var address: String
        /// nil: it answered.
        package var failure: SNMPFailure?
        package var roundTripMilliseconds: Double?
        package var upTimeSeconds: Double?
        package var portsUp = 0
        package var portsDown: [ObjectID] = []
        /// Declared ports that the device does not have or does not tell of.
        package var portsUnknown: [ObjectID] = []
    }

    let declared: Declared
    let settings: MonitorSettings
    let engine: SNMPEngine

    /// - Throws: `SNMPEngineError` where there is no socket to be had.
    package init(_ declared: Declared, settings: MonitorSettings) throws(SNMPEngineError) {
        self.declared = declared
        self.settings = settings
        engine = try SNMPEngine()
    }

    /// Devices that are asked, in device order.
    package var devices: [Int32] { declared.watched.polled }

    /// Asks at most `width` devices at once; rows in the order of the devices. `done` is told after each answer.
    package func rows(width: Int = 256, done: @Sendable (Int) -> Void) async -> [Row] {
        let asked = declared.devices(settings, pinging: false, at: Timestamp(milliseconds: 0))
        var rows: [Int32: Row] = [:]
        await withTaskGroup(of: (Int32, Row).self) { group in
            var waiting = devices.filter { asked.targets[$0] != nil }.makeIterator()
            func addNext() {
                guard let device = waiting.next(), let target = asked.targets[device], let watch = asked.watches[device] else {
                    return
                }
                group.addTask { (device, await row(watch, target)) }
            }
            for _ in 0..<width { addNext() }
            while let (device, row) = await group.next() {
                rows[device] = row
                done(rows.count)
                addNext()
            }
        }
        engine.stop()
        return devices.compactMap { rows[$0] }
    }

    private func row(_ watch: DeviceWatch, _ target: SNMPTarget) async -> Row {
        var row = Row(device: watch.device, address: "\(target.address)")
        var ports = watch.ports
        switch await engine.get([DeclaredPorts.sysUpTime], from: target) {
        case .failure(let reason):
            row.failure = reason
            return row
        case .success(let answer):
            row.roundTripMilliseconds = answer.roundTrip / .milliseconds(1)
            if case .timeTicks(let ticks)? = answer[DeclaredPorts.sysUpTime] { row.upTimeSeconds = Double(ticks) / 100 }
        }
        ports.locate(in: await engine.walk(DeclaredPorts.nameColumns, of: target).varBinds)
        guard case .success(let answer) = await engine.get(ports.stateRequest, from: target) else {
            row.portsUnknown = ports.ports.map(\.interface)
            return row
        }
        for (port, state) in zip(ports.ports, ports.states(in: answer.varBinds)) {
            switch state {
            case .up: row.portsUp += 1
            case .down: row.portsDown.append(port.interface)
            case .unknown: row.portsUnknown.append(port.interface)
            }
        }
        return row
    }
}
