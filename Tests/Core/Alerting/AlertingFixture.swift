import Alerting
import Diagnosis
import NetworkModel

/// A duct over two links to two post offices and a hub, two people, one route.
enum AlertingFixture {
    static let network: Network = {
        var document = NetworkDocument(name: "fixture")
        document.sites = [
            .init(id: "site:hub", name: "Hub", kind: "hub"), .init(id: "site:p1", name: "Pošta 1", kind: "post"),
            .init(id: "site:p2", name: "Pošta 2", kind: "post"),
        ]
        document.devices = ["hub", "p1", "p2"].map { .init(id: ObjectID("dev:\($0)"), site: ObjectID("site:\($0)"), role: "cpe") }
        document.ducts = [.init(id: "duct:d", owner: "owner:railways", km: 12.4)]
        document.segments = [.init(id: "seg:s1", duct: "duct:d"), .init(id: "seg:s2", duct: "duct:d")]
        document.links = (1...2).map { n in
            var link = NetworkDocument.Link(
                id: ObjectID("link:l\(n)"), a: .init(device: "dev:hub", interface: ObjectID("if:hub#\(n)")),
                b: .init(device: ObjectID("dev:p\(n)"), interface: ObjectID("if:p\(n)#1")), kind: "fibre")
            link.segments = [ObjectID("seg:s\(n)")]
            return link
        }
        return Network.compile(document).network
    }()

    static var policy: AlertPolicy {
        var policy = AlertPolicy()
        policy.mail.domain = "noc.example"
        policy.people = [
            .init(id: "person:ana", name: "Ana", mail: "ana@noc.example"),
            .init(id: "person:boris", name: "Борис", mail: "boris@noc.example", level: .restricted),
        ]
        policy.routes = [.init(name: "on call", to: ["person:ana"])]
        policy.fallback = ["person:boris"]
        return policy
    }

    static func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: 1_763_690_000_000 + seconds * 1000) }

    static func incident(_ id: String = "i1", at second: Int64 = 0, best: ObjectID = "duct:d", kind: Incident.Kind = .fault)
        -> Incident
    {
        var incident = Incident(id: id, kind: kind, opened: at(second), candidates: [best], best: best)
        incident.impactedSites = ["site:p1", "site:p2"]
        incident.proven = true
        return incident
    }

    static func closed(_ incident: Incident, at second: Int64) -> Incident {
        var incident = incident
        incident.closed = at(second)
        return incident
    }

    static func page(_ incident: Incident, at second: Int64, urgency: Page.Urgency = .page) -> DiagnosisAction {
        .page(Page(time: at(second), object: incident.best, incident: incident.id, urgency: urgency))
    }
}

extension [AlertDecision] {
    var mails: [AlertNotification] { compactMap(\.notification) }
    var codes: [String] { map(\.reason.code) }
}
