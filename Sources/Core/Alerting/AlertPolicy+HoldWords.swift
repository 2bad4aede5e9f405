import NetworkModel

extension AlertPolicy.Hold {
    /// As it stands in the files: what it asks for, then what follows. `isolates >=10: proven 0s, inferred 45s, at most 90s`.
    package var words: String {
        var asks: [String] = []
        if let only { asks.append("only \(only)") }
        if let hours { asks.append("hours \(hours.rawValue)") }
        if !causes.isEmpty { asks.append("causes \(causes.joined(separator: " or "))") }
        if !kinds.isEmpty { asks.append("kind \(kinds.joined(separator: " or "))") }
        if let isolatesAtLeast { asks.append("isolates >=\(isolatesAtLeast)") }
        var follows: [String] = []
        if let until { follows.append("until \(until.rawValue)") }
        if let proven { follows.append("proven \(proven.text)") }
        if let inferred { follows.append("inferred \(inferred.text)") }
        if let max { follows.append("at most \(max.text)") }
        if let urgency { follows.append("as a \(urgency)") }
        return
            "\(asks.isEmpty ? "everything" : asks.joined(separator: ", ")): \(follows.joined(separator: ", "))"
    }

    /// Whether it can have made what is `proven` or not wait for `span`: its own time, doubled by flapping, up to its `max`.
    package func gives(_ span: TimeSpan, proven isProven: Bool) -> Bool {
        var own = (isProven ? proven : inferred ?? proven) ?? .zero
        for _ in 0...10 {
            if max.map({ min(own, $0) }) ?? own == span { return true }
            own = own + own
        }
        return false
    }
}
