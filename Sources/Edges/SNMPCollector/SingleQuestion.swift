import SNMPMessages

/// One question asked by itself, and where its outcome goes.
struct SingleQuestion: Sendable {
    var device: Int32
    var kind: PDUKind
    var oids: [ObjectIdentifier]
    var template: RequestTemplate
    var finish: @Sendable (SNMPOutcome) -> Void

    /// The answer as values. A GET keeps only bindings whose names were asked; the rest is a finding.
    func outcome(_ header: PDUHeader, in bytes: Span<UInt8>, roundTrip: Duration, tries: Int) -> SNMPOutcome {
        guard header.errorStatus == .noError else { return .failure(.agent(header.errorStatus, index: header.errorIndex)) }
        var answer = SNMPAnswer(varBinds: [], roundTrip: roundTrip, tries: tries)
        do throws(BERError) {
            var cursor = VarBindCursor(header.varBinds)
            while let raw = try cursor.next(in: bytes) { answer.varBinds.append(try VarBind(raw, in: bytes)) }
        } catch {
            if answer.varBinds.isEmpty { return .failure(.malformed(error)) }
            answer.findings.append("agent-malformed-reply: \(error)")
        }
        if kind == .get { keepAsked(&answer) }
        return .success(answer)
    }

    private func keepAsked(_ answer: inout SNMPAnswer) {
        if answer.varBinds.count == oids.count, zip(answer.varBinds, oids).allSatisfy({ $0.oid == $1 }) { return }
        let asked = Set(oids)
        let foreign = answer.varBinds.first { !asked.contains($0.oid) }
        answer.varBinds.removeAll { !asked.contains($0.oid) }
        let given = Set(answer.varBinds.map(\.oid))
        if let foreign { answer.findings.append("agent-wrong-names: \(foreign.oid)") }
        if let missing = oids.first(where: { !given.contains($0) }) { answer.findings.append("agent-missing-names: \(missing)") }
    }
}
