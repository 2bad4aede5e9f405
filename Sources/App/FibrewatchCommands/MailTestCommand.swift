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
        var rows: [MailTestRow] = []
        if target.isEmpty || relay != nil || !to.isEmpty { rows += try await tryMail(policy, context, output) }
        for target in targets { if let row = try await tryTarget(target, policy, context, output) { rows.append(row) } }
        if show { return }
        try output.print(rows)
        if target.isEmpty, !policy.targets.isEmpty {
            let names = policy.targets.map(\.name).joined(separator: ", ")
            output.say("not tried: \(TerminalText.escaped(names)); try them with --target NAME or --target all")
        }
        if rows.contains(where: { $0.verdict != .accepted }) { throw ExitCode.problemFound }
    }

    /// What each relay answered for each recipient; nothing where it is only shown.
    private func tryMail(_ policy: AlertPolicy, _ context: MailContext, _ output: Output) async throws -> [MailTestRow] {
        let recipients = try recipients(policy, output)
        let relays = try relays(policy, output)
        if show {
            output.print(
                String(decoding: MailMessage.render(notification(to: recipients, nil, policy), in: context), as: UTF8.self))
            return []
        }
        var rows: [MailTestRow] = []
        for relay in relays {
            let about = "relay \(relay.name)"
            let mail = MailMessage.render(notification(to: recipients, about, policy), in: context)
            let answer = await SMTPMailer().send(mail, from: policy.mail.envelopeFrom, to: recipients.map(\.address), over: relay)
            rows += answer.recipients.map { MailTestRow($0, answer, relay) }
        }
        return rows
    }

    private func tryTarget(
        _ target: AlertPolicy.Target, _ policy: AlertPolicy, _ context: MailContext, _ output: Output
    ) async throws -> MailTestRow? {
        var notification = notification(to: [], "target \(target.name)", policy)
        notification.level = target.level
        let trial = TargetTrial(target, notification, in: context)
        guard !show else {
            output.print("\(target.kind.rawValue) \(target.name), \(target.place): \(trial.sent)\n\(trial.shown)\n")
            return nil
        }
        return MailTestRow(await trial.run(), trial)
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
