import Foundation

// The JSON form of SCENARIOS.md. Unknown fields are ignored; absent ones take the value they had before the field existed.

extension NetworkDocument: Codable {
    package static let format = "fibrewatch-scenario/1"

    package enum CodingKeys: String, CodingKey, CaseIterable {
        case format, name
        case sites, feeds, devices, ducts, segments, links, collectors, services, calendars, clouds, owners, racks, credentials
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        name = try c.decodeIfPresent(String.self, forKey: .name) ?? ""
        sites = try c.decodeIfPresent([Site].self, forKey: .sites) ?? []
        feeds = try c.decodeIfPresent([Feed].self, forKey: .feeds) ?? []
        devices = try c.decodeIfPresent([Device].self, forKey: .devices) ?? []
        ducts = try c.decodeIfPresent([Duct].self, forKey: .ducts) ?? []
        segments = try c.decodeIfPresent([Segment].self, forKey: .segments) ?? []
        links = try c.decodeIfPresent([Link].self, forKey: .links) ?? []
        collectors = try c.decodeIfPresent([Collector].self, forKey: .collectors) ?? []
        services = try c.decodeIfPresent([Service].self, forKey: .services) ?? []
        calendars = try c.decodeIfPresent([Calendar].self, forKey: .calendars) ?? []
        clouds = try c.decodeIfPresent([Cloud].self, forKey: .clouds) ?? []
        owners = try c.decodeIfPresent([Owner].self, forKey: .owners) ?? []
        racks = try c.decodeIfPresent([Rack].self, forKey: .racks) ?? []
        credentials = try c.decodeIfPresent([Credential].self, forKey: .credentials) ?? []
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(Self.format, forKey: .format)
        try c.encode(name, forKey: .name)
        try c.encode(sites, forKey: .sites)
        try c.encode(feeds, forKey: .feeds)
        try c.encode(devices, forKey: .devices)
        try c.encode(ducts, forKey: .ducts)
        try c.encode(segments, forKey: .segments)
        try c.encode(links, forKey: .links)
        try c.encode(collectors, forKey: .collectors)
        try c.encode(services, forKey: .services)
        if !calendars.isEmpty { try c.encode(calendars, forKey: .calendars) }
        if !clouds.isEmpty { try c.encode(clouds, forKey: .clouds) }
        if !owners.isEmpty { try c.encode(owners, forKey: .owners) }
        if !racks.isEmpty { try c.encode(racks, forKey: .racks) }
        if !credentials.isEmpty { try c.encode(credentials, forKey: .credentials) }
    }
}
extension NetworkDocument.Site: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case name
        case kind
        case lat
        case lon
        case upsSeconds = "ups_s"
        case feed
        case calendar
        case offHours = "off_hours"
        case lifecycle
        case municipality
        case address
        case contact
        case level
        case tags
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        name = try c.decodeIfPresent(String.self, forKey: .name) ?? ""
        kind = try c.decodeIfPresent(String.self, forKey: .kind) ?? "other"
        lat = try c.decodeIfPresent(Double.self, forKey: .lat)
        lon = try c.decodeIfPresent(Double.self, forKey: .lon)
        upsSeconds = try c.decodeIfPresent(Int.self, forKey: .upsSeconds)
        feed = try c.decodeIfPresent(ObjectID.self, forKey: .feed)
        calendar = try c.decodeIfPresent(ObjectID.self, forKey: .calendar)
        offHours = try c.decodeIfPresent(OffHours.self, forKey: .offHours) ?? .never
        lifecycle = try c.decodeIfPresent(Lifecycle.self, forKey: .lifecycle) ?? .active
        municipality = try c.decodeIfPresent(String.self, forKey: .municipality)
        address = try c.decodeIfPresent(String.self, forKey: .address)
        contact = try c.decodeIfPresent(String.self, forKey: .contact)
        level = try c.decodeIfPresent(Level.self, forKey: .level)
        tags = try c.decodeIfPresent([String: String].self, forKey: .tags) ?? [:]
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(id, forKey: .id)
        try c.encode(name, forKey: .name)
        try c.encode(kind, forKey: .kind)
        try c.encode(lat, forKey: .lat)
        try c.encode(lon, forKey: .lon)
        try c.encodeIfPresent(upsSeconds, forKey: .upsSeconds)
        try c.encode(feed, forKey: .feed)
        try c.encodeIfPresent(calendar, forKey: .calendar)
        if offHours != .never { try c.encode(offHours, forKey: .offHours) }
        if lifecycle != .active { try c.encode(lifecycle, forKey: .lifecycle) }
        try c.encodeIfPresent(municipality, forKey: .municipality)
        try c.encodeIfPresent(address, forKey: .address)
        try c.encodeIfPresent(contact, forKey: .contact)
        try c.encodeIfPresent(level, forKey: .level)
        if tags != [:] { try c.encode(tags, forKey: .tags) }
    }
}

extension NetworkDocument.Feed: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case owner
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        owner = try c.decodeIfPresent(ObjectID.self, forKey: .owner)
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(id, forKey: .id)
        try c.encodeIfPresent(owner, forKey: .owner)
    }
}

