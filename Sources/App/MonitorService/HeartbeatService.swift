import Foundation
import InventoryStore
import NetworkModel
import SNMPCollector
import ServiceLifecycle

/// Writes the monitor's sign of life, and lets old samples go.
struct HeartbeatService: Service {
    let store: Store
    let engine: SNMPEngine
    let started: Timestamp
    let clock: @Sendable () -> Timestamp
    let suspicion: @Sendable () -> TimeSpan?
    let health: MonitorHealth
    /// Touched while the monitor lives and writes; nil: none.
    var deadManFile: @Sendable () -> String? = { nil }
    /// How long samples are kept.
    static let history = TimeSpan.seconds(35 * 86_400)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var beats = 0
            while !Task.isCancelled {
                beat(beats)
                beats += 1
                try? await Task.sleep(for: .seconds(5))
            }
        }
    }

    /// Five seconds each.
    static let dailyBeats = 17_280
    static let hourlyBeats = 720
    /// What failed is tried again after so many: a lock that was held at that moment does not cost the day's copy.
    static let retryBeats = 12
    /// The names of what is done now and then among what may be wrong with the monitor.
    static let copyPart = "daily copy"
    static let historyPart = "old samples"

    /// What is done every five seconds, and what is done at some of them; `number` counts from 0.
    func beat(_ number: Int) {
        look()
        if attempt("sign of life", { () throws(StoreError) in try store.recordHeartbeat(heartbeat) }) { touch() }
        let isRetry = number % Self.retryBeats == 0
        if number % Self.dailyBeats == 60 || isRetry && health.byPart[Self.copyPart] != nil { attempt(Self.copyPart, care) }
        if number % Self.hourlyBeats == Self.hourlyBeats - 1 || isRetry && health.byPart[Self.historyPart] != nil {
            attempt(Self.historyPart, forget)
        }
    }

    /// - Returns: whether it was done; otherwise `part` is in trouble until it is.
    @discardableResult
    private func attempt(_ part: String, _ work: () throws(StoreError) -> Void) -> Bool {
        do throws(StoreError) {
            try work()
            health.solved(part)
            return true
        } catch {
            health.trouble(part, "\(error)")
            return false
        }
    }

    /// Beyond this the write-ahead log is not folded into the file because somebody reads an old state of it.
    static let longLog: Int64 = 64 << 20

    /// What can be seen to go wrong before it has.
    private func look() {
        if let difference = suspicion() {
            let words = "the system's clock is \(TimeSpan(milliseconds: abs(difference.milliseconds)).words)"
            health.trouble(
                "clock",
                "\(words) \(difference > .zero ? "ahead of" : "behind") the monitor's; it was set while the monitor ran. "
                    + "Where it is right now, start the monitor again: until then it goes by the time of its start")
        } else {
            health.solved("clock")
        }
        refill()
        let size = store.logSize
        if size > Self.longLog {
            let readers = store.otherPrograms.map { "\($0.pid) (\($0.name))" }.joined(separator: ", ")
            health.trouble(
                "database log",
                "it grew to \(size >> 20) MB because a program reads an old state of it: \(readers.isEmpty ? "not found" : readers); end it"
            )
            store.keepsSamples = size < 4 * Self.longLog
        } else {
            health.solved("database log")
            store.keepsSamples = true
        }
    }

    /// Room again: the reserve is made anew, and only then is the trouble over.
    private func refill() {
        guard health.byPart["disk"] != nil else { return }
        store.keepReserve()
        if store.hasReserve { health.solved("disk") }
    }

    /// Not in the first hour, and not while the clock is doubted: a machine that starts with a clock a year ahead would forget everything.
    private func forget() throws(StoreError) {
        guard suspicion() == nil else { return }
        _ = try store.deleteSamples(before: clock() - Self.history)
    }

    /// Once a day: is the file whole; if so, a copy for the day when it is not.
    private func care() throws(StoreError) {
        let problems = try store.integrityProblems()
        if let first = problems.first {
            health.trouble("database", "the daily check found it damaged: \(first); the copy \(store.path).backup is older")
        } else {
            try store.backUp()
            store.keepReserve()
            health.solved("database")
        }
    }

    /// Only after a sign of life could be written: a monitor whose disk is gone is to be missed.
    private func touch() {
        guard let path = deadManFile() else { return }
        let words = "\(clock().clock) \(health.troubles.isEmpty ? "well" : "troubled")\n"
        if (try? Data(words.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)) == nil {
            health.trouble("dead-man file", "\(path) cannot be written")
        } else {
            health.solved("dead-man file")
        }
    }

    private var heartbeat: Heartbeat {
        var counts = health.counts
        counts[Heartbeat.clockAhead] = suspicion()?.milliseconds ?? 0
        let snmp = engine.counters
        for (name, value) in [
            ("sent", snmp.requestsSent), ("retries", snmp.retriesSent), ("accepted", snmp.repliesAccepted),
            ("timeouts", snmp.timeouts),
            ("late", snmp.late), ("doubled", snmp.doubled), ("wrong_source", snmp.wrongSource),
            ("unknown_request", snmp.unknownRequest),
            ("malformed", snmp.malformed), ("truncated", snmp.truncated), ("partial", snmp.partial),
            ("icmp_errors", snmp.icmpErrors),
            ("send_errors", snmp.sendErrors), ("not_authentic", snmp.notAuthentic), ("kernel_drops", snmp.kernelDrops),
        ] {
            counts["snmp_" + name] = Int64(clamping: value)
        }
        return Heartbeat(
            at: clock(), started: started, pid: getpid(), counts: counts, troubles: health.troubles, collectors: health.collectors
        )
    }
}
