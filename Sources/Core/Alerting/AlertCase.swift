import Diagnosis
import NetworkModel

/// What Alerting knows about one incident: all that it needs to go on after a restart. The store keeps it beside the incident.
package struct AlertCase: Hashable, Sendable, Codable {
    package enum Stage: Hashable, Sendable, Codable {
        /// Opened; Diagnosis has not asked for a page yet.
        case open
        /// The page waits until then.
        case held(until: Timestamp)
        /// Paged by Diagnosis, not to be told as long as this reason holds.
        case quiet
        case told
        /// Told and closed; the recovery waits until then, in case it comes back.
        case settling(until: Timestamp)
        case ended
    }

    /// A mail of the thread; with the incident and the level it makes its Message-ID.
    package struct Mail: Hashable, Sendable, Codable {
        package var kind: AlertNotification.Kind
        package var revision: Int
        package var decided: Timestamp
        /// The groups of readers to whom it went, as they stand in its Message-IDs; empty where it went out with others in one mail; nil
        /// is not known.
        package var tags: [String]?
    }

    /// A mail of the incident whose thread this one goes on with.
    package struct Earlier: Hashable, Sendable, Codable {
        package var incident: String
        package var root: Timestamp
        package var mail: Mail
    }

    package var incident: Incident
    package var stage = Stage.open
    /// What Diagnosis asked for; nil before.
    package var page: Page?
    package var urgency = Page.Urgency.page
    /// In the Message-IDs, so that they stay unique if a new database begins again with `i1`.
    package var root: Timestamp
    package var mails: [Mail] = []
    /// The mails of the thread before it went on with this incident, oldest first; the first of `mails` then stands for them.
    package var earlier: [Earlier]?
    package var told: Told?
    /// Who got the first mail and so gets all later ones.
    package var readers: [ObjectID] = []
    package var acknowledgement: Acknowledgement?
    /// When the newest acknowledgement was given, also one that has ended: reading it again after a restart changes nothing.
    package var lastAcknowledged: Timestamp?
    /// Its row; nil where that is not known.
    package var lastAcknowledgedRow: Int64?
    /// How many it hit when `acknowledgement` was given (`Incident.reach`); nil where that is not known.
    package var reachTaken: Int?
    /// Its first mail waits because too many went out; nil is no.
    package var isCollected: Bool?
    /// Its first mail waits for the opening of closed sites; nil is no.
    package var awaitsOpening: Bool?
    /// When the first of the closed sites that it hits opens, with its grace, while nobody was told of it by a page; nil: that changes
    /// nothing.
    package var opensAt: Timestamp?
    /// Its readers were told that sites that it hits have opened; nil is no.
    package var openingTold: Bool?
    /// The collected mails that told it, to which its later mails answer; nil: there are none.
    package var toldWith: CollectedMails?
    /// When an update waits for the gap after the last mail; nil: none waits.
    package var updateDue: Timestamp?
    /// Since when far fewer are hit than its readers were told; nil: they are not.
    package var shrinking: Shrinking?
    /// Sites that its readers were told of and that came back while it lasted; nil: none.
    package var back: [ObjectID]?
    /// Openings of the same cause that this thread has swallowed, the newest at most 50.
    package var openings: [Timestamp] = []
    package var flappingTold = false
    /// How far it is escalated; nil: it is not yet.
    package var escalation: EscalationState?
    /// Who was left out because of quiet hours, and until when.
    package var asleep: [ObjectID: Timestamp]?
    /// Who gets it with others in one mail, and when at the latest.
    package var collectedFor: [ObjectID: Timestamp]?
    /// The thread in which this incident is told as part of its flapping.
    package var joins: String?
    /// The incident of which a person said that this one is a part.
    package var partOf: String?
    /// A person said that it is a fault of its own, whatever Diagnosis sees it follow from; nil is no.
    package var standsAlone: Bool?
    /// Nobody was there to be told of it: it is told as soon as there is somebody; nil is no.
    package var hasNobody: Bool?
    /// Only a monitor in shadow has told it: nobody knows of it; nil is no.
    package var toldInShadow: Bool?
    /// What was not sent and why, for the mail that follows; at most 20; nil is nothing.
    package var held: [HeldBack]?

    package init(_ incident: Incident) {
        self.incident = incident
        root = incident.opened
        openings = [incident.opened]
    }

    /// The cause named to people: that of the page, until Diagnosis finds a better one.
    package var object: ObjectID { incident.best }

    /// It is about an address that relays refuse.
    var isOfAddress: Bool { incident.alert?.rule == "monitor.address" }

    package var isOpen: Bool { incident.closed == nil && !incident.withdrawn }

    /// True for a word that was taken before. The rows tell where both have one: a clock that was ahead for a while must not make all later
    /// words old ones.
    func hasTaken(_ acknowledgement: Acknowledgement) -> Bool {
        if let row = acknowledgement.row, let last = lastAcknowledgedRow { return row <= last }
        return lastAcknowledged.map { acknowledgement.at <= $0 } ?? false
    }

    /// Nothing more can follow from it.
    package var isEnded: Bool { stage == .ended }

    /// Openings not older than `span` at `now`.
    package func openings(within span: TimeSpan, at now: Timestamp) -> Int { openings.count { $0 + span > now } }

    /// Its readers know it now as it is.
    mutating func noteTold(at now: Timestamp) {
        if let told, told.best == incident.best {
            let returned = Set(told.impactedSites).subtracting(incident.sitesHitNow)
            if !returned.isEmpty { back = returned.union(back ?? []).sorted() }
        }
        told = Told(incident, at: now)
        (updateDue, shrinking) = (nil, nil)
    }

    mutating func holdBack(_ reason: AlertReason, at now: Timestamp) {
        let before = held ?? []
        if before.last?.reason != reason, before.count < 20 { held = before + [HeldBack(time: now, reason: reason)] }
    }
}

