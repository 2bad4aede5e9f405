import Alerting
import Diagnosis
import Foundation
import MonitorService
import NetworkModel
import SimulatedNetwork
import TestSupport

/// A small town watched by one collector, on a manual clock: a ring of a core and two hubs, offices behind both hubs.
///
///     nms – core ═ hub1 – o5 o6
///             ╲    ║
///              ╲  hub2 – o1 o2 o3 (one duct), o4
///
/// The seed chooses the order in which devices are polled, the moments of their polls, and which polls are lost (two in a thousand).
struct TownRun {
    static let interval: Int64 = 10

    static func document() -> NetworkDocument {
        var document = NetworkDocument(name: "town")
        for name in ["nms", "core", "hub1", "hub2", "o1", "o2", "o3", "o4", "o5", "o6"] {
            document.sites.append(.init(id: ObjectID("site:\(name)"), name: name, kind: name.hasPrefix("o") ? "post" : "hub"))
            document.devices.append(
                .init(id: ObjectID("dev:\(name)"), site: ObjectID("site:\(name)"), role: "cpe", collectors: ["collector:c"]))
        }
        document.collectors = [.init(id: "collector:c", device: "dev:nms")]
        document.services = [.init(id: "svc:pay", hosts: ["dev:core"], clients: ["post", "hub"])]
        for (a, b, duct) in [
            ("nms", "core", "d0"), ("core", "hub1", "d1"), ("core", "hub2", "d2"), ("hub1", "hub2", "d3"),
            ("hub2", "o1", "street"),
            ("hub2", "o2", "street"), ("hub2", "o3", "street"), ("hub2", "o4", "lane"), ("hub1", "o5", "road"),
            ("hub1", "o6", "yard"),
        ] { add(a, b, duct, to: &document) }
        return document
    }

    static func add(_ a: String, _ b: String, _ duct: String, to document: inout NetworkDocument) {
        let id = ObjectID("duct:\(duct)")
        if !document.ducts.contains(where: { $0.id == id }) { document.ducts.append(.init(id: id, owner: "railways", km: 2)) }
        let number = document.links.count
        document.segments.append(.init(id: ObjectID("seg:g\(number)"), duct: id))
        var link = NetworkDocument.Link(
            id: ObjectID("link:\(a)-\(b)"), a: .init(device: ObjectID("dev:\(a)"), interface: ObjectID("if:\(a)#\(number)")),
            b: .init(device: ObjectID("dev:\(b)"), interface: ObjectID("if:\(b)#\(number)b")), kind: "fibre")
        link.segments = [ObjectID("seg:g\(number)")]
        document.links.append(link)
    }

    /// The only one who is told.
    static let reader = "noc@network.example"

    static func policy() -> AlertPolicy {
        var policy = AlertPolicy()
        policy.people = [.init(id: "person:noc", name: "NOC", mail: reader)]
        policy.fallback = ["person:noc"]
        var hold = AlertPolicy.Hold()
        (hold.proven, hold.inferred) = (.seconds(10), .seconds(45))
        policy.holds = [hold]
        return policy
    }

    private(set) var network: Network
    /// The network as it is; `network` is what the records say of it.
    private var real: Network
    var world: SimulatedWorld
    var fold: MonitorFold
    var random: SplitMix64
    let start: Timestamp
    var now: Timestamp
    var mails: [AlertNotification] = []
    var decisions: [AlertDecision] = []
    var incidents: [String: Incident] = [:]
    var cases: [String: AlertCase] = [:]
    /// When Diagnosis wanted each incident told, and when it was first proven.
    var paged: [String: Timestamp] = [:]
    var proven: [String: Timestamp] = [:]
    /// Second within the interval at which each device is polled.
    private var phase: [Int64]
    /// What the monitor's time is beside the true one, `now`.
    var ahead = TimeSpan.zero
    /// Steps for whoever writes them down; nil: nobody does.
    var steps: [MonitorFold.Step]?

    init(
        seed: UInt64, _ document: NetworkDocument = document(), real: NetworkDocument? = nil, policy: AlertPolicy = policy()
    ) {
        network = Network.compile(document).network
        self.real = real.map { Network.compile($0).network } ?? network
        world = SimulatedWorld(self.real)
        random = SplitMix64(seed: seed)
        start = Timestamp(milliseconds: 1_800_000_000_000)
        now = start
        var phases: [Int64] = []
        for _ in network.document.devices { phases.append(Int64.random(in: 0..<Self.interval, using: &random)) }
        phase = phases
        fold = MonitorFold(network: network, context: Self.context(at: now), policy: policy, open: [], next: 1, cases: [])
        pass(30 + Int.random(in: 0..<20, using: &random))
    }

