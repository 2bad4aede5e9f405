import SNMPMessages

/// The names of the MIB objects that fibrewatch knows, for people: `walk HOST ifDescr` and `ifDescr.3` instead of numbers.
package enum MIBNames {
    /// The name of `oid` with its instance, `ifDescr.3`; nil where no known object is a prefix of it.
    package static func name(of oid: ObjectIdentifier) -> String? {
        for length in stride(from: oid.arcs.count, to: 0, by: -1) {
            let prefix = Array(oid.arcs[..<length])
            guard let name = byOID[prefix] else { continue }
            return ([name] + oid.arcs[length...].map(String.init)).joined(separator: ".")
        }
        return nil
    }

    /// The object identifier that `text` means: dotted numbers, or a known name with or without an instance behind it.
    package static func oid(_ text: String) -> ObjectIdentifier? {
        if let oid = ObjectIdentifier(text) { return oid }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let name = parts.first, let oid = byName[String(name).lowercased()] else { return nil }
        let instance = parts.dropFirst().compactMap { UInt32($0) }
        return instance.count == parts.count - 1 ? ObjectIdentifier(oid.arcs + instance) : nil
    }

    /// Known names that `text` is nearest to, for a message; at most three.
    package static func suggestions(for text: String) -> [String] {
        let wanted = text.lowercased().prefix { $0 != "." }
        return objects.map(\.name).filter { $0.lowercased().hasPrefix(wanted.prefix(5)) }.sorted().prefix(3).map { $0 }
    }

    private static let subtrees = [
        MIBObject("system", "1.3.6.1.2.1.1"), MIBObject("ifTable", "1.3.6.1.2.1.2.2"), MIBObject("interfaces", "1.3.6.1.2.1.2"),
        MIBObject("ifXTable", "1.3.6.1.2.1.31.1.1"), MIBObject("entPhysicalTable", "1.3.6.1.2.1.47.1.1.1"),
        MIBObject("entPhySensorTable", "1.3.6.1.2.1.99.1.1"), MIBObject("entStateTable", "1.3.6.1.2.1.131.1.1"),
        MIBObject("lldpLocPortTable", "1.0.8802.1.1.2.1.3.7"), MIBObject("lldpRemTable", "1.0.8802.1.1.2.1.4.1"),
        MIBObject("cdpCacheTable", "1.3.6.1.4.1.9.9.23.1.2.1"), MIBObject("upsMIB", "1.3.6.1.2.1.33"),
        MIBObject("dot1dBasePortTable", "1.3.6.1.2.1.17.1.4"), MIBObject("enterprises", "1.3.6.1.4.1"),
        MIBObject("mib-2", "1.3.6.1.2.1"), MIBObject("host", "1.3.6.1.2.1.25"), MIBObject("ucdavis", "1.3.6.1.4.1.2021"),
    ]

    private static let counters = [
        MIBObject("ifIndex", "1.3.6.1.2.1.2.2.1.1"), MIBObject("ifInOctets", "1.3.6.1.2.1.2.2.1.10"),
        MIBObject("ifInErrors", "1.3.6.1.2.1.2.2.1.14"), MIBObject("ifInDiscards", "1.3.6.1.2.1.2.2.1.13"),
        MIBObject("ifOutOctets", "1.3.6.1.2.1.2.2.1.16"), MIBObject("ifOutDiscards", "1.3.6.1.2.1.2.2.1.19"),
        MIBObject("ifOutErrors", "1.3.6.1.2.1.2.2.1.20"), MIBObject("ifHCInOctets", "1.3.6.1.2.1.31.1.1.1.6"),
        MIBObject("ifHCOutOctets", "1.3.6.1.2.1.31.1.1.1.10"), MIBObject("ifCounterDiscontinuityTime", "1.3.6.1.2.1.31.1.1.1.19"),
    ]

    private static let objects: [MIBObject] =
        subtrees + counters + SNMPv2MIB.scalars + IFMIB.scalars + IFMIB.columns + IFMIB.extraColumns + EntityMIB.scalars
        + EntityMIB.columns + EntityStateMIB.columns + EntitySensorMIB.standard.columns + LLDPMIB.v1.scalars + LLDPMIB.v1.columns
        + LLDPMIB.v2.columns + BridgeMIB.columns + CiscoCDPMIB.columns + CiscoEntitySensorMIB.table.columns + UPSMIB.columns
        + PowerEthernetMIB.columns + VendorProfile.all.flatMap { $0.sensors.map(\.object) }

    private static let byOID = Dictionary(objects.map { ($0.oid.arcs, $0.name) }, uniquingKeysWith: { a, _ in a })
    private static let byName = Dictionary(objects.map { ($0.name.lowercased(), $0.oid) }, uniquingKeysWith: { a, _ in a })
}
