import SNMPMessages

/// Interfaces: ifTable and ifXTable of IF-MIB (RFC 2863).
enum IFMIB {
    static let ifNumber = MIBObject("ifNumber", "1.3.6.1.2.1.2.1")
    static let ifTableLastChange = MIBObject("ifTableLastChange", "1.3.6.1.2.1.31.1.5")
    static let ifStackLastChange = MIBObject("ifStackLastChange", "1.3.6.1.2.1.31.1.6")

    static let ifDescr = MIBObject("ifDescr", "1.3.6.1.2.1.2.2.1.2")
    static let ifType = MIBObject("ifType", "1.3.6.1.2.1.2.2.1.3")
    static let ifMtu = MIBObject("ifMtu", "1.3.6.1.2.1.2.2.1.4")
    static let ifSpeed = MIBObject("ifSpeed", "1.3.6.1.2.1.2.2.1.5")
    static let ifPhysAddress = MIBObject("ifPhysAddress", "1.3.6.1.2.1.2.2.1.6")
    static let ifAdminStatus = MIBObject("ifAdminStatus", "1.3.6.1.2.1.2.2.1.7")
    static let ifOperStatus = MIBObject("ifOperStatus", "1.3.6.1.2.1.2.2.1.8")
    static let ifLastChange = MIBObject("ifLastChange", "1.3.6.1.2.1.2.2.1.9")
    static let ifName = MIBObject("ifName", "1.3.6.1.2.1.31.1.1.1.1")
    static let ifHighSpeed = MIBObject("ifHighSpeed", "1.3.6.1.2.1.31.1.1.1.15")
    static let ifConnectorPresent = MIBObject("ifConnectorPresent", "1.3.6.1.2.1.31.1.1.1.17")
    static let ifAlias = MIBObject("ifAlias", "1.3.6.1.2.1.31.1.1.1.18")

    static let scalars = [ifNumber, ifTableLastChange, ifStackLastChange]

    /// A row that has none of these says nothing of an interface and is not one.
    static let columns = [
        ifDescr, ifType, ifMtu, ifSpeed, ifPhysAddress, ifAdminStatus, ifOperStatus, ifName, ifHighSpeed, ifAlias,
    ]
    static let extraColumns = [ifLastChange, ifConnectorPresent]

    static func interfaces(_ reader: inout MIBReader) -> [DeviceInterface] {
        let interfaces = reader.rows(of: columns, indexLength: 1).map { DeviceInterface($0, &reader) }
        noteMissingRows(interfaces.count, &reader)
        noteDuplicateNames(interfaces, &reader)
        return interfaces
    }

    /// Some agents skip rows silently when asked for many at once (ifNumber is the cross-check). More rows than ifNumber are usual.
    private static func noteMissingRows(_ count: Int, _ reader: inout MIBReader) {
        guard count > 0, let expected = reader.integer(ifNumber, [0]), expected > count else { return }
        reader.note(.rowsMissing, "ifTable has \(count) rows, ifNumber is \(expected)")
    }

    private static func noteDuplicateNames(_ interfaces: [DeviceInterface], _ reader: inout MIBReader) {
        let named = Dictionary(grouping: interfaces.filter { $0.ifName?.text.isEmpty == false }, by: { $0.ifName?.text ?? "" })
        for (name, same) in named where same.count > 1 {
            reader.note(
                .duplicateInterfaceName, "\"\(name)\" on ifIndex \(same.map { String($0.ifIndex) }.joined(separator: ", "))")
        }
    }
}
