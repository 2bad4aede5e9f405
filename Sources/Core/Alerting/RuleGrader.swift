import Diagnosis
import NetworkModel

/// How severe and urgent the rules that hold are: by the sites that hang on what they found, and by whether those are open now.
///
/// Nothing is asked of a rule without `when`. A site hangs on an object if it would be cut off, or lose a service, if the object failed
/// beside all that is out for other reasons; so a second way that is lost makes the first one graver. What changes while a rule holds has to
/// last as long as the rule's own value: `for` where it gets graver, `clear_for` where it gets less.
struct RuleGrader: Sendable {
    /// A rule that holds for an object or group.
    struct Key: Hashable, Comparable, Sendable {
        var rule: Int
        var object: ObjectID
        static func < (a: Key, b: Key) -> Bool { (a.rule, a.object) < (b.rule, b.object) }
    }

    /// A grade with what it was judged by, as a sentence without a full stop.
    struct Finding: Hashable, Sendable {
        var grade: AlertRule.Grade
        var words: String
    }

    private struct Standing: Sendable {
        var grade: AlertRule.Grade
        /// Another one that has to last, and since when it does.
        var other: (grade: AlertRule.Grade, since: Timestamp)?
    }

    /// Whether any rule asks for it.
    let isActive: Bool
    private let rules: [AlertRule]
    private let network: Network
    private let graph: NetworkGraph?
    private let hours: [OpeningHours?]
    private var standing: [Key: Standing] = [:]
    /// Objects that are out, as last known: what is not seen is not mended.
    private(set) var out: Set<ObjectID> = []
    /// What they take down; nil where it has to be worked out anew.
    private var outage: Failure?
    /// What hangs on causes as long as the same is out.
    private var known: [[ObjectID]: [Int32]] = [:]
    private var looked = Timestamp.distantPast

