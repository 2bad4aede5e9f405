import NetworkModel

/// When which device is asked what: a pure value, so that a day of polling is a loop in a test.
///
/// Each question goes once a period to each device, the devices spread evenly over the period. Beside the rounds, single devices
/// are asked at once (`askNow`), at most `asksPerSecond` in any second, so that a flood of doubts cannot become a flood of packets.
/// A device is never asked the same question twice at once: what falls due while one is under way is skipped and counted.
package struct PollSchedule: Sendable {
    package enum Question: Int, CaseIterable, Sendable {
        /// Does it live: ICMP echo, or sysUpTime where ICMP is not allowed.
        case reachability
        /// The state of its declared ports.
        case ports
        /// Octets and errors of its declared ports.
        case counters
        /// Everything that `probe` shows.
        case inventory
        /// The sensors that rules ask about.
        case sensors
    }

    /// Periods by question (DESIGN.md section 5).
    package struct Cadence: Sendable {
        package var reachability = TimeSpan.seconds(10)
        package var ports = TimeSpan.seconds(30)
        package var counters = TimeSpan.seconds(60)
        package var inventory = TimeSpan.seconds(6 * 3600)
        package var sensors = TimeSpan.seconds(60)
        package init() {}

        func period(of question: Question) -> TimeSpan {
            switch question {
            case .reachability: reachability
            case .ports: ports
            case .counters: counters
            case .inventory: inventory
            case .sensors: sensors
            }
        }
    }

    package struct Due: Hashable, Sendable {
        package var device: Int32
        package var question: Question
        package init(device: Int32, question: Question) { (self.device, self.question) = (device, question) }
    }

    private struct Round {
        var period: TimeSpan
        /// The first round takes no longer than this, so that a monitor that starts knows its devices within a minute.
        var first: TimeSpan
        /// Number of the next turn: device `n % count`. The turns of each round are spread evenly over it.
        var turn: Int64 = 0

        init(period: TimeSpan) {
            self.period = max(period, TimeSpan(milliseconds: 1))
            first = min(self.period, .seconds(60))
        }

        /// The last turn that is due `elapsed` milliseconds after the start, without a loop over what was missed.
        func last(after elapsed: Int64, count: Int64) -> Int64 {
            if elapsed < first.milliseconds { return elapsed * count / first.milliseconds }
            return count + (elapsed - first.milliseconds) * count / period.milliseconds
        }
    }

    package let asksPerSecond: Int
    /// Polls that fell due while the last one of the same device and question was still under way.
    package private(set) var skipped = 0
    /// Asks beyond the bound, which wait for the next round.
    package private(set) var refusedAsks = 0

    private let devices: [Int32]
    private let start: Timestamp
    private var rounds: [Round]
    private var underWay: [Set<Int32>]
    private var asks: [Due] = []
    private var recentAsks: [Timestamp] = []

    /// `devices` in the order in which they take their turns; empty: nothing is ever due.
    package init(devices: [Int32], cadence: Cadence, start: Timestamp, asksPerSecond: Int = 200) {
        self.devices = devices
        self.start = start
        self.asksPerSecond = asksPerSecond
        rounds = Question.allCases.map { Round(period: cadence.period(of: $0)) }
        underWay = Question.allCases.map { _ in [] }
    }

    /// What is to be asked now, in order of turn; each is under way until `finished`.
    /// After a long pause (a suspended machine) rounds that were missed are left out, not made up.
    package mutating func due(at now: Timestamp) -> [Due] {
        var result: [Due] = []
        for ask in asks where begin(ask) { result.append(ask) }
        asks.removeAll(keepingCapacity: true)
        guard !devices.isEmpty else { return result }
        for question in Question.allCases { takeTurns(of: question, until: now, into: &result) }
        return result
    }

    private mutating func takeTurns(of question: Question, until now: Timestamp, into result: inout [Due]) {
        let count = Int64(devices.count)
        let last = rounds[question.rawValue].last(after: max(0, (now - start).milliseconds), count: count)
        let first = max(rounds[question.rawValue].turn, last - count + 1)
        guard first <= last else { return }
        for turn in first...last {
            let due = Due(device: devices[Int(turn % count)], question: question)
            if begin(due) { result.append(due) } else { skipped += 1 }
        }
        rounds[question.rawValue].turn = last + 1
    }

    private mutating func begin(_ due: Due) -> Bool { underWay[due.question.rawValue].insert(due.device).inserted }

    /// Answers that are still awaited will not be taken: everything may be asked again.
    package mutating func forgetUnderWay() { underWay = Question.allCases.map { _ in [] } }

    package mutating func finished(_ due: Due) { underWay[due.question.rawValue].remove(due.device) }

    /// Asks this device at the next `due`, unless the bound of asks in a second is reached.
    package mutating func askNow(_ due: Due, at now: Timestamp) {
        recentAsks.removeAll { now - $0 >= .seconds(1) }
        guard recentAsks.count < asksPerSecond else {
            refusedAsks += 1
            return
        }
        guard !asks.contains(due) else { return }
        recentAsks.append(now)
        asks.append(due)
    }
}
