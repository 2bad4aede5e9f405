import DeclaredFiles
import Diagnosis
import Foundation
import InventoryStore
import Logging
import MonitorService
import NetworkModel
import SNMPMessages
import SimulatedNetwork

/// The running monitor at its default cadence on the national model, served over SNMP on loopback with in-band reachability: from the
/// cut of a duct to the mail in the relay's hands. These take half an hour, so they run only when named: `Benchmarks live-cuts`.
enum LiveBench {
    /// Twenty random backbone ducts that isolate somebody (or those that FIBREWATCH_DUCTS names), one after the other; each must give one mail
    /// that names it first.
    @Sendable static func cuts() async throws {
        let seed = UInt64(ProcessInfo.processInfo.environment["FIBREWATCH_SEED"] ?? "") ?? 20_261_121
        // Monday, 23 November 2026, 10:00 in Belgrade: what hits closed post offices alone would wait for their opening.
        let bench = try LiveNetwork(clockAhead: Timestamp(milliseconds: 1_795_424_400_000) - now())
        defer { bench.stop() }
        try await bench.start()
        var random = SeededGenerator(seed: seed)
        let named = ProcessInfo.processInfo.environment["FIBREWATCH_DUCTS"]?.split(separator: ",").map { ObjectID(String($0)) }
        let ducts = named ?? Array(BackboneDucts(of: bench.network).isolating.shuffled(using: &random).prefix(20))
        var delays: [Double] = []
        var (wrong, others) = (0, 0)
        for (turn, duct) in ducts.enumerated() {
            await bench.becomeQuiet()
            let before = bench.mails.count
            let start = ContinuousClock.now
            try bench.agents.cut(duct)
            let came = await bench.wait(seconds: 120) { bench.mails.count > before }
            let delay = (ContinuousClock.now - start) / .seconds(1)
            let subject = bench.subject(of: before)
            let named = subject.split(separator: " ").dropFirst().first.map { ObjectID(String($0)) }
            // Ducts that carry the same links, one behind the other, look alike: the first of them named is right for each.
            let isRight = came && subject.hasPrefix("DOWN") && named.map { bench.links(of: $0) == bench.links(of: duct) } ?? false
            delays.append(came ? delay : 120)
            if !isRight { wrong += 1 }
            let best = bench.bestOfOpen
            try bench.agents.mend(duct)
            _ = await bench.wait(seconds: 240) { bench.bestOfOpen.isEmpty && bench.allUp && bench.mails.count >= before + 2 }
            await bench.becomeQuiet()
            others += max(0, bench.mails.count - before - 2)
            LiveNetwork.note(
                "\(turn + 1) \(duct): mail after \(delay.rounded(to: 1)) s\(isRight ? "" : ", WRONG: \(subject)"), open \(best), mails: \((before..<bench.mails.count).map { bench.subject(of: $0) })"
            )
        }
        let sorted = delays.sorted()
        var line = BenchmarkLine("live-cuts")
        (line.devices, line.seconds, line.lost) = (bench.watched, sorted[sorted.count / 2].rounded(to: 1), wrong)
        line.note =
            "seed \(seed); p50 \(sorted[sorted.count / 2].rounded(to: 1)) s, worst \((sorted.last ?? 0).rounded(to: 1)) s from the cut to the relay's 250; \(wrong) wrong first causes, \(others) other mails"
        line.bar = "20 cuts: p50 <= 15 s, p99 <= 30 s, one mail each, right cause first, 0 others"
        line.holds = wrong == 0 && others == 0 && sorted[sorted.count / 2] <= 15 && (sorted.last ?? 120) <= 30
        line.print()
    }

    /// The post offices switch off within four minutes, and in the middle of it a duct is cut.
    @Sendable static func evening() async throws {
        // Monday, 23 November 2026, 20:20 in Belgrade: every post office is past its hours.
        let ahead = Timestamp(milliseconds: 1_795_461_600_000) - now()
        let bench = try LiveNetwork(clockAhead: ahead)
        defer { bench.stop() }
        try await bench.start()
        let offices = bench.network.document.sites.filter { $0.kind == "post" && $0.offHours == .allowed }.map(\.id)
        var random = SeededGenerator(seed: 7)
        var closing = offices.shuffled(using: &random)[...]
        let duct = try bench.worstDuct()
        let start = ContinuousClock.now
        while let site = closing.popFirst() {
            try bench.agents.cut(site)
            if closing.count == offices.count / 2 { try bench.agents.cut(duct) }
            try await Task.sleep(for: .milliseconds(240_000 / offices.count))
        }
        _ = await bench.wait(seconds: 180) { false }
        var line = BenchmarkLine("live-evening")
        (line.devices, line.seconds) = (bench.watched, ((ContinuousClock.now - start) / .seconds(1)).rounded(to: 0))
        let subjects = (0..<bench.mails.count).map { bench.subject(of: $0) }
        line.lost = bench.mails.count - 1
        line.note =
            "\(offices.count) post offices closed, \(duct) cut; mails: \(subjects.joined(separator: " | ")); open: \(bench.bestOfOpen)"
        line.bar = "one mail, which names the duct"
        line.holds = subjects.count == 1 && subjects[0].contains("\(duct)")
        line.print()
    }
}

