import NetworkModel

/// Who is told, when, and over which relays: the form in which `Alerts/*.yaml` is written down. All files of the folder make one policy.
///
/// Nothing is checked yet; `problems(network:)` lists what is wrong with it. Lists keep the order of their source.
package struct AlertPolicy: Hashable, Sendable {
    package var mail = MailIdentity()
    /// In the order in which they are tried; empty: mails wait in the outbox.
    package var relays: [Relay] = []
    package var people: [Person] = []
    package var teams: [Team] = []
    /// Who of a team is on duty when; at most one for each team and role.
    package var rotas: [Rota] = []
    package var escalations: [Escalation] = []
    /// The first that matches decides who is told; an incident that matches none goes to `fallback`.
    package var routes: [Route] = []
    /// Told when no route matches or a route's list is empty, so that no page ever goes to nobody.
    package var fallback: [ObjectID] = []
    /// The first that matches decides how long a page waits; none: it is sent at once.
    package var holds: [Hold] = []
    package var calm = Calm()
    package var heartbeat: Heartbeat?
    /// The morning list: what healed, what did not open, what runs out; nil: none.
    package var morning: Heartbeat?
    package var weekly: Weekly?
    /// Rules over samples and states, in the order of their source.
    package var rules: [AlertRule] = []
    /// Where notifications go beside mail.
    package var targets: [Target] = []
    /// A file that the monitor touches every minute while it is well: another program misses it; nil: none.
    package var deadManFile: String?

    package init() {}

    package func person(_ id: ObjectID) -> Person? { people.first { $0.id == id } }
}

extension AlertPolicy {
    /// How our mails present themselves.
    package struct MailIdentity: Hashable, Sendable {
        /// `Name <address>` or a bare address.
        package var from = "fibrewatch <fibrewatch@localhost>"
        /// Envelope sender that takes bounces; empty: the null sender `<>` (RFC 3834, section 3.3).
        package var envelopeFrom = ""
        /// The right side of Message-IDs and the List-Id.
        package var domain = "fibrewatch.localhost"
        /// IANA name of the zone in which people read times.
        package var zone = "Europe/Belgrade"
        package init() {}
    }

    /// An SMTP server that takes our mails. The password stands in a file of its own and is never held here.
    package struct Relay: Hashable, Sendable {
        /// What to do about TLS: `required` never sends in clear, `opportunistic` uses it where offered, `implicit` starts with it
        /// (RFC 8314, section 3), `none` never asks.
        package enum TLS: String, Sendable, Codable, CaseIterable { case required, opportunistic, implicit, none }

        /// Unique among the relays; shown in `incident why`.
        package var name: String
        package var host: String
        package var port: Int
        package var tls: TLS
        package var user: String?
        package var passwordFile: String?
        /// Certificates that may have signed the relay's; nil: those of the system.
        package var caFile: String?
        /// Longest time for one mail from connecting to the last answer.
        package var timeoutSeconds: Int

        package init(name: String, host: String, port: Int = 587, tls: TLS = .required, timeoutSeconds: Int = 60) {
            (self.name, self.host, self.port, self.tls) = (name, host, port, tls)
            self.timeoutSeconds = timeoutSeconds
        }
    }

    package struct Person: Hashable, Sendable {
        package var id: ObjectID
        package var name: String
        /// The bare address.
        package var mail: String
        /// What this person may read (DESIGN.md section 7): coordinates and pictures are for `restricted` only.
        package var level: Level
        package var language = Language.english
        /// IANA zone in which this person reads times and has quiet hours; nil: that of `mail`.
        package var zone: String?
        package var quiet: QuietHours?
        package init(id: ObjectID, name: String, mail: String, level: Level = .internal) {
            (self.id, self.name, self.mail, self.level) = (id, name, mail, level)
        }
    }

    /// Which incidents go to whom. An absent selector matches everything; several must all match.
    package struct Route: Hashable, Sendable {
        package var name: String
        package var to: [ObjectID]
        /// Kinds of incident, as in the result document.
        package var kinds: [String] = []
        package var urgencies: [String] = []
        /// Globs (`site:bg-*`) over the cause and the sites that it hits; one match is enough.
        package var objects: [String] = []
        /// Kinds of the sites that it hits (`post`); one match is enough.
        package var siteKinds: [String] = []
        /// Owners of the cause (`owner:railways`).
        package var owners: [String] = []
        /// Which escalation follows; nil: that named `default`, where there is one.
        package var escalation: String?
        package init(name: String, to: [ObjectID]) { (self.name, self.to) = (name, to) }
    }

    /// How long a page waits, from the onset of the incident. *Proven* means a confirmed port down or a dying gasp, *inferred*
    /// silence. The incident itself opens and shows at once.
    package struct Hold: Hashable, Sendable {
        package enum Hours: String, Sendable, Codable, CaseIterable { case open, closed }
        package enum Until: String, Sendable, Codable, CaseIterable { case opening }

        /// Only sites of this kind are hit.
        package var only: String?
        /// The hours of the sites that it hits: `open` if one of them is open.
        package var hours: Hours?
        package var kinds: [String] = []
        /// At least so many sites are isolated (`">=10"`).
        package var isolatesAtLeast: Int?
        /// Kinds of object, as their names begin (`duct`): all that may be the cause are of these.
        package var causes: [String] = []
        package var proven: TimeSpan?
        package var inferred: TimeSpan?
        /// No hold, however often lengthened by flapping, is longer.
        package var max: TimeSpan?
        package var until: Until?
        /// Sends it as this instead of as a page.
        package var urgency: String?
        package init() {}
    }

    /// What keeps a storm of incidents from becoming a storm of mails.
    package struct Calm: Hashable, Sendable {
        /// A recovery after an outage shorter than this waits as long, so that a flapping link tells its story in three mails.
        package var settle = TimeSpan.seconds(60)
        /// So many openings of one cause within `flapWindow` are flapping.
        package var flapCount = 3
        package var flapWindow = TimeSpan.seconds(600)
        /// Longest wait of an update after the last mail of its incident.
        package var updateGap = TimeSpan.seconds(300)
        /// At most so many problem mails in `burstWindow`; what exceeds it goes out in one collected mail. Incidents that isolate
        /// `severeSites` sites or more, and a blind monitor, are never collected.
        package var burst = 20
        package var burstWindow = TimeSpan.seconds(600)
        package var severeSites = 10
        /// After so many problem mails to one person in `personWindow` the next come in one mail; 0: never.
        package var personBurst = 0
        package var personWindow = TimeSpan.seconds(600)
        /// A told outage that nobody acknowledged is repeated after this; nil: never.
        package var reminder: TimeSpan?
        package init() {}
    }

    /// The daily mail that says that the monitor lives; its absence is the alarm.
    package struct Heartbeat: Hashable, Sendable {
        package var to: [ObjectID]
        /// Minutes after local midnight.
        package var minute: Int
        package init(to: [ObjectID], minute: Int = 450) { (self.to, self.minute) = (to, minute) }
    }
}
