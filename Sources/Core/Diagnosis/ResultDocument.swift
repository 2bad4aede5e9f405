import NetworkModel

/// What a replay found, in the form of SCENARIOS.md ("Result document"). Collects actions; writes the same bytes for the same actions.
package struct ResultDocument: Sendable {
    package static let format = "fibrewatch-result/1"

    package var scenario: String
    /// In the order of opening, each in its last form.
    package private(set) var incidents: [Incident] = []
    package private(set) var pages: [Page] = []
    package private(set) var findings: [Finding] = []
    private var place: [String: Int] = [:]

    package init(scenario: String) { self.scenario = scenario }

    package mutating func add(_ actions: [DiagnosisAction]) {
        for action in actions { add(action) }
    }

    private mutating func add(_ action: DiagnosisAction) {
        switch action {
        case .opened(let incident), .revised(let incident), .withdrawn(let incident), .closed(let incident):
            if let known = place[incident.id] {
                incidents[known] = incident
            } else {
                place[incident.id] = incidents.count
                incidents.append(incident)
            }
        case .page(let page): pages.append(page)
        case .finding(let finding): findings.append(finding)
        case .state, .ask: break
        }
    }

    /// Indented JSON with a line's end.
    package var json: String {
        var text = "{\n  \"format\": \"\(Self.format)\",\n  \"scenario\": \(Self.quoted(scenario)),\n"
        text += "  \"incidents\": " + Self.list(incidents.map(Self.object)) + ",\n"
        text += "  \"pages\": " + Self.list(pages.map(Self.object)) + ",\n"
        return text + "  \"findings\": " + Self.list(findings.map(Self.object)) + "\n}\n"
    }

    private static func list(_ objects: [String]) -> String {
        objects.isEmpty ? "[]" : "[\n    " + objects.joined(separator: ",\n    ") + "\n  ]"
    }

    private static func object(_ incident: Incident) -> String {
        var fields = ["\"id\": \(quoted(incident.id))", "\"kind\": \"\(incident.kind.rawValue)\""]
        fields.append("\"opened\": \(seconds(incident.opened))")
        fields.append("\"closed\": \(incident.closed.map(seconds) ?? "null")")
        fields.append("\"withdrawn\": \(incident.withdrawn)")
        fields.append("\"candidates\": \(ids(incident.candidates))")
        fields.append("\"best\": \(quoted(incident.best.rawValue))")
        let revisions = incident.revisions.map { "{\"t\": \(seconds($0.time)), \"candidates\": \(ids($0.candidates))}" }
        fields.append("\"revisions\": [\(revisions.joined(separator: ", "))]")
        fields.append("\"impacted_sites\": \(ids(incident.impactedSites))")
        let services = incident.impactedServices.sorted { $0.key < $1.key }.map { "\(quoted($0.key.rawValue)): \($0.value)" }
        fields.append("\"impacted_services\": {\(services.joined(separator: ", "))}")
        fields.append("\"at_risk_sites\": \(ids(incident.atRiskSites))")
        fields.append("\"suppressed\": \(ids(incident.suppressed))")
        return "{" + fields.joined(separator: ", ") + "}"
    }

    private static func object(_ page: Page) -> String {
        "{\"t\": \(seconds(page.time)), \"object\": \(quoted(page.object.rawValue)), \"incident\": \(quoted(page.incident)), "
            + "\"urgency\": \"\(page.urgency.rawValue)\"}"
    }

    private static func object(_ finding: Finding) -> String {
        "{\"t\": \(seconds(finding.time)), \"kind\": \"\(finding.kind.rawValue)\", \"object\": \(quoted(finding.object.rawValue)), "
            + "\"detail\": \(quoted(finding.detail))}"
    }

    private static func ids(_ ids: [ObjectID]) -> String { "[" + ids.map { quoted($0.rawValue) }.joined(separator: ", ") + "]" }
    private static func seconds(_ time: Timestamp) -> String { Observation.number(time.seconds) }
    private static func quoted(_ text: String) -> String { Observation.quoted(ObjectID(text)) }
}
