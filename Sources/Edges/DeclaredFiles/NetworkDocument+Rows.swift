import NetworkModel

/// A type of row that can be read from CSV or YAML.
protocol DeclaredRow {
    /// Reads every field, so that all faults of the row are reported; nil where what it cannot do without is absent.
    init?(row: inout some RowReader)
}

extension NetworkDocument.Site: DeclaredRow {
    init?(row: inout some RowReader) {
        let id = row.ownID()
        self.init(id: id ?? "", name: row.text(.name) ?? "", kind: row.text(.kind) ?? "other")
        lat = row.number(.lat, in: -90...90)
        lon = row.number(.lon, in: -180...180)
        upsSeconds = row.whole(.ups_s)
        feed = row.reference(.feed)
        calendar = row.reference(.calendar)
        offHours = row.word(.off_hours, of: [OffHours.allowed, .never].map(\.rawValue)).flatMap(OffHours.init) ?? .never
        lifecycle =
            row.word(.lifecycle, of: [Lifecycle.active, .planned, .retired].map(\.rawValue)).flatMap(Lifecycle.init) ?? .active
        municipality = row.text(.municipality)
        address = row.text(.address)
        contact = row.text(.contact)
        level = row.word(.level, as: Level.self)
        tags = row.pairs(.tags)
        if id == nil { return nil }
    }
}

extension NetworkDocument.Feed: DeclaredRow {
    init?(row: inout some RowReader) {
        let id = row.ownID()
        self.init(id: id ?? "", owner: row.reference(.owner))
        if id == nil { return nil }
    }
}

extension NetworkDocument.Device: DeclaredRow {
    init?(row: inout some RowReader) {
        let (id, site) = (row.ownID(), row.requiredReference(.site))
        self.init(id: id ?? "", site: site ?? "", role: row.text(.role) ?? "other", collectors: row.references(.collectors))
        credential = row.reference(.cred)
        address = row.hostAddress(.address)
        aliases = row.items(.aliases)
        rack = row.reference(.rack)
        name = row.text(.name)
        level = row.word(.level, as: Level.self)
        if id == nil || site == nil { return nil }
    }
}

extension NetworkDocument.Duct: DeclaredRow {
    init?(row: inout some RowReader) {
        let id = row.ownID()
        self.init(id: id ?? "", owner: row.text(.owner), km: row.kilometres())
        name = row.text(.name)
        path = row.points(.path)
        manholes = row.manholes(.manholes)
        level = row.word(.level, as: Level.self)
        if id == nil { return nil }
    }
}

extension NetworkDocument.Segment: DeclaredRow {
    init?(row: inout some RowReader) {
        let (id, duct) = (row.ownID(), row.requiredReference(.duct))
        self.init(id: id ?? "", duct: duct ?? "", km: row.kilometres())
        fibres = row.whole(.fibres)
        if id == nil || duct == nil { return nil }
    }
}

extension NetworkDocument.End {
    fileprivate init?(
        row: inout some RowReader, device deviceField: DeclaredField, interface interfaceField: DeclaredField,
        follows followsField: DeclaredField, ifName ifNameField: DeclaredField
    ) {
        let device = row.requiredReference(deviceField)
        let interface = row.identifier(interfaceField, .interface)
        self.init(device: device ?? "", interface: interface ?? "")
        follows = row.word(followsField, of: [Follows.line, .local].map(\.rawValue)).flatMap(Follows.init) ?? .line
        ifName = row.text(ifNameField)
        if device == nil || interface == nil { return nil }
    }
}

extension NetworkDocument.Link: DeclaredRow {
    init?(row: inout some RowReader) {
        let id = row.ownID()
        let a = NetworkDocument.End(row: &row, device: .aDevice, interface: .aIf, follows: .aFollows, ifName: .aIfName)
        let b = NetworkDocument.End(row: &row, device: .bDevice, interface: .bIf, follows: .bFollows, ifName: .bIfName)
        let none = NetworkDocument.End(device: "", interface: "")
        self.init(id: id ?? "", a: a ?? none, b: b ?? none, kind: row.text(.kind) ?? "other")
        mbps = row.number(.mbps, in: 0...Double.greatestFiniteMagnitude)
        otdr = row.flag(.otdr) ?? false
        segments = row.references(.segments)
        via = row.references(.via)
        standbySeconds = row.whole(.standby_s)
        owner = row.text(.owner)
        contract = row.text(.contract)
        name = row.text(.name)
        level = row.word(.level, as: Level.self)
        tags = row.pairs(.tags)
        if id == nil || a == nil || b == nil { return nil }
    }
}

extension NetworkDocument.Collector: DeclaredRow {
    init?(row: inout some RowReader) {
        guard let id = row.ownID(), let device = row.requiredReference(.device) else { return nil }
        self.init(id: id, device: device)
    }
}

extension NetworkDocument.Service: DeclaredRow {
    init?(row: inout some RowReader) {
        let id = row.ownID()
        self.init(id: id ?? "", hosts: row.references(.hosts), clients: row.items(.clients))
        name = row.text(.name)
        if id == nil { return nil }
    }
}

extension NetworkDocument.Calendar: DeclaredRow {
    init?(row: inout some RowReader) {
        let id = row.ownID()
        self.init(
            id: id ?? "", zone: row.zone(.zone) ?? "Europe/Belgrade", open: row.openingHours(.open), closed: row.days(.closed),
            graceSeconds: row.whole(.grace_s) ?? 0)
        if id == nil { return nil }
    }
}

extension NetworkDocument.Cloud: DeclaredRow {
    init?(row: inout some RowReader) {
        let id = row.ownID()
        self.init(id: id ?? "", owner: row.text(.owner))
        if id == nil { return nil }
    }
}

extension NetworkDocument.Owner: DeclaredRow {
    init?(row: inout some RowReader) {
        let id = row.ownID()
        self.init(id: id ?? "", name: row.text(.name) ?? "", contact: row.text(.contact), contract: row.text(.contract))
        if id == nil { return nil }
    }
}

extension NetworkDocument.Rack: DeclaredRow {
    init?(row: inout some RowReader) {
        let (id, site) = (row.ownID(), row.requiredReference(.site))
        self.init(id: id ?? "", site: site ?? "", room: row.text(.room))
        if id == nil || site == nil { return nil }
    }
}

extension NetworkDocument.Credential: DeclaredRow {
    init?(row: inout some RowReader) {
        let id = row.ownID()
        self.init(id: id ?? "", snmp: row.word(.snmp, of: ["1", "2c", "3"]) ?? "2c")
        communityFile = row.text(.community_file)
        user = row.text(.user)
        auth = row.text(.auth)
        authFile = row.text(.auth_file)
        priv = row.text(.priv)
        privFile = row.text(.priv_file)
        if id == nil { return nil }
    }
}
