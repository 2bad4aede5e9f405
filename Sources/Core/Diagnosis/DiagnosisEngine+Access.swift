import NetworkModel

/// Devices that refuse to be read, by credential; and links that carry badly, by port.
struct QualityWatch: Sendable {
    let credentials: [ObjectID]
    let devicesOfCredential: [[Int32]]
    let credentialOfDevice: [Int32]
    var memory: Memory

    struct Memory: Sendable, Codable {
        /// By device: last refusal.
        var refused: [Int64]
        /// By port: readings over and under the mark in a row, and the time of the last.
        var badReadings: [Int32: Int] = [:]
        var goodReadings: [Int32: Int] = [:]
        var lastReading: [Int32: Int64] = [:]
    }

    /// Packets in error that a link may have, and how many readings in a row decide.
    static let errorFraction = 0.005
    static let readings = 2

    init(_ network: Network) {
        var place: [ObjectID: Int32] = [:]
        var names: [ObjectID] = []
        var devices: [[Int32]] = []
        var of: [Int32] = []
        for (number, device) in network.document.devices.enumerated() {
            guard let credential = device.credential else {
                of.append(-1)
                continue
            }
            if place[credential] == nil {
                place[credential] = Int32(names.count)
                names.append(credential)
                devices.append([])
            }
            let known = place[credential] ?? 0
            devices[Int(known)].append(Int32(number))
            of.append(known)
        }
        credentials = names
        devicesOfCredential = devices
        credentialOfDevice = of
        memory = Memory(refused: Array(repeating: EvidenceStore.never, count: of.count))
    }
}

extension DiagnosisEngine {
    /// A refusal of one device is its own affair; of most that share a credential it is the credential's.
    mutating func takeRefusal(by device: Int32) {
        quality.memory.refused[Int(device)] = clock
        let credential = quality.credentialOfDevice[Int(device)]
        guard credential >= 0, refuses(credential) else { return }
        let name = quality.credentials[Int(credential)]
        guard openQuiet(.management, named: name) == nil else { return }
        let words = "devices that are read with it refuse; they answer pings, their ports are unknown"
        openQuietly(
            .management, groups: [RiskGroup(.credential, credential)], names: [name], best: name, links: [], because: words)
    }

    private func refuses(_ credential: Int32) -> Bool {
        let since = clock - 3 * context.pollInterval.milliseconds
        var refusing = 0
        var reading = 0
        for device in quality.devicesOfCredential[Int(credential)] {
            if quality.memory.refused[Int(device)] > max(since, evidence.lastRead[Int(device)]) {
                refusing += 1
            } else if evidence.lastRead[Int(device)] > since {
                reading += 1
            }
        }
        return refusing >= 3 && refusing >= reading || refusing >= 2 && reading == 0
    }

    mutating func takeErrors(_ id: ObjectID, of device: Int32, fraction: Double) {
        guard case .interface(let link, let end) = tables.network[id] else { return reportDangling(id) }
        let port = link << 1 | (end == .b ? 1 : 0)
        guard quality.memory.lastReading[port] != clock else { return }
        quality.memory.lastReading[port] = clock
        guard fraction >= QualityWatch.errorFraction else {
            quality.memory.badReadings[port] = nil
            if quality.memory.goodReadings[port] != nil { quality.memory.goodReadings[port, default: 0] += 1 }
            if quality.memory.goodReadings[port, default: 0] >= 3, let place = openQuiet(.degraded, on: link) {
                close(place, at: clock)
            }
            return
        }
        quality.memory.goodReadings[port] = 0
        quality.memory.badReadings[port, default: 0] += 1
        guard quality.memory.badReadings[port, default: 0] >= QualityWatch.readings, openQuiet(.degraded, on: link) == nil else {
            return
        }
        var groups = solver.linkGroups(link).filter { $0.kind != .duct || tables.doubts.linksOfDuct[$0.index].count == 1 }
        groups += [RiskGroup(.interface, link << 1), RiskGroup(.interface, link << 1 | 1)]
        let names = Array(Set(groups.map { $0.id(in: tables) })).sorted()
        let best = tables.network.document.links[Int(link)].id
        openQuietly(
            .degraded, groups: groups, names: names, best: best, links: [link],
            because: "packets in error: \(Observation.number((fraction * 1000).rounded() / 10)) % at \(id)")
    }

    private func openQuiet(_ kind: Incident.Kind, named name: ObjectID) -> Int? {
        book.indices.first { book[$0].isOpen && book[$0].incident.kind == kind && book[$0].incident.best == name }
    }

    private func openQuiet(_ kind: Incident.Kind, on link: Int32) -> Int? {
        openQuiet(kind, named: tables.network.document.links[Int(link)].id)
    }

    private mutating func openQuietly(
        _ kind: Incident.Kind, groups: [RiskGroup], names: [ObjectID], best: ObjectID, links: [Int32], because fact: String
    ) {
        let cause = Cause(
            best: groups[0], groups: groups, links: [], devices: [], onset: clock, planned: false, explained: [], settled: true,
            margin: 0,
            lastChance: .max)
        let place = book.open(kind, candidates: names, best: best, cause: cause, at: clock)
        book[place].isApart = true
        book[place].incident.evidence = [Evidence(time: Timestamp(milliseconds: clock), object: best, fact: fact)]
        actions.append(.opened(book[place].incident))
    }
}
