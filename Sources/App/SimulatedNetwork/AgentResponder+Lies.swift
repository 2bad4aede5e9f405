import SNMPMessages

extension AgentLie {
    /// Whether it changes what follows a name.
    var isAboutOrder: Bool {
        switch self {
        case .sameName, .smallerName, .circle, .endless: true
        default: false
        }
    }

    /// Whether the row before this one of a GETBULK for `times` rows is left out.
    func skips(row: Int, of times: Int) -> Bool {
        guard case .skippedRows(let above) = self else { return false }
        return times > above && row.isMultiple(of: 5)
    }
}

/// Answers of agents that lie.
extension AgentResponder {
    /// GETNEXT as an agent gives it that has the order wrong.
    mutating func falselyAdvance(_ lie: AgentLie, _ agent: Agent, _ now: Int64) -> AgentValue {
        lyingSteps += 1
        let asked = name
        if lie == .sameName { return standIn(agent, now) }
        let value = trulyAdvance(agent, now)
        switch lie {
        case .smallerName where lyingSteps.isMultiple(of: 7):
            name = ObjectName([1, 3, 6, 1, 2, 1, 1, 1, 0])
            return standIn(agent, now)
        case .circle where name.count > 0 && name[name.count - 1] > 3:
            name.arcs[name.count - 1] = 1
            return standIn(agent, now)
        case .endless where asked.count > 10 && !name.isSibling(of: asked):
            name = asked
            name.arcs[name.count - 1] &+= 1
            return standIn(agent, now)
        default: return value
        }
    }

    /// The value of `name`, or a number where there is none.
    private func standIn(_ agent: Agent, _ now: Int64) -> AgentValue {
        let value = value(at: agent, now)
        return value.isException ? .integer(1) : value
    }

    /// Makes the finished answer false.
    mutating func falsify(_ lie: AgentLie) {
        switch lie {
        case .tooBig(let above) where answer.count > above:
            answer.truncate(to: 0)
            (answer.status, answer.errorIndex) = (.tooBig, 0)
        case .generalError: (answer.status, answer.errorIndex) = (.genErr, 1)
        case .otherNames: answer.changeNames()
        case .fewerBindings where answer.count > 0: answer.truncate(to: answer.count - 1)
        case .moreBindings:
            name = ObjectName([1, 3, 6, 1, 2, 1, 1, 9, 1])
            answer.append(name, .integer(1))
        case .wrongTypes:
            let text = mib.texts.empty
            answer.changeValues { value in
                switch value {
                case .text, .encoded, .macAddress: .integer(-7)
                case .noSuchObject, .noSuchInstance, .endOfMibView: value
                default: .text(text)
                }
            }
        case .hugeTexts(let count):
            answer.changeValues { value in
                if case .text = value { return .filler(count) }
                return value
            }
        default: break
        }
    }
}

extension ObjectName {
    /// Whether both stand in one column: all arcs but the last are the same.
    func isSibling(of other: borrowing ObjectName) -> Bool {
        guard count == other.count else { return false }
        for i in 0..<count - 1 where arcs[i] != other[i] { return false }
        return true
    }
}
