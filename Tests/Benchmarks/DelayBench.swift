import Alerting
import DeclaredFiles
import Diagnosis
import Foundation
import MonitorService
import NetworkModel
import SimulatedNetwork

/// How long it takes from the cut of a duct of the national model to the mail, at the default cadence and under the shipped policy, without
/// traps: whenever the cut falls between two readings.
enum DelayBench {
    /// The schedule, the fold and a simulated world on a manual clock in steps of the running monitor's. Devices that live answer within the
    /// step, others are given up as late as SNMP gives them up.
    private struct Run {
        private static let step: Int64 = 250
        /// All tries of one question to a device that does not answer.
        private static let patience: Int64 = 3_000
        var world: SimulatedWorld
        private var fold: MonitorFold
        private var schedule: PollSchedule
        private let collector: ObjectID
        private let start: Timestamp
        private(set) var elapsed: Int64 = 0
        private var awaited: [(at: Int64, due: PollSchedule.Due)] = []
        private var down: Set<Int32> = []

        init(_ watched: WatchedNetwork, _ policy: AlertPolicy, start: Timestamp) {
            (collector, self.start) = (watched.collector, start)
            world = SimulatedWorld(watched.network)
            var context = EpisodeContext(start: start, pollInterval: .seconds(10))
            context.epochOffset = 0
            context.startsWell = false
            context.hearsBreaks = false
            context.readTime = TimeSpan(milliseconds: 300)
            context.tellsRedundancy = true
            fold = MonitorFold(network: watched.network, context: context, policy: policy, open: [], next: 1, cases: [])
            schedule = PollSchedule(devices: watched.polled, cadence: PollSchedule.Cadence(), start: start)
        }

        /// The mails of the next step.
        mutating func pass() -> [AlertNotification] {
            elapsed += Self.step
            let now = start + TimeSpan(milliseconds: elapsed)
            var rows: [Observation] = []
            for (at, due) in awaited where at <= elapsed { rows.append(silence(of: due, at: start + TimeSpan(milliseconds: at))) }
            awaited.removeAll { answer in
                if answer.at <= elapsed { schedule.finished(answer.due) }
                return answer.at <= elapsed
            }
            for due in schedule.due(at: now) { ask(due, at: now, &rows) }
            let step = fold.receive(rows, at: now)
            for id in step.asked {
                guard case .device(let device)? = world.network[id] else { continue }
                schedule.askNow(.init(device: device, question: .ports), at: now)
            }
            return step.decisions.compactMap(\.notification)
        }

        private mutating func ask(_ due: PollSchedule.Due, at now: Timestamp, _ rows: inout [Observation]) {
            guard due.question == .ports || due.question == .reachability else { return schedule.finished(due) }
            guard world.deviceAnswers[Int(due.device)] else {
                awaited.append((elapsed + Self.patience, due))
                return
            }
            schedule.finished(due)
            rows.append(row(due.device, .ping(.ok(ports: due.question == .ports ? .read : .unread)), now))
            guard due.question == .ports else { return }
            for port in world.portsOfDevice[Int(due.device)] {
                let up = world.portIsUp[Int(port)]
                if up, down.remove(port) == nil { continue }
                if !up { down.insert(port) }
                let id = world.network.interface(of: port / 2, at: port % 2 == 0 ? .a : .b).interface
                rows.append(row(due.device, .ifOper(interface: id, up: up), now))
            }
        }

        private func silence(of due: PollSchedule.Due, at time: Timestamp) -> Observation {
            row(due.device, .ping(.timeout), time)
        }

        private func row(_ device: Int32, _ kind: Observation.Kind, _ time: Timestamp) -> Observation {
            Observation(time: time, collector: collector, device: world.network.document.devices[Int(device)].id, kind: kind)
        }

        /// Half a minute without `duct`, and the time until all is quiet again.
        mutating func blink(_ duct: ObjectID) throws {
            _ = try world.fail(duct, at: elapsed)
            let cut = elapsed
            while elapsed < cut + 20_000 { _ = pass() }
            _ = try world.mend(duct, at: elapsed)
            while elapsed < cut + 60_000 { _ = pass() }
        }

        /// Cuts `duct` now; the seconds to the first mail, and its cause.
        mutating func cut(_ duct: ObjectID, patience: Double) throws -> (delay: Double, cause: ObjectID?) {
            _ = try world.fail(duct, at: elapsed)
            let cut = elapsed
            while elapsed < cut + Int64(patience * 1000) {
                if let mail = pass().first(where: { $0.kind == .problem }) { return (Double(elapsed - cut) / 1000, mail.object) }
            }
            return (patience, nil)
        }
    }

    /// Random backbone ducts (or those that FIBREWATCH_DUCTS names), each cut at 120 moments spread over the time between two readings of the ports.
    @Sendable static func run() async throws {
        let watched = try WatchedNetwork(DeclaredNetwork.load(path: "Topology").network, collector: nil)
        let policy = try DeclaredAlerts.load(path: "Alerts", network: watched.network).policy
        // Monday, 23 November 2026, 10:00 in Belgrade.
        var before = Run(watched, policy, start: Timestamp(milliseconds: 1_795_424_400_000))
        while before.elapsed < 100_000 { _ = before.pass() }
        let earlier = ProcessInfo.processInfo.environment["FIBREWATCH_BEFORE"]?.split(separator: ",").map { ObjectID(String($0)) }
        for duct in earlier ?? [] { try before.blink(duct) }
        let end = before.elapsed + 30_000
        var random = SplitMix64(seed: 20_261_122)
        let named = ProcessInfo.processInfo.environment["FIBREWATCH_DUCTS"]?.split(separator: ",").map { ObjectID(String($0)) }
        let ducts = named ?? Array(BackboneDucts(of: watched.network).isolating.shuffled(using: &random).prefix(20))
        var delays: [Double] = []
        var wrong = 0
        while before.elapsed < end {
            for duct in ducts {
                var run = before
                let (delay, cause) = try run.cut(duct, patience: 120)
                delays.append(delay)
                if cause != duct { wrong += 1 }
                guard delay > 30 || cause != duct else { continue }
                let words = "\(duct) cut at \(before.elapsed) ms: after \(delay) s \(cause?.rawValue ?? "nothing")"
                FileHandle.standardError.write(Data("delays: \(words)\n".utf8))
            }
            _ = before.pass()
        }
        delays.sort()
        var line = BenchmarkLine("delays")
        (line.devices, line.lost, line.seconds) = (watched.polled.count, wrong, delays[delays.count / 2])
        line.note =
            "\(delays.count) cuts: p50 \(delays[delays.count / 2]) s, p99 \(delays[delays.count * 99 / 100]) s, worst \(delays.last ?? 0) s"
        line.bar = "from the cut to the decision: p50 <= 15 s, p99 <= 30 s, whenever it falls, the right cause first"
        line.holds = wrong == 0 && delays[delays.count / 2] <= 15 && delays[delays.count * 99 / 100] <= 30
        line.print()
    }
}
