import SNMPMessages

/// What a vendor's devices tell beyond the standard MIBs: a table of objects, one file a vendor.
package struct VendorProfile: Sendable {
    package let name: String
    /// The sysObjectIDs of devices that are asked, by prefix.
    let sysObjectIDs: [ObjectIdentifier]
    let sensors: [VendorSensor]
    /// Tables that need more than a row of data to be understood: what to ask, and the reading of it.
    let tables: [Table]

    struct Table: Sendable {
        let columns: [MIBObject]
        let sensors: @Sendable (inout MIBReader) -> [DeviceSensor]
    }

    init(_ name: String, sysObjectIDs: [ObjectIdentifier], tables: [Table] = [], _ sensors: [VendorSensor]) {
        (self.name, self.sysObjectIDs, self.tables, self.sensors) = (name, sysObjectIDs, tables, sensors)
    }

    var columns: [MIBObject] { sensors.flatMap(\.columns) + tables.flatMap(\.columns) }

    /// net-snmp's own sysObjectIDs say nothing of the maker: many appliances are Linux inside.
    static let netSNMP: [ObjectIdentifier] = ["1.3.6.1.4.1.8072.3.2", "1.3.6.1.4.1.2021"]

    /// All that are known. Their objects do not overlap.
    package static let all: [VendorProfile] = [
        adva, apc, arubaCX, broadcomFastpath, brocadeFabricOS, brocadeIronWare, checkPoint, cisco, ciscoSmallBusiness, comware,
        cyberPower,
        dell, dLink, eaton, edgeNetbotz, eltek, ericsson, extreme, fortinet, fsSwitch, hpeILO, huawei, juniper, mikroTik, nokia,
        paloAlto, procurve,
        qnap, raritan, rittal, sensorHub, sentry, synology, trippLite, ucd, vertiv, voss, zyxel,
    ]

    /// The profiles to ask a device for.
    package static func matching(_ sysObjectID: ObjectIdentifier?) -> [VendorProfile] {
        guard let sysObjectID else { return [] }
        return all.filter { $0.sysObjectIDs.contains { sysObjectID.hasPrefix($0) } }
    }

    /// The readings of all profiles whose objects are in the view, in the order of `all`.
    static func sensors(_ reader: inout MIBReader) -> [DeviceSensor] {
        all.flatMap { profile in
            profile.sensors.flatMap { $0.sensors(&reader) } + profile.tables.flatMap { $0.sensors(&reader) }
        }
    }
}

extension QueryPlan {
    /// The second question, once sysObjectID is known: what the vendor's own MIBs tell. Empty for unknown vendors.
    package static func vendor(_ sysObjectID: ObjectIdentifier?) -> QueryPlan {
        var asked = Set(QueryPlan.inventory.columns)
        let columns = VendorProfile.matching(sysObjectID).flatMap(\.columns).filter { asked.insert($0.oid).inserted }
        return QueryPlan(scalars: [], columns: columns)
    }
}
