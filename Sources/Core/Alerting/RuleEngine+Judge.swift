import NetworkModel

// From a value or a state to the phase of a rule.

extension RuleEngine {
    mutating func judge(_ row: Int, _ value: Double, at time: Timestamp, into events: inout [Event]) {
        let before = rows[row].standing
        if rows[row].takeTurn(at: time) { rows[row].phase = rows[row].phase.lapsed }
        (rows[row].value, rows[row].isKnown) = (value, true)
        rows[row].track?.add(value, at: time)
        switch rules[Int(rows[row].rule)].condition {
        case .above(let limit, let clear): step(row, isTrue: value > limit, isUntrue: value <= clear, at: time, into: &events)
        case .below(let limit, let clear): step(row, isTrue: value < limit, isUntrue: value >= clear, at: time, into: &events)
        case .rises(let by, _):
            guard let rise = rows[row].track?.change?.rise else { break }
            step(row, isTrue: rise >= by, isUntrue: rise < by, at: time, into: &events)
        case .falls(let by, _):
            guard let fall = rows[row].track?.change?.fall else { break }
            step(row, isTrue: fall >= by, isUntrue: fall < by, at: time, into: &events)
        case .forecast(let limit, let within, _): foresee(row, limit, within, at: time, into: &events)
        case .absent: step(row, isTrue: false, isUntrue: true, at: time, into: &events)
        case .state: break
        }
        if rows[row].share >= 0 { recount(row, since: before, at: time, into: &events) }
    }

    /// A forecast that came true is true: beyond its limit it has been reached, wherever the line leads then. The way is fixed as soon as
    /// it is waited for, since a value on the other side of the limit would turn it round.
    private mutating func foresee(
        _ row: Int, _ limit: Double, _ within: TimeSpan, at time: Timestamp, into events: inout [Event]
    ) {
        let value = rows[row].value
        let direction = way(of: row, to: limit)
        let isPast = (rows[row].direction != 0 || rows[row].phase.holds) && (direction > 0 ? value >= limit : value <= limit)
        // A line through too few points is not known: neither true nor untrue.
        guard let then = isPast ? value : rows[row].track?.forecast(ahead: within) else { return }
        let reaches = direction > 0 ? then >= limit : then <= limit
        step(row, isTrue: reaches, isUntrue: !reaches, at: time, into: &events)
        rows[row].direction = rows[row].phase == .quiet ? 0 : direction
    }

    /// Up or down to the limit: as fixed, else from the side on which the value is. Of one that was told in an earlier run and is beyond its
    /// limit by now the metric says which way is the bad one.
    private func way(of row: Int, to limit: Double) -> Int8 {
        if rows[row].direction != 0 { return rows[row].direction }
        if rows[row].phase.holds, let metric = rules[Int(rows[row].rule)].metric, metric.worseWay != 0 { return metric.worseWay }
        return rows[row].value < limit ? 1 : -1
    }

    /// Between the limit and the clear value neither is true: what holds goes on holding, what waits begins its wait anew.
    mutating func step(_ row: Int, isTrue: Bool, isUntrue: Bool, at time: Timestamp, into events: inout [Event]) {
        let rule = Int(rows[row].rule)
        let before = rows[row].phase
        switch before {
        case .quiet:
            guard isTrue else { return }
            rows[row].phase = rules[rule].hold <= .zero ? .firing : .pending(since: time)
        case .pending(let since):
            if !isTrue { rows[row].phase = .quiet } else if time - since >= rules[rule].hold { rows[row].phase = .firing }
        case .firing:
            guard isUntrue else { return }
            rows[row].phase = rules[rule].clearHold <= .zero ? .quiet : .clearing(since: time)
        case .clearing(let since):
            if !isUntrue { rows[row].phase = .firing } else if time - since >= rules[rule].clearHold { rows[row].phase = .quiet }
        }
        guard before.holds != rows[row].phase.holds, rows[row].share < 0 else { return }
        events.append(
            Event(
                verdict: rows[row].phase.holds ? .fires : .clears, rule: rule, object: rows[row].object, time: time,
                text: text(row)))
    }

    /// A state that is known goes on by time alone.
    mutating func outlast(_ row: Int, at now: Timestamp, into events: inout [Event]) {
        guard rows[row].isKnown else { return }
        let before = rows[row].standing
        switch rows[row].phase {
        case .pending: step(row, isTrue: true, isUntrue: false, at: now, into: &events)
        case .clearing: step(row, isTrue: false, isUntrue: true, at: now, into: &events)
        case .quiet, .firing: return
        }
        recount(row, since: before, at: now, into: &events)
    }

    /// The object's state is not known any more.
    mutating func hide(_ object: ObjectID, at time: Timestamp) {
        for number in stateRows[object] ?? [] {
            let row = Int(number)
            let before = rows[row].standing
            rows[row].isKnown = false
            if time >= blindUntil { rows[row].phase = rows[row].phase.lapsed }
            tally(row, since: before)
        }
    }

    /// What has not been seen again since a restart or a reload is unknown indeed.
    mutating func endBlindness() {
        blindUntil = .distantPast
        for row in lasting where !rows[Int(row)].isKnown { rows[Int(row)].phase = rows[Int(row)].phase.lapsed }
        for (name, row) in kept where rules[Int(row.rule)].metric == nil { kept[name]?.phase = row.phase.lapsed }
    }
}

extension Sample.Metric {
    /// Where it gets worse: 1 upwards, -1 downwards, 0 neither.
    var worseWay: Int8 {
        switch self {
        case .receivedLight, .sentLight, .upsRuntime, .upsCharge: -1
        case .inBits, .outBits: 0
        default: 1
        }
    }
}
