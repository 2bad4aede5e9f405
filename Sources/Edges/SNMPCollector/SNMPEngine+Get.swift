import SNMPMessages

extension SNMPEngine {
    /// GET of `oids`, however many: in one request where the agent can, in parts where it cannot.
    ///
    /// An agent that answers tooBig is asked for halves. One that refuses the whole for one name (noSuchName of v1, genErr) is asked
    /// again without that name: with noSuchName it has `noSuchInstance` in the answer, else it is left out with a finding
    /// `agent-error: STATUS for OID`. So one bad object never costs the others (RFC 3416 section 4.2.1, RFC 1157 section 4.1.2).
    package func get(_ oids: [ObjectIdentifier], from target: SNMPTarget) async -> SNMPOutcome {
        var parts = PartialAnswer(oids: oids)
        var open = [oids[...]]
        while let asked = open.popLast() {
            switch await ask(.get, Array(asked), of: target) {
            case .success(let answer): parts.take(answer)
            case .failure(.agent(let status, let index)) where asked.count > 1 && parts.mayAskOn(status):
                open += Self.smaller(asked, status, index: index, &parts)
            case .failure(.agent(let status, _)) where asked.count == 1: parts.refuse(asked, status)
            case .failure(let failure): return parts.isEmpty ? .failure(failure) : parts.outcome(cutShortBy: failure)
            }
        }
        return parts.outcome
    }

    /// What to ask in place of a request that the agent refused, the first part last.
    private static func smaller(
        _ asked: ArraySlice<ObjectIdentifier>, _ status: SNMPErrorStatus, index: Int32, _ parts: inout PartialAnswer
    ) -> [ArraySlice<ObjectIdentifier>] {
        let place = asked.startIndex + Int(index) - 1
        if status != .tooBig, index >= 1, asked.indices.contains(place) {
            parts.refuse(asked[place...place], status)
            let rest = asked[..<place] + asked[(place + 1)...]
            return [rest[...]]
        }
        let middle = asked.startIndex + asked.count / 2
        return [asked[middle...], asked[..<middle]]
    }
}

/// What the parts of one GET have brought so far.
private struct PartialAnswer {
    private let oids: [ObjectIdentifier]
    private var values: [ObjectIdentifier: SNMPValue] = [:]
    private var refused: [ObjectIdentifier: SNMPErrorStatus] = [:]
    private var findings: [String] = []
    private var roundTrip = Duration.zero
    private var tries = 0
    /// The only answer so far, handed on as it came.
    private var whole: SNMPAnswer?
    private var answers = 0

    init(oids: [ObjectIdentifier]) { self.oids = oids }

    var isEmpty: Bool { values.isEmpty && refused.isEmpty }

    /// Whether fewer names can help. An agent that has refused this many and given nothing is not to be troubled on.
    func mayAskOn(_ status: SNMPErrorStatus) -> Bool {
        switch status {
        case .tooBig, .noSuchName: true
        case .genErr: !values.isEmpty || refused.count < 8
        default: false
        }
    }

    mutating func take(_ answer: SNMPAnswer) {
        answers += 1
        whole = answers == 1 && refused.isEmpty ? answer : nil
        for binding in answer.varBinds { values[binding.oid] = binding.value }
        findings += answer.findings.filter { !findings.contains($0) }
        roundTrip = max(roundTrip, answer.roundTrip)
        tries = max(tries, answer.tries)
    }

    mutating func refuse(_ names: ArraySlice<ObjectIdentifier>, _ status: SNMPErrorStatus) {
        whole = nil
        for name in names { refused[name] = status }
    }

    /// A failure only where every name was refused, for the reason of the first.
    var outcome: SNMPOutcome {
        if let whole { return .success(whole) }
        if values.isEmpty, let first = oids.first, let status = refused[first], refused[first] != .noSuchName {
            return .failure(.agent(status, index: 1))
        }
        var answer = SNMPAnswer(varBinds: [], findings: findings, roundTrip: roundTrip, tries: max(1, tries))
        for oid in oids {
            if let value = values[oid] {
                answer.varBinds.append(VarBind(oid, value))
            } else if refused[oid] == .noSuchName {
                answer.varBinds.append(VarBind(oid, .noSuchInstance))
            } else if let status = refused[oid] {
                answer.findings.append("agent-error: \(status) for \(oid)")
            }
        }
        return .success(answer)
    }

    /// The device stopped answering on the way: what came counts, and the rest is said to be missing.
    func outcome(cutShortBy failure: SNMPFailure) -> SNMPOutcome {
        guard case .success(var answer) = outcome else { return .failure(failure) }
        answer.findings.append("answer-incomplete: \(failure)")
        return .success(answer)
    }
}
