import DeviceFacts
import Rendering

/// The tables of `probe` for people.
struct ProbeReport {
    private let document: ProbeDocument
    private var facts: DeviceFacts { document.facts }

    init(_ document: ProbeDocument) { self.document = document }

    func print(to output: Output) {
        output.print(system)
        section("Interfaces", interfaces, output)
        section("Inventory", inventory, output)
        section("Neighbours", neighbours, output)
        section("Sensors", sensors, output)
        let walk = document.walk
        output.print("\n\(walk.varbinds) objects in \(walk.requests) requests, \(walk.seconds) s\n")
        for finding in walk.findings { output.print("finding: \(TerminalText.escaped(finding))\n") }
    }

    private func section(_ title: String, _ table: TextTable, _ output: Output) {
        output.print("\n\(title): \(table.rows.isEmpty ? "none" : "\(table.rows.count)")\n")
        output.print(table)
    }

    private var system: TextTable {
        var table = TextTable("DEVICE", "\(document.address) (SNMP \(document.snmp))")
        func add(_ name: String, _ text: String?) { table.add(.init(name), .init(text ?? "-")) }
        add("name", facts.system.sysName?.text)
        add("description", facts.system.sysDescr?.text)
        add("object id", facts.system.sysObjectID?.description)
        add("uptime", facts.system.sysUpTime.map(Self.uptime))
        add("location", facts.system.sysLocation?.text)
        add("contact", facts.system.sysContact?.text)
        return table
    }

    private var interfaces: TextTable {
        var table = TextTable(">IFINDEX", "NAME", "ALIAS", "ADMIN", "OPER", ">SPEED", ">MTU", "ADDRESS")
        for interface in facts.interfaces {
            table.add(
                .init("\(interface.ifIndex)"), .init(interface.shortName?.text ?? "-"), .init(interface.ifAlias?.text ?? ""),
                .init(interface.ifAdminStatus.map { "\($0)" } ?? "-"), Self.cell(interface),
                .init(interface.speedBps.map(Self.speed) ?? "-"), .init(interface.ifMtu.map(String.init) ?? "-"),
                .init(interface.ifPhysAddress?.colonHexadecimal ?? ""))
        }
        return table
    }

    /// Red only where a port that is meant to be up is not.
    private static func cell(_ interface: DeviceInterface) -> TextTable.Cell {
        guard let status = interface.ifOperStatus else { return "-" }
        let isFault = interface.ifAdminStatus == .up && [.down, .lowerLayerDown].contains(status)
        return .init("\(status)", color: status == .up ? .green : isFault ? .red : .dim)
    }

    /// Parts under what they sit in, by place.
    private var inventory: TextTable {
        var table = TextTable("PART", "CLASS", "DESCRIPTION", "MODEL", "SERIAL", "SOFTWARE")
        for (depth, module) in ModuleTree(facts.inventory).inOrder {
            let name = module.name?.text.isEmpty == false ? module.name?.text : module.descr?.text
            table.add(
                .init(String(repeating: "  ", count: depth) + (name ?? "#\(module.entPhysicalIndex)")),
                .init(module.physicalClass.map { "\($0)" } ?? "-"), .init(module.descr?.text ?? ""),
                .init(module.model?.text ?? ""),
                .init(module.serial?.text ?? ""), .init(module.softwareRev?.text ?? ""))
        }
        return table
    }

    private var neighbours: TextTable {
        var table = TextTable("LOCAL PORT", "BY", "NEIGHBOUR", "PORT", "PORT DESCRIPTION", "CHASSIS", "ADDRESS")
        for neighbour in facts.neighbours {
            table.add(
                .init(neighbour.localPort?.text ?? "port \(neighbour.localPortNumber.map(String.init) ?? "?")"),
                .init(neighbour.neighbourProtocol.rawValue),
                .init((neighbour.remoteSysName?.text ?? "-") + (neighbour.isOwnChassis ? " (this device)" : "")),
                .init(neighbour.remotePortID?.text ?? "-"), .init(neighbour.remotePortDescr?.text ?? ""),
                .init(neighbour.remoteChassisID?.text ?? ""), .init(neighbour.remoteAddresses.joined(separator: " ")))
        }
        return table
    }

    private var sensors: TextTable {
        var table = TextTable("SENSOR", "CLASS", ">VALUE", "UNIT", "STATUS", "OID")
        for sensor in facts.sensors {
            table.add(
                .init(sensor.descr?.text ?? ""), .init(sensor.sensorClass?.rawValue ?? "-"), .init(Self.value(sensor)),
                .init(sensor.sensorClass == .state ? "" : sensor.unit ?? ""), Self.status(sensor), .init(sensor.oid.description))
        }
        return table
    }

    private static func status(_ sensor: DeviceSensor) -> TextTable.Cell {
        guard let status = sensor.status else { return "" }
        return .init("\(status)", color: status == .nonoperational ? .red : status == .unavailable ? .dim : .green)
    }

    private static func value(_ sensor: DeviceSensor) -> String {
        if let state = sensor.stateText { return state }
        guard sensor.status != .unavailable, let value = sensor.value else { return "-" }
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }

    private static func speed(_ bps: Int64) -> String {
        for (unit, factor) in [("T", 1_000_000_000_000), ("G", 1_000_000_000), ("M", 1_000_000), ("k", 1000)] as [(String, Int64)]
        where bps >= factor {
            return bps.isMultiple(of: factor) ? "\(bps / factor)\(unit)" : "\(Double(bps) / Double(factor))\(unit)"
        }
        // Agents say 0 for a speed that they do not know.
        return bps == 0 ? "-" : "\(bps)"
    }

    /// `12d 3h 4m`, `5m 7s`, from hundredths of a second.
    private static func uptime(_ hundredths: UInt32) -> String {
        let minutes = hundredths / 6000
        if minutes < 60 { return minutes == 0 ? "\(hundredths / 100)s" : "\(minutes)m \(hundredths / 100 % 60)s" }
        return minutes >= 1440 ? "\(minutes / 1440)d \(minutes / 60 % 24)h \(minutes % 60)m" : "\(minutes / 60)h \(minutes % 60)m"
    }
}
