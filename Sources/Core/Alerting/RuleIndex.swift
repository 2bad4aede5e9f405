import NetworkModel

/// Finds the rules that may concern an object without trying each: globs are found by what stands before their first wildcard.
struct RuleIndex: Sendable {
    private var exact: [String: [Int32]] = [:]
    /// By length, then by text, of the part before the wildcard; the longest first.
    private var prefixes: [(length: Int, rules: [String: [Int32]])] = []
    /// Rules without a glob over objects.
    private var others: [Int32] = []

    mutating func add(_ rule: AlertRule, _ number: Int32) {
        if rule.selector.objects.isEmpty { return others.append(number) }
        for glob in rule.selector.objects {
            let literal = glob.utf8.prefix { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "?") }
            let text = String(decoding: literal, as: UTF8.self)
            if literal.count == glob.utf8.count { exact[text, default: []].append(number) } else { add(prefix: text, number) }
        }
    }

    private mutating func add(prefix: String, _ number: Int32) {
        let length = prefix.utf8.count
        if let row = prefixes.firstIndex(where: { $0.length == length }) {
            prefixes[row].rules[prefix, default: []].append(number)
        } else {
            prefixes.append((length, [prefix: [number]]))
        }
    }

    /// Rules whose globs may match, each once, in order.
    func candidates(for object: ObjectID) -> [Int32] {
        let text = object.rawValue
        var found = others
        if let rules = exact[text] { found += rules }
        for (length, rules) in prefixes where length <= text.utf8.count {
            if let some = rules[String(decoding: text.utf8.prefix(length), as: UTF8.self)] { found += some }
        }
        return Array(Set(found)).sorted()
    }
}

/// What rules ask about an object: its site, role and owner in words.
struct RuleSubject {
    var object: ObjectID
    var device: ObjectID?
    var site: ObjectID?
    var kind = ""
    var role = ""
    var owner: String?
    var credential: ObjectID?

    init(_ object: ObjectID, in network: Network) {
        self.object = object
        owner = network.owner(of: object)
        let row: Int32? =
            switch network[object] {
            case .device(let row): row
            case .interface(let link, let end): (end == .a ? network.deviceA : network.deviceB)[Int(link)]
            default: nil
            }
        if let row { place(row, network) }
        if case .site(let row)? = network[object] { (site, kind) = (object, network.document.sites[Int(row)].kind) }
    }

    private mutating func place(_ row: Int32, _ network: Network) {
        let device = network.document.devices[Int(row)]
        (self.device, site, role, credential) = (device.id, device.site, device.role, device.credential)
        kind = network.document.sites[Int(network.siteOfDevice[Int(row)])].kind
    }

    func matches(_ selector: AlertRule.Selector) -> Bool {
        (selector.objects.isEmpty || selector.objects.contains { Glob.matches($0, object.rawValue) })
            && (selector.kinds.isEmpty || selector.kinds.contains(kind))
            && (selector.roles.isEmpty || selector.roles.contains(role))
            && (selector.sites.isEmpty
                || site.map { site in selector.sites.contains { Glob.matches($0, site.rawValue) } } ?? false)
            && (selector.owners.isEmpty
                || owner.map { selector.owners.contains($0) || selector.owners.contains("owner:\($0)") } ?? false)
    }

    /// The group of a share to which it belongs; nil where it belongs to none.
    func group(_ group: AlertRule.Group) -> ObjectID? {
        switch group {
        case .site: site
        case .owner: owner.map { ObjectID($0.contains(":") ? $0 : "owner:" + $0) }
        case .credential: credential
        case .role: role.isEmpty ? nil : ObjectID("role:" + role)
        case .all: "network:all"
        }
    }
}

extension AlertRule {
    /// Whether it is about `object`: a declared one that it selects, or a group to which such a one belongs.
    func covers(_ object: ObjectID, in network: Network) -> Bool {
        guard let share else { return network[object] != nil && RuleSubject(object, in: network).matches(selector) }
        let isOfPorts = metric?.isOfPorts ?? true
        return network.polledObjects(devices: metric == nil || !isOfPorts, ports: isOfPorts, others: metric == nil).contains {
            let subject = RuleSubject($0, in: network)
            return subject.group(share.group) == object && subject.matches(selector)
        }
    }
}
