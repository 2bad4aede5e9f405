import NetworkModel

// Rules over a share of a group: how many of its members are known, and for how many of them the rule holds.

extension RuleEngine {
    /// One rule for one group.
    ///
    /// Its size is that of the declared objects of the group which the rule is about, not of those that happened to speak first. Not every
    /// device has every sensor: one that answers for three minutes without giving the metric is taken not to have it and is left
    /// out; one that does not answer may have it and stays in. Nothing is said of a group of which less than half is known. For
    /// the rule to fire only members count that are known now; for it to clear, those that held when they were last known must not
    /// be enough either, since what is unknown is not over. What held before a restart or a reload does not clear before every member
    /// has spoken or had the time for it.
    struct ShareRow: Sendable {
        var rule: Int32
        var group: ObjectID
        /// Members that have spoken, and declared ones that have not.
        var spoken = 0
        var awaited = 0
        /// Members that are known now; those of them for which the rule holds; those that are not known, and held when they were.
        var known = 0
        var bad = 0
        var hidden = 0
        var isFiring = false
        /// It held before a restart or a reload, and not everybody has had time to speak since.
        var isHeld = false
        /// The member that changed last, of which the mail speaks; -1 where there is none.
        var speaker: Int32 = -1

        var size: Int { spoken + awaited }
    }

    struct ShareKey: Hashable, Sendable {
        var rule: Int32
        var group: ObjectID
    }

    /// Counts a member again that was at `before`, without a word about the group.
    mutating func tally(_ row: Int, since before: Standing) {
        let now = rows[row].standing
        guard rows[row].share >= 0, now != before else { return }
        let share = Int(rows[row].share)
        shares[share].count(before, by: -1)
        shares[share].count(now, by: 1)
        if now.holds != before.holds || shares[share].speaker < 0 { shares[share].speaker = Int32(row) }
    }

    /// Counts a member again and says what follows for its group.
    mutating func recount(_ row: Int, since before: Standing, at time: Timestamp, into events: inout [Event]) {
        guard rows[row].share >= 0, rows[row].standing != before else { return }
        tally(row, since: before)
        settle(Int(rows[row].share), at: time, into: &events)
    }

    /// Does the rule hold for the group?
    mutating func settle(_ number: Int, at time: Timestamp, into events: inout [Event]) {
        let group = shares[number]
        guard let share = rules[Int(group.rule)].share, group.known * 2 >= group.size, group.speaker >= 0 else { return }
        let isEnough = { (bad: Int) in bad >= share.least && Double(bad) >= share.fraction * Double(group.size) }
        if group.isHeld, group.known < group.size { return }
        guard group.isFiring ? !isEnough(group.bad + group.hidden) : isEnough(group.bad) else { return }
        (shares[number].isFiring, shares[number].isHeld) = (!group.isFiring, false)
        let words = "\(group.bad) of \(group.size): " + text(Int(group.speaker))
        events.append(
            Event(
                verdict: group.isFiring ? .clears : .fires, rule: Int(group.rule), object: group.group, time: time, text: words))
    }

    /// The first round of questions is over: groups that held before are judged by those that have spoken.
    mutating func releaseHeld(at now: Timestamp, into events: inout [Event]) {
        for number in shares.indices where shares[number].isHeld {
            shares[number].isHeld = false
            settle(number, at: now, into: &events)
        }
    }

    /// Members that have given no value for longer than their own distance of values are not known any more.
    mutating func forgetMembers(at now: Timestamp, into events: inout [Event]) {
        for number in members {
            let row = Int(number)
            guard rows[row].isKnown, (now - rows[row].last).milliseconds > rows[row].bridged else { continue }
            if case .absent = rules[Int(rows[row].rule)].condition { continue }
            let before = rows[row].standing
            rows[row].isKnown = false
            recount(row, since: before, at: now, into: &events)
        }
    }
}

extension RuleEngine.ShareRow {
    mutating func count(_ standing: RuleEngine.Standing, by change: Int) {
        if standing.isKnown { known += change }
        if standing.holds, standing.isKnown { bad += change }
        if standing.holds, !standing.isKnown { hidden += change }
    }
}
