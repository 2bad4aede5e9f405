import Alerting
import Diagnosis
import InventoryStore
import NetworkModel

/// Why nothing was sent about an object: what stood between it and a mail, now or at a past time.
///
/// What was seen comes before what follows: an object that is up is hidden by nothing. Then its part in the open incidents, then what may be silent.
struct SilenceQuestion {
    let store: Store
    /// nil where no network is declared here: then only what incidents name is known.
    let network: Network?
    /// nil: now.
    let past: Timestamp?
    /// Writes the moments for the reader.
    let moment: (Timestamp) -> String

    enum Code: String {
        case up, cause, hidden, hit, evidence, expected, unproven, decided
        /// The last way of sites that lost the others: carrying on, so no fault.
        case lastWay = "last-way"
        /// In a silent region: it cannot be seen at all.
        case behind
        case notObserved = "not-observed"
    }

    struct Answer {
        var object: ObjectID
        var state: StoredState?
        var code: Code
        /// One or two sentences; empty where the decisions say it.
        var reason: String
        var incident: String?
        /// About the object itself, in order.
        var decisions: [StoredDecision]
    }

    /// The object of this name. What is declared no more is known by what was seen of it.
    func known(_ name: String) throws -> ObjectID {
        let id = ObjectID(name)
        if try store.state(of: id) != nil { return id }
        if try !store.decisions(object: id, until: nil).isEmpty { return id }
        return try network?.object(named: name) ?? id
    }

    func answer(about object: ObjectID) throws -> Answer {
        let decisions = try store.decisions(object: object, until: past)
        let state = try store.state(of: object, at: past)
        var answer = Answer(object: object, state: state, code: .unproven, reason: "", decisions: decisions)
        let part = try part(of: object, isDown: state?.state == .down)
        answer.incident = part?.incident.id
        (answer.code, answer.reason) = try verdict(object, answer.state?.state, part, decisions)
        if answer.code == .up { answer.incident = nil }
        return answer
    }

    private func verdict(_ object: ObjectID, _ state: ObjectState?, _ part: Part?, _ decisions: [StoredDecision]) throws
        -> (Code, String)
    {
        // A rule may hold for what is up, and a site that answers may be cut off from every service.
        if state == .up, part.map({ $0.role > .cause && !($0.role == .hit && object.isOf(.site)) }) ?? true {
            return (.up, "It is up: there was nothing to tell.")
        }
        if let part { return (part.role.code, try words(part)) }
        if let reason = try expected(object) { return (.expected, "Its silence is expected: \(reason).") }
        if !decisions.isEmpty { return (.decided, "") }
        if state == nil, hasState(object) { return (.notObserved, try unseen(object)) }
        if state == .unknown, let (blind, collector) = try blindness(over: object) {
            return (
                .notObserved,
                "Whether it is up is not known: \(collector), which asks it, is blind (\(blind.id)), and that is told."
            )
        }
        return (.unproven, "No incident names it: what was seen did not suffice to say that it is broken.")
    }

    /// Objects of other kinds are judged by their parts and have no state of their own.
    private func hasState(_ object: ObjectID) -> Bool { [.device, .interface, .link, .site].contains(object.kind) }

    private func unseen(_ object: ObjectID) throws -> String {
        guard let past else { return "Nothing was ever observed of \(object)." }
        guard let first = try store.firstStateChange(), first > past else { return "Nothing was observed of it then." }
        return "Nothing was observed of it then: the first thing was seen at \(moment(first))."
    }

    /// The open incident about a collector that asks `object`, and the collector.
    private func blindness(over object: ObjectID) throws -> (Incident, ObjectID)? {
        guard let network, case .device(let row)? = network[network.device(of: object) ?? object] else { return nil }
        let collectors = network.document.devices[Int(row)].collectors
        return try store.incidents(open: true, at: past).lazy.filter { $0.kind == .monitoring }
            .compactMap { incident in
                collectors.first { incident.candidates.contains($0) || incident.best == $0 }.map { (incident, $0) }
            }
            .first
    }

    /// Why silence of `object` is none to tell of.
    private func expected(_ object: ObjectID) throws -> String? {
        guard let network else { return nil }
        let time = past ?? .now
        let windows = try store.maintenance(endingAfter: time)
        return ExpectedSilence(network, windows: windows).reason(for: object, at: time, moment: moment)
    }
}

// MARK: - Its part in the incidents

extension SilenceQuestion {
    /// What an object is in an incident, what tells most first.
    private enum Role: Int, Comparable {
        case cause, hidden, behind, hit, evidence, lastWay
        static func < (a: Role, b: Role) -> Bool { a.rawValue < b.rawValue }
        var code: Code {
            switch self {
            case .cause: .cause
            case .hidden: .hidden
            case .behind: .behind
            case .hit: .hit
            case .evidence: .evidence
            case .lastWay: .lastWay
            }
        }
    }

    private struct Part {
        var role: Role
        var incident: Incident
        /// What merely follows from another incident says least.
        var rank: Int { incident.kind == .redundancy ? 1 : 0 }
    }

