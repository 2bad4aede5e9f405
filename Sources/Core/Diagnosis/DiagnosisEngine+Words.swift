import NetworkModel

extension DiagnosisEngine {
    /// The facts that a cause explains, the earliest first, for people; long lists end in a count. A port that was seen down is never left out
    /// for a device that was merely silent.
    func words(for cause: Cause) -> [Evidence] {
        let most = 12
        let items = earliest(most + 1, of: cause.explained)
        var facts = items.map { fact(of: $0) }
        facts.sort { ($0.time, $0.object) < ($1.time, $1.object) }
        let left = cause.explained.count - most
        if left > 0, let last = facts.popLast() {
            facts.append(Evidence(time: last.time, object: cause.best.id(in: tables), fact: "explains \(left) more like these"))
        }
        let power = power(of: cause)
        return power.isEmpty
            ? facts : (power + facts).sorted { ($0.time, $0.object) < ($1.time, $1.object) }
    }

    /// The `count` of `items` that were seen first, all ports before any poll.
    private func earliest(_ count: Int, of items: [Int32]) -> [Int32] {
        guard items.count > count else { return items }
        func time(_ item: Int32) -> Int64 {
            item < tables.firstPort ? evidence.firstBad[Int(item)] : evidence.portHigh[Int(item - tables.firstPort)]
        }
        var first: [(silent: Int, time: Int64, item: Int32)] = []
        for item in items {
            let entry = (silent: item < tables.firstPort ? 1 : 0, time: time(item), item: item)
            if first.count == count, let last = first.last, last <= entry { continue }
            if first.count == count { first.removeLast() }
            first.insert(entry, at: first.firstIndex { entry < $0 } ?? first.count)
        }
        return first.map(\.item)
    }

    /// What devices and sites that `cause` takes down told of their power before they fell silent; the first four.
    private func power(of cause: Cause) -> [Evidence] {
        guard [.device, .site, .feed].contains(cause.best.kind) else { return [] }
        let devices = cause.devices.filter {
            evidence.gaspDevices.contains($0) && abs(evidence.gasp[Int($0)] - cause.onset) < 60_000
        }
        let gasps = devices.map {
            Evidence(
                time: Timestamp(milliseconds: evidence.gasp[Int($0)]), object: tables.name(ofDevice: $0),
                fact: "told with its last breath that its power is gone (dying gasp)")
        }
        let sites = Set(cause.devices.map { tables.network.siteOfDevice[Int($0)] }).filter { site in
            let lasts = tables.batteryOfSite[Int(site)] * 105 / 100 + 60_000
            return evidence.batterySites.contains(site)
                && cause.onset - evidence.battery[Int(site)] < lasts
        }
        let batteries = sites.sorted().map {
            Evidence(
                time: Timestamp(milliseconds: evidence.battery[Int($0)]),
                object: tables.network.document.sites[Int($0)].id,
                fact: "told that it runs on its battery")
        }
        return Array((gasps + batteries).prefix(4))
    }

    private func fact(of item: Int32) -> Evidence {
        if item < tables.firstPort {
            let poll = Int(item)
            let since = Self.seconds(evidence.firstBad[poll] - evidence.lastGood[poll])
            let count = evidence.badCount[poll]
            let collector = tables.network.document.collectors[Int(tables.pollCollector[poll])].id
            let times = count == 1 ? "once" : "\(count) times in a row"
            let last =
                evidence.lastGood[poll] == EvidenceStore.never
                ? "it has not answered since the start" : "its last answer came \(since) s before the first failure"
            return Evidence(
                time: Timestamp(milliseconds: evidence.firstBad[poll]), object: tables.name(ofDevice: tables.pollDevice[poll]),
                fact: "did not answer \(collector) \(times); \(last)")
        }
        let port = item - tables.firstPort
        let link = tables.network.document.links[Int(port >> 1)].id
        return Evidence(
            time: Timestamp(milliseconds: evidence.portHigh[Int(port)]), object: tables.interface(ofPort: port),
            fact: "went down on \(tables.name(ofDevice: tables.device(ofPort: port))), which still answers; its link is \(link)")
    }

    private static func seconds(_ milliseconds: Int64) -> Int64 { max(0, (milliseconds + 500) / 1000) }
}
