import Diagnosis
import NetworkModel

/// Samples and states in, rules that begin or cease to hold out: a deterministic fold on the caller's clock.
///
/// The rules that concern a series are found when its first sample comes, and kept with it; every later sample costs one lookup and a
/// comparison for each of them. What cannot be seen makes nothing true and nothing false: samples of objects that are not `up` are
/// left out by the caller, and a gap begins every wait anew, that of a rule to fire as well as that to clear. A gap is what is longer
/// than three times the distance of the values themselves.
package struct RuleEngine: Sendable {
    /// What a rule has come to. `object` is the group for a rule over a share.
    package struct Event: Hashable, Sendable {
        package enum Verdict: Hashable, Sendable {
            case fires, clears
            /// It goes on holding with another grade.
            case regraded
        }
        package var verdict: Verdict
        package var rule: Int
        package var object: ObjectID
        package var time: Timestamp
        /// One sentence without a full stop.
        package var text: String
        /// As `grade(_:at:)` finds it; nil: as the rule says.
        package var grade: AlertRule.Grade?
        /// What hangs on the object, as a sentence without a full stop; nil where the rule does not ask.
        package var impact: String?
    }

    /// The values of one metric of one object.
    package struct Series: Hashable, Sendable {
        package var object: ObjectID
        package var metric: Sample.Metric
        package init(object: ObjectID, metric: Sample.Metric) { (self.object, self.metric) = (object, metric) }
    }

    package private(set) var rules: [AlertRule]
    package private(set) var network: Network
    private var indexes: [Sample.Metric: RuleIndex] = [:]
    private var stateIndex = RuleIndex()
    private let hasStateRules: Bool
    var seriesRows: [Series: [Int32]] = [:]
    var stateRows: [ObjectID: [Int32]] = [:]
    var rows: [Row] = []
    /// Rows over states, over absence, and of members of groups by their samples: what the passing of time concerns.
    var lasting: [Int32] = []
    var absences: [Int32] = []
    var members: [Int32] = []
    var shares: [ShareRow] = []
    var shareIndex: [ShareKey: Int32] = [:]
    /// Declared objects that a rule over a share or over absence is about.
    var awaited: [Awaited] = []
    var awaitedIndex: [AwaitedKey: Int32] = [:]
    /// `(rule's name, object)` that held when the last run ended.
    private let held: Set<String>
    let given: Set<Series>
    /// Metrics that are among `given`.
    let givenMetrics: Set<Sample.Metric>
    /// What devices were asked, for members of groups that have not spoken.
    var sightings = Sightings()
    /// What rules had come to before a restart or a reload, under the same names, until the object is met again.
    var kept: [String: Row] = [:]
    /// Whether `kept` is all that there was: an object that is not in it did not hold.
    var isContinued = false
    /// Until then what is unknown is so because this engine began, not because of the network.
    var blindUntil = Timestamp.distantPast
    var grader: RuleGrader
    private var looked = Timestamp.distantPast
    private var began: Timestamp?
    var lookedAround = Timestamp.distantPast

    /// - Parameters:
    ///   - open: open incidents of the last run: rules that held then hold until their values say otherwise.
    ///   - given: series that gave values not long ago; an object that gives one no more is missed.
    ///   - objects: those that exist for this run, where these are not all that are declared: in a test of rules.
    package init(
        rules: [AlertRule], network: Network, open: [Incident] = [], given: Set<Series> = [], objects: Set<ObjectID>? = nil
    ) {
        (self.rules, self.network, self.given) = (rules, network, given)
        givenMetrics = Set(given.map(\.metric))
        hasStateRules = rules.contains { $0.metric == nil }
        grader = RuleGrader(rules, network, open: open)
        held = Set(
            open.compactMap { incident in incident.alert.map { IncidentLedger.run(ofRule: $0.rule, for: incident.best) } })
        for (number, rule) in rules.enumerated() {
            if let metric = rule.metric {
                indexes[metric, default: RuleIndex()].add(rule, Int32(number))
            } else {
                stateIndex.add(rule, Int32(number))
            }
        }
        expect(objects)
    }

    package var isEmpty: Bool { rules.isEmpty }

    /// Takes one sample.
    package mutating func receive(_ sample: Sample, into events: inout [Event]) {
        guard sample.value.isFinite else { return }
        if !shares.isEmpty { sightings.note(sample) }
        for row in ownRows(of: sample) { judge(Int(row), sample.value, at: sample.time, into: &events) }
    }

    /// The rules that concern a series, one row each.
    mutating func ownRows(of sample: Sample) -> [Int32] {
        guard let index = indexes[sample.metric] else { return [] }
        let series = Series(object: sample.object, metric: sample.metric)
        if let known = seriesRows[series] { return known }
        let own = makeRows(index.candidates(for: sample.object), for: sample.object)
        seriesRows[series] = own
        return own
    }

    /// Takes a change of state, or a state that lasts. What is unknown or unobserved fires nothing and clears nothing; a wait begins anew
    /// when it is seen again.
    package mutating func receive(_ change: StateChange, into events: inout [Event]) {
        if grader.isActive, change.object.isOf(.device) || change.object.isOf(.link), change.state == .up || change.state == .down
        {
            grader.mark(change.object, isOut: change.state == .down)
        }
        guard hasStateRules else { return }
        guard change.state == .up || change.state == .down else { return hide(change.object, at: change.time) }
        let own: [Int32]
        if let known = stateRows[change.object] {
            own = known
        } else {
            own = makeRows(stateIndex.candidates(for: change.object), for: change.object)
            stateRows[change.object] = own
        }
        for number in own {
            let row = Int(number)
            guard case .state(let wanted) = rules[Int(rows[row].rule)].condition else { continue }
            let before = rows[row].standing
            (rows[row].last, rows[row].isKnown) = (change.time, true)
            step(row, isTrue: change.state == wanted, isUntrue: change.state != wanted, at: change.time, into: &events)
            recount(row, since: before, at: change.time, into: &events)
        }
    }

    /// Lets time pass: values that stay away, states that last. `isSeen` says whether an object's device answers.
    package mutating func advance(to now: Timestamp, isSeen: (ObjectID) -> Bool, into events: inout [Event]) {
        guard now - looked >= .seconds(1) else { return }
        looked = now
        if blindUntil != .distantPast, now >= blindUntil { endBlindness() }
        let began = began ?? now
        self.began = began
        if now - began >= Self.firstRound { releaseHeld(at: now, into: &events) }
        let looksAround = now - lookedAround >= Self.pace
        if looksAround { lookedAround = now }
        miss(at: now, all: looksAround, isSeen: isSeen, into: &events)
        for number in lasting { outlast(Int(number), at: now, into: &events) }
        forgetMembers(at: now, into: &events)
        if looksAround { excuseMute(at: now, isSeen: isSeen, into: &events) }
    }

    /// How often objects are looked at of which nothing came.
    private static let pace = TimeSpan.seconds(10)

    private mutating func makeRows(_ candidates: [Int32], for object: ObjectID) -> [Int32] {
        guard !candidates.isEmpty else { return [] }
        let subject = RuleSubject(object, in: network)
        return candidates.compactMap { number in
            guard subject.matches(rules[Int(number)].selector) else { return nil }
            if let place = awaitedIndex[AwaitedKey(rule: number, object: object)] {
                meet(Int(place))
                if awaited[Int(place)].row >= 0 { return awaited[Int(place)].row }
            }
            return makeRow(number, subject)
        }
    }

    mutating func makeRow(_ number: Int32, _ subject: RuleSubject) -> Int32 {
        let (rule, place) = (rules[Int(number)], Int32(rows.count))
        var row = Row(rule: number, object: subject.object)
        row.track = rule.span.map { RuleTrack(span: $0) }
        if rule.isOverAbsence { absences.append(place) }
        if rule.metric == nil { lasting.append(place) }
        if let share = rule.share, let group = subject.group(share.group) {
            row.share = shareRow(of: number, group)
            shares[Int(row.share)].spoken += 1
            if rule.metric != nil { members.append(place) }
        }
        recall(&row)
        if row.share >= 0, row.phase.holds { shares[Int(row.share)].hidden += 1 }
        rows.append(row)
        return place
    }

    /// Where the rule was for this object before a restart or a reload. Of what held then the open incidents are the word.
    mutating func recall(_ row: inout Row) {
        guard !held.isEmpty || !kept.isEmpty else { return }
        let name = IncidentLedger.run(ofRule: rules[Int(row.rule)].name, for: row.object)
        if let old = kept.removeValue(forKey: name) { row.goOn(from: old) }
        if row.share >= 0 {
            // Which members held is not known: as long as they say nothing else, all do.
            if shares[Int(row.share)].isFiring, !isContinued { row.phase = .firing }
        } else if held.contains(name) != row.phase.holds {
            row.phase = row.phase.holds ? .quiet : .firing
        }
    }

    mutating func shareRow(of rule: Int32, _ group: ObjectID) -> Int32 {
        let key = ShareKey(rule: rule, group: group)
        if let known = shareIndex[key] { return known }
        let place = Int32(shares.count)
        var share = ShareRow(rule: rule, group: group)
        share.isFiring = held.contains(IncidentLedger.run(ofRule: rules[Int(rule)].name, for: group))
        share.isHeld = share.isFiring
        shares.append(share)
        shareIndex[key] = place
        return place
    }
}