private func now() -> Timestamp { Timestamp(seconds: Date().timeIntervalSince1970) }

/// The national model on loopback with a monitor and a relay beside it.
private final class LiveNetwork {
    let network: Network
    let agents: SimulatedNetwork
    let watched: Int
    private let catcher: MailCatcher
    private let served: Network
    private let folder: URL
    private let clockAhead: TimeSpan
    private var monitor: Task<Void, Never>?
    private var store: Store?

    init(clockAhead: TimeSpan) throws {
        self.clockAhead = clockAhead
        network = try DeclaredNetwork.load(path: "Topology").network
        agents = try SimulatedNetwork(network: network)
        catcher = try MailCatcher()
        served = Network.compile(agents.servedDocument).network
        watched = try WatchedNetwork(served, collector: nil).polled.count
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("fibrewatch-live-\(getpid())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Runs the monitor until all devices were seen up.
    func start() async throws {
        agents.start()
        let daemon = try daemon()
        monitor = Task {
            do { try await daemon.run() } catch { LiveNetwork.note("the monitor ended: \(error)") }
        }
        let database = folder.path + "/fibrewatch.db"
        _ = await wait(seconds: 20) { FileManager.default.fileExists(atPath: database) }
        try await Task.sleep(for: .seconds(1))
        store = try Store.open(database, mode: .readOnly)
        let isUp = await wait(seconds: 180) { allUp }
        Self.note("\(watched) devices watched, \(isUp ? "all up" : "NOT all up"), \(mails.count) mails")
    }

    func stop() {
        monitor?.cancel()
        agents.stop()
        catcher.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// As `run` does it, with the shipped cadence and policy; only the wait before a recovery is told is shorter.
    private func daemon() throws -> MonitorDaemon {
        var settings = MonitorSettings(topology: "", alerts: "Alerts", database: folder.path + "/fibrewatch.db")
        settings.takesSignals = false
        var policy = try DeclaredAlerts.load(path: "Alerts", network: network).policy
        policy.relays = [.init(name: "catcher", host: "127.0.0.1", port: Int(catcher.port), tls: .none)]
        policy.calm.settle = .seconds(5)
        let community = SNMPCredential.v2c(community: Secret("public"))
        let credentials = Dictionary(uniqueKeysWithValues: network.document.credentials.map { ($0.id, community) })
        let declared = Declared(
            watched: try WatchedNetwork(served, collector: nil), policy: policy, credentials: credentials,
            defaultCredential: community)
        let log = Logger(label: "live") { _ in SwiftLogNoOpLogHandler() }
        let ahead = clockAhead
        return MonitorDaemon(settings: settings, declared: declared, log: log, clock: { now() + ahead })
    }

    var mails: [MailCatcher.Mail] { catcher.received }

    /// The subject of mail `number`, unfolded; empty where there is none.
    func subject(of number: Int) -> String {
        guard number < mails.count else { return "" }
        let text = String(decoding: mails[number].bytes, as: UTF8.self).replacingOccurrences(of: "\r\n ", with: " ")
        return text.split(separator: "\r\n").first { $0.hasPrefix("Subject: ") }.map { String($0.dropFirst(9)) } ?? ""
    }

    var bestOfOpen: [ObjectID] { ((try? store?.incidents(open: true)) ?? []).map(\.best) }
    var allUp: Bool {
        let states = (try? store?.states()) ?? []
        return states.count { $0.object.kind == .device && $0.state == .up } >= watched
    }

    /// Links that a duct takes down; none for anything else.
    func links(of object: ObjectID) -> [Int32] {
        guard case .duct(let duct)? = network[object] else { return [] }
        return network.linksOfDuct[duct].sorted()
    }

    func worstDuct() throws -> ObjectID {
        let worst = Redundancy(NetworkGraph(network)).ducts.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
        guard let worst else { throw SimulationError.unknownObject("duct:") }
        return network.document.ducts[Int(worst.key)].id
    }

    /// Waits until no mail has come for twelve seconds: more than a recovery is held back here.
    func becomeQuiet() async {
        var last = (count: mails.count, since: ContinuousClock.now)
        _ = await wait(seconds: 120) {
            if mails.count != last.count { last = (mails.count, .now) }
            return .now - last.since > .seconds(12)
        }
    }

    func wait(seconds: Double, _ condition: () -> Bool) async -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if condition() { return true }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return condition()
    }

    static func note(_ text: String) { FileHandle.standardError.write(Data("live: \(text)\n".utf8)) }
}

/// SplitMix64: the same sequence for the same seed.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
