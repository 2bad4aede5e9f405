import Alerting
import ArgumentParser
import DeclaredFiles
import Diagnosis
import InventoryStore
import NetworkModel
import Rendering

/// `incident why ID`: the chain of facts from the observations to the mail; `why --not OBJECT`: why nothing was sent.
struct IncidentWhyCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "How an incident was found and who was told; with --not why nothing was sent about an object.")

    static let forms: [OutputFormat] = [.json, .jsonl]

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
        let decisions = try store.decisions(incident: incident.id).filter { $0.at <= global.at ?? .distantFuture }
        let followUp = try IncidentFollowUp(incident.id, store, at: global.at, wholes: store.wholes(at: global.at))
        let network = try? DeclaredNetwork.load(path: global.topology).network
        let boundary = try network.map { try beginning(of: incident, in: $0, store) } ?? nil
        if global.wantsDocument { return try output.print(document: Chain(incident, decisions, followUp, boundary)) }
        let policy = try? DeclaredAlerts.load(path: global.alerts, network: network).policy
        let chain = IncidentChain(
            incident: incident, decisions: decisions, followUp: followUp, network: network,
            boundary: boundary, policy: policy,
            alerts: global.alerts, time: { $0.clock(utc: global.utc, now: incident.opened) },
            day: { $0.rfc3339(utc: global.utc) })
        output.print(chain.text)
        if network == nil {
            output.say("where the silence begins is told with the network: name it with --topology")
        }
    }

    /// nil for what no silence is behind: a rule, a refusal, lost redundancy.
    private func beginning(of incident: Incident, in network: Network, _ store: Store) throws
        -> SilenceBoundary?
    {
        switch incident.kind {
        case .fault, .flapping, .planned, .transient: break
        default: return nil
        }
        guard incident.alert == nil else { return nil }
        // When its cause was judged last; later some of it was well again.
        let judged = max(incident.revisions.last?.time ?? incident.opened, incident.paged ?? incident.opened)
        var states: [ObjectID: ObjectState?] = [:]
        return try SilenceBoundary(of: incident, in: network) { object in
            if let known = states[object] { return known }
            let state = try store.state(of: object, at: judged)?.state
            states[object] = .some(state)
            return state
        }
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
        let decided = answer.decisions.map {
            TerminalText.escaped("\(time($0.at))  \($0.reason.words(time))") + "\n"
        }
        output.print(seen + reason + decided.joined())
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

    /// Where the silence begins; null in the chain where that cannot be told.
    private struct Boundary: Encodable {
        struct Crossing: Encodable {
            var answering: ObjectID, port: ObjectID, port_is_down: Bool, link: ObjectID, far: ObjectID,
                far_answers: Bool
        }
        var silent: [ObjectID]
        var links: [Crossing]

        init(_ boundary: SilenceBoundary) {
            silent = boundary.silent
            links = boundary.crossings.map {
                Crossing(
                    answering: $0.answering, port: $0.port, port_is_down: $0.portIsDown, link: $0.link,
                    far: $0.far,
                    far_answers: $0.farAnswers)
            }
        }
    }

    private struct Chain: Encodable {
        var incident: IncidentDocument
        var decisions: [Decision]
        var mails: [FollowUpDocument.Mail]
        @OrNull var boundary: Boundary?

        init(
            _ incident: Incident, _ decisions: [StoredDecision], _ followUp: IncidentFollowUp,
            _ boundary: SilenceBoundary?
        ) {
            self.boundary = boundary.map(Boundary.init)
            self.incident = IncidentDocument(incident)
            self.decisions = decisions.map(Decision.init)
            mails = followUp.mails.map(FollowUpDocument.Mail.init)
        }
    }
}
