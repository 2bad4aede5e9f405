import Alerting
import DeclaredFiles
import Diagnosis
import Foundation
import MonitorService
import NetworkModel
import SimulatedNetwork
import TestSupport
import Testing

/// The monitor's fold on a manual clock over the simulated world of the shipped network: what is told, once, and what is not.
struct MonitorFoldTests {
    /// A day of polling as a loop: every device is asked once in ten seconds, its ports with it.
    struct Episode {
        var world: SimulatedWorld
        var fold: MonitorFold
        var now = Timestamp(milliseconds: 1_800_000_000_000)
        var mails: [AlertNotification] = []
        var open: [String: Incident] = [:]
        var cases: [String: AlertCase] = [:]
        let network: Network
        let collector: ObjectID

        init() throws {
            let watched = try Self.watched()
            network = watched.network
            collector = watched.collector
            world = SimulatedWorld(network)
            fold = Self.fold(network, at: now, open: [], next: 1, cases: [])
        }

        static func watched() throws -> WatchedNetwork {
            let folder = SharedData.packageRoot.appendingPathComponent("Tests/Fixtures/first-network").path
            return try WatchedNetwork(DeclaredNetwork.load(path: folder).network, collector: nil)
        }

        static func policy() -> AlertPolicy {
            var policy = AlertPolicy()
            policy.people = [.init(id: "person:noc", name: "NOC", mail: "noc@network.example")]
            policy.routes = [.init(name: "all", to: ["person:noc"])]
            return policy
        }

        static func fold(_ network: Network, at now: Timestamp, open: [Incident], next: Int, cases: [AlertCase]) -> MonitorFold {
            var context = EpisodeContext(start: now, pollInterval: .seconds(10))
            context.epochOffset = 0
            return MonitorFold(network: network, context: context, policy: policy(), open: open, next: next, cases: cases)
        }

        /// Lets `seconds` pass.
        mutating func pass(_ seconds: Int) {
            let devices = network.document.devices.indices.filter { network.document.devices[$0].collectors.contains(collector) }
            for turn in 0..<seconds / 5 {
                now = now + .seconds(5)
                let due = devices.filter { $0 % 2 == turn % 2 }
                take(fold.receive(due.flatMap(observations), at: now))
            }
        }

        /// Lets `seconds` pass in which polling goes on but the monitor folds nothing: a full disk, a busy machine.
        mutating func pause(_ seconds: Int) {
            let devices = network.document.devices.indices.filter { network.document.devices[$0].collectors.contains(collector) }
            var waiting: [Observation] = []
            for turn in 0..<seconds / 5 {
                now = now + .seconds(5)
                waiting += devices.filter { $0 % 2 == turn % 2 }.flatMap(observations)
            }
            take(fold.receive(waiting, at: now))
        }

        private func observations(of device: Int) -> [Observation] {
            let id = network.document.devices[device].id
            let make = { (kind: Observation.Kind) in Observation(time: now, collector: collector, device: id, kind: kind) }
            guard world.deviceAnswers[device] else { return [make(.ping(.timeout))] }
            let down = world.portsOfDevice[device].filter { !world.portIsUp[Int($0)] }
            return [make(.ping(.ok()))]
                + down.map { port in
                    let end = network.interface(of: port / 2, at: port % 2 == 0 ? .a : .b)
                    return make(.ifOper(interface: end.interface, up: false))
                }
        }

        mutating func take(_ step: MonitorFold.Step) {
            mails += step.decisions.compactMap(\.notification)
            for alertCase in step.cases { cases[alertCase.incident.id] = alertCase }
            for action in step.actions {
                switch action {
                case .opened(let incident), .revised(let incident): open[incident.id] = incident
                case .closed(let incident), .withdrawn(let incident): open[incident.id] = nil
                default: break
                }
            }
        }

        /// The process dies and starts again with what was written.
        mutating func restart() {
            let next = 1 + (open.keys.compactMap { Int($0.dropFirst()) }.max() ?? 0)
            fold = Self.fold(network, at: now, open: Array(open.values), next: next, cases: Array(cases.values))
        }

