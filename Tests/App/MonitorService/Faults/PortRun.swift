import Alerting
import DeclaredFiles
import Diagnosis
import Foundation
import MonitorService
import NetworkModel
import SNMPMessages
import TestSupport
import Testing

/// A core router with one watched port, its counters and clocks read once a minute, and rules over what comes of that; on a manual clock.
struct PortRun {
    /// What the agent says of its counters: tests bend it.
    struct Agent {
        var octets: UInt64
        var isCounter32 = false
        /// Hundredths of a second; nil: the agent has no sysUpTime.
        var upTime: UInt32?
        var boots: Int32?
        var engineTime: Int32 = 0
        var hostUptime: UInt32?
        var discontinuity: UInt32?
    }

    static let port: ObjectID = "if:a#ge1"
    let speed: Double
    private let ports: DeclaredPorts
    private var watch: DeviceWatch
    private(set) var counters = CounterWatch()
    private var fold: MonitorFold
    private(set) var now: Timestamp
    private(set) var mails: [AlertNotification] = []
    private(set) var samples: [Sample] = []
    private(set) var ages: [Double] = []
    /// What the device's answers showed to be odd, and what was decided about it.
    private(set) var findings: [Finding] = []
    private(set) var decisions: [AlertDecision] = []

    /// The shipped rules, told to one person.
    static let shipped: [AlertRule] = {
        let folder = SharedData.packageRoot.appendingPathComponent("Alerts").path
        return (try? DeclaredAlerts.load(path: folder).policy.rules) ?? []
    }()

    init(mbps: Double, rules: [AlertRule]) {
        var document = NetworkDocument(name: "one")
        document.sites = ["a", "b", "nms"].map { .init(id: ObjectID("site:\($0)"), name: $0, kind: "hub") }
        document.devices = ["a", "b", "nms"].map {
            .init(id: ObjectID("dev:\($0)"), site: ObjectID("site:\($0)"), role: "core", collectors: ["collector:c"])
        }
        var link = NetworkDocument.Link(
            id: "link:1", a: .init(device: "dev:a", interface: "if:a#ge1"), b: .init(device: "dev:b", interface: "if:b#ge1"),
            kind: "fibre")
        link.mbps = mbps
        document.links = [
            link,
            .init(
                id: "link:2", a: .init(device: "dev:nms", interface: "if:nms#1"), b: .init(device: "dev:a", interface: "if:a#2"),
                kind: "patch"),
        ]
        document.collectors = [.init(id: "collector:c", device: "dev:nms")]
        let network = Network.compile(document).network
        speed = mbps * 125_000
        var ports = DeclaredPorts(of: 0, in: network)
        ports.locate(in: [VarBind(DeclaredPorts.ifName.appending(7), .octets(Array("ge1".utf8)))])
        self.ports = ports
        watch = DeviceWatch(device: 0, in: network, collector: "collector:c", usesICMP: false)
        var policy = TownRun.policy()
        policy.rules = rules
        now = Timestamp(milliseconds: 1_800_000_000_000)
        var context = EpisodeContext(start: now, pollInterval: .seconds(60))
        context.epochOffset = 0
        fold = MonitorFold(network: network, context: context, policy: policy, open: [], next: 1, cases: [])
    }

    /// One reading after `milliseconds`; nil: the agent gives no answer.
    mutating func poll(after milliseconds: Int64, _ agent: Agent?) {
        now = now + TimeSpan(milliseconds: milliseconds)
        var observations = ["dev:b", "dev:nms"].map {
            Observation(time: now, collector: "collector:c", device: $0, kind: .ping(.ok(ports: .unread)))
        }
        var found: [Sample] = []
        guard let agent else {
            observations += watch.reachability(snmp: .none, at: now)
            take(observations, found)
            return
        }
        var clocks: [VarBind] = []
        if let upTime = agent.upTime { clocks.append(VarBind(DeclaredPorts.sysUpTime, .timeTicks(upTime))) }
        let wanted = watch.clocksWanted(for: clocks)
        if !wanted.isEmpty {
            if let boots = agent.boots {
                clocks.append(VarBind(wanted[0], .integer(boots)))
                clocks.append(VarBind(wanted[1], .integer(agent.engineTime)))
            }
            if let host = agent.hostUptime { clocks.append(VarBind(wanted[2], .timeTicks(host))) }
        }
        let answer = DeviceWatch.Answer.values(clocks)
        let rows = watch.reachability(snmp: answer, at: now)
        for row in rows { if case .uptime(let seconds) = row.kind { ages.append(seconds) } }
        found += watch.facts(of: answer, at: now)
        let value: SNMPValue =
            agent.isCounter32 ? .counter32(UInt32(truncatingIfNeeded: agent.octets)) : .counter64(agent.octets)
        var read = clocks + [VarBind(DeclaredPorts.ifHCInOctets.appending(7), value)]
        if let discontinuity = agent.discontinuity {
            read.append(VarBind(CounterWatch.ifCounterDiscontinuityTime.appending(7), .timeTicks(discontinuity)))
        }
        found += counters.samples(in: read, of: ports, at: now)
        take(observations + rows, found)
    }

    private mutating func take(_ observations: [Observation], _ found: [Sample]) {
        let odd = watch.takeFindings(at: now)
        findings += odd
        if !odd.isEmpty { decisions += fold.receive(findings: odd, at: now).decisions }
        samples += found
        mails += fold.receive(observations, samples: fold.derived(from: found), at: now).decisions.compactMap(\.notification)
    }

    /// The shares of the port's speed that came out, in time order.
    var shares: [Double] { samples.filter { $0.metric == .inBits }.map { $0.value / 8 / speed } }

    /// The part behind the @ of every Message-ID.
    let domain = TownRun.policy().mail.domain

    /// What was told, for a failing seed.
    var story: String { mails.map { "\($0.kind) \($0.reason.code) \($0.object?.rawValue ?? "")" }.joined(separator: "; ") }

    func problems(_ rule: String) -> [AlertNotification] {
        mails.filter { $0.kind == .problem && $0.incident?.alert?.rule == rule }
    }
}
