import NetworkModel

extension NetworkDocument {
    /// A tree of `count` devices for load: each has `fanout` children, all links are fibre in ducts of their own, no collectors are
    /// declared, so every device answers. The same numbers give the same network.
    package static func generatedTree(devices count: Int, fanout: Int = 8) -> NetworkDocument {
        var document = NetworkDocument(name: "generated")
        document.owners = [.init(id: "owner:own", name: "Own")]
        document.devices.reserveCapacity(count)
        document.sites.reserveCapacity(count)
        document.links.reserveCapacity(count)
        for number in 0..<max(0, count) {
            let name = "g\(number)"
            let role = number == 0 ? "core" : number <= fanout ? "agg" : "cpe"
            document.sites.append(.init(id: ObjectID(kind: .site, name: name), name: "Site \(number)", kind: "other"))
            document.devices.append(
                .init(id: ObjectID(kind: .device, name: name), site: ObjectID(kind: .site, name: name), role: role))
            if number > 0 { document.appendUplink(of: number, fanout: max(1, fanout)) }
        }
        return document
    }

    /// The link from a device to its parent, with its segment and duct.
    private mutating func appendUplink(of number: Int, fanout: Int) {
        let parent = (number - 1) / fanout
        let duct = ObjectID(kind: .duct, name: "g\(number)")
        let segment = ObjectID(kind: .segment, name: "g\(number)")
        ducts.append(.init(id: duct, owner: "owner:own", km: 5))
        segments.append(.init(id: segment, duct: duct, km: 5))
        var link = Link(
            id: ObjectID(kind: .link, name: "g\(number)"),
            a: End(
                device: ObjectID(kind: .device, name: "g\(parent)"),
                interface: ObjectID(kind: .interface, name: "g\(parent)#xe-0/0/\((number - 1) % fanout + 1)")),
            b: End(
                device: ObjectID(kind: .device, name: "g\(number)"),
                interface: ObjectID(kind: .interface, name: "g\(number)#uplink")),
            kind: "fibre")
        link.mbps = 1000
        link.segments = [segment]
        links.append(link)
    }
}
