import NetworkModel

extension AlertReason {
    /// One sentence without a full stop. Times are spans, or UTC where a moment is meant; identifiers stand as declared.
    package var words: String { words { $0.clock } }

    /// The same with `moment` for the moments and `name` for the objects: a mail's reader lives in a zone, and may not know each object.
    package func words(_ moment: (Timestamp) -> String, name: (ObjectID) -> String = { $0.rawValue }) -> String {
        switch self {
        case .newRootCause: "a new root cause"
        case .holdEnded(let span): "it still lasts after its hold of \(span.words)"
        case .causeChanged(let old): "the likely cause changed from \(name(old))"
        case .impactChanged(let before, let now): "it now isolates \(now) sites instead of \(before)"
        case .impactShrank(let before, 0): "none of \(before) sites is hit any more; the cause remains"
        case .impactShrank(let before, let now): "\(now) of \(before) sites are still hit"
        case .kindChanged(let old): "it is no longer judged as \(old.rawValue)"
        case .redundancyLost(let sites): "\(sites) \(sites == 1 ? "site hangs" : "sites hang") on one way now"
        case .flapping(let count, let span): "it came and went \(count) times within \(span.words)"
        case .stayedDown(let since): "after flapping it stays down since \(moment(since))"
        case .recovered(let span): "the cause is gone after \(span.words)"
        case .stable(let since): "after flapping it is stable since \(moment(since))"
        case .notDeclared: "what it hit is no longer declared, so that nobody can tell whether it works"
        case .acknowledgementEnded(let by): "the acknowledgement of \(by) has ended and the fault lasts"
        case .maintenanceEnded(let object): "the maintenance window of \(name(object)) has ended and the fault lasts"
        case .notAcknowledged(let since): "nobody has acknowledged it since \(moment(since))"
        case .escalated(let step, let span): "step \(step) of the escalation: nobody has taken it for \(span.words)"
        case .moreUrgent(let before, let now): "it is more urgent now: \(now.rawValue) instead of \(before.rawValue)"
        case .opened(let sites):
            "\(sites) \(sites == 1 ? "site that it hits has" : "sites that it hits have") opened and it lasts"
        case .quietHoursEnded: "your quiet hours are over and it lasts"
        case .standsAlone(let by): "\(by) says that it is a fault of its own"
        case .wholeEnded(let incident): "\(incident), of which it was a part, is over and it lasts"
        case .daily: "the daily sign of life"
        case .morning: "the morning list"
        case .weekly: "the weekly report"
        case .personBurst(let count, let span): "\(count) incidents for you within \(span.words): they come in one mail"
        case .collected(let count): "\(count) incidents in one mail, because more were opening than anybody can read one by one"
        case .didNotOpen(let count): "\(count) places that were closed did not come back at their opening: they come in one mail"
        case .backlog(let count, let since): "\(count) mails since \(moment(since)) that no relay took in time, in one"
        case .asked: "somebody asked for it"
        default: waitingWords(name) ?? silentWords(moment, name)
        }
    }

    private func waitingWords(_ name: (ObjectID) -> String) -> String? {
        switch self {
        case .hold(let rule, let proven, let span):
            "hold rule \(rule) lets what is \(proven ? "proven" : "only inferred from silence") wait \(span.words) from its onset"
        case .closedUntilOpening(let site): "only closed sites are hit; \(name(site)) opens then"
        case .settling(let span): "it was down for less than \(span.words); the recovery waits as long, in case it comes back"
        case .updateGap(let span): "the last mail of this incident is younger than \(span.words)"
        case .shrinking(let span): "far fewer are hit than was told; an update follows when that has lasted for \(span.words)"
        case .storm(let count, let span): "\(count) problem mails went out within \(span.words); this one is collected"
        case .maintenance(let object, let owner, let reason): "maintenance window on \(name(object)) of \(owner): \(reason)"
        case .quietHours(let count): "all \(count) who would be told have quiet hours"
        default: nil
        }
    }

    private func silentWords(_ moment: (Timestamp) -> String, _ name: (ObjectID) -> String) -> String {
        switch self {
        case .alreadyTold(let at): "its first mail was decided at \(moment(at))"
        case .acknowledged(let by, let reason): "acknowledged by \(by): \(reason)"
        case .lessUrgent(let before, let now): "it is less urgent now: \(now.rawValue) instead of \(before.rawValue)"
        case .planned: "planned work"
        case .expected: "the site may be switched off at this hour"
        case .healed(let span, let hold):
            "it healed after \(span.words), inside its hold of \(hold.words); it stands in the digest"
        case .overBeforeDigest(let span): "it was over after \(span.words), before the daily mail that it waited for"
        case .toldTogether(let mail): "it was told with others in the mail <\(mail)>"
        case .escalationSpent(let rounds): "\(rounds) rounds of escalation are over and nobody took it"
        case .withdrawn: "the early guess was withdrawn before anybody was told"
        case .neverPaged(let kind): "incidents of kind \(kind.rawValue) are shown, not mailed"
        case .notAnIncident(let kind): "a finding of kind \(kind.rawValue) is shown, not mailed"
        case .partOfFlapping(let incident): "part of the flapping told with \(incident)"
        case .partOfCause(let incident): "follows from \(incident), of which people were told"
        case .mergedInto(let incident, let by): "\(by) says that it is a part of \(incident)"
        case .noChangeForReaders: "nothing changed in what its readers were told"
        case .nobodyToTell(let object): "no route and no fallback names anybody for \(name(object))"
        case .inDigest: "what can wait stands in the daily mail"
        case .shadow: "the monitor runs in shadow and sends nothing"
        default: code
        }
    }
}
