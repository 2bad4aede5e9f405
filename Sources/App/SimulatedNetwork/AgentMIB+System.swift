import SNMPMessages

/// SNMPv2-MIB, group system (RFC 3418), and hrSystemUptime of HOST-RESOURCES-MIB (RFC 2790).
extension MIBColumn {
    static let system: [MIBColumn] =
        columns(
            .scalar, under: "1.3.6.1.2.1.1",
            [
                (1, .sysDescr), (2, .sysObjectID), (3, .sysUpTime), (4, .sysContact), (5, .sysName), (6, .sysLocation),
                (7, .sysServices),
            ]) + columns(.scalar, under: "1.3.6.1.2.1.25.1", [(1, .hrSystemUptime)])
}

extension AgentMIB {
    func systemValue(_ object: AgentObject, _ device: Int32, _ now: Int64) -> AgentValue {
        switch object {
        case .sysDescr: .text(texts.description(device))
        case .sysObjectID: .experimental(UInt32(texts.role(device)))
        case .sysUpTime, .hrSystemUptime: .timeTicks(ticks(at: now, device))
        case .sysContact: .text(texts.empty)
        case .sysName: .text(texts.name(device))
        case .sysLocation: .text(texts.location(device))
        // Layers 2 and 3.
        case .sysServices: .integer(6)
        default: .noSuchObject
        }
    }

    /// sysUpTime of `device` at `time`: hundredths of a second, wrapping at 2^32 (RFC 2578, section 7.1.8).
    func ticks(at time: Int64, _ device: Int32) -> UInt32 {
        UInt32(truncatingIfNeeded: max(0, time - world.startedAt[Int(device)]) / 10)
    }
}
