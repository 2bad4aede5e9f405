import Alerting
import Diagnosis
import NetworkModel

/// Judges the rows that come in from other collectors: which are taken, when each collector was last heard, how far its clock is off.
///
/// A row counts as seen when it arrives. The clock of its collector is not trusted for the order: two clocks ten minutes apart would make an
/// old answer refute a new failure.
package struct RowDesk: Sendable {
    package struct Account: Hashable, Sendable {
        package var lastArrival: Timestamp
        /// How far its clock is ahead of ours, negative for behind: the most that a row of the last minute was dated ahead of its arrival,
        /// for being under way only makes rows look older.
        package var ahead: TimeSpan
        fileprivate var windowStart: Timestamp
        fileprivate var inWindow: TimeSpan

        /// When its rows would have been dated 0, where they count from the start of the collector or of a clock that nobody set; nil:
        /// they are dated by a clock. Whatever it is, nobody's clock stands in the years before 1980 any more.
        package var countsFrom: Timestamp? {
            guard ahead < .zero, (0..<RowDesk.firstOfAClock).contains((lastArrival + ahead).milliseconds) else { return nil }
            return Timestamp(milliseconds: -ahead.milliseconds)
        }

        /// How far its clock is off and what to do about it; nil: it is not.
        package var clockFault: String? {
            let order = "Its rows count in the order in which they come"
            if let start = countsFrom {
                return "its rows count their seconds from a start of its own, \(start.clock) by the monitor, and not from 1970; "
                    + "set the clock of its machine (NTP), or date the rows by it. \(order)"
            }
            guard ahead.milliseconds.magnitude > RowDesk.tolerableSkew.milliseconds.magnitude else { return nil }
            let span = TimeSpan(milliseconds: Int64(clamping: ahead.milliseconds.magnitude)).words
            return "it runs \(span) \(ahead > .zero ? "ahead of" : "behind") the monitor's; check NTP at both. \(order)"
        }
    }

    /// Beyond this the difference of the clocks is reported.
    package static let tolerableSkew = TimeSpan.seconds(2)
    /// 1980-01-01.
    private static let firstOfAClock: Int64 = 315_532_800_000
    private static let window = TimeSpan.seconds(60)
    private static let mostProblems = 100

    package private(set) var accounts: [ObjectID: Account] = [:]
    /// Rows that could not be read or name what is not declared.
    package private(set) var setAside = 0
    private var known: Set<String> = []
    private var newProblems: [String] = []

    package init() {}

    /// The observations of `lines`, in their order, dated `now`.
    package mutating func accept(_ lines: [[UInt8]], of network: Network, at now: Timestamp) -> [Observation] {
        lines.compactMap { line in
            do throws(ObservationRowError) {
                var observation = try Observation(row: line[...], anyClock: true)
                guard isDeclared(observation, in: network) else { return nil }
                note(observation, at: now)
                observation.time = now
                return observation
            } catch {
                setAside(for: Self.words(error))
                return nil
            }
        }
    }

    /// Kinds of problems that were not there at the last call, in words.
    package mutating func takeNewProblems() -> [String] {
        defer { newProblems = [] }
        return newProblems
    }

    private mutating func isDeclared(_ observation: Observation, in network: Network) -> Bool {
        guard case .collector? = network[observation.collector] else {
            setAside(for: "collector \"\(observation.collector)\" is not declared")
            return false
        }
        guard case .device? = network[observation.device] else {
            setAside(for: "device \"\(observation.device)\" of \(observation.collector) is not declared")
            return false
        }
        return true
    }

    private mutating func note(_ observation: Observation, at now: Timestamp) {
        let ahead = observation.time - now
        guard var account = accounts[observation.collector] else {
            accounts[observation.collector] = Account(lastArrival: now, ahead: ahead, windowStart: now, inWindow: ahead)
            return
        }
        account.lastArrival = now
        if now - account.windowStart > Self.window {
            (account.ahead, account.inWindow, account.windowStart) = (account.inWindow, ahead, now)
        }
        account.inWindow = max(account.inWindow, ahead)
        account.ahead = max(account.ahead, ahead)
        accounts[observation.collector] = account
    }

    private mutating func setAside(for problem: String) {
        setAside += 1
        guard known.count < Self.mostProblems, known.insert(problem).inserted else { return }
        newProblems.append(problem)
    }

    private static func words(_ error: ObservationRowError) -> String {
        switch error {
        case .malformed(let field): "it is no row of JSON that can be read, at field \"\(field)\""
        case .unknownKind(let kind, let value): "its kind \"\(kind)\" with value \"\(value)\" is not known to this version"
        case .timeOutOfRange(let seconds): "its time \(seconds) is beyond all clocks"
        }
    }
}
