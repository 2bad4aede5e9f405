import NetworkModel

extension DiagnosisEngine {
    /// Records that the cause of a paged incident shows to be wrong: links that went with a duct and are not listed in it, and links
    /// that are listed in it and carry on.
    mutating func tellSuspectRecords(of cause: Cause, at time: Timestamp) {
        guard cause.best.kind == .duct else { return }
        let duct = cause.best.id(in: tables)
        let listed = Set(tables.network.linksOfDuct[cause.best.index])
        let cut = Set(cause.links)
        for link in cut.subtracting(listed).sorted() {
            suspect(tables.network.document.links[Int(link)].id, at: time, "went down with \(duct), in which it is not listed")
        }
        for link in listed.subtracting(cut).sorted() {
            suspect(
                tables.network.document.links[Int(link)].id, at: time, "is listed in \(duct) and carries on while that is cut")
        }
    }

    private mutating func suspect(_ object: ObjectID, at time: Timestamp, _ detail: String) {
        actions.append(.finding(Finding(time: time, kind: .recordSuspect, object: object, detail: detail)))
    }
}
