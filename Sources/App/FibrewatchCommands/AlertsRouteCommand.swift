import Alerting
import ArgumentParser
import Diagnosis
import NetworkModel
import Rendering

/// `alerts route OBJECT`: who would get what if this broke now, after which wait, and by which rule.
struct AlertsRouteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route", abstract: "Who would be told if an object broke now, when, and why.",
        discussion: "The rules of --alerts are asked about the loss of the object alone, proven and inferred. Nothing is sent.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "An object of the network, such as duct:u7.")
    var object: String

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let policy = try global.declaredAlerts(for: network).policy
        let id = try network.object(named: object)
        let answers = [true, false].map { Answer(network, policy, id, isProven: $0, at: .now) }
        if global.json { return try output.print(json: answers) }
        var table = TextTable("EVIDENCE", "WHO", "WAITS", "WHY")
        for answer in answers {
            table.add([
                .init(answer.evidence), .init(answer.people.isEmpty ? "nobody" : answer.people.joined(separator: ", ")),
                .init(answer.waits_s.map { Age(.seconds($0)).description } ?? "not"),
                .init(answer.reasons.joined(separator: "; ")),
            ])
        }
        output.print(table)
        output.say("subject: \(answers[0].subject ?? "none")")
    }

    private struct Answer: Encodable {
        var object: ObjectID
        /// `proven` or `inferred`.
        var evidence: String
        var people: [String]
        /// From the onset; absent where it does not wait.
        var waits_s: Int64?
        var reasons: [String]
        var subject: String?

        /// What the engine decides about an incident of the object that stays for a month.
        init(_ network: Network, _ policy: AlertPolicy, _ object: ObjectID, isProven: Bool, at now: Timestamp) {
            var policy = policy
            (policy.heartbeat, policy.morning, policy.weekly) = (nil, nil, nil)
            var engine = AlertingEngine(policy: policy, network: network)
            var incident = Incident(id: "i0", kind: .fault, opened: now, candidates: [object], best: object)
            incident.proven = isProven
            let loss = WhatIf(network.failure(of: object) ?? .nothing, in: NetworkGraph(network))
            incident.impactedSites = loss.isolatedSites.map { network.document.sites[Int($0)].id }.sorted()
            var decisions = engine.receive(.opened(incident), at: now)
            decisions += engine.receive(.page(Page(time: now, object: object, incident: "i0")), at: now)
            if case .hold(let until)? = decisions.last?.verdict { decisions += engine.advance(to: until) }
            let mails = decisions.compactMap(\.notification)
            self.object = object
            evidence = isProven ? "proven" : "inferred"
            people = mails.flatMap { $0.recipients.map { "\($0.name) <\($0.address)>" } }
            let wait = (mails.first?.decided ?? now) - now
            waits_s = wait > .zero ? wait.milliseconds / 1000 : nil
            reasons = decisions.map(\.reason.words)
            subject = mails.first.map { MailMessage.subject($0, in: MailContext(network: network, identity: policy.mail)) }
        }
    }
}