        /// The process dies and goes on from what it knew `age` seconds before.
        mutating func resume(_ snapshot: MonitorSnapshot?) throws -> Bool {
            let bytes = try JSONEncoder().encode(#require(snapshot))
            restart()
            return fold.resume(try JSONDecoder().decode(MonitorSnapshot.self, from: bytes), open: Array(open.values), at: now)
        }

        mutating func cut(_ object: ObjectID) throws { _ = try world.fail(object, at: now.milliseconds) }
        mutating func mend(_ object: ObjectID) throws { _ = try world.mend(object, at: now.milliseconds) }
    }

    /// Isolates six sites of the shipped network.
    private let duct: ObjectID = "duct:beograd-mladenovac"

    @Test func `a cut duct is one mail that names it, and its repair one recovery`() throws {
        var episode = try Episode()
        episode.pass(60)
        #expect(episode.mails.isEmpty)
        try episode.cut(duct)
        episode.pass(300)
        #expect(episode.mails.map(\.kind) == [.problem])
        #expect(episode.mails.first?.incident?.candidates.contains(duct) == true)
        try episode.mend(duct)
        episode.pass(300)
        #expect(episode.mails.map(\.kind) == [.problem, .recovery])
        #expect(episode.mails.last?.references.first == episode.mails.first?.messageID)
        #expect(episode.open.isEmpty)
    }

    @Test func `a restart in the middle of an outage repeats nothing and loses nothing`() throws {
        var episode = try Episode()
        episode.pass(60)
        try episode.cut(duct)
        episode.pass(200)
        let told = episode.mails
        episode.restart()
        episode.pass(200)
        #expect(episode.mails == told)
        #expect(episode.open.keys.sorted() == [told.first?.incident?.id])
        try episode.mend(duct)
        episode.pass(300)
        #expect(episode.mails.map(\.kind) == [.problem, .recovery])
    }

    @Test func `a monitor that starts again soon goes on from what it knew`() throws {
        var episode = try Episode()
        episode.pass(60)
        try episode.cut(duct)
        episode.pass(200)
        let (told, open) = (episode.mails, episode.open)
        let snapshot = episode.fold.snapshot(at: episode.now)
        episode.now = episode.now + .seconds(7)
        #expect(try episode.resume(snapshot))
        episode.pass(200)
        #expect(episode.mails == told && episode.open.keys.sorted() == open.keys.sorted())
        try episode.mend(duct)
        episode.pass(300)
        #expect(episode.mails.map(\.kind) == [.problem, .recovery] && episode.open.isEmpty)
    }

    @Test func `what was mended while no monitor ran is told as mended, not anew`() throws {
        var episode = try Episode()
        episode.pass(60)
        try episode.cut(duct)
        episode.pass(200)
        let snapshot = episode.fold.snapshot(at: episode.now)
        try episode.mend(duct)
        episode.now = episode.now + .seconds(30)
        #expect(try episode.resume(snapshot))
        episode.pass(300)
        #expect(episode.mails.map(\.kind) == [.problem, .recovery] && episode.open.isEmpty)
    }

    @Test func `what is old, or at odds with the incidents that are open, is thrown away`() throws {
        var episode = try Episode()
        episode.pass(60)
        try episode.cut(duct)
        episode.pass(200)
        let snapshot = episode.fold.snapshot(at: episode.now)
        var late = episode
        late.now = late.now + .seconds(600)
        #expect(try !late.resume(snapshot))
        var other = episode
        other.open = [:]
        #expect(try !other.resume(snapshot))
    }

    @Test func `what stands behind a cut is unobserved, never down, and hidden by the incident`() throws {
        var episode = try Episode()
        episode.pass(60)
        try episode.cut(duct)
        episode.pass(120)
        let behind = episode.network.document.devices.indices.filter { !episode.world.deviceAnswers[$0] }
        #expect(behind.count > 3)
        for device in behind where !episode.network.document.devices[device].collectors.isEmpty {
            #expect(episode.fold.engine.state(of: episode.network.document.devices[device].id) == .unobserved)
        }
    }

    @Test func `a monitor that was busy does not take its own pause for a silent collector`() throws {
        var episode = try Episode()
        episode.pass(60)
        episode.pause(60)
        #expect(episode.mails.isEmpty && episode.open.isEmpty)
    }

    @Test func `a quiet ten minutes sends nothing`() throws {
        var episode = try Episode()
        episode.pass(600)
        #expect(episode.mails.isEmpty && episode.open.isEmpty)
    }
}
