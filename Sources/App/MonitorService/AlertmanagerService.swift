import Alerting
import Logging
import NetworkModel
import ServiceLifecycle

/// Keeps each Alertmanager told of what fires, side by side: one that hangs keeps no other one waiting.
struct AlertmanagerService: Service {
    let board: AlertBoard
    let targets: @Sendable () -> [AlertPolicy.Target]
    /// The body of the request that tells a target of rows.
    let body: @Sendable ([FiringAlerts.Row], AlertPolicy.Target, Timestamp) -> [UInt8]
    /// Hands it over; what goes wrong is an answer too.
    let post: @Sendable ([UInt8], AlertPolicy.Target) async -> RelayAnswer
    let clock: @Sendable () -> Timestamp
    let health: MonitorHealth
    let log: Logger
    /// Alerts in one request, and those of their incidents.
    static let most = 200

    func run() async throws {
        await cancelWhenGracefulShutdown { await serve() }
    }

    /// What one target was told, and whether it took it.
    private struct Telling: Sendable {
        var target: AlertPolicy.Target
        var due: AlertmanagerSchedule.Due
        var version: Int
        var sent: Timestamp
        var isTaken = true
    }

    private func serve() async {
        await withTaskGroup(of: Telling?.self) { group in
            var schedules: [AlertPolicy.Target: AlertmanagerSchedule] = [:]
            var busy: Set<AlertPolicy.Target> = []
            group.addTask { await Self.pause() }
            while !Task.isCancelled {
                let (alerts, declared) = (board.value, targets())
                schedules = schedules.filter { declared.contains($0.key) }
                for target in declared where !busy.contains(target) {
                    let now = clock()
                    guard let due = schedules[target, default: .init()].due(alerts.version, at: now) else { continue }
                    busy.insert(target)
                    let telling = Telling(target: target, due: due, version: alerts.version, sent: now)
                    group.addTask { await tell(telling, of: alerts) }
                }
                guard let event = await group.next() else { return }
                guard let ended = event else {
                    group.addTask { await Self.pause() }
                    continue
                }
                busy.remove(ended.target)
                schedules[ended.target, default: .init()].answered(
                    ended.isTaken, ended.due, ended.version, sent: ended.sent, at: clock())
            }
        }
    }

    private static func pause() async -> Telling? {
        try? await Task.sleep(for: .milliseconds(500))
        return nil
    }

    private func tell(_ telling: Telling, of alerts: FiringAlerts) async -> Telling {
        var telling = telling
        for rows in parts(of: alerts, for: telling) {
            let answer = await post(body(rows, telling.target, telling.sent), telling.target)
            if answer.verdict == .accepted { continue }
            telling.isTaken = false
            log.warning("\(telling.target.address) did not take \(rows.count) alerts: \(answer.reply)")
            health.trouble(telling.target.address, answer.reply)
            // It refuses one of them; the others it may take.
            if answer.verdict == .temporary { break }
        }
        if telling.isTaken { health.solved(telling.target.address) }
        return telling
    }

    /// Never parted: the rows of one incident, of which one may begin where the other ends.
    private func parts(of alerts: FiringAlerts, for telling: Telling) -> [[FiringAlerts.Row]] {
        var after: Int?
        if case .changes(let version) = telling.due { after = version }
        let wanted = telling.target.urgencies
        let rows = alerts.rows(after: after).filter { row in
            row.ended != nil || wanted.isEmpty || wanted.contains(row.alertCase.urgency.rawValue)
        }
        return rows.reduce(into: []) { parts, row in
            let isFull = (parts.last?.count ?? Self.most) >= Self.most
            if isFull, parts.last?.last?.identity.incident != row.identity.incident {
                parts.append([row])
            } else {
                parts[parts.count - 1].append(row)
            }
        }
    }
}
