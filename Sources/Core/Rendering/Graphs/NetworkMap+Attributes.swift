// The flat attributes of nodes and edges, the same names in every format that has attributes.

extension NetworkMap.Node {
    /// `name kind role site lat lon state cause`, then the other fields; what is not known is left out.
    package var attributes: [NetworkMap.Field] {
        var list = [NetworkMap.Field(name: "name", value: .text(name)), NetworkMap.Field(name: "kind", value: .text(kind))]
        if let role { list.append(.init(name: "role", value: .text(role))) }
        if let site { list.append(.init(name: "site", value: .text(site.rawValue))) }
        if let place { list += [.init(name: "lat", value: .number(place.lat)), .init(name: "lon", value: .number(place.lon))] }
        if let state { list.append(.init(name: "state", value: .text(state.rawValue))) }
        if let cause { list.append(.init(name: "cause", value: .text(cause.rawValue))) }
        return list + fields
    }
}

extension NetworkMap.Edge {
    /// `name kind mbps km state cause`, then the other fields; what is not known is left out.
    package var attributes: [NetworkMap.Field] {
        var list: [NetworkMap.Field] = name.isEmpty ? [] : [.init(name: "name", value: .text(name))]
        list.append(.init(name: "kind", value: .text(kind)))
        if let mbps { list.append(.init(name: "mbps", value: .number(mbps))) }
        if let km { list.append(.init(name: "km", value: .number(km))) }
        if let state { list.append(.init(name: "state", value: .text(state.rawValue))) }
        if let cause { list.append(.init(name: "cause", value: .text(cause.rawValue))) }
        return list + fields
    }
}
