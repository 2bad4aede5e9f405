import NetworkModel

// Where rows stand, and under which identifiers.

extension NetworkReader {
    func place(list: DeclaredList, row: Int) -> SourcePlace {
        let origin = origins[list.ordinal][row]
        return SourcePlace(path: files[Int(origin.file)].path, line: Int(origin.line), column: Int(origin.column))
    }

    /// First row of every identifier that is written down.
    func declaredRows() -> [ObjectID: (list: DeclaredList, row: Int)] {
        var result: [ObjectID: (list: DeclaredList, row: Int)] = [:]
        for list in DeclaredList.all {
            for (row, id) in identifiers(of: list).enumerated() {
                let id = ObjectID(id)
                if result[id] == nil { result[id] = (list, row) }
            }
        }
        return result
    }

    /// The identifiers of a list in order.
    func identifiers(of list: DeclaredList) -> [String] {
        let d = document
        let ids: [ObjectID] =
            switch list.key {
            case .sites: d.sites.map(\.id)
            case .feeds: d.feeds.map(\.id)
            case .devices: d.devices.map(\.id)
            case .ducts: d.ducts.map(\.id)
            case .segments: d.segments.map(\.id)
            case .links: d.links.map(\.id)
            case .collectors: d.collectors.map(\.id)
            case .services: d.services.map(\.id)
            case .calendars: d.calendars.map(\.id)
            case .clouds: d.clouds.map(\.id)
            case .owners: d.owners.map(\.id)
            case .racks: d.racks.map(\.id)
            case .credentials: d.credentials.map(\.id)
            case .format, .name: []
            }
        return ids.map(\.rawValue)
    }
}