/// A person took it.
package struct Acknowledgement: Hashable, Sendable, Codable {
    package var incident: String
    package var at: Timestamp
    package var by: String
    package var reason: String
    /// nil: until the incident closes.
    package var until: Timestamp?
    /// Its place in the order in which such words were said, whatever the clocks of those who said them; nil: only `at` tells.
    package var row: Int64?
    package init(
        incident: String, at: Timestamp, by: String, reason: String, until: Timestamp? = nil, row: Int64? = nil
    ) {
        (self.incident, self.at, self.by, self.reason, self.until) = (incident, at, by, reason, until)
        self.row = row
    }

    /// Whoever took it did so by now, whatever the clock of the machine says beside ours.
    package func holds(at now: Timestamp) -> Bool { until.map { now < $0 } ?? true }
}

extension [Acknowledgement] {
    /// Who has an incident, of all that was said in the order in which it was: the newest word decides alone, for whoever gives it back says so
    /// with one that has ended. With `past`, the newest of by then; nil where nobody has it.
    package func inForce(at past: Timestamp?, now: Timestamp) -> Acknowledgement? {
        let newest = past.map { past in last { $0.at <= past } } ?? last
        return newest.flatMap { $0.holds(at: past ?? now) ? $0 : nil }
    }
}

/// Planned quiet on an object and what depends on it alone.
package struct MaintenanceWindow: Hashable, Sendable, Codable {
    package var id: String
    package var object: ObjectID
    package var from: Timestamp
    /// Mandatory: a window without an end hides the next real fault.
    package var to: Timestamp
    package var owner: String
    package var reason: String
    package init(id: String, object: ObjectID, from: Timestamp, to: Timestamp, owner: String, reason: String) {
        (self.id, self.object, self.from, self.to) = (id, object, from, to)
        (self.owner, self.reason) = (owner, reason)
    }

    package func holds(at now: Timestamp) -> Bool { from <= now && now < to }
}
