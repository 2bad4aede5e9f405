/// A declared network as it is written down: the form of `network.json` in SCENARIOS.md with its additions, of
/// `export json`, and of the lists in `Topology/`. Nothing is checked yet; `Network` is the checked, compiled form.
///
/// Lists keep the order of their source. Coordinates are WGS 84 degrees, lengths kilometres, times seconds.
package struct NetworkDocument: Hashable, Sendable {
    package var name = ""
    package var sites: [Site] = []
    package var feeds: [Feed] = []
    package var devices: [Device] = []
    package var ducts: [Duct] = []
    package var segments: [Segment] = []
    package var links: [Link] = []
    package var collectors: [Collector] = []
    package var services: [Service] = []
    package var calendars: [Calendar] = []
    package var clouds: [Cloud] = []
    package var owners: [Owner] = []
    package var racks: [Rack] = []
    package var credentials: [Credential] = []

    package init(name: String = "") { self.name = name }
}

/// How sensitive an object is (DESIGN.md section 7).
package enum Level: String, Sendable, Codable, CaseIterable, Comparable {
    case `public`, `internal`, restricted
    private var rank: Int {
        switch self {
        case .public: 0
        case .internal: 1
        case .restricted: 2
        }
    }

    package static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }
}

extension NetworkDocument {
    package struct Site: Hashable, Sendable {
        package enum OffHours: String, Sendable, Codable, CaseIterable { case allowed, never }
        package enum Lifecycle: String, Sendable, Codable, CaseIterable { case active, planned, retired }

        package var id: ObjectID
        package var name: String
        /// `dc`, `hub`, `municipality`, `post`, `egov`, `other`, or a word of the operator's own.
        package var kind: String
        package var lat: Double?
        package var lon: Double?
        /// How long its devices run on after a power loss.
        package var upsSeconds: Int?
        package var feed: ObjectID?
        package var calendar: ObjectID?
        package var offHours: OffHours = .never
        package var lifecycle: Lifecycle = .active
        package var municipality: String?
        package var address: String?
        package var contact: String?
        package var level: Level?
        /// Free counts and marks of the operator, such as `counters` or `eid`; shown, exported, never interpreted by Core.
        package var tags: [String: String] = [:]

        package init(id: ObjectID, name: String, kind: String, lat: Double? = nil, lon: Double? = nil) {
            self.id = id
            self.name = name
            self.kind = kind
            self.lat = lat
            self.lon = lon
        }
    }

    package struct Feed: Hashable, Sendable {
        package var id: ObjectID
        package var owner: ObjectID?
        package init(id: ObjectID, owner: ObjectID? = nil) { (self.id, self.owner) = (id, owner) }
    }

    package struct Device: Hashable, Sendable {
        package var id: ObjectID
        package var site: ObjectID
        /// `core`, `hub`, `agg`, `cpe`, `server-switch`, `nms`, or a word of the operator's own.
        package var role: String
        /// Who polls it; empty: unmanaged, it forwards and can fail but is never observed.
        package var collectors: [ObjectID]
        /// The credential or access rule with which it is read.
        package var credential: ObjectID?
        /// Where it is polled: `HOST` or `HOST:PORT`.
        package var address: String?
        /// Further addresses from which its replies are accepted.
        package var aliases: [String] = []
        package var rack: ObjectID?
        package var name: String?
        package var level: Level?

        package init(id: ObjectID, site: ObjectID, role: String, collectors: [ObjectID] = []) {
            self.id = id
            self.site = site
            self.role = role
            self.collectors = collectors
        }
    }

    package struct Duct: Hashable, Sendable {
        package var id: ObjectID
        /// In scenarios a bare word, in declared networks an `owner:` identifier.
        package var owner: String?
        package var km: Double?
        package var name: String?
        /// Points of the way, [lat, lon], in order; empty where it is not recorded.
        package var path: [[Double]] = []
        /// Kilometres from the start of the path, with their names.
        package var manholes: [Manhole] = []
        package var level: Level?
        package init(id: ObjectID, owner: String? = nil, km: Double? = nil) { (self.id, self.owner, self.km) = (id, owner, km) }
    }

    package struct Manhole: Hashable, Sendable {
        package var name: String
        package var km: Double
        package init(name: String, km: Double) { (self.name, self.km) = (name, km) }
    }