    /// - Parameter open: open incidents of the last run, which tell how grave their rules were told to be.
    init(_ rules: [AlertRule], _ network: Network, open: [Incident]) {
        (self.rules, self.network) = (rules, network)
        isActive = rules.contains { !$0.when.isEmpty }
        graph = isActive ? NetworkGraph(network) : nil
        hours = isActive ? network.document.calendars.map { OpeningHours($0) } : []
        guard isActive else { return }
        let numbers = Dictionary(rules.indices.map { (rules[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
        for incident in open {
            guard let alert = incident.alert, let number = numbers[alert.rule], asks(number),
                rules[number].covers(incident.best, in: network)
            else { continue }
            standing[Key(rule: number, object: incident.best)] = Standing(
                grade: .init(alert.severity, alert.urgency ?? rules[number].urgency))
        }
    }

    func asks(_ rule: Int) -> Bool { !rules[rule].when.isEmpty }

    /// Rules that hold and whose grade may change, in order.
    var open: [Key] { standing.keys.sorted() }

    /// Notes that a device, link, duct or site went out or came back.
    mutating func mark(_ object: ObjectID, isOut: Bool) {
        guard isActive, network[object] != nil else { return }
        guard isOut ? out.insert(object).inserted : out.remove(object) != nil else { return }
        outage = nil
        known.removeAll(keepingCapacity: true)
    }

    mutating func forget(_ key: Key) { standing[key] = nil }

    /// The grades of rules that begin to hold, in their order.
    mutating func begin(_ keys: [Key], causes: [[ObjectID]], at now: Timestamp) -> [Finding] {
        let isOpen = openCalendars(at: now)
        return zip(keys, sites(hangingOn: causes)).map { key, sites in
            let finding = finding(key.rule, sites, isOpen)
            standing[key] = Standing(grade: finding.grade)
            return finding
        }
    }

    /// Whether it is time to look at the rules that hold: every ten seconds, in a storm of them more rarely.
    mutating func isDue(at now: Timestamp) -> Bool {
        guard !standing.isEmpty, now - looked >= .seconds(10 + Int64(standing.count / 50)) else { return false }
        looked = now
        return true
    }

    /// What has changed for rules that hold, nil where nothing has, in their order.
    mutating func review(_ keys: [Key], causes: [[ObjectID]], at now: Timestamp) -> [Finding?] {
        let isOpen = openCalendars(at: now)
        return zip(keys, sites(hangingOn: causes)).map { key, sites in
            let finding = finding(key.rule, sites, isOpen)
            return settles(finding.grade, for: key, at: now) ? finding : nil
        }
    }

    /// Takes `grade` as that of the rule if it has lasted.
    private mutating func settles(_ grade: AlertRule.Grade, for key: Key, at now: Timestamp) -> Bool {
        guard var row = standing[key] else { return false }
        defer { standing[key] = row }
        if grade == row.grade {
            row.other = nil
            return false
        }
        let since = row.other?.grade == grade ? row.other?.since ?? now : now
        let rule = rules[key.rule]
        guard now - since >= (grade.isAbove(row.grade) ? rule.hold : rule.clearHold) else {
            row.other = (grade, since)
            return false
        }
        (row.grade, row.other) = (grade, nil)
        return true
    }

    private func finding(_ rule: Int, _ sites: [Int32], _ isOpen: [Bool]) -> Finding {
        let open = sites.count { isOpenSite($0, isOpen) }
        let match = rules[rule].when.first { matches($0, sites, isOpen) }
        let grade = AlertRule.Grade(match?.severity ?? rules[rule].severity, match?.urgency ?? rules[rule].urgency)
        let words =
            switch sites.count {
            case 0: "no site hangs on it"
            case 1: "1 site hangs on it, \(open) open now"
            default: "\(sites.count) sites hang on it, \(open) open now"
            }
        return Finding(grade: grade, words: words)
    }

    private func matches(_ when: AlertRule.When, _ sites: [Int32], _ isOpen: [Bool]) -> Bool {
        let kind = { (site: Int32) in network.document.sites[Int(site)].kind }
        if let only = when.only, sites.isEmpty || !sites.allSatisfy({ kind($0) == only }) { return false }
        let counted = when.siteKinds.isEmpty ? sites : sites.filter { when.siteKinds.contains(kind($0)) }
        if !when.siteKinds.isEmpty, counted.isEmpty { return false }
        if let least = when.isolatesAtLeast, counted.count < least { return false }
        switch when.hours {
        case nil: return true
        case .open: return counted.contains { isOpenSite($0, isOpen) }
        case .closed: return !counted.isEmpty && !counted.contains { isOpenSite($0, isOpen) }
        }
    }

    private func openCalendars(at now: Timestamp) -> [Bool] { hours.map { $0?.isOpen(at: now) ?? true } }

    private func isOpenSite(_ site: Int32, _ isOpen: [Bool]) -> Bool {
        let calendar = network.calendarOfSite[Int(site)]
        return calendar < 0 || isOpen[Int(calendar)]
    }

    /// The sites that hang on `object`, ascending.
    mutating func sites(hangingOn object: ObjectID) -> [Int32] { sites(hangingOn: [[object]]).first ?? [] }

    /// Of each list of objects the sites that hang on it, ascending.
    private mutating func sites(hangingOn causes: [[ObjectID]]) -> [[Int32]] {
        let new = Set(causes).filter { known[$0] == nil }.map { $0 }
        if !new.isEmpty, let graph {
            let all = outage ?? failure(of: out)
            outage = all
            // What is out for other reasons is nearly always the same.
            var failures = [all]
            let places = new.map { cause -> (before: Int, after: Int) in
                let own = failure(of: cause)
                let others = self.others(than: own, of: all)
                let before = others == all ? 0 : failures.count
                failures += before == 0 ? [all.union(own)] : [others, others.union(own)]
                return (before, failures.count - 1)
            }
            let lost = graph.sitesLost(byEachOf: failures)
            for (cause, place) in zip(new, places) {
                let before = Set(lost[place.before])
                known[cause] = lost[place.after].filter { !before.contains($0) }
            }
        }
        return causes.map { known[$0] ?? [] }
    }

    private func failure(of objects: some Sequence<ObjectID>) -> Failure {
        var all = Failure.nothing
        for object in objects {
            guard let own = network.failure(of: object) else { continue }
            all.devices += own.devices
            all.links += own.links
        }
        return all
    }

    /// What of `all` is out for another reason than `own`: a dead device takes its links with it.
    private func others(than own: Failure, of all: Failure) -> Failure {
        if all == .nothing { return all }
        let devices = Set(own.devices)
        let links = Set(own.links + own.devices.flatMap { network.linksOfDevice[$0] })
        return Failure(devices: all.devices.filter { !devices.contains($0) }, links: all.links.filter { !links.contains($0) })
    }
}
