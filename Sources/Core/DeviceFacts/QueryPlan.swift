import SNMPMessages

/// What to ask a device: scalars by GET, columns by walking each to its end.
package struct QueryPlan: Hashable, Sendable {
    /// Instances, `….0`.
    package var scalars: [ObjectIdentifier]
    /// Columns of tables; whatever lies under each.
    package var columns: [ObjectIdentifier]

    package init(scalars: [ObjectIdentifier], columns: [ObjectIdentifier]) { (self.scalars, self.columns) = (scalars, columns) }

    init(scalars: [MIBObject], columns: [MIBObject]) {
        self.init(scalars: scalars.map(\.scalar), columns: columns.map(\.oid))
    }

    /// The first question to any device: who are you? A device that answers nothing of it does not answer at all.
    package static let identity = QueryPlan(scalars: SNMPv2MIB.scalars, columns: [])

    /// Everything that the standard MIBs can tell: for `probe` and for the inventory every six hours.
    package static let inventory = QueryPlan(
        scalars: SNMPv2MIB.scalars + IFMIB.scalars + EntityMIB.scalars + LLDPMIB.v1.scalars,
        columns: IFMIB.columns + IFMIB.extraColumns + EntityMIB.columns + EntityStateMIB.columns
            + EntitySensorMIB.standard.columns
            + LLDPMIB.v1.columns + LLDPMIB.v2.columns + BridgeMIB.columns + CiscoCDPMIB.columns
            + CiscoEntitySensorMIB.table.columns
            + UPSMIB.columns + PowerEthernetMIB.columns + VendorProfile.ucd.columns)
}