    /// Takes over changed files. What failed and is still declared stays so.
    mutating func redeclare(_ document: NetworkDocument, policy: AlertPolicy = policy()) throws {
        let (failed, phases) = (world.failed, Dictionary(uniqueKeysWithValues: zip(network.document.devices.map(\.id), phase)))
        network = Network.compile(document).network
        real = network
        world = SimulatedWorld(real)
        for object in failed.sorted() where network[object] != nil { try fail(object) }
        phase = network.document.devices.map { phases[$0.id] ?? 0 }
        fold.reload(network: network, context: Self.context(at: now), policy: policy, at: now)
    }

    /// The town's files without a device, its links and, with `site`, its site.
    static func document(without name: String, site: Bool = false) -> NetworkDocument {
        var document = document()
        let device = ObjectID("dev:\(name)")
        document.devices.removeAll { $0.id == device }
        document.links.removeAll { $0.a.device == device || $0.b.device == device }
        if site { document.sites.removeAll { $0.id == ObjectID("site:\(name)") } }
        return document
    }

    static func context(at now: Timestamp) -> EpisodeContext {
        var context = EpisodeContext(start: now, pollInterval: .seconds(interval))
        context.epochOffset = 0
        return context
    }

    mutating func pass(_ seconds: Int) {
        for _ in 0..<seconds {
            now = now + .seconds(1)
            let second = (now - start).milliseconds / 1000 % Self.interval
            var due = network.document.devices.indices.filter { phase[$0] == second }
            due.shuffle(using: &random)
            take(fold.receive(due.flatMap { observations(of: $0) }, at: now + ahead))
        }
    }

    /// What a poll of the device sees.
    mutating func observations(of device: Int) -> [Observation] {
        let id = network.document.devices[device].id
        let time = now + ahead
        let make = { (kind: Observation.Kind) in Observation(time: time, collector: "collector:c", device: id, kind: kind) }
        let answers = world.deviceAnswers[device] || (muted.contains(id) && reachable(device))
        lost.remove(id)
        if !answers { return [make(.ping(.timeout))] }
        if Int.random(in: 0..<500, using: &random) == 0 {
            lost.insert(id)
            return [make(.ping(.timeout))]
        }
        if muted.contains(id) { return [make(.ping(.ok(ports: .unread))), make(.snmp(.timeout))] }
        let down = world.portsOfDevice[device].filter { !world.portIsUp[Int($0)] }
        let names = down.map { real.interface(of: $0 / 2, at: $0 % 2 == 0 ? .a : .b).interface }
        // A port that no record knows stands in no row.
        return [make(.ping(.ok()))] + names.filter { network[$0] != nil }.map { make(.ifOper(interface: $0, up: false)) }
    }

    /// Devices that live and whose last poll was lost.
    var lost: Set<ObjectID> = []

    /// Devices whose agent is dead while they answer pings.
    var muted: Set<ObjectID> = []

    private func reachable(_ device: Int) -> Bool { world.deviceIsAlive[device] }

    mutating func take(_ step: MonitorFold.Step) {
        steps?.append(step)
        decisions += step.decisions
        mails += step.decisions.compactMap(\.notification)
        for alertCase in step.cases { cases[alertCase.incident.id] = alertCase.isEnded ? nil : alertCase }
        for action in step.actions {
            switch action {
            case .opened(let incident), .revised(let incident):
                incidents[incident.id] = incident
                if incident.proven, proven[incident.id] == nil { proven[incident.id] = now }
            case .page(let page): if paged[page.incident] == nil { paged[page.incident] = now }
            case .closed(let incident), .withdrawn(let incident): incidents[incident.id] = nil
            default: break
            }
        }
    }

    mutating func fail(_ objects: ObjectID...) throws {
        for object in objects { _ = try world.fail(object, at: now.milliseconds) }
    }
    mutating func mend(_ objects: ObjectID...) throws {
        for object in objects { _ = try world.mend(object, at: now.milliseconds) }
    }

    var problems: [AlertNotification] { mails.filter { $0.kind == .problem } }

    /// Mails that name a cause for the first time: problems, and updates that say that it was another.
    var causes: [AlertNotification] {
        mails.filter { mail in
            if case .causeChanged = mail.reason { return true }
            return mail.kind == .problem
        }
    }

