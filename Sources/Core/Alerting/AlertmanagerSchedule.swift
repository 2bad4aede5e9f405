import NetworkModel

/// When one Alertmanager is told what: what changed at once, and everything once a minute, so that one that was away or has forgotten knows
/// it again. Nothing waits in the outbox for it: what it missed is in what it is told next.
package struct AlertmanagerSchedule: Sendable {
    package enum Due: Hashable, Sendable {
        case everything
        /// What changed after this version of `FiringAlerts`.
        case changes(after: Int)
    }

    /// Everything is told so often.
    package static let period = TimeSpan.seconds(60)
    /// An alert that is not told again ends by itself after this: the end of one whose monitor is gone, and longer than a restart takes.
    package static let lifetime = TimeSpan.seconds(600)
    static let firstWait = TimeSpan.seconds(5)

    private var known = 0
    /// When it was told everything; nil: not since the start, or not since it failed.
    private var complete: Timestamp?
    private var failures = 0
    private var notBefore = Timestamp.distantPast

    package init() {}

    /// - Parameter version: of what there is to tell.
    package func due(_ version: Int, at now: Timestamp) -> Due? {
        if now < notBefore { return nil }
        guard let complete, now < complete + Self.period else { return .everything }
        return version > known ? .changes(after: known) : nil
    }

    /// - Parameters:
    ///   - taken: whether it took all of `due`.
    ///   - version: of what it was told.
    ///   - sent: when that was.
    package mutating func answered(_ taken: Bool, _ due: Due, _ version: Int, sent: Timestamp, at now: Timestamp) {
        guard taken else {
            complete = nil
            let wait = Self.firstWait.milliseconds << min(failures, 10)
            notBefore = now + min(Self.period, TimeSpan(milliseconds: wait))
            failures += 1
            return
        }
        (known, failures) = (version, 0)
        if due == .everything { complete = sent }
    }
}
