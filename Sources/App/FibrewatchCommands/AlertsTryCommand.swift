import Alerting
import ArgumentParser
import Diagnosis
import InventoryStore
import NetworkModel
import Rendering

/// `alerts try --since 30d`: the rules, holds and routes of `Alerts/` over what was recorded, beside what was told then.
struct AlertsTryCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "try", abstract: "Run changed rules over recorded history and show the difference in mails.",
        discussion:
            """
            Plays samples, states, incidents, acknowledgements and planned work of the state file; sends nothing. What the monitor tells of \
            itself is left out. Ends with 1 where the mails would differ.
            """)

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions
    @Option(help: ArgumentHelp("From when (default 30d).", valueName: "time")) var since: TimeArgument?

    struct Line: Encodable, Hashable {
        var t: String, kind: String, object: String
        @OrNull var rule: String? = nil
        var change: String
    }

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let policy = try global.declaredAlerts(for: network).policy
        let store = try StateSource(global).requiredStore()
        // Behind the monitor's last sign of life nothing was recorded, and holds and reminders would go on.
        let last = try store.lastHeartbeat().map { $0.at + .seconds(10) }
        let until = min(global.at ?? .now, last ?? .distantFuture)
        let from = since?.timestamp ?? until - .seconds(30 * 86_400)
        let mails = try HistoryReplay(policy, network, store, from: from, until: until).mails
        let before = try store.notifications(from: from, to: until)
        let lines = Self.difference(before, mails)
        if global.wantsDocument {
            try output.print(rows: lines)
            if !lines.isEmpty { throw ExitCode.problemFound }
            return
        }
        var table = TextTable("TIME", "CHANGE", "MAIL", "OBJECT", "RULE")
        for line in lines {
            table.add(.init(line.t), .init(line.change), .init(line.kind), .init(line.object), .init(line.rule ?? ""))
        }
        output.print(rows: table)
        let relevant = before.filter(Self.isTold).count
        output.say("recorded: \(relevant) mails; with these rules: \(mails.filter(Self.isTold).count)")
        if lines.isEmpty { return }
        for reason in try Self.otherReasons(store, from, until) { output.say("not played: \(reason)") }
        throw ExitCode.problemFound
    }

    /// What may make a difference beside the rules, in words: it cannot be played again.
    static func otherReasons(_ store: Store, _ from: Timestamp, _ until: Timestamp) throws -> [String] {
        var reasons = ["restarts of the monitor, at which a rule that waits begins its wait anew"]
        let reloads = try store.auditEntries(since: from, until: until).count { $0.verb == "reload" }
        if reloads > 0 {
            reasons.append("\(reloads) changes of the files within the span: all of it is judged by what they say now")
        }
        let withheld = try store.decisions(ofCodes: ["shadow"], since: from, until: until).count
        if withheld > 0 { reasons.append("\(withheld) mails that a monitor in shadow did not send") }
        if try store.samples(from: from, to: from + .seconds(86_400)).isEmpty, try store.firstStateChange() ?? until < from {
            reasons.append("values of the first day, of which none are kept")
        }
        return reasons
    }

    /// Of an incident of the network; what the monitor tells of itself no rule decides.
    static func isTold(_ mail: AlertNotification) -> Bool { mail.incident.map { $0.alert?.isOwn != true } ?? false }

    /// The same mail is one about the same object, of the same kind and rule, within five minutes.
    static func difference(_ before: [AlertNotification], _ after: [AlertNotification]) -> [Line] {
        var old = before.filter(isTold)
        var lines: [Line] = []
        let line = { (mail: AlertNotification, change: String) in
            Line(
                t: mail.decided.rfc3339(), kind: mail.kind.rawValue, object: mail.object?.rawValue ?? "",
                rule: mail.incident?.alert?.rule,
                change: change)
        }
        for mail in after where isTold(mail) {
            let same = old.firstIndex {
                $0.kind == mail.kind && $0.object == mail.object && $0.incident?.alert?.rule == mail.incident?.alert?.rule
                    && abs(($0.decided - mail.decided).milliseconds) < 300_000
            }
            if let same { old.remove(at: same) } else { lines.append(line(mail, "more")) }
        }
        return (lines + old.map { line($0, "less") }).sorted { ($0.t, $0.object) < ($1.t, $1.object) }
    }
}