    /// What was told, for a failing seed.
    var story: String {
        mails.map { mail in
            let second = (mail.decided - start).milliseconds / 1000
            let candidates = mail.incident?.candidates.map(\.rawValue).joined(separator: " ") ?? ""
            return
                "\(second) s \(mail.kind) \(mail.reason.code) \(mail.object?.rawValue ?? "") [\(candidates)] \(mail.incident?.impactedSites.count ?? 0)"
        }.joined(separator: "; ")
    }

    func state(_ object: ObjectID) -> ObjectState { fold.engine.state(of: object) }
}

/// Mails that had to be and mails that were, over the seeds of one fault.
struct FaultCount {
    let fault: String
    let seeds: Int
    private(set) var expected = 0
    private(set) var seen = 0
    private(set) var doubled = 0
    private(set) var wrong = 0
    /// Mails of each kind that were taken in by `account`.
    private(set) var byKind: [AlertNotification.Kind: Int] = [:]
    private(set) var odd: [UInt64] = []
    private var example = ""

    /// - Parameter few: seeds without `FIBREWATCH_SOAK`; `FIBREWATCH_SEEDS` asks for another number.
    init(_ fault: String, few: Int = 4) {
        self.fault = fault
        let asked = ProcessInfo.processInfo.environment["FIBREWATCH_SEEDS"].flatMap { Int($0) }
        seeds = asked ?? (SharedData.soak ? 1000 : few)
    }

    /// `roots`: for each mail that had to be, the objects that name its cause. Each of `problems` answers one of them or is wrong.
    mutating func count(
        _ problems: [AlertNotification], _ roots: [Set<ObjectID>], seed: UInt64, story: @autoclosure () -> String = ""
    ) {
        expected += roots.count
        var answers = [Int](repeating: 0, count: roots.count)
        for mail in problems {
            let named = Set(mail.incident?.candidates ?? []).union(mail.object.map { [$0] } ?? [])
            if let root = roots.firstIndex(where: { !$0.isDisjoint(with: named) }) { answers[root] += 1 } else { wrong += 1 }
        }
        seen += answers.count { $0 > 0 }
        doubled += answers.reduce(0) { $0 + max(0, $1 - 1) }
        if answers.contains(where: { $0 != 1 }) || problems.count != roots.count {
            odd.append(seed)
            if example.isEmpty { example = story() }
        }
    }

    /// Takes in all mails of a run, of every kind: for each of `roots` one problem and, where `ends`, one recovery after it; updates in its
    /// thread only as often as `updates` allows. Any other mail (an escalation, a heartbeat, a second recovery) is wrong, and so is one to
    /// somebody else, or with a Message-ID that was used.
    mutating func account(
        _ mails: [AlertNotification], _ roots: [Set<ObjectID>], ends: Bool, updates: Int = 0,
        to readers: Set<String> = [TownRun.reader],
        seed: UInt64, story: @autoclosure () -> String = ""
    ) {
        for mail in mails { byKind[mail.kind, default: 0] += 1 }
        let before = (seen - expected, doubled, wrong)
        count(mails.filter { $0.kind == .problem }, roots, seed: seed, story: story())
        let threads = mails.filter { $0.kind == .problem }
        for kind in AlertNotification.Kind.allCases where kind != .problem {
            for thread in threads {
                let most = kind == .recovery ? (ends ? 1 : 0) : kind == .update ? updates : 0
                let these = mails.filter { $0.kind == kind && $0.references.first == thread.messageID }.count
                doubled += max(0, these - most)
                if kind == .recovery, ends {
                    expected += 1
                    seen += min(1, these)
                }
            }
            wrong += mails.count { mail in
                mail.kind == kind && !threads.contains { $0.messageID == mail.references.first }
            }
        }
        wrong += mails.count { Set($0.recipients.map(\.address)) != readers }
        doubled += mails.count - Set(mails.map(\.messageID)).count
        if (seen - expected, doubled, wrong) != before, odd.last != seed {
            odd.append(seed)
            if example.isEmpty { example = story() }
        }
    }

    var isClean: Bool { seen == expected && doubled == 0 && wrong == 0 }

    var description: String {
        "\(fault): seeds \(seeds), mails expected \(expected), seen \(seen), doubled \(doubled), false \(wrong)"
            + (byKind.isEmpty ? "" : " (" + kinds + ")")
            + (odd.isEmpty ? "" : "; seeds \(odd.prefix(12).map(String.init).joined(separator: " ")): \(example)")
    }

    private var kinds: String {
        byKind.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
    }
}
