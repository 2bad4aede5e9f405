import NetworkModel

extension DiagnosisEngine {
    /// Brings up to date what an incident says of its cause: whether it is proven, and what looks down because of it and is told to nobody.
    /// Both only grow: what was proven or hidden once stays part of the story.
    func account(for cause: Cause, in incident: inout Incident) {
        if cause.explained.contains(where: { $0 >= tables.firstPort }) { incident.proven = true }
        var hidden = Set(incident.suppressed)
        for link in cause.links { hidden.insert(tables.network.document.links[Int(link)].id) }
        for item in cause.explained {
            if item < tables.firstPort {
                hidden.insert(tables.name(ofDevice: tables.pollDevice[Int(item)]))
            } else if item < tables.firstPower {
                hidden.insert(tables.network.document.links[Int((item - tables.firstPort) >> 1)].id)
            }
        }
        hidden.subtract(incident.candidates)
        if hidden.count != incident.suppressed.count { incident.suppressed = hidden.sorted() }
    }
}