    package struct Segment: Hashable, Sendable {
        package var id: ObjectID
        package var duct: ObjectID
        package var km: Double?
        package var fibres: Int?
        package init(id: ObjectID, duct: ObjectID, km: Double? = nil) { (self.id, self.duct, self.km) = (id, duct, km) }
    }

    package struct End: Hashable, Sendable {
        /// What the port's state depends on: `line`: it goes down with the line or the far end;
        /// `local`: it stays up whatever happens beyond it, so its `up` says nothing.
        package enum Follows: String, Sendable, Codable, CaseIterable { case line, local }

        package var device: ObjectID
        package var interface: ObjectID
        package var follows: Follows = .line
        /// ifName on the device, where it differs from what follows `#` in the identifier.
        package var ifName: String?
        package init(device: ObjectID, interface: ObjectID, follows: Follows = .line) {
            (self.device, self.interface, self.follows) = (device, interface, follows)
        }
    }

    package struct Link: Hashable, Sendable {
        package var id: ObjectID
        package var a: End
        /// A standby link (`standbySeconds`) carries its end `a` only when nothing else does.
        package var b: End
        /// `fibre`, `patch`, `leased`, `radio`, `lte`, `dsl`, `vpn`, or a word of the operator's own.
        package var kind: String
        package var mbps: Double?
        /// End `a` can measure the distance to a break.
        package var otdr = false
        /// In order from end `a` to end `b`.
        package var segments: [ObjectID] = []
        /// Carriers' networks and amplifiers that it runs through.
        package var via: [ObjectID] = []
        package var standbySeconds: Int?
        package var owner: String?
        package var contract: String?
        package var name: String?
        package var level: Level?
        /// As of a site; shown, exported, never interpreted by Core.
        package var tags: [String: String] = [:]

        package init(id: ObjectID, a: End, b: End, kind: String) {
            self.id = id
            self.a = a
            self.b = b
            self.kind = kind
        }
    }

    package struct Collector: Hashable, Sendable {
        package var id: ObjectID
        /// The device that it runs on or behind.
        package var device: ObjectID
        package init(id: ObjectID, device: ObjectID) { (self.id, self.device) = (id, device) }
    }

    package struct Service: Hashable, Sendable {
        package var id: ObjectID
        package var hosts: [ObjectID]
        /// Kinds of site that use it.
        package var clients: [String]
        package var name: String?
        package init(id: ObjectID, hosts: [ObjectID], clients: [String]) {
            (self.id, self.hosts, self.clients) = (id, hosts, clients)
        }
    }

    package struct Calendar: Hashable, Sendable {
        package var id: ObjectID
        /// IANA name.
        package var zone: String
        /// `mon-fri` or `sat` to `08:00-19:00`.
        package var open: [String: String]
        /// Days as `2026-01-01`.
        package var closed: [String]
        package var graceSeconds: Int
        package init(id: ObjectID, zone: String, open: [String: String], closed: [String] = [], graceSeconds: Int = 0) {
            self.id = id
            self.zone = zone
            self.open = open
            self.closed = closed
            self.graceSeconds = graceSeconds
        }
    }

    package struct Cloud: Hashable, Sendable {
        package var id: ObjectID
        package var owner: String?
        package init(id: ObjectID, owner: String? = nil) { (self.id, self.owner) = (id, owner) }
    }

    package struct Owner: Hashable, Sendable {
        package var id: ObjectID
        package var name: String
        /// The desk that takes fault reports: telephone or mail.
        package var contact: String?
        package var contract: String?
        package init(id: ObjectID, name: String, contact: String? = nil, contract: String? = nil) {
            (self.id, self.name, self.contact, self.contract) = (id, name, contact, contract)
        }
    }

    package struct Rack: Hashable, Sendable {
        package var id: ObjectID
        package var site: ObjectID
        package var room: String?
        package init(id: ObjectID, site: ObjectID, room: String? = nil) { (self.id, self.site, self.room) = (id, site, room) }
    }

    /// How a device is read. Secrets stand in files of their own and are named here, never held.
    package struct Credential: Hashable, Sendable {
        package var id: ObjectID
        /// `1`, `2c` or `3`.
        package var snmp: String
        package var communityFile: String?
        package var user: String?
        package var auth: String?
        package var authFile: String?
        package var priv: String?
        package var privFile: String?
        package init(id: ObjectID, snmp: String) { (self.id, self.snmp) = (id, snmp) }
    }
}
