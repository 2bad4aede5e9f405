import Alerting
import ArgumentParser
import DeclaredFiles
import Foundation
import MailDelivery
import NetworkModel
import Rendering

/// `mail test`: one mail to a person over each relay, and what each relay said. Nothing is stored.
struct MailTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Send a mail over each relay and show what it answers.",
        discussion: "Ends with 0 if every relay took the mail for every recipient, with 1 otherwise.")

    @OptionGroup var global: GlobalOptions

    @Option(
        help: ArgumentHelp("A person or team of Alerts/ or a mail address (default: those of the fallback).", valueName: "person")
    )
    var to: [String] = []

    @Option(help: ArgumentHelp("Only over this relay.", valueName: "name"))
    var relay: String?

    @Flag(help: "Print the mail instead of sending it.")
    var show = false

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let policy = try global.declaredAlerts(for: network).policy
        let recipients = try recipients(policy, output)
        let relays = try relays(policy, output)
        let context = MailContext(network: network, identity: policy.mail)
        if show {
            return output.print(
                String(decoding: MailMessage.render(notification(to: recipients, nil, policy), in: context), as: UTF8.self))
        }
        var rows: [Row] = []
        for relay in relays {
            let mail = MailMessage.render(notification(to: recipients, relay, policy), in: context)
            let answer = await SMTPMailer().send(mail, from: policy.mail.envelopeFrom, to: recipients.map(\.address), over: relay)
            rows += answer.recipients.map { Row($0, answer, relay) }
        }
        try print(rows, output)
        if rows.contains(where: { $0.verdict != .accepted }) { throw ExitCode.problemFound }
    }

    private func print(_ rows: [Row], _ output: Output) throws {
        if global.json { return try output.print(json: rows) }
        var table = TextTable("RELAY", "TO", "VERDICT", "ANSWER")
        for row in rows {
            table.add([
                .init(row.relay), .init(row.to), .init(row.verdict.rawValue, color: row.verdict == .accepted ? .green : .red),
                .init(row.reply),
            ])
        }
        output.print(table)
    }

    private struct Row: Encodable {
        var relay: String
        var host: String
        var to: String
        var verdict: RelayAnswer.Verdict
        var reply: String
        var queue_id: String?

        init(_ recipient: RelayAnswer.Recipient, _ answer: RelayAnswer, _ relay: AlertPolicy.Relay) {
            self.relay = relay.name
            host = "\(relay.host):\(relay.port)"
            to = recipient.address
            verdict = recipient.verdict
            reply = recipient.verdict == .accepted ? answer.reply : recipient.reply
            queue_id = recipient.verdict == .accepted ? answer.queueID : nil
        }
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

    private func notification(to recipients: [Recipient], _ relay: AlertPolicy.Relay?, _ policy: AlertPolicy) -> AlertNotification
    {
        let now = Timestamp.now
        let id = "test.\(String(now.milliseconds, radix: 36)).\(UInt32.random(in: 0...UInt32.max))"
        var notification = AlertNotification(
            id: id, kind: .test, urgency: .ticket, decided: now, recipients: recipients, level: .public,
            messageID: "\(id)@\(policy.mail.domain)", references: [], incident: nil, object: nil, reason: .asked)
        notification.facts = [
            "this is a test\(relay.map { " of relay \($0.name)" } ?? "")", "If you read this, mails of fibrewatch reach you.",
        ]
        return notification
    }
}
