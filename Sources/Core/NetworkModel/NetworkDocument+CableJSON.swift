import Foundation

// The JSON form of ducts, segments and links; see NetworkDocument+JSON.swift.

extension NetworkDocument.Duct: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case owner
        case km
        case name
        case path
        case manholes
        case level
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        owner = try c.decodeIfPresent(String.self, forKey: .owner)
        km = try c.decodeIfPresent(Double.self, forKey: .km)
        name = try c.decodeIfPresent(String.self, forKey: .name)
        path = try c.decodeIfPresent([[Double]].self, forKey: .path) ?? []
        manholes = try c.decodeIfPresent([NetworkDocument.Manhole].self, forKey: .manholes) ?? []
        level = try c.decodeIfPresent(Level.self, forKey: .level)
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(id, forKey: .id)
        try c.encodeIfPresent(owner, forKey: .owner)
        try c.encodeIfPresent(km, forKey: .km)
        try c.encodeIfPresent(name, forKey: .name)
        if path != [] { try c.encode(path, forKey: .path) }
        if manholes != [] { try c.encode(manholes, forKey: .manholes) }
        try c.encodeIfPresent(level, forKey: .level)
    }
}

extension NetworkDocument.Manhole: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case km
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        name = try c.decode(String.self, forKey: .name)
        km = try c.decode(Double.self, forKey: .km)
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(name, forKey: .name)
        try c.encode(km, forKey: .km)
    }
}

extension NetworkDocument.Segment: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case duct
        case km
        case fibres
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        duct = try c.decode(ObjectID.self, forKey: .duct)
        km = try c.decodeIfPresent(Double.self, forKey: .km)
        fibres = try c.decodeIfPresent(Int.self, forKey: .fibres)
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(id, forKey: .id)
        try c.encode(duct, forKey: .duct)
        try c.encodeIfPresent(km, forKey: .km)
        try c.encodeIfPresent(fibres, forKey: .fibres)
    }
}

extension NetworkDocument.End: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case device
        case interface = "if"
        case follows
        case ifName
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        device = try c.decode(ObjectID.self, forKey: .device)
        interface = try c.decode(ObjectID.self, forKey: .interface)
        follows = try c.decodeIfPresent(Follows.self, forKey: .follows) ?? .line
        ifName = try c.decodeIfPresent(String.self, forKey: .ifName)
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(device, forKey: .device)
        try c.encode(interface, forKey: .interface)
        if follows != .line { try c.encode(follows, forKey: .follows) }
        try c.encodeIfPresent(ifName, forKey: .ifName)
    }
}

extension NetworkDocument.Link: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case a
        case b
        case kind
        case mbps
        case otdr
        case segments
        case via
        case standbySeconds = "standby_s"
        case owner
        case contract
        case name
        case level
        case tags
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        a = try c.decode(NetworkDocument.End.self, forKey: .a)
        b = try c.decode(NetworkDocument.End.self, forKey: .b)
        kind = try c.decodeIfPresent(String.self, forKey: .kind) ?? "other"
        mbps = try c.decodeIfPresent(Double.self, forKey: .mbps)
        otdr = try c.decodeIfPresent(Bool.self, forKey: .otdr) ?? false
        segments = try c.decodeIfPresent([ObjectID].self, forKey: .segments) ?? []
        via = try c.decodeIfPresent([ObjectID].self, forKey: .via) ?? []
        standbySeconds = try c.decodeIfPresent(Int.self, forKey: .standbySeconds)
        owner = try c.decodeIfPresent(String.self, forKey: .owner)
        contract = try c.decodeIfPresent(String.self, forKey: .contract)
        name = try c.decodeIfPresent(String.self, forKey: .name)
        level = try c.decodeIfPresent(Level.self, forKey: .level)
        tags = try c.decodeIfPresent([String: String].self, forKey: .tags) ?? [:]
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(id, forKey: .id)
        try c.encode(a, forKey: .a)
        try c.encode(b, forKey: .b)
        try c.encode(kind, forKey: .kind)
        try c.encodeIfPresent(mbps, forKey: .mbps)
        try c.encode(otdr, forKey: .otdr)
        try c.encode(segments, forKey: .segments)
        if via != [] { try c.encode(via, forKey: .via) }
        try c.encodeIfPresent(standbySeconds, forKey: .standbySeconds)
        try c.encodeIfPresent(owner, forKey: .owner)
        try c.encodeIfPresent(contract, forKey: .contract)
        try c.encodeIfPresent(name, forKey: .name)
        try c.encodeIfPresent(level, forKey: .level)
        if tags != [:] { try c.encode(tags, forKey: .tags) }
    }
}

extension NetworkDocument.Cloud: Codable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case id
        case owner
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        id = try c.decode(ObjectID.self, forKey: .id)
        owner = try c.decodeIfPresent(String.self, forKey: .owner)
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(id, forKey: .id)
        try c.encodeIfPresent(owner, forKey: .owner)
    }
}
