import Alerting
import ArgumentParser
import DeclaredFiles
import Foundation
import MailDelivery
import NetworkModel
import Rendering

/// `mail test`: one mail to a person over each relay, or one notification to targets, and what each answered. Nothing is stored.
struct MailTestCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Send a mail over each relay, or a notification to targets, and show what each answers.",
        discussion:
            "Ends with 0 if every relay took the mail for every recipient and every target what it was given, with 1 otherwise.")

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions

    @Option(
        help: ArgumentHelp("A person or team of Alerts/ or a mail address (default: those of the fallback).", valueName: "person")
    )
    var to: [String] = []

    @Option(help: ArgumentHelp("Only over this relay.", valueName: "name"))
    var relay: String?

    @Option(
        help: ArgumentHelp(
            "A target of Alerts/ (webhook, alertmanager, command, file), or all of them; without --relay and --to no mail is sent.",
            valueName: "name|all"))
    var target: [String] = []

    @Flag(help: "Print what would leave instead of sending it.")
    var show = false

    func validate() throws { if show { try global.refuseForms(beside: "--show") } }

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let policy = try global.declaredAlerts(for: network).policy
        let context = MailContext(network: network, identity: policy.mail)
        let targets = try targets(policy, output)
        var rows: [Row] = []
        if target.isEmpty || relay != nil || !to.isEmpty { rows += try await tryMail(policy, context, output) }
        for target in targets { if let row = try await tryTarget(target, policy, context, output) { rows.append(row) } }
        if show { return }
        try print(rows, output)
        if target.isEmpty, !policy.targets.isEmpty {
            let names = policy.targets.map(\.name).joined(separator: ", ")
            output.say("not tried: \(TerminalText.escaped(names)); try them with --target NAME or --target all")
        }
        if rows.contains(where: { $0.verdict != .accepted }) { throw ExitCode.problemFound }
    }

    /// What each relay answered for each recipient; nothing where it is only shown.
    private func tryMail(_ policy: AlertPolicy, _ context: MailContext, _ output: Output) async throws -> [Row] {
        let recipients = try recipients(policy, output)
        let relays = try relays(policy, output)
        if show {
            output.print(
                String(decoding: MailMessage.render(notification(to: recipients, nil, policy), in: context), as: UTF8.self))
            return []
        }
        var rows: [Row] = []
        for relay in relays {
            let about = "relay \(relay.name)"
            let mail = MailMessage.render(notification(to: recipients, about, policy), in: context)
            let answer = await SMTPMailer().send(mail, from: policy.mail.envelopeFrom, to: recipients.map(\.address), over: relay)
            rows += answer.recipients.map { Row($0, answer, relay) }
        }
        return rows
    }

    private func tryTarget(
        _ target: AlertPolicy.Target, _ policy: AlertPolicy, _ context: MailContext, _ output: Output
    ) async throws -> Row? {
        var notification = notification(to: [], "target \(target.name)", policy)
        notification.level = target.level
        let trial = TargetTrial(target, notification, in: context)
        guard !show else {
            output.print("\(target.kind.rawValue) \(target.name), \(target.place): \(trial.sent)\n\(trial.shown)\n")
            return nil
        }
        return Row(await trial.run(), trial)
    }

    private func print(_ rows: [Row], _ output: Output) throws {
        if global.wantsDocument { return try output.print(rows: rows) }
        if global.csv { return output.print(Self.table(rows).csv) }
        var mails = TextTable("RELAY", "TO", "VERDICT", "ANSWER")
        var targets = TextTable("TARGET", "KIND", "WHERE", "SENT", "VERDICT", "ANSWER")
        for row in rows {
            let verdict = TextTable.Cell(row.verdict.rawValue, color: row.verdict == .accepted ? .green : .red)
            if let relay = row.relay { mails.add([.init(relay), .init(row.to ?? ""), verdict, .init(row.reply)]) }
            if let target = row.target {
                targets.add([
                    .init(target), .init(row.kind?.rawValue ?? ""), .init(row.place ?? ""), .init(row.sent ?? ""), verdict,
                    .init(row.reply),
                ])
            }
        }
        for table in [mails, targets] where !table.rows.isEmpty { output.print(table) }
    }

    /// Relays and targets in one table.
    private static func table(_ rows: [Row]) -> TextTable {
        var table = TextTable(
            "RELAY", "HOST", "TO", "TARGET", "KIND", "PLACE", "SENT", "VERDICT", "REPLY", "QUEUE_ID")
        for row in rows {
            let cells = [
                row.relay, row.host, row.to, row.target, row.kind?.rawValue, row.place, row.sent,
                row.verdict.rawValue, row.reply,
                row.queue_id,
            ]
            table.add(cells.map { .init($0 ?? "") })
        }
        return table
    }

    /// What one relay said for one recipient, or one target.
    private struct Row: Encodable {
        @OrNull var relay: String? = nil
        @OrNull var host: String? = nil
        @OrNull var to: String? = nil
        @OrNull var target: String? = nil
        @OrNull var kind: AlertPolicy.Target.Kind? = nil
        /// Where the target is, without its secrets.
        @OrNull var place: String? = nil
        @OrNull var sent: String? = nil
        var verdict: RelayAnswer.Verdict
        var reply: String
        @OrNull var queue_id: String? = nil

        init(_ recipient: RelayAnswer.Recipient, _ answer: RelayAnswer, _ relay: AlertPolicy.Relay) {
            self.relay = relay.name
            host = "\(relay.host):\(relay.port)"
            to = recipient.address
            verdict = recipient.verdict
            reply = recipient.verdict == .accepted ? answer.reply : recipient.reply
            queue_id = recipient.verdict == .accepted ? answer.queueID : nil
        }

        init(_ answer: RelayAnswer, _ trial: TargetTrial) {
            target = trial.target.name
            kind = trial.target.kind
            place = trial.target.place
            sent = trial.sent
            verdict = answer.verdict
            reply = answer.reply
        }
    }

    private func targets(_ policy: AlertPolicy, _ output: Output) throws -> [AlertPolicy.Target] {
        let known = policy.targets.map(\.name)
        if let unknown = target.first(where: { !known.contains($0) && $0 != "all" }) {
            output.complain(
                "there is no target \"\(unknown)\" in \(global.alerts); there are: \(known.joined(separator: ", "))")
            throw ExitCode.brokenConfiguration
        }
        let isAll = target.contains("all") && !known.contains("all")
        guard !isAll || !known.isEmpty else {
            output.complain("\(global.alerts) declares no target")
            throw ExitCode.brokenConfiguration
        }
        return policy.targets.filter { isAll || target.contains($0.name) }
    }

    private func recipients(_ policy: AlertPolicy, _ output: Output) throws -> [Recipient] {
        let names = to.isEmpty ? (policy.fallback.isEmpty ? policy.routes.first?.to ?? [] : policy.fallback).map(\.rawValue) : to
        let found = try onDuty(names, policy).map { name -> Recipient in
            if let person = policy.person(ObjectID(name)) {
                return Recipient(person: person.id, name: person.name, address: person.mail)
            }
            guard Mailbox(name).isValid else {
                output.complain("\"\(name)\" is neither a person of \(global.alerts) nor a mail address")
                throw ExitCode.brokenConfiguration
            }
            return Recipient(
                person: ObjectID(kind: .person, name: name), name: Mailbox(name).name, address: Mailbox(name).address)
        }
        guard !found.isEmpty else {
            output.complain("\(global.alerts) names nobody: add people, and a route or a fallback, or say --to ADDRESS")
            throw ExitCode.brokenConfiguration
        }
        return found
    }

    /// Teams as those who are on duty now, in their place.
    private func onDuty(_ names: [String], _ policy: AlertPolicy) throws -> [String] {
        let roster = DutyRoster(policy)
        var seen: Set<String> = []
        return try names.flatMap { name -> [String] in
            let id = ObjectID(name)
            guard id.isTeam else { return [name] }
            let people = roster.duty(id, at: .now).people.map(\.rawValue)
            guard !people.isEmpty else { throw ValidationError("\(name) is no team of \(global.alerts), or has nobody") }
            return people
        }.filter { seen.insert($0).inserted }
    }

    private func relays(_ policy: AlertPolicy, _ output: Output) throws -> [AlertPolicy.Relay] {
        let chosen = policy.relays.filter { relay == nil || $0.name == relay }
        guard !chosen.isEmpty || show else {
            let known = policy.relays.map(\.name).joined(separator: ", ")
            output.complain(
                relay.map { "there is no relay \"\($0)\" in \(global.alerts); there are: \(known)" }
                    ?? "\(global.alerts) declares no relay")
            throw ExitCode.brokenConfiguration
        }
        return chosen
    }

    /// - Parameter way: what is tried by it; nil: nothing by itself.
    private func notification(to recipients: [Recipient], _ way: String?, _ policy: AlertPolicy) -> AlertNotification {
        let now = Timestamp.now
        let id = "test.\(String(now.milliseconds, radix: 36)).\(UInt32.random(in: 0...UInt32.max))"
        var notification = AlertNotification(
            id: id, kind: .test, urgency: .ticket, decided: now, recipients: recipients, level: .public,
            messageID: "\(id)@\(policy.mail.domain)", references: [], incident: nil, object: nil, reason: .asked)
        notification.facts = [
            "this is a test\(way.map { " of \($0)" } ?? "")", "If you read this, mails of fibrewatch reach you.",
        ]
        return notification
    }
}
