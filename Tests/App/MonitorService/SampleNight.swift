import Alerting
import Diagnosis
import NetworkModel
import Rendering

/// The facts from which `Alerts/Samples/` are made: a cut on the shipped network as diagnosis tells it, all of it asked of the network,
/// so that a mail's parts fit each other.
enum SampleNight {
    static let duct: ObjectID = "duct:kanjiza-subotica"
    /// Saturday 21 November 2026, 03:12:45 in Belgrade.
    static let start = Timestamp(milliseconds: 1_795_227_165_000)

    /// The cut, with places that a mobile network carries on; and a quarter of an hour later, when its cell has no more battery.
    static func cut(in network: Network) -> (first: Incident, grown: Incident)? {
        guard let failure = network.failure(of: duct) else { return nil }
        let graph = NetworkGraph(network)
        let standby = network.document.links.indices.filter { network.document.links[$0].standbySeconds != nil }.map { Int32($0) }
        let (loss, whole) = (WhatIf(failure, in: graph), WhatIf(failure.union(Failure(devices: [], links: standby)), in: graph))
        var first = Incident(id: "i47", kind: .fault, opened: start, candidates: [duct], best: duct)
        first.proven = true
        hit(by: loss, of: network, &first)
        var grown = first
        hit(by: whole, of: network, &grown)
        first.atRiskSites = grown.impactedSites.filter { !first.impactedSites.contains($0) }
        first.evidence = evidence(failure, network, Set(loss.isolatedSites))
        grown.evidence =
            first.evidence + first.atRiskSites.prefix(3).map { silence(of: $0, network, at: start + .seconds(900)) }
        return (first, grown)
    }

    /// A dead device, and what is behind it.
    static func death(of device: ObjectID, id: String, at time: Timestamp, in network: Network) -> Incident {
        var incident = Incident(id: id, kind: .fault, opened: time, candidates: [device], best: device)
        incident.proven = true
        if let failure = network.failure(of: device) {
            hit(by: WhatIf(failure, in: NetworkGraph(network)), of: network, &incident)
        }
        return incident
    }

    /// The monitor's own words, while the devices `dead` are down and those at `hidden` cannot be seen.
    static func monitorFacts(_ network: Network, dead: Int = 0, hidden: Set<ObjectID> = []) -> [String] {
        let all = network.document.devices.count
        let behind = network.document.devices.count { hidden.contains($0.site) } - dead
        return [
            "the monitor is well", "devices: \(all - dead - behind) up, \(dead) down, \(behind) unobserved, 0 unknown",
            "1204377 requests sent, 411 not answered", "last 24 h: 3 mails sent, 218 decisions not to send",
        ]
    }

    static let changes = [
        MailChange(time: start - .seconds(11_000), object: duct, text: "maintenance add by ana: splicing, window m3"),
        MailChange(time: start - .seconds(40_000), object: duct, text: "i31, flapping, for 3 min"),
    ]

    /// What people found out before it was over.
    static let remarks = [
        MailRemark(.ticket, time: start + .seconds(2400), by: "ana", text: "TS-88123"),
        MailRemark(.cause, time: start + .seconds(7200), by: "ana", text: "digger at km 4"),
    ]

    private static func hit(by loss: WhatIf, of network: Network, _ incident: inout Incident) {
        incident.impactedSites = loss.isolatedSites.map { network.document.sites[Int($0)].id }.sorted()
        incident.impactedServices = [:]
        for (service, sites) in loss.lostServices {
            incident.impactedServices[network.document.services[Int(service)].id] = sites.count
        }
        incident.atRiskSites = []
    }

    /// Ports of devices that still answer are seen down; what is cut off is silent.
    private static func evidence(_ failure: Failure, _ network: Network, _ isolated: Set<Int32>) -> [Evidence] {
        var facts: [Evidence] = []
        for link in failure.links.map({ network.document.links[Int($0)] }) {
            for end in [link.a, link.b] {
                guard case .device(let row)? = network[end.device], !isolated.contains(network.siteOfDevice[Int(row)]) else {
                    continue
                }
                facts.append(
                    Evidence(
                        time: start, object: end.interface,
                        fact: "went down on \(end.device), which still answers; its link is \(link.id)"))
            }
        }
        let sites = isolated.map { network.document.sites[Int($0)].id }.sorted()
        return facts + sites.prefix(4).map { silence(of: $0, network, at: start + .seconds(9)) }
    }

    private static func silence(of site: ObjectID, _ network: Network, at time: Timestamp) -> Evidence {
        let device = network.document.devices.first { $0.site == site }?.id ?? site
        return Evidence(
            time: time, object: device,
            fact: "did not answer collector:bg 3 times in a row; its last answer came 8 s before the first failure")
    }
}
