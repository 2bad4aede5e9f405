import NetworkModel

extension SimulatedWorld {
    /// Works out from `failed` and `muted` what is up, and notes the time of what changed. Returns the changed ports.
    @discardableResult
    mutating func settle(at now: Int64) -> [Int32] {
        settleDevices(at: now)
        settleLinks()
        let changed = settlePorts(at: now)
        settleAnswers()
        return changed
    }

    private mutating func settleDevices(at now: Int64) {
        var alive = [Bool](repeating: true, count: deviceIsAlive.count)
        for object in failed {
            switch network[object] {
            case .device(let device)?: alive[Int(device)] = false
            case .site(let site)?: for device in network.devicesOfSite[site] { alive[Int(device)] = false }
            case .feed(let feed)?:
                for site in network.sitesOfFeed[feed] {
                    for device in network.devicesOfSite[site] { alive[Int(device)] = false }
                }
            default: break
            }
        }
        for device in alive.indices where alive[device] && !deviceIsAlive[device] { restart(Int32(device), at: now) }
        deviceIsAlive = alive
    }

    /// Counters and last-change stamps of a device that starts count from its start.
    private mutating func restart(_ device: Int32, at now: Int64) {
        startedAt[Int(device)] = now
        bootCount[Int(device)] &+= 1
        for port in portsOfDevice[device] {
            portChangedAt[Int(port)] = now
            portDownTotal[Int(port)] = 0
        }
    }

    private mutating func settleLinks() {
        var up = [Bool](repeating: true, count: linkIsUp.count)
        func cut(_ links: ArraySlice<Int32>) { for link in links { up[Int(link)] = false } }
        for object in failed {
            switch network[object] {
            case .duct(let duct)?: cut(network.linksOfDuct[duct])
            case .segment(let segment)?: cut(network.linksOfSegment[segment])
            case .cloud(let cloud)?: cut(network.linksOfCloud[cloud])
            case .link(let link)?, .interface(let link, _)?: up[Int(link)] = false
            default: break
            }
        }
        for link in up.indices where up[link] {
            up[link] =
                deviceIsAlive[Int(network.deviceA[link])] && deviceIsAlive[Int(network.deviceB[link])] && amplifiersLive(link)
        }
        linkIsUp = up
    }

    /// Whether all devices live that the link runs through.
    private func amplifiersLive(_ link: Int) -> Bool {
        for via in network.document.links[link].via {
            if case .device(let device)? = network[via], !deviceIsAlive[Int(device)] { return false }
        }
        return true
    }

    private mutating func settlePorts(at now: Int64) -> [Int32] {
        var changed: [Int32] = []
        for port in 0..<Int32(portIsUp.count) {
            let up = stateOfPort(port)
            guard up != portIsUp[Int(port)] else { continue }
            if up { portDownTotal[Int(port)] += max(0, now - portChangedAt[Int(port)]) }
            portIsUp[Int(port)] = up
            portChangedAt[Int(port)] = now
            changed.append(port)
        }
        return changed
    }

    private func stateOfPort(_ port: Int32) -> Bool {
        if linkIsUp[Int(port >> 1)] { return true }
        let end = end(ofPort: port)
        return end.follows == .local && deviceIsAlive[Int(device(ofPort: port))] && !failed.contains(end.interface)
    }

    /// Joins devices over live links, then asks for each device whether a host of its collectors is in the same part.
    private mutating func settleAnswers() {
        guard !network.document.collectors.isEmpty else {
            for device in deviceAnswers.indices { deviceAnswers[device] = speaks(device) }
            return
        }
        var parts = liveParts()
        for device in deviceAnswers.indices {
            deviceAnswers[device] =
                speaks(device)
                && network.collectorsOfDevice[device].contains { collector in
                    let host = network.deviceOfCollector[Int(collector)]
                    return deviceIsAlive[Int(host)] && (parts.join(host, device) || carriedByStandby(device, host, &parts))
                }
        }
    }

    private func speaks(_ device: Int) -> Bool {
        deviceIsAlive[device] && (muted.isEmpty || !muted.contains(network.document.devices[device].id))
    }

    private func liveParts() -> DisjointSets {
        var parts = DisjointSets(count: deviceIsAlive.count)
        for link in linkIsUp.indices where linkIsUp[link] && network.document.links[link].standbySeconds == nil {
            parts.unite(network.deviceA[link], network.deviceB[link])
        }
        return parts
    }

    /// A standby link carries its end `a` alone (SCENARIOS.md, "Additions").
    private func carriedByStandby(_ device: Int, _ host: Int32, _ parts: inout DisjointSets) -> Bool {
        network.linksOfDevice[device].contains { link in
            network.document.links[Int(link)].standbySeconds != nil && linkIsUp[Int(link)]
                && network.deviceA[Int(link)] == Int32(device) && parts.join(host, Int(network.deviceB[Int(link)]))
        }
    }
}

/// Sets of numbers that are united step by step (union by halving paths).
struct DisjointSets {
    private var parent: [Int32]

    init(count: Int) { parent = (0..<Int32(count)).map { $0 } }

    mutating func find(_ member: Int32) -> Int32 {
        var i = member
        while parent[Int(i)] != i {
            parent[Int(i)] = parent[Int(parent[Int(i)])]
            i = parent[Int(i)]
        }
        return i
    }

    mutating func unite(_ a: Int32, _ b: Int32) { parent[Int(find(a))] = find(b) }
    /// Whether both are in one set.
    mutating func join(_ a: Int32, _ b: Int) -> Bool { find(a) == find(Int32(b)) }
}
