import Alerting
import Diagnosis
import NetworkModel

@testable import Rendering

/// A duct of the railways under the link to a post office, and mails about its cut.
enum MailFixture {
    static let network: Network = {
        var document = NetworkDocument(name: "fixture")
        var post = NetworkDocument.Site(id: "site:p11", name: "Пошта 11130 Калуђерица", kind: "post", lat: 44.75, lon: 20.55)
        post.municipality = "Гроцка"
        post.contact = "+381 11 555 0111"
        document.sites = [
            .init(id: "site:bg", name: "Beograd DC", kind: "dc"), post,
            .init(id: "site:m1", name: "Grocka", kind: "municipality"),
        ]
        document.devices = [
            .init(id: "dev:bg-core-1", site: "site:bg", role: "core"), .init(id: "dev:p11", site: "site:p11", role: "cpe"),
            .init(id: "dev:m1", site: "site:m1", role: "agg"),
        ]
        var owner = NetworkDocument.Owner(id: "owner:railways", name: "Железнице Србије")
        (owner.contact, owner.contract) = ("+381 11 555 0300", "ŽS-2024/17")
        document.owners = [owner]
        var duct = NetworkDocument.Duct(id: "duct:bg-grocka", owner: "owner:railways", km: 12.43)
        duct.name = "Beograd–Grocka"
        duct.path = [[44.8, 20.46], [44.67, 20.71]]
        duct.manholes = [.init(name: "KO-14", km: 3.2), .init(name: "KO-15", km: 6.05)]
        document.ducts = [duct]
        document.segments = [.init(id: "seg:g1", duct: "duct:bg-grocka"), .init(id: "seg:g2", duct: "duct:bg-grocka")]
        document.links = [("l1", "p11", "g1"), ("l2", "m1", "g2")].map { id, far, segment in
            var link = NetworkDocument.Link(
                id: ObjectID("link:\(id)"), a: .init(device: "dev:bg-core-1", interface: ObjectID("if:bg-core-1#\(id)")),
                b: .init(device: ObjectID("dev:\(far)"), interface: ObjectID("if:\(far)#1")), kind: "fibre")
            link.segments = [ObjectID("seg:\(segment)")]
            return link
        }
        document.services = [.init(id: "svc:post-payments", hosts: ["dev:bg-core-1"], clients: ["post"])]
        return Network.compile(document).network
    }()

    /// Saturday 22 November 2025, 03:12:45 in Belgrade.
    static let start = Timestamp(milliseconds: 1_763_777_565_000)

    static var incident: Incident {
        var incident = Incident(
            id: "i47", kind: .fault, opened: start, candidates: ["duct:bg-grocka", "link:l1"], best: "duct:bg-grocka")
        incident.impactedSites = ["site:m1", "site:p11"]
        incident.impactedServices = ["svc:post-payments": 1]
        incident.proven = true
        incident.evidence = [
            Evidence(time: start, object: "if:bg-core-1#l1", fact: "port went down"),
            Evidence(time: start + .seconds(2), object: "dev:p11", fact: "stopped answering; last answer 8 s before"),
        ]
        return incident
    }

    static var policy: AlertPolicy {
        var policy = AlertPolicy()
        policy.mail.from = "fibrewatch <noc@noc.example>"
        policy.mail.domain = "noc.example"
        policy.people = [
            .init(id: "person:ana", name: "Ana Anić", mail: "ana@noc.example"),
            .init(id: "person:boris", name: "Boris", mail: "boris@noc.example"),
        ]
        policy.fallback = ["person:ana", "person:boris"]
        return policy
    }

    static var context: MailContext { MailContext(network: network, identity: policy.mail) }

    /// Problem, update and recovery of one outage, as the engine decides them.
    static func thread(_ incident: Incident = incident, level: Level = .internal, in language: Language = .english)
        -> [AlertNotification]
    {
        var policy = policy
        for n in policy.people.indices { (policy.people[n].level, policy.people[n].language) = (level, language) }
        var engine = AlertingEngine(policy: policy, network: network)
        var mails =
            engine.receive(.opened(incident), at: start)
            + engine.receive(
                .page(Page(time: start + .seconds(5), object: incident.best, incident: incident.id)), at: start + .seconds(5))
        var changed = incident
        (changed.best, changed.candidates) = ("link:l1", ["link:l1"])
        mails += engine.receive(.revised(changed), at: start + .seconds(900))
        changed.closed = start + .seconds(7500)
        mails += engine.receive(.closed(changed), at: start + .seconds(7500))
        return mails.compactMap(\.notification)
    }

    static func rendered(_ notification: AlertNotification) -> [UInt8] { MailMessage.render(notification, in: context) }
}
