import NetworkModel

extension DeclaredNetwork {
    /// Rows of each list, in the order of `network.json`.
    package var counts: [(list: String, count: Int)] {
        zip(DeclaredList.all, rowCounts).map { ($0.key.rawValue, $1) }
    }

    /// What does not keep the network from loading but cannot be what was meant, or is worth knowing; in order of place.
    package var findings: [DeclaredProblem] {
        var found: [DeclaredProblem] = []
        func find(_ severity: DeclaredProblem.Severity, _ object: ObjectID, _ message: String) {
            guard let place = place(of: object) else { return }
            found.append(DeclaredProblem(place, message, severity: severity))
        }
        findLonelyObjects(find)
        findParts(find)
        findServices(find)
        findAddresses(find)
        findCredentials(find)
        return found.inOrderOfPlace
    }

    /// Faults of the secret files that the credentials name. It looks at the disk, so it is asked for on its own.
    package var secretFindings: [DeclaredProblem] {
        document.credentials.flatMap { credential in
            [credential.communityFile, credential.authFile, credential.privFile].compactMap { path in
                guard let path, let place = place(of: credential.id) else { return nil }
                return DeclaredProblem.secret(path, at: place)
            }
        }
    }

    private typealias Find = (DeclaredProblem.Severity, ObjectID, String) -> Void

    private func findLonelyObjects(_ find: Find) {
        for (row, site) in document.sites.enumerated() where network.devicesOfSite[row].isEmpty && site.lifecycle == .active {
            find(.warning, site.id, "site \(Wording.quoted(site.id.rawValue)) has no device, so nothing there is watched")
        }
        for (row, device) in document.devices.enumerated() {
            let name = Wording.quoted(device.id.rawValue)
            if network.linksOfDevice[row].isEmpty {
                find(.warning, device.id, "device \(name) has no link, so its cause is never known")
            }
        }
        for (row, link) in document.links.enumerated() where network.deviceA[row] == network.deviceB[row] {
            let device = Wording.quoted(link.a.device.rawValue)
            find(.warning, link.id, "link \(Wording.quoted(link.id.rawValue)) begins and ends at device \(device)")
        }
        if !document.devices.isEmpty, document.collectors.isEmpty, let device = document.devices.first {
            find(.note, device.id, "no collector is declared, so no device is polled")
        }
    }

    /// A network in several parts: what is not joined to the largest part can be reached by nobody there.
    private func findParts(_ find: Find) {
        let parts = partOfDevice
        let sizes = Dictionary(grouping: parts, by: { $0 }).mapValues(\.count)
        guard sizes.count > 1, let largest = sizes.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) })?.key else { return }
        for (device, part) in parts.enumerated() where part == device && part != largest && (sizes[part] ?? 0) > 1 {
            let id = document.devices[device].id
            let others = (sizes[part] ?? 1) - 1
            find(
                .warning, id,
                "device \(Wording.quoted(id.rawValue)) and \(others) more have no link to the rest of the network")
        }
    }

    /// The first device of the part that each device is in.
    private var partOfDevice: [Int] {
        var part = Array(document.devices.indices)
        func root(_ device: Int) -> Int {
            var device = device
            while part[device] != device {
                part[device] = part[part[device]]
                device = part[device]
            }
            return device
        }
        for link in document.links.indices {
            let (a, b) = (root(Int(network.deviceA[link])), root(Int(network.deviceB[link])))
            if a != b { part[max(a, b)] = min(a, b) }
        }
        return part.indices.map(root)
    }

    private func findServices(_ find: Find) {
        let kinds = Set(document.sites.map(\.kind))
        for service in document.services {
            let name = Wording.quoted(service.id.rawValue)
            if service.hosts.isEmpty {
                find(.warning, service.id, "service \(name) has no host, so it counts as lost everywhere")
            }
            for client in service.clients where !kinds.contains(client) {
                let advice = Wording.didYouMean(client, among: kinds.sorted())
                find(
                    .warning, service.id,
                    "service \(name) is used by sites of kind \(Wording.quoted(client)), but there are none\(advice)")
            }
        }
    }

    private func findAddresses(_ find: Find) {
        var first: [String: ObjectID] = [:]
        for device in document.devices {
            guard let address = device.address else { continue }
            if let other = first[address] {
                let names = "\(Wording.quoted(device.id.rawValue)) and \(Wording.quoted(other.rawValue))"
                find(.warning, device.id, "devices \(names) have the same address \(Wording.quoted(address))")
            } else {
                first[address] = device.id
            }
        }
    }

    private func findCredentials(_ find: Find) {
        for credential in document.credentials {
            let name = Wording.quoted(credential.id.rawValue)
            if credential.snmp != "3" {
                find(
                    .note, credential.id,
                    "credential \(name) is SNMP v\(credential.snmp), whose community travels in clear text; prefer v3")
            }
        }
    }
}
