import NetworkModel

/// Everything that an engine knows beside its network and context, so that a monitor that starts again goes on as if it had never stopped.
/// Numbers in it are places in the network's lists in the order of identifiers; `network` tells whether it still is that network.
package struct DiagnosisSnapshot: Codable, Sendable {
    let network: UInt64
    let clock: Int64
    let wake: Int64
    let isDirty: Bool
    let quietUntil: Int64
    let evidence: EvidenceStore
    let book: IncidentBook
    let monitor: CollectorWatch.Memory
    let noise: NoiseEstimate
    let flaps: FlapDamping
    let quality: QualityWatch.Memory
    let areas: [AreaWatch]
    let asked: [Int32: Int64]
    let reported: Set<ObjectID>
    let isExcluded: [Bool]
    let blindSince: [Int64]
    let awaited: [Int32]
    let hangMayHaveBegun: Bool
    /// For what second ways were judged last, and of which sites a finding has told.
    let judgedLinks: [Int32]
    let judgedDevices: [Int32]
    let toldSites: Set<Int32>
}

extension DiagnosisEngine {
    /// What it knows now; between two calls nothing is left out.
    package var snapshot: DiagnosisSnapshot {
        DiagnosisSnapshot(
            network: tables.fingerprint, clock: clock, wake: wake, isDirty: isDirty, quietUntil: quietUntil, evidence: evidence,
            book: book,
            monitor: monitor.memory, noise: noise, flaps: flaps, quality: quality.memory, areas: areas, asked: asked,
            reported: reported, isExcluded: input.isExcluded, blindSince: input.blindSince,
            awaited: solver.awaitedDevice.indices.filter { solver.awaitedDevice[$0] == solver.solveEpoch }.map { Int32($0) },
            hangMayHaveBegun: hangMayHaveBegun, judgedLinks: redundancy.judged.links, judgedDevices: redundancy.judged.devices,
            toldSites: redundancy.told)
    }

    /// Goes on from `snapshot`; nil where it was taken on another network.
    package init?(network: Network, context: EpisodeContext, snapshot: DiagnosisSnapshot) {
        self.init(network: network, context: context)
        guard snapshot.network == tables.fingerprint else { return nil }
        (clock, wake, isDirty) = (snapshot.clock, snapshot.wake, snapshot.isDirty)
        (evidence, book, noise, flaps) = (snapshot.evidence, snapshot.book, snapshot.noise, snapshot.flaps)
        quietUntil = snapshot.quietUntil
        monitor.memory = snapshot.monitor
        for poll in evidence.badPolls.values { monitor.wentBad(tables.pollCollector[Int(poll)]) }
        quality.memory = snapshot.quality
        (areas, asked, reported) = (snapshot.areas, snapshot.asked, snapshot.reported)
        (input.isExcluded, input.blindSince) = (snapshot.isExcluded, snapshot.blindSince)
        hangMayHaveBegun = snapshot.hangMayHaveBegun
        redundancy.judged = Failure(devices: snapshot.judgedDevices, links: snapshot.judgedLinks)
        redundancy.told = snapshot.toldSites
        solver.restore(awaited: snapshot.awaited)
        noteDarkness()
    }
}

extension Solver {
    /// Marks the devices whose answer would settle something of the last solve.
    mutating func restore(awaited: [Int32]) {
        solveEpoch = 1
        for device in awaited { awaitedDevice[Int(device)] = solveEpoch }
        awaitedCount = awaited.count
    }

    /// Takes `device` from those that are awaited.
    /// - Returns: whether it was the last.
    mutating func stopAwaiting(_ device: Int32) -> Bool {
        guard awaitedDevice[Int(device)] == solveEpoch else { return false }
        awaitedDevice[Int(device)] = solveEpoch &- 1
        awaitedCount -= 1
        return awaitedCount == 0
    }
}

extension DiagnosisTables {
    /// A number that differs between networks of which a snapshot would mean something else: whose objects, in their order, or what excuses
    /// a site's silence differ (FNV-1a over what names them).
    var fingerprint: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ text: String) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x100_0000_01b3
        }
        func mix(_ ids: [ObjectID]) {
            for id in ids { mix(id.rawValue) }
            mix("")
        }
        let document = network.document
        for device in document.devices { mix([device.id] + device.collectors) }
        for link in document.links { mix([link.id, link.a.device, link.b.device]) }
        mix(document.segments.map(\.id))
        mix(document.ducts.map(\.id))
        mix(document.feeds.map(\.id))
        mix(document.clouds.map(\.id))
        mix(document.collectors.map(\.id))
        mix(document.credentials.map(\.id))
        for site in document.sites {
            mix([site.id, site.calendar ?? ""])
            mix(site.lifecycle.rawValue + " " + site.offHours.rawValue)
        }
        for calendar in document.calendars {
            mix([calendar.id])
            mix("\(calendar.zone) \(calendar.graceSeconds) \(calendar.open.sorted { $0.key < $1.key }) \(calendar.closed)")
        }
        return hash
    }
}
