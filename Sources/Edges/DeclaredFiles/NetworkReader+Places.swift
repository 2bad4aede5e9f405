import NetworkModel

// Places of rows and fields, found again in the files when a message needs them; reading keeps no more than where a row begins.

extension NetworkReader {
    func place(list: DeclaredList, row: Int) -> SourcePlace {
        let origin = origins[list.ordinal][row]
        return SourcePlace(path: files[Int(origin.file)].path, line: Int(origin.line), column: Int(origin.column))
    }

    /// Where the field stands, or its member `item`; where it is absent, where the row begins.
    func place(list: DeclaredList, row: Int, field: DeclaredField, item: String? = nil) -> SourcePlace {
        let origin = origins[list.ordinal][row]
        let file = files[Int(origin.file)]
        if file.suffix == "csv" {
            var table = CSVTable(file, of: list, file: origin.file)
            table.move(to: Int(origin.offset), line: Int(origin.line))
            return table.place(of: field, item: item)
        }
        guard let table = nodeTable(list, origin, file) else { return place(list: list, row: row) }
        return table.place(of: field, item: item)
    }

    private func nodeTable(_ list: DeclaredList, _ origin: RowOrigin, _ file: SourceFile) -> NodeTable? {
        guard let documents = try? DeclaredNode.documents(of: file), documents.indices.contains(Int(origin.document)),
            case .mapping(let entries) = documents[Int(origin.document)].content,
            case .list(let rows) = entries.first(where: { $0.key.scalar == list.key.rawValue })?.value.content,
            rows.indices.contains(Int(origin.offset))
        else { return nil }
        var table = NodeTable(rows, of: list, in: file.path, file: origin.file, document: origin.document)
        table.move(to: Int(origin.offset))
        return table
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