    /// Its part in the incident that says most of it: by its role, then in the newest; one that merely follows from another comes last.
    private func part(of object: ObjectID, isDown: Bool) throws -> Part? {
        let at = past ?? .now
        let means = devices(of: object)
        // Whoever answers hides nothing.
        let silent = try means.filter { try store.state(of: $0, at: past)?.state != .up }
        let open = try store.incidents(at: past, limit: .max).filter { incident in
            !incident.withdrawn && incident.opened <= at && (incident.closed.map { $0 >= at } ?? true)
        }
        let parts = open.reversed().compactMap { incident in
            role(of: object, with: silent, isDown: isDown, in: incident).map { Part(role: $0, incident: incident) }
        }
        // The first of equals stays: the newest.
        return parts.reduce(nil as Part?) { best, part in
            guard let best else { return part }
            return (part.rank, part.role) < (best.rank, best.role) ? part : best
        }
    }

    private func role(of object: ObjectID, with devices: [ObjectID], isDown: Bool, in incident: Incident) -> Role? {
        if incident.kind == .redundancy {
            if incident.candidates.contains(object) { return .lastWay }
            return incident.evidence.contains { $0.object == object } ? .evidence : nil
        }
        if incident.candidates.contains(object) { return .cause }
        if incident.suppressed.contains(object) { return .hidden }
        let places = devices.compactMap(site)
        let isHit = incident.impactedSites.contains { $0 == object || (object.kind == .device && places.contains($0)) }
        if isHit || incident.impactedServices[object] != nil { return .hit }
        if incident.evidence.contains(where: { $0.object == object }) { return .evidence }
        if isTakenDown(object, by: incident) { return .hidden }
        return isBehind(devices, places, in: incident) ? isDown ? .hidden : .behind : nil
    }

    /// A link or port in a duct that is cut goes with it.
    private func isTakenDown(_ object: ObjectID, by incident: Incident) -> Bool {
        guard let network, object.kind == .link || object.kind == .interface, let link = network.failure(of: object)?.links.first
        else { return false }
        return network.failure(of: incident.best)?.links.contains(link) ?? false
    }

    /// A port or link is not seen where one of its ends is silent: in a region that the incident hides, or at its cause.
    private func isBehind(_ devices: [ObjectID], _ places: [ObjectID], in incident: Incident) -> Bool {
        devices.contains { incident.suppressed.contains($0) || incident.candidates.contains($0) }
            || places.contains {
                incident.suppressed.contains($0) || incident.candidates.contains($0) || incident.impactedSites.contains($0)
            }
    }

    /// The devices by which an object is seen: of a port its own, of a link both ends.
    private func devices(of object: ObjectID) -> [ObjectID] {
        guard let network else { return [] }
        let name = { (row: Int32) in network.document.devices[Int(row)].id }
        switch network[object] {
        case .device: return [object]
        case .interface(let link, let end): return [name((end == .a ? network.deviceA : network.deviceB)[Int(link)])]
        case .link(let link): return [name(network.deviceA[Int(link)]), name(network.deviceB[Int(link)])]
        case .site(let site): return network.devicesOfSite[site].map(name)
        default: return []
        }
    }

    private func site(of device: ObjectID) -> ObjectID? {
        guard let network, case .device(let row)? = network[device] else { return nil }
        return network.document.devices[Int(row)].site
    }

    private func words(_ part: Part) throws -> String {
        let (id, best) = (part.incident.id, part.incident.best)
        switch part.role {
        case .cause: return "It is a cause of \(id): `fibrewatch incident why \(id)`. \(try told(part.incident))"
        case .hidden: return "It is hidden behind \(id), cause \(best). \(try told(part.incident))"
        case .behind: return "It cannot be seen: it is behind \(id), cause \(best). \(try told(part.incident))"
        case .hit: return "\(id), cause \(best), takes it. \(try told(part.incident))"
        case .evidence: return "What was seen of it is evidence of \(id), cause \(best). \(try told(part.incident))"
        case .lastWay:
            return
                "It carries on: \(id) says that \(part.incident.atRiskSites.count) sites have no other way left. \(try told(part.incident))"
        }
    }

    /// Who was told of an incident by then, or for what it waits.
    private func told(_ incident: Incident) throws -> String {
        let decisions = try store.decisions(incident: incident.id).filter { $0.at <= past ?? .distantFuture }
        if let mail = decisions.last(where: { $0.verdict == "notify" }) {
            guard try isTaken(incident) else {
                return "A mail about \(incident.id) was decided at \(moment(mail.at)); no relay has taken it yet."
            }
            return "Whoever was told of \(incident.id), last at \(moment(mail.at)), was told of this."
        }
        guard let last = decisions.last else {
            return "Nobody was told of \(incident.id) yet: nothing is decided about it so far."
        }
        let reason = last.reason.words(moment)
        guard last.verdict == "hold" else { return "Nobody was told of \(incident.id): \(reason)." }
        let end = last.until.map { " until \(moment($0))" } ?? ""
        return "Nobody was told of \(incident.id) yet: it waits\(end), \(reason)."
    }

    /// Whether a mail about it reached somebody by then; true also where it was told together with others.
    private func isTaken(_ incident: Incident) throws -> Bool {
        let end = past ?? .distantFuture
        let recipients = try store.notifications(incident: incident.id).filter { $0.notification.decided <= end }
            .flatMap { $0.known(at: end).recipients }
        return recipients.isEmpty || recipients.contains { $0.state == "accepted" }
    }
}
