import SNMPMessages

/// What came of one question: an answer, or the reason why there is none.
package typealias SNMPOutcome = Result<SNMPAnswer, SNMPFailure>

/// An agent's answer.
package struct SNMPAnswer: Hashable, Sendable {
    /// Only bindings whose names are those asked for (GET), in the order asked; for GETNEXT and GETBULK as they came.
    package var varBinds: [VarBind]
    /// What is odd about the answer, as `agent-…: facts`; empty for a well-behaved agent.
    package var findings: [String]
    package var roundTrip: Duration
    /// 1 where the first try was answered.
    package var tries: Int

    package init(varBinds: [VarBind], findings: [String] = [], roundTrip: Duration = .zero, tries: Int = 1) {
        (self.varBinds, self.findings, self.roundTrip, self.tries) = (varBinds, findings, roundTrip, tries)
    }

    /// The value under `oid`; nil where absent or an exception (noSuchObject …).
    package subscript(_ oid: ObjectIdentifier) -> SNMPValue? {
        guard let value = varBinds.first(where: { $0.oid == oid })?.value else { return nil }
        switch value {
        case .noSuchObject, .noSuchInstance, .endOfMibView, .undecodable: return nil
        default: return value
        }
    }
}
