import Diagnosis
import NetworkModel

/// An incident as JSON: the fields of the result document of SCENARIOS.md, times in RFC 3339.
struct IncidentDocument: Encodable {
    struct Revision: Encodable { var t: String, candidates: [ObjectID] }
    struct Fact: Encodable { var t: String, object: ObjectID, fact: String }

    var id: String
    var kind: Incident.Kind
    var opened: String
    @OrNull var closed: String?
    var withdrawn: Bool
    var candidates: [ObjectID]
    var best: ObjectID
    var revisions: [Revision]
    var impacted_sites: [ObjectID]
    var impacted_services: [String: Int]
    var at_risk_sites: [ObjectID]
    var suppressed: [ObjectID]
    var evidence: [Fact]
    @OrNull var paged: String?
    /// The incident from which it follows.
    @OrNull var joins: String?

    /// What a rule found, where a rule opened it.
    @OrNull var rule: String?
    @OrNull var rule_text: String?

    /// What the network's records seem to have wrong by what was seen; null where that was not asked for.
    @OrNull var record_suspects: [Fact]? = nil

    init(_ incident: Incident) {
        id = incident.id
        kind = incident.kind
        opened = incident.opened.rfc3339()
        closed = incident.closed?.rfc3339()
        withdrawn = incident.withdrawn
        candidates = incident.candidates
        best = incident.best
        revisions = incident.revisions.map { Revision(t: $0.time.rfc3339(), candidates: $0.candidates) }
        impacted_sites = incident.impactedSites
        impacted_services = Dictionary(uniqueKeysWithValues: incident.impactedServices.map { ($0.key.rawValue, $0.value) })
        at_risk_sites = incident.atRiskSites
        suppressed = incident.suppressed
        evidence = incident.evidence.map { Fact(t: $0.time.rfc3339(), object: $0.object, fact: $0.fact) }
        paged = incident.paged?.rfc3339()
        joins = incident.joins
        rule = incident.alert?.rule
        rule_text = incident.alert?.text
    }
}
