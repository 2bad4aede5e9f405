// The JSON form of SCENARIOS.md read fast: the same fields, defaults and refusals as the `Codable` conformances, which write it.
// Unknown fields are ignored; a field that is null takes the value that it has when absent.

extension NetworkDocument {
    /// Reads `network.json`.
    /// - Throws: `JSONProblem` with the place, for text that is no JSON, a field of the wrong type, or a required field that is absent.
    package init(json bytes: [UInt8]) throws(JSONProblem) {
        var json = JSONCursor(bytes)
        self = try NetworkDocument(reading: &json)
        try json.end()
    }
}

extension NetworkDocument: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init()
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "name": name = try json.optional() ?? ""
            case "sites": sites = try json.optional() ?? []
            case "feeds": feeds = try json.optional() ?? []
            case "devices": devices = try json.optional() ?? []
            case "ducts": ducts = try json.optional() ?? []
            case "segments": segments = try json.optional() ?? []
            case "links": links = try json.optional() ?? []
            case "collectors": collectors = try json.optional() ?? []
            case "services": services = try json.optional() ?? []
            case "calendars": calendars = try json.optional() ?? []
            case "clouds": clouds = try json.optional() ?? []
            case "owners": owners = try json.optional() ?? []
            case "racks": racks = try json.optional() ?? []
            case "credentials": credentials = try json.optional() ?? []
            default: try json.skip()
            }
        }
    }
}

extension NetworkDocument.Site: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(id: "", name: "", kind: "other")
        var required = 1
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "id":
                id = try json.value()
                required -= 1
            case "name": name = try json.optional() ?? ""
            case "kind": kind = try json.optional() ?? "other"
            case "lat": lat = try json.optional()
            case "lon": lon = try json.optional()
            case "ups_s": upsSeconds = try json.optional()
            case "feed": feed = try json.optional()
            case "calendar": calendar = try json.optional()
            case "off_hours": offHours = try json.optional() ?? .never
            case "lifecycle": lifecycle = try json.optional() ?? .active
            case "municipality": municipality = try json.optional()
            case "address": address = try json.optional()
            case "contact": contact = try json.optional()
            case "level": level = try json.optional()
            case "tags": tags = try json.optional() ?? [:]
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: id") }
    }
}

extension NetworkDocument.Feed: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(id: "")
        var required = 1
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "id":
                id = try json.value()
                required -= 1
            case "owner": owner = try json.optional()
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: id") }
    }
}

extension NetworkDocument.Device: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(id: "", site: "", role: "other")
        var required = 2
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "id":
                id = try json.value()
                required -= 1
            case "site":
                site = try json.value()
                required -= 1
            case "role": role = try json.optional() ?? "other"
            case "collectors": collectors = try json.optional() ?? []
            case "cred": credential = try json.optional()
            case "address": address = try json.optional()
            case "aliases": aliases = try json.optional() ?? []
            case "rack": rack = try json.optional()
            case "name": name = try json.optional()
            case "level": level = try json.optional()
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: id, site") }
    }
}

extension NetworkDocument.Duct: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(id: "")
        var required = 1
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "id":
                id = try json.value()
                required -= 1
            case "owner": owner = try json.optional()
            case "km": km = try json.optional()
            case "name": name = try json.optional()
            case "path": path = try json.optional() ?? []
            case "manholes": manholes = try json.optional() ?? []
            case "level": level = try json.optional()
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: id") }
    }
}

extension NetworkDocument.Manhole: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(name: "", km: 0)
        var required = 2
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "name":
                name = try json.value()
                required -= 1
            case "km":
                km = try json.value()
                required -= 1
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: name, km") }
    }
}

extension NetworkDocument.Segment: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(id: "", duct: "")
        var required = 2
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "id":
                id = try json.value()
                required -= 1
            case "duct":
                duct = try json.value()
                required -= 1
            case "km": km = try json.optional()
            case "fibres": fibres = try json.optional()
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: id, duct") }
    }
}

extension NetworkDocument.End: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(device: "", interface: "")
        var required = 2
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "device":
                device = try json.value()
                required -= 1
            case "if":
                interface = try json.value()
                required -= 1
            case "follows": follows = try json.optional() ?? .line
            case "ifName": ifName = try json.optional()
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: device, if") }
    }
}

extension NetworkDocument.Link: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(id: "", a: .init(device: "", interface: ""), b: .init(device: "", interface: ""), kind: "other")
        var required = 3
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "id":
                id = try json.value()
                required -= 1
            case "a":
                a = try json.value()
                required -= 1
            case "b":
                b = try json.value()
                required -= 1
            case "kind": kind = try json.optional() ?? "other"
            case "mbps": mbps = try json.optional()
            case "otdr": otdr = try json.optional() ?? false
            case "segments": segments = try json.optional() ?? []
            case "via": via = try json.optional() ?? []
            case "standby_s": standbySeconds = try json.optional()
            case "owner": owner = try json.optional()
            case "contract": contract = try json.optional()
            case "name": name = try json.optional()
            case "level": level = try json.optional()
            case "tags": tags = try json.optional() ?? [:]
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: id, a, b") }
    }
}

extension NetworkDocument.Collector: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(id: "", device: "")
        var required = 2
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "id":
                id = try json.value()
                required -= 1
            case "device":
                device = try json.value()
                required -= 1
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: id, device") }
    }
}

extension NetworkDocument.Service: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(id: "", hosts: [], clients: [])
        var required = 1
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "id":
                id = try json.value()
                required -= 1
            case "hosts": hosts = try json.optional() ?? []
            case "clients": clients = try json.optional() ?? []
            case "name": name = try json.optional()
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: id") }
    }
}

extension NetworkDocument.Calendar: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(id: "", zone: "Europe/Belgrade", open: [:])
        var required = 1
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "id":
                id = try json.value()
                required -= 1
            case "zone": zone = try json.optional() ?? "Europe/Belgrade"
            case "open": open = try json.optional() ?? [:]
            case "closed": closed = try json.optional() ?? []
            case "grace_s": graceSeconds = try json.optional() ?? 0
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: id") }
    }
}

extension NetworkDocument.Cloud: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(id: "")
        var required = 1
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "id":
                id = try json.value()
                required -= 1
            case "owner": owner = try json.optional()
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: id") }
    }
}

extension NetworkDocument.Owner: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(id: "", name: "")
        var required = 1
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "id":
                id = try json.value()
                required -= 1
            case "name": name = try json.optional() ?? ""
            case "contact": contact = try json.optional()
            case "contract": contract = try json.optional()
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: id") }
    }
}

extension NetworkDocument.Rack: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(id: "", site: "")
        var required = 2
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "id":
                id = try json.value()
                required -= 1
            case "site":
                site = try json.value()
                required -= 1
            case "room": room = try json.optional()
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: id, site") }
    }
}

extension NetworkDocument.Credential: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        self.init(id: "", snmp: "2c")
        var required = 1
        try json.object { json, key throws(JSONProblem) in
            switch key {
            case "id":
                id = try json.value()
                required -= 1
            case "snmp": snmp = try json.optional() ?? "2c"
            case "community_file": communityFile = try json.optional()
            case "user": user = try json.optional()
            case "auth": auth = try json.optional()
            case "auth_file": authFile = try json.optional()
            case "priv": priv = try json.optional()
            case "priv_file": privFile = try json.optional()
            default: try json.skip()
            }
        }
        if required > 0 { throw json.problem("this ends without all of: id") }
    }
}
