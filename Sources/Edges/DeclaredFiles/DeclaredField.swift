import NetworkModel

/// The fields of all lists, under the names of `network.json`; a CSV column or YAML key is looked up here once a file, so that
/// reading a row is reading an array.
enum DeclaredField: UInt8, CaseIterable {
    case id, name, kind, lat, lon, ups_s, feed, calendar, off_hours, lifecycle, municipality, address, contact, level, tags
    case owner, site, role, collectors, cred, aliases, rack
    case km, path, manholes, duct, fibres
    case aDevice, aIf, aFollows, aIfName, bDevice, bIf, bFollows, bIfName
    case mbps, otdr, segments, via, standby_s, contract
    case device, hosts, clients, zone, open, closed, grace_s, room
    case snmp, community_file, user, auth, auth_file, priv, priv_file

    /// As files write it.
    var name: String { Self.names[Int(rawValue)] }

    private static let names: [String] = allCases.map { field in
        switch field {
        case .aDevice: "a.device"
        case .aIf: "a.if"
        case .aFollows: "a.follows"
        case .aIfName: "a.ifName"
        case .bDevice: "b.device"
        case .bIf: "b.if"
        case .bFollows: "b.follows"
        case .bIfName: "b.ifName"
        default: String(describing: field)
        }
    }
}

/// A list of the network as rows of fields.
struct DeclaredList {
    let key: NetworkDocument.CodingKeys
    /// What one row is called in messages.
    let noun: String
    /// The type in the identifiers of its rows.
    let kind: ObjectKind
    let fields: [DeclaredField]
    let required: [DeclaredField]

    /// The field of that name; nil where the list has none.
    func field(named name: some StringProtocol) -> DeclaredField? { fields.first { $0.name == name } }

    /// Its position in `all`.
    var ordinal: Int { Self.all.firstIndex { $0.key == key } ?? 0 }

    static func named(_ name: some StringProtocol) -> DeclaredList? { all.first { $0.key.rawValue == name } }

    /// In the order of `network.json`.
    static let all: [DeclaredList] = [
        DeclaredList(
            key: .sites, noun: "site", kind: .site,
            fields: [
                .id, .name, .kind, .lat, .lon, .ups_s, .feed, .calendar, .off_hours, .lifecycle, .municipality, .address,
                .contact,
                .level, .tags,
            ], required: [.id]),
        DeclaredList(key: .feeds, noun: "feed", kind: .feed, fields: [.id, .owner], required: [.id]),
        DeclaredList(
            key: .devices, noun: "device", kind: .device,
            fields: [.id, .site, .role, .collectors, .cred, .address, .aliases, .rack, .name, .level], required: [.id, .site]),
        DeclaredList(
            key: .ducts, noun: "duct", kind: .duct, fields: [.id, .owner, .km, .name, .path, .manholes, .level], required: [.id]),
        DeclaredList(
            key: .segments, noun: "segment", kind: .segment, fields: [.id, .duct, .km, .fibres], required: [.id, .duct]),
        DeclaredList(
            key: .links, noun: "link", kind: .link,
            fields: [
                .id, .aDevice, .aIf, .aFollows, .aIfName, .bDevice, .bIf, .bFollows, .bIfName, .kind, .mbps, .otdr, .segments,
                .via,
                .standby_s, .owner, .contract, .name, .level, .tags,
            ], required: [.id, .aDevice, .aIf, .bDevice, .bIf]),
        DeclaredList(key: .collectors, noun: "collector", kind: .collector, fields: [.id, .device], required: [.id, .device]),
        DeclaredList(key: .services, noun: "service", kind: .service, fields: [.id, .hosts, .clients, .name], required: [.id]),
        DeclaredList(
            key: .calendars, noun: "calendar", kind: .calendar, fields: [.id, .zone, .open, .closed, .grace_s], required: [.id]),
        DeclaredList(key: .clouds, noun: "cloud", kind: .cloud, fields: [.id, .owner], required: [.id]),
        DeclaredList(key: .owners, noun: "owner", kind: .owner, fields: [.id, .name, .contact, .contract], required: [.id]),
        DeclaredList(key: .racks, noun: "rack", kind: .rack, fields: [.id, .site, .room], required: [.id, .site]),
        DeclaredList(
            key: .credentials, noun: "credential", kind: .credential,
            fields: [.id, .snmp, .community_file, .user, .auth, .auth_file, .priv, .priv_file], required: [.id]),
    ]
}