extension NetworkDocument.Device: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case site
        case role
        case collectors
        case credential = "cred"
        case address
        case aliases
        case rack
        case name
        case level
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        site = try c.decode(ObjectID.self, forKey: .site)
        role = try c.decodeIfPresent(String.self, forKey: .role) ?? "other"
        collectors = try c.decodeIfPresent([ObjectID].self, forKey: .collectors) ?? []
        credential = try c.decodeIfPresent(ObjectID.self, forKey: .credential)
        address = try c.decodeIfPresent(String.self, forKey: .address)
        aliases = try c.decodeIfPresent([String].self, forKey: .aliases) ?? []
        rack = try c.decodeIfPresent(ObjectID.self, forKey: .rack)
        name = try c.decodeIfPresent(String.self, forKey: .name)
        level = try c.decodeIfPresent(Level.self, forKey: .level)
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(id, forKey: .id)
        try c.encode(site, forKey: .site)
        try c.encode(role, forKey: .role)
        try c.encode(collectors, forKey: .collectors)
        try c.encodeIfPresent(credential, forKey: .credential)
        try c.encodeIfPresent(address, forKey: .address)
        if aliases != [] { try c.encode(aliases, forKey: .aliases) }
        try c.encodeIfPresent(rack, forKey: .rack)
        try c.encodeIfPresent(name, forKey: .name)
        try c.encodeIfPresent(level, forKey: .level)
    }
}

extension NetworkDocument.Collector: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case device
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        device = try c.decode(ObjectID.self, forKey: .device)
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(id, forKey: .id)
        try c.encode(device, forKey: .device)
    }
}

extension NetworkDocument.Service: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case hosts
        case clients
        case name
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        hosts = try c.decodeIfPresent([ObjectID].self, forKey: .hosts) ?? []
        clients = try c.decodeIfPresent([String].self, forKey: .clients) ?? []
        name = try c.decodeIfPresent(String.self, forKey: .name)
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(id, forKey: .id)
        try c.encode(hosts, forKey: .hosts)
        try c.encode(clients, forKey: .clients)
        try c.encodeIfPresent(name, forKey: .name)
    }
}

extension NetworkDocument.Calendar: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case zone
        case open
        case closed
        case graceSeconds = "grace_s"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        zone = try c.decodeIfPresent(String.self, forKey: .zone) ?? "Europe/Belgrade"
        open = try c.decodeIfPresent([String: String].self, forKey: .open) ?? [:]
        closed = try c.decodeIfPresent([String].self, forKey: .closed) ?? []
        graceSeconds = try c.decodeIfPresent(Int.self, forKey: .graceSeconds) ?? 0
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(id, forKey: .id)
        try c.encode(zone, forKey: .zone)
        try c.encode(open, forKey: .open)
        try c.encode(closed, forKey: .closed)
        try c.encode(graceSeconds, forKey: .graceSeconds)
    }
}

extension NetworkDocument.Owner: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case name
        case contact
        case contract
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        name = try c.decodeIfPresent(String.self, forKey: .name) ?? ""
        contact = try c.decodeIfPresent(String.self, forKey: .contact)
        contract = try c.decodeIfPresent(String.self, forKey: .contract)
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(id, forKey: .id)
        try c.encode(name, forKey: .name)
        try c.encodeIfPresent(contact, forKey: .contact)
        try c.encodeIfPresent(contract, forKey: .contract)
    }
}

extension NetworkDocument.Rack: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case site
        case room
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        site = try c.decode(ObjectID.self, forKey: .site)
        room = try c.decodeIfPresent(String.self, forKey: .room)
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(id, forKey: .id)
        try c.encode(site, forKey: .site)
        try c.encodeIfPresent(room, forKey: .room)
    }
}

extension NetworkDocument.Credential: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case snmp
        case communityFile = "community_file"
        case user
        case auth
        case authFile = "auth_file"
        case priv
        case privFile = "priv_file"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        snmp = try c.decodeIfPresent(String.self, forKey: .snmp) ?? "2c"
        communityFile = try c.decodeIfPresent(String.self, forKey: .communityFile)
        user = try c.decodeIfPresent(String.self, forKey: .user)
        auth = try c.decodeIfPresent(String.self, forKey: .auth)
        authFile = try c.decodeIfPresent(String.self, forKey: .authFile)
        priv = try c.decodeIfPresent(String.self, forKey: .priv)
        privFile = try c.decodeIfPresent(String.self, forKey: .privFile)
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(id, forKey: .id)
        try c.encode(snmp, forKey: .snmp)
        try c.encodeIfPresent(communityFile, forKey: .communityFile)
        try c.encodeIfPresent(user, forKey: .user)
        try c.encodeIfPresent(auth, forKey: .auth)
        try c.encodeIfPresent(authFile, forKey: .authFile)
        try c.encodeIfPresent(priv, forKey: .priv)
        try c.encodeIfPresent(privFile, forKey: .privFile)
    }
}
