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
    }

    func run() async throws {
        let output = Output(global)
        let store = try StateSource(global).requiredStore()
        if let object { return try whyNot(object, store, output) }
        guard let id, let incident = try store.incident(id, at: global.at) else {
            throw IncidentArgument.unknown(self.id ?? "", output)
        }
        let decisions = try store.decisions(incident: incident.id)
        if global.json { return try output.print(json: Chain(incident, decisions)) }
        output.print(chain(incident) + decided(decisions) + delivered(try store.notifications(incident: incident.id)))
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
            text += "  \(time(decision.at))  \(verdict)\(until): \(TerminalText.escaped(decision.reason.words))\n"
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

    private func time(_ time: Timestamp) -> String { time.clock(utc: global.utc, now: global.at ?? .now) }

    /// What stands between an object and a mail about it.
    private struct Silence: Encodable {
        var object: ObjectID
        var state: String?
        var since: String?
        /// `hidden`, `cause`, `hit`, `evidence`, `expected`, `up`, `unproven` or `decided`.
        var code: String
        var reason: String
        /// The incident of which it is a part.
        var incident: String?
        var decisions: [Decision]
    }

    private func whyNot(_ name: String, _ store: Store, _ output: Output) throws {
        let network = try? DeclaredNetwork.load(path: global.topology).network
        let object = try known(name, store, network)
        let place = site(of: object, in: network)
        let at = global.at ?? .now
        let state = try store.state(of: object, at: global.at)
        let incident = try store.incidents(at: global.at).last {
            role(of: object, at: place, in: $0) != nil && $0.opened <= at && ($0.closed.map { $0 >= at } ?? true)
        }
        let decisions = try store.decisions(object: object, until: global.at)
        let (code, reason) = try why(object, at: place, state?.state, incident, decisions, store, network, at: at)
        if global.json {
            return try output.print(
                json: Silence(
                    object: object, state: state?.state.rawValue, since: state?.since.rfc3339(), code: code, reason: reason,
                    incident: incident?.id, decisions: decisions.map(Decision.init)))
        }
        let seen =
            state.map { "\(object) is \($0.state.rawValue) since \(time($0.since)).\n" }
            ?? "Nothing was ever observed of \(object).\n"
        output.print(seen + (reason.isEmpty ? "" : TerminalText.escaped(reason) + "\n") + decided(decisions))
    }

    /// The site of a device; nil for anything else, and where no network is declared here.
    private func site(of object: ObjectID, in network: Network?) -> ObjectID? {
        guard let network, case .device(let row)? = network[object] else { return nil }
        return network.document.devices[Int(row)].site
    }

    private enum Role { case cause, hidden, hit, evidence }

    /// What an object is in an incident; nil: nothing. A device is hit with its site.
    private func role(of object: ObjectID, at place: ObjectID?, in incident: Incident) -> Role? {
        if incident.candidates.contains(object) { return .cause }
        if incident.suppressed.contains(object) { return .hidden }
        let isHit = incident.impactedSites.contains { $0 == object || $0 == place }
        if isHit || incident.impactedServices[object] != nil { return .hit }
        return incident.evidence.contains { $0.object == object } ? .evidence : nil
    }

    private func why(
        _ object: ObjectID, at place: ObjectID?, _ state: ObjectState?, _ incident: Incident?, _ decisions: [StoredDecision],
        _ store: Store, _ network: Network?, at time: Timestamp
    ) throws -> (code: String, reason: String) {
        if let incident, let role = role(of: object, at: place, in: incident) {
            switch role {
            case .hidden:
                return (
                    "hidden",
                    "It is hidden behind \(incident.id), cause \(incident.best): whoever was told of that was told of this."
                )
            case .cause: return ("cause", "It is a cause of \(incident.id): `fibrewatch incident why \(incident.id)`.")
            case .hit:
                return ("hit", "\(incident.id), cause \(incident.best), takes it: whoever was told of that was told of this.")
            case .evidence:
                return ("evidence", "What was seen of it is evidence of \(incident.id), cause \(incident.best).")
            }
        }
        if state == .up { return ("up", "There was nothing to tell.") }
        if let reason = try expected(object, store, network, at: time) {
            return ("expected", "Its silence is expected: \(reason).")
        }
        if !decisions.isEmpty { return ("decided", "") }
        return ("unproven", "No incident names it: what was seen did not suffice to say that it is broken.")
    }

    /// The object of this name. What is declared no more is known by what was seen of it.
    private func known(_ name: String, _ store: Store, _ network: Network?) throws -> ObjectID {
        let id = ObjectID(name)
        if try store.state(of: id) != nil { return id }
        if try !store.decisions(object: id, until: nil).isEmpty { return id }
        return try network?.object(named: name) ?? id
    }

    /// Why silence of `object` is none to tell of; nil also where no network is declared here.
    private func expected(_ object: ObjectID, _ store: Store, _ network: Network?, at time: Timestamp) throws -> String? {
        guard let network else { return nil }
        let windows = try store.maintenance(endingAfter: time)
        return ExpectedSilence(network, windows: windows).reason(for: object, at: time)
    }

    private struct Decision: Encodable {
        var t: String, verdict: String, until: String?, code: String, reason: String

        init(_ decision: StoredDecision) {
            (t, verdict, until) = (decision.at.rfc3339(), decision.verdict, decision.until?.rfc3339())
            (code, reason) = (decision.reason.code, decision.reason.words)
        }
    }

    private struct Chain: Encodable {
        var incident: IncidentDocument
        var decisions: [Decision]

        init(_ incident: Incident, _ decisions: [StoredDecision]) {
            self.incident = IncidentDocument(incident)
            self.decisions = decisions.map(Decision.init)
        }
    }
}
