import NetworkModel

extension Solver {
    /// Takes out of a duct or segment what may not lie in it and is seen up since it is supposed to be cut.
    func trimDoubtful(_ candidate: inout Candidate, _ evidence: EvidenceStore, _ input: SolverInput) {
        guard !tables.doubts.isEmpty, candidate.group.kind == .duct || candidate.group.kind == .segment else { return }
        let duct =
            candidate.group.kind == .duct
            ? candidate.group.index : tables.network.ductOfSegment[Int(candidate.group.index)]
        let onset = candidate.onset
        candidate.links.removeAll { link in
            tables.doubts.isDoubtful(link, in: duct) && carries(link, since: onset, evidence, input)
        }
        if candidate.links.count < 2 { candidate.fromRecords = false }
    }

    /// Where one of three and more links of a duct plainly carries on, that link's record may be wrong: the duct without it, at the price of
    /// a wrong record, however much hangs on the link.
    func trimWrong(_ candidate: inout Candidate, _ evidence: EvidenceStore, _ input: SolverInput) {
        guard candidate.group.kind == .duct, candidate.links.count > 2, !candidate.planned else { return }
        let onset = candidate.onset
        let carrying = candidate.links.filter { feedsAnswers($0, since: onset, evidence, input) }
        guard carrying.count == 1 else { return }
        candidate.links.removeAll { $0 == carrying[0] }
        candidate.prior += input.weights.recordWrong
        candidate.surcharge += input.weights.recordWrong
    }

    /// Whether what hangs on `link` alone answered after `onset`.
    private func feedsAnswers(_ link: Int32, since onset: Int64, _ evidence: EvidenceStore, _ input: SolverInput) -> Bool {
        for device in [tables.graph.deviceA[Int(link)], tables.graph.deviceB[Int(link)]]
        where tables.graph.transit[device].count == 1 && !input.isExcluded[Int(device)] && tables.standbyOfDevice[Int(device)] < 0
        {
            if tables.polls(of: device).contains(where: { evidence.lastGood[$0] > onset + input.weights.early }) { return true }
        }
        return false
    }

    /// Whether everything that a duct or segment is supposed to cut is in doubt: named, but after what is certain.
    func isByDoubtOnly(_ group: RiskGroup, _ links: [Int32]) -> Bool {
        guard !links.isEmpty, group.kind == .duct || group.kind == .segment else { return false }
        let duct = group.kind == .duct ? group.index : tables.network.ductOfSegment[Int(group.index)]
        return links.allSatisfy { tables.doubts.isDoubtful($0, in: duct) }
    }

    /// Whether a link was seen up after `onset` at an end that would show it.
    private func carries(_ link: Int32, since onset: Int64, _ evidence: EvidenceStore, _ input: SolverInput) -> Bool {
        for port in [link << 1, link << 1 | 1] {
            let device = tables.device(ofPort: port)
            if evidence.isDown[Int(port)] { return false }
            if !tables.portIsLocal[Int(port)], !input.isExcluded[Int(device)], !tables.polls(of: device).isEmpty,
                evidence.reads(of: device, after: onset + input.weights.early) > 0
            {
                return true
            }
        }
        return false
    }
}
