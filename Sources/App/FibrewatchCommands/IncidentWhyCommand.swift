import Alerting
import ArgumentParser
import DeclaredFiles
import Diagnosis
import InventoryStore
import NetworkModel
import Rendering

/// `incident why ID`: the chain of facts from the observations to the mail; `why --not OBJECT`: why nothing was sent.
struct IncidentWhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "How an incident was found and who was told; with --not why nothing was sent about an object.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The incident, such as i47 or 47.")
    var id: String?

    @Option(name: .customLong("not"), help: ArgumentHelp("Why was nothing sent about this object?", valueName: "object"))
    var object: String?

    func validate() throws {
        if (id == nil) == (object == nil) {
            throw ValidationError("say an incident (fibrewatch incident why i47) or --not OBJECT")
        }
        try global.accept(.json, .jsonl)
    }

    func run() async throws {
        let output = Output(global)
        let store = try StateSource(global).requiredStore()
        if let object { return try whyNot(object, store, output) }
        guard let id, let incident = try store.incident(id, at: global.at) else {
            throw IncidentArgument.unknown(self.id ?? "", output)
        }
        let decisions = try store.decisions(incident: incident.id).filter { $0.at <= global.at ?? .distantFuture }
        let followUp = try IncidentFollowUp(incident.id, store, at: global.at, wholes: store.wholes(at: global.at))
        if global.wantsDocument { return try output.print(document: Chain(incident, decisions, followUp)) }
        output.print(chain(incident) + decided(decisions) + delivered(followUp.mails))
    }

    private func chain(_ incident: Incident) -> String {
        var text = "What was seen:\n"
        for fact in incident.evidence { text += "  \(time(fact.time))  \(fact.object): \(TerminalText.escaped(fact.fact))\n" }
        text += "What follows:\n"
        if incident.kind == .redundancy {
            text +=
                "  \(incident.atRiskSites.count) sites have one way left; it belongs to \(incident.joins ?? "no other incident")\n"
            return text + ended(incident)
        }
        for revision in incident.revisions {
            let causes = revision.candidates.map(\.rawValue).joined(separator: " or ")
            let alone = revision.candidates.count == 1 ? "only this explains it" : "each of these explains it equally well"
            text += "  \(time(revision.time))  \(causes): \(alone)\n"
        }
        text += "  most likely: \(incident.best)\n"
        if let network = try? DeclaredNetwork.load(path: global.topology).network,
            let question = network.splittingQuestion(incident.best, incident.candidates)
        {
            text += "  to tell them apart: \(TerminalText.escaped(MailMessage.question(question, in: network)))\n"
        }
        if !incident.suppressed.isEmpty {
            text += "Hidden behind it, told to nobody:\n  \(incident.suppressed.map(\.rawValue).joined(separator: ", "))\n"
        }
        return text + ended(incident)
    }

    private func ended(_ incident: Incident) -> String {
        incident.closed.map { "  \(time($0))  closed: nothing that it explains is bad any more\n" } ?? ""
    }

    private func decided(_ decisions: [StoredDecision]) -> String {
        guard !decisions.isEmpty else { return "" }
        var text = "Who was told:\n"
        for decision in decisions {
            let verdict = ["notify": "mail", "hold": "wait", "suppress": "no mail"][decision.verdict] ?? decision.verdict
            let until = decision.until.map { ", until \(time($0))" } ?? ""
            text += "  \(time(decision.at))  \(verdict)\(until): \(TerminalText.escaped(decision.reason.words(time)))\n"
        }
        return text
    }

    /// What became of each mail: the relay's answer to each recipient, or how long it waits.
    private func delivered(_ mails: [StoredNotification]) -> String {
        guard !mails.isEmpty else { return "" }
        var text = "What became of the mails:\n"
        for mail in mails {
            let queue = mail.queueID.map { ", queue id \(TerminalText.escaped($0))" } ?? ""
            text += "  \(mail.notification.kind.rawValue) <\(mail.notification.messageID)>: \(mail.state.rawValue)\(queue)\n"
            for recipient in mail.recipients {
                let when = recipient.at.map { " at \(time($0))" } ?? ""
                let reply = recipient.reply.map { ": " + TerminalText.escaped($0) } ?? ""
                text += "    \(TerminalText.escaped(recipient.address)) \(recipient.state)\(when)\(reply)\n"
            }
            if mail.state == .waiting, let last = mail.attempts.last {
                text +=
                    "    tried \(mail.attempts.count) times, next at \(time(mail.due)); \(last.relay) said: \(TerminalText.escaped(last.reply))\n"
            }
        }
        return text
    }

    /// Moments as this reader reads them, also those within a stored reason.
    private func time(_ time: Timestamp) -> String { time.clock(utc: global.utc, now: global.at ?? .now) }

    private func whyNot(_ name: String, _ store: Store, _ output: Output) throws {
        let network = try? DeclaredNetwork.load(path: global.topology).network
        let question = SilenceQuestion(store: store, network: network, past: global.at, moment: time)
        let object = try question.known(name)
        let answer = try question.answer(about: object)
        if global.wantsDocument { return try output.print(document: Silence(answer)) }
        let seen = answer.state.map { "\(object) is \($0.state.rawValue) since \(time($0.since)).\n" } ?? ""
        let reason = answer.reason.isEmpty ? "" : TerminalText.escaped(answer.reason) + "\n"
        output.print(seen + reason + decided(answer.decisions))
    }

    private struct Silence: Encodable {
        var object: ObjectID
        @OrNull var state: String?
        @OrNull var since: String?
        /// As in `SilenceQuestion.Code`.
        var code: String
        var reason: String
        /// The incident of which it is a part.
        @OrNull var incident: String?
        var decisions: [Decision]

        init(_ answer: SilenceQuestion.Answer) {
            (object, code, reason) = (answer.object, answer.code.rawValue, answer.reason)
            decisions = answer.decisions.map(Decision.init)
            state = answer.state?.state.rawValue
            since = answer.state?.since.rfc3339()
            incident = answer.incident
        }
    }

    private struct Decision: Encodable {
        var t: String, verdict: String
        @OrNull var until: String?
        var code: String, reason: String

        init(_ decision: StoredDecision) {
            (t, verdict) = (decision.at.rfc3339(), decision.verdict)
            (code, reason) = (decision.reason.code, decision.reason.words)
            until = decision.until?.rfc3339()
        }
    }

    private struct Chain: Encodable {
        var incident: IncidentDocument
        var decisions: [Decision]
        var mails: [FollowUpDocument.Mail]

        init(_ incident: Incident, _ decisions: [StoredDecision], _ followUp: IncidentFollowUp) {
            self.incident = IncidentDocument(incident)
            self.decisions = decisions.map(Decision.init)
            mails = followUp.mails.map(FollowUpDocument.Mail.init)
        }
    }
}
