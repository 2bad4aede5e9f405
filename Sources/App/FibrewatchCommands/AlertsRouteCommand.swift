import Alerting
import ArgumentParser
import DeclaredFiles
import Diagnosis
import NetworkModel
import Rendering

/// `alerts route OBJECT`: who would get what if this broke now, after which wait, by which route, and what follows while nobody takes it.
struct AlertsRouteCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "route", abstract: "Who would be told if an object broke now, when, and why.",
        discussion: """
            The files of --alerts are asked about the loss of the object alone, proven and inferred: which route matches, who is on duty, and the \
            mails of two days while nobody takes it. Of rules about it whose severity or urgency follows `when`, what they would be now and \
            at the other hours of the places behind it. Nothing is sent.
            """)

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions

    @Argument(help: "An object of the network, such as duct:u7.")
    var object: String
    @Option(help: ArgumentHelp("Kind of the incident (default fault; of a collector monitoring).", valueName: "kind")) var kind:
        String?
    @Option(help: ArgumentHelp("page, ticket or digest (default page).", valueName: "urgency")) var urgency: String?

    func run() async throws {
        let output = Output(global)
        let urgency = try Self.word(urgency ?? "page", "urgency", of: Page.Urgency.self)
        let network = try global.declaredNetwork().network
        let policy = try global.declaredAlerts(for: network).policy
        let id = try network.object(named: object)
        guard !id.isOf(.service) else {
            output.complain(
                "\(id) is never the cause of an incident: ask for a device, link, duct or site that it depends on (fibrewatch show \(id))"
            )
            throw ExitCode.brokenConfiguration
        }
        // A collector that is silent is no outage.
        let kind = try Self.word(kind ?? (id.isOf(.collector) ? "monitoring" : "fault"), "kind", of: Incident.Kind.self)
        var answers = [true, false].map { isProven in
            var incident = Incident(
                id: "i0", kind: kind, opened: global.at ?? .now, candidates: [id], best: id)
            incident.proven = isProven
            let loss = WhatIf(network.failure(of: id) ?? .nothing, in: NetworkGraph(network))
            incident.impactedSites = loss.isolatedSites.map { network.document.sites[Int($0)].id }.sorted()
            return Answer(incident, urgency, policy, network)
        }
        let rules = RuleGradePreview.all(
            for: id, at: global.at ?? .now, policy: policy, network: network)
        if global.wantsDocument {
            let rows = rules.flatMap { rule in rule.hours.map { RuleGradeRow(rule, $0) } }
            for row in answers.indices { answers[row].rules = rows }
            return try output.print(rows: answers)
        }
        if global.csv { return output.print(Self.steps(answers).csv) }
        output.print(Self.routes(answers))
        output.print("\n")
        output.print(Self.steps(answers))
        let grades = RuleGradeRow.table(rules, utc: global.utc, now: global.at ?? .now)
        if !grades.rows.isEmpty {
            output.print("\n")
            output.print(grades)
        }
        output.say("subject: \(answers[0].subject ?? "none")")
    }

    private static func word<Word: RawRepresentable<String> & CaseIterable>(_ text: String, _ noun: String, of type: Word.Type)
        throws
        -> Word
    {
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        let advice = Wording.nearest(to: text, among: words).map { "; did you mean \"\($0)\"?" } ?? ""
        throw ValidationError("\"\(text)\" is no \(noun), which is one of \(words.joined(separator: ", "))\(advice)")
    }

    private static func routes(_ answers: [Answer]) -> TextTable {
        var table = TextTable("EVIDENCE", "ROUTE", "BECAUSE", "ON DUTY", "ESCALATION")
        for answer in answers {
            table.add([
                .init(answer.evidence), .init(answer.route ?? "fallback"), .init(answer.because),
                .init(answer.duty.joined(separator: ", ")), .init(answer.escalation ?? "none"),
            ])
        }
        return table
    }

    private static func steps(_ answers: [Answer]) -> TextTable {
        var table = TextTable("EVIDENCE", "AFTER", "MAIL", "WHO", "WHY")
        for answer in answers {
            if answer.steps.isEmpty {
                table.add([
                    .init(answer.evidence), .init(""), .init("none"), .init("nobody"),
                    .init(answer.reasons.joined(separator: "; ")),
                ])
            }
            for step in answer.steps {
                let after = step.after_s == 0 ? "at once" : TimeSpan.seconds(step.after_s).text
                table.add([
                    .init(answer.evidence), .init(after), .init(step.mail), .init(step.people.joined(separator: ", ")),
                    .init(step.why),
                ])
            }
        }
        return table
    }

    struct Answer: Encodable {
        struct Step: Encodable {
            /// From the onset.
            var after_s: Int64
            var mail: String
            var people: [String]
            var why: String
        }

        var object: ObjectID
        /// `proven` or `inferred`.
        var evidence: String
        /// As it is sent.
        var urgency: String
        /// nil: none matches, and fallback is told.
        @OrNull var route: String? = nil
        var because: String
        /// `team:noc is person:ana`; a person alone.
        var duty: [String]
        @OrNull var escalation: String? = nil
        /// Of the first mail.
        var people: [String]
        /// From the onset; null where it does not wait.
        @OrNull var waits_s: Int64? = nil
        var reasons: [String]
        @OrNull var subject: String? = nil
        var steps: [Step]
        /// Of rules about the object whose severity or urgency follows its impact and hours.
        var rules: [RuleGradeRow] = []

        /// What the engine decides about an incident that stays.
        init(_ incident: Incident, _ urgency: Page.Urgency, _ policy: AlertPolicy, _ network: Network) {
            let preview = RoutePreview(incident, urgency: urgency, policy: policy, network: network)
            object = incident.best
            evidence = incident.proven ? "proven" : "inferred"
            self.urgency = preview.urgency.rawValue
            route = preview.route
            because = Self.because(preview)
            duty = preview.duty.map { duty in
                if duty.people == [duty.name] { return duty.name.rawValue }
                let people = duty.people.isEmpty ? "nobody" : duty.people.map(\.rawValue).joined(separator: ", ")
                return "\(duty.name) is \(people)\(duty.isGap ? ", as nobody is on duty" : "")"
            }
            escalation = preview.escalation
            steps = preview.steps.map { step in
                Step(
                    after_s: step.after.milliseconds / 1000, mail: step.kind.rawValue,
                    people: step.people.map { "\($0.name) <\($0.address)>" }, why: step.reason.words)
            }
            people = steps.first?.people ?? []
            let wait = preview.steps.first?.after ?? .zero
            waits_s = wait > .zero ? wait.milliseconds / 1000 : nil
            reasons = preview.reasons.map(\.words) + (preview.steps.first.map { [$0.reason.words] } ?? [])
            subject = preview.first.map { MailMessage.subject($0, in: MailContext(network: network, identity: policy.mail)) }
        }

        private static func because(_ preview: RoutePreview) -> String {
            let others = preview.passedOver.map { "\($0.route) asks for \($0.missing)" }.joined(separator: "; ")
            let own =
                preview.route == nil
                ? "no route matches" : preview.matched.isEmpty ? "it matches everything" : preview.matched.joined(separator: ", ")
            return others.isEmpty ? own : "\(own); \(others)"
        }
    }
}
