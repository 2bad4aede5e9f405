import Diagnosis
import NetworkModel

/// What was decided about an incident at one moment. The decision not to send is one too, and carries its reason.
package struct AlertDecision: Hashable, Sendable, Codable {
    package enum Verdict: Hashable, Sendable, Codable {
        case notify(AlertNotification)
        case hold(until: Timestamp)
        case suppress
    }

    package var time: Timestamp
    /// nil: it concerns no incident (a heartbeat, a finding).
    package var incident: String?
    package var object: ObjectID?
    package var verdict: Verdict
    package var reason: AlertReason

    package init(time: Timestamp, incident: String?, object: ObjectID?, verdict: Verdict, reason: AlertReason) {
        (self.time, self.incident, self.object, self.verdict, self.reason) = (time, incident, object, verdict, reason)
    }

    package var notification: AlertNotification? {
        if case .notify(let notification) = verdict { notification } else { nil }
    }
}

/// Why something is sent, waits, or is not sent. The code is stable and stored; the words are for `incident why` and the mail.
package enum AlertReason: Hashable, Sendable, Codable {
    // Sent
    case newRootCause
    case holdEnded(after: TimeSpan)
    case causeChanged(from: ObjectID)
    case impactChanged(before: Int, now: Int)
    /// Of so many that its readers were told so few are still hit.
    case impactShrank(before: Int, now: Int)
    case kindChanged(from: Incident.Kind)
    /// Sites hang on one way because of it, which its readers did not know.
    case redundancyLost(sites: Int)
    case flapping(openings: Int, within: TimeSpan)
    case stayedDown(since: Timestamp)
    case recovered(after: TimeSpan)
    case stable(since: Timestamp)
    /// It ended without being seen to recover: what it was about is taken out of the files.
    case notDeclared
    case acknowledgementEnded(by: String)
    case maintenanceEnded(object: ObjectID)
    case notAcknowledged(since: Timestamp)
    case escalated(step: Int, after: TimeSpan)
    /// More depends on what a rule found than when it was told, or somebody is there now who misses it.
    case moreUrgent(from: Page.Urgency, to: Page.Urgency)
    /// So many sites that it hits have opened, and those who were told of it could leave it for later.
    case opened(sites: Int)
    case quietHoursEnded
    case standsAlone(by: String)
    case wholeEnded(incident: String)
    case daily
    case morning
    case weekly
    case personBurst(count: Int, within: TimeSpan)
    case collected(count: Int)
    case didNotOpen(count: Int)
    case backlog(count: Int, since: Timestamp)
    case asked
    // Waits
    case hold(rule: Int, proven: Bool, span: TimeSpan)
    case closedUntilOpening(site: ObjectID)
    case settling(span: TimeSpan)
    case updateGap(span: TimeSpan)
    case shrinking(span: TimeSpan)
    case storm(count: Int, within: TimeSpan)
    case maintenance(object: ObjectID, owner: String, reason: String)
    case quietHours(people: Int)
    // Not sent
    case escalationSpent(rounds: Int)
    case alreadyTold(at: Timestamp)
    case acknowledged(by: String, reason: String)
    case lessUrgent(from: Page.Urgency, to: Page.Urgency)
    case planned, expected
    case healed(after: TimeSpan, hold: TimeSpan)
    case withdrawn
    case neverPaged(kind: Incident.Kind)
    case notAnIncident(Finding.Kind)
    case partOfFlapping(incident: String)
    case partOfCause(incident: String)
    case mergedInto(incident: String, by: String)
    case noChangeForReaders
    case nobodyToTell(object: ObjectID)
    case inDigest
    /// It could wait for the daily mail and was over before.
    case overBeforeDigest(after: TimeSpan)
    /// Told in one mail with others, by its Message-ID.
    case toldTogether(mail: String)
    case shadow

    /// The case's name, as stored and printed with `--json`: `new-root-cause`.
    package var code: String {
        var code = ""
        for character in String(describing: self).prefix(while: { $0 != "(" }) {
            if character.isUppercase { code += "-" }
            code += character.lowercased()
        }
        return code
    }
}
