import Diagnosis
import NetworkModel

/// What an Alertmanager is told: every incident that fires and those that ended lately, each under labels that stay.
///
/// An Alertmanager takes alerts with equal labels for one alert and any other for another one (prometheus.io, "Sending alerts"), so
/// nothing that changes while an incident lasts stands among them. Severity is the exception, since routing trees need it: when it changes,
/// the alert under the old labels ends where the one under the new labels begins. It groups, mutes and repeats by itself, so it is told of
/// each incident, also of those that people read of in a list.
package struct FiringAlerts: Sendable {
    /// What tells an alert from all others.
    package struct Identity: Hashable, Sendable {
        /// The incident with which the thread of mails began.
        package var incident: String
        /// The cause that was named first.
        package var object: ObjectID
        /// Where a rule holds.
        package var rule: String?
        /// `critical`, `warning` or `info`.
        package var severity: String
    }

    package struct Row: Sendable {
        package var identity: Identity
        /// What is known of it; of one that ended, what was known last.
        package var alertCase: AlertCase
        /// When it was found to be over, or to have another severity; nil: it fires.
        package var ended: Timestamp?
        /// Of the change that brought it.
        var version: Int
    }

    /// So long an end is told again and again.
    package static let memory = TimeSpan.seconds(900)
    /// More ends than these are not remembered; an alert that nobody tells of ends by itself.
    static let mostEnded = 10_000

    /// Grows with every change.
    package private(set) var version = 0
    /// By `Identity.incident`.
    private var firing: [String: Row] = [:]
    private var ended: [Identity: Row] = [:]

    package init(_ cases: [AlertCase] = [], at now: Timestamp = .distantPast) { receive(cases, at: now) }

    /// Takes cases that changed, ended ones too: `AlertingEngine.takeChangedCases()`.
    package mutating func receive(_ cases: [AlertCase], at now: Timestamp) {
        if cases.isEmpty { return }
        version += 1
        // A thread that goes on with another incident ends and begins in one step.
        for alertCase in cases where !alertCase.isFiring { end(alertCase, at: now) }
        for alertCase in cases where alertCase.isFiring { fire(alertCase, at: now) }
        forget(at: now)
    }

    /// What changed after `version`, or everything where that is nil; what belongs to one incident stands together.
    package func rows(after version: Int? = nil) -> [Row] {
        let all = Array(firing.values) + Array(ended.values)
        return all.filter { row in version.map { row.version > $0 } ?? true }.sorted { $0.place < $1.place }
    }

    private mutating func end(_ alertCase: AlertCase, at now: Timestamp) {
        guard var row = firing.removeValue(forKey: alertCase.thread.incident) else { return }
        (row.alertCase, row.ended, row.version) = (alertCase, now, version)
        ended[row.identity] = row
    }

    private mutating func fire(_ alertCase: AlertCase, at now: Timestamp) {
        let thread = alertCase.thread.incident
        var identity = Identity(alertCase)
        if let old = firing[thread] {
            (identity.object, identity.rule) = (old.identity.object, old.identity.rule)
            if old.identity != identity {
                ended[old.identity] = Row(identity: old.identity, alertCase: alertCase, ended: now, version: version)
            }
        }
        ended[identity] = nil
        firing[thread] = Row(identity: identity, alertCase: alertCase, ended: nil, version: version)
    }

    private mutating func forget(at now: Timestamp) {
        ended = ended.filter { row in row.value.ended.map { $0 + Self.memory > now } ?? false }
        guard ended.count > Self.mostEnded else { return }
        let newest = ended.sorted { $1.value.version < $0.value.version }.prefix(Self.mostEnded)
        ended = Dictionary(newest.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}

extension FiringAlerts.Row {
    fileprivate var place: (Timestamp, String, Int, String) {
        (alertCase.thread.root, identity.incident, ended == nil ? 1 : 0, identity.severity)
    }

    /// When the thread began.
    package var began: Timestamp { alertCase.thread.root }
}

extension FiringAlerts.Identity {
    init(_ alertCase: AlertCase) {
        incident = alertCase.thread.incident
        object = alertCase.page?.object ?? alertCase.object
        rule = alertCase.incident.alert?.rule
        let own = alertCase.incident.alert?.severity.rawValue
        severity =
            switch alertCase.urgency {
            case .page: own ?? "critical"
            case .ticket: own ?? "warning"
            case .digest: own ?? "info"
            }
    }
}

extension AlertCase {
    /// The incident with which its thread began, and when.
    var thread: (incident: String, root: Timestamp) {
        earlier?.first.map { ($0.incident, $0.root) } ?? (incident.id, root)
    }

    /// Whether it is a fault to other programs: all that is told to people, by a mail of its own, in a list or in the morning, until it is told
    /// to be over. Not what waits for its hold or a window to end, what may be, or what is a part of another one.
    package var isFiring: Bool {
        guard page != nil, joins == nil else { return false }
        switch stage {
        case .open, .ended: return false
        case .settling: return true
        case .told: return isOpen
        case .held: return isOpen && (told != nil || isCollected == true || waitsForPeople)
        case .quiet: return isOpen && (told != nil || isUntold)
        }
    }

    /// Nothing but the sleep of its readers keeps it from being told.
    private var waitsForPeople: Bool { if case .quietHours? = held?.last?.reason { true } else { false } }

    /// It stands in the daily mail, or there is nobody to tell.
    private var isUntold: Bool {
        let isPart = partOf != nil || incident.joins != nil && standsAlone != true
        return !isPart && acknowledgement == nil && incident.kind.silentReason == nil
    }
}
