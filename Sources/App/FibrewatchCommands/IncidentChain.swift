import Alerting
import Diagnosis
import InventoryStore
import NetworkModel
import Rendering

/// The chain of facts of one incident in words: what was seen, where the silence begins, what explains it, what hides behind it, who was
/// told and why.
struct IncidentChain {
    let incident: Incident
    let decisions: [StoredDecision]
    let followUp: IncidentFollowUp
    /// nil where no network is declared here.
    let network: Network?
    /// nil where it cannot be told without the network, or for an incident that no silence is behind.
    let boundary: SilenceBoundary?
    /// nil where the files of `--alerts` are absent or broken.
    let policy: AlertPolicy?
    /// As the person named the folder of the policy.
    let alerts: String
    /// Writes moments for this reader, also those within a stored reason: those of the incident's own day without the day.
    let time: (Timestamp) -> String
    /// A moment with its day.
    let day: (Timestamp) -> String

    var text: String { head + seen + begins + explained + hidden + ended + decided + delivered }

    /// The day stands here alone: below are times of that day.
    private var head: String {
        let end =
            incident.closed.map { ", over since \(day($0))" }
            ?? (incident.withdrawn ? "" : ", still open")
        return lines(
            ["\(incident.id), \(incident.kind.rawValue), since \(day(incident.opened))\(end)"], indent: ""
        )
    }

    private var seen: String {
        incident.evidence.isEmpty
            ? ""
            : "What was seen:\n"
                + lines(incident.evidence.map { "\(time($0.time))  \($0.object): \($0.fact)" })
    }

    private func lines(_ lines: [String], indent: String = "  ") -> String {
        lines.map { indent + TerminalText.escaped($0) + "\n" }.joined()
    }
}

// MARK: - The boundary and the causes

extension IncidentChain {
    private static let mostNamed = 8

    private var begins: String {
        guard let boundary, !boundary.crossings.isEmpty else { return "" }
        return "Where the silence begins:\n"
            + lines([extent(boundary)] + boundary.crossings.prefix(Self.mostNamed).map(words))
            + more(boundary.crossings.count)
    }

    private func more(_ count: Int) -> String {
        count > Self.mostNamed ? "  and \(count - Self.mostNamed) links more\n" : ""
    }

    private func extent(_ boundary: SilenceBoundary) -> String {
        let count = boundary.silent.count
        if count == 0 {
            return "no device is silent: all are reached by other ways; what is lost lies between these"
        }
        let names = boundary.silent.prefix(Self.mostNamed).map(\.rawValue).joined(separator: ", ")
        let rest = count > Self.mostNamed ? " and \(count - Self.mostNamed) more" : ""
        return count == 1
            ? "one device does not answer: \(names)" : "\(count) devices do not answer: \(names)\(rest)"
    }

    private func words(_ crossing: SilenceBoundary.Crossing) -> String {
        let port = "its port \(crossing.port) is \(crossing.portIsDown ? "down" : "not seen down")"
        let far = crossing.farAnswers ? "which answers too, by another way" : "which does not"
        return
            "\(crossing.answering) answers and \(port); \(crossing.link) leads from it to \(crossing.far), \(far)"
    }

    private var explained: String {
        if incident.kind == .redundancy { return lostWays }
        guard incident.alert == nil else { return "" }
        var all = incident.revisions.map { revision -> String in
            let causes = revision.candidates.map(\.rawValue).joined(separator: " or ")
            let alone =
                revision.candidates.count == 1
                ? "nothing else explains it as well" : "each of these explains it equally well"
            return "\(time(revision.time))  \(causes): \(alone)"
        }
        if incident.candidates.count > 1 {
            all.append(
                "named first: \(incident.best), the likeliest of them by how often such things fail")
        }
        all += incident.candidates.prefix(Self.mostNamed).compactMap(tie)
        if let network, let question = network.splittingQuestion(incident.best, incident.candidates) {
            all.append("to tell them apart: \(MailMessage.question(question, in: network))")
        }
        return "What explains it:\n" + lines(all)
    }

    private var lostWays: String {
        let count = incident.atRiskSites.count
        let cause =
            incident.joins.map { "it follows from \($0) and is told with it" }
            ?? "it follows from no open incident"
        return "What follows:\n"
            + lines(["\(count) \(count == 1 ? "site has" : "sites have") one way left; \(cause)"])
    }

    /// How a cause holds together what lies at the boundary; nil where it does not show there.
    private func tie(_ cause: ObjectID) -> String? {
        guard let network, let boundary, let failure = network.failure(of: cause), !cause.isOf(.link),
            !cause.isOf(.interface)
        else { return nil }
        let own = Set(failure.devices.map { network.document.devices[Int($0)].id })
        let isPlace = cause.isOf(.site) || cause.isOf(.feed)
        let there = cause.isOf(.feed) ? "on this supply" : "there"
        let devices =
            isPlace
            ? share(
                boundary.silent.count(where: own.contains), of: boundary.silent.count, "silent device")
            : nil
        var taken = Set(failure.links)
        for device in failure.devices { taken.formUnion(network.linksOfDevice[device]) }
        let links = Set(taken.map { network.document.links[Int($0)].id })
        let lost = share(
            boundary.crossings.count { links.contains($0.link) }, of: boundary.crossings.count, "link")
        let ends =
            own.isEmpty
            ? (one: "runs through it", many: "run through it") : (one: "ends at it", many: "end at it")
        let parts = [
            devices.map { "\($0.words) \($0.isOne ? "stands" : "stand") \(there)" },
            lost.map { "\($0.words) above \($0.isOne ? ends.one : ends.many)" },
        ].compactMap(\.self)
        return parts.isEmpty ? nil : "\(cause): \(parts.joined(separator: ", and "))"
    }

    /// `all 3 links`, `2 of the 3 links`, `the link`; nil for none.
    private func share(_ count: Int, of all: Int, _ noun: String) -> (words: String, isOne: Bool)? {
        if count == 0 { return nil }
        if all == 1 { return ("the \(noun)", true) }
        return (count == all ? "all \(all) \(noun)s" : "\(count) of the \(all) \(noun)s", count == 1)
    }

    private var hidden: String {
        guard !incident.suppressed.isEmpty else { return "" }
        let names = incident.suppressed.map(\.rawValue).joined(separator: ", ")
        return "Hidden behind it, so that nobody is told of each by itself:\n" + lines([names])
    }

    private var ended: String {
        incident.closed.map { "It is over:\n  \(time($0))  nothing that it explains is bad any more\n" }
            ?? ""
    }
}

// MARK: - Who was told

extension IncidentChain {
    private var decided: String {
        guard !decisions.isEmpty else { return "" }
        return "Who was told, and why:\n"
            + lines(decisions.map { "\(time($0.at))  \(verdict($0)): \(reason($0.reason))" })
    }

    private func verdict(_ decision: StoredDecision) -> String {
        switch decision.verdict {
        case "notify": "mail\(mail(decision).map { ", " + $0 } ?? "")"
        case "hold": "it waits\(decision.until.map { " until \(time($0))" } ?? "")"
        case "suppress": "no mail"
        default: decision.verdict
        }
    }

    /// Its urgency, who gets it, and the route that named them.
    private func mail(_ decision: StoredDecision) -> String? {
        guard
            let mail = followUp.mails.first(where: { $0.notification.id == decision.notification })?
                .notification
        else {
            return nil
        }
        let people = mail.recipients.map(\.address).joined(separator: ", ")
        let route =
            mail.route.map { $0.isEmpty ? ", as no route matches (fallback)" : " by route \"\($0)\"" }
            ?? ""
        return "\(mail.kind.rawValue), urgency \(mail.urgency.rawValue), to \(people)\(route)"
    }

    private var folder: String { alerts.hasSuffix("/") ? alerts : alerts + "/" }

    /// A hold with its words: the number alone says nothing at three in the morning.
    private func reason(_ reason: AlertReason) -> String {
        switch reason {
        case .hold(let number, let proven, let span):
            let known = "hold rule \(number) of \(folder)"
            let says =
                "what is \(proven ? "proven" : "only inferred from silence") waits \(span.words) from its onset"
            guard let holds = policy?.holds, holds.indices.contains(number - 1),
                holds[number - 1].gives(span, proven: proven)
            else { return policy == nil ? "\(known): \(says)" : "\(known) as it was then: \(says)" }
            return "\(known) (\(holds[number - 1].words)): \(says)"
        case .closedUntilOpening:
            let rows = (policy?.holds ?? []).indices.filter { policy?.holds[$0].until == .opening }
            let rule =
                rows.count == 1
                ? rows.first.flatMap { row in policy.map { (row + 1, $0.holds[row].words) } } : nil
            return (rule.map { "hold rule \($0.0) of \(folder) (\($0.1)): " } ?? "") + reason.words(time)
        default: return reason.words(time)
        }
    }

    /// What became of each mail: the relay's answer to each recipient, or how long it waits.
    private var delivered: String {
        followUp.mails.isEmpty ? "" : "What became of the mails:\n" + followUp.mails.map(fate).joined()
    }

    private func fate(_ mail: StoredNotification) -> String {
        let queue = mail.queueID.map { ", queue id \($0)" } ?? ""
        var below = mail.recipients.map { recipient in
            let when = recipient.at.map { " at \(time($0))" } ?? ""
            return
                "\(recipient.address) \(recipient.state)\(when)\(recipient.reply.map { ": " + $0 } ?? "")"
        }
        if mail.state == .waiting, let last = mail.attempts.last {
            let times = mail.attempts.count == 1 ? "once" : "\(mail.attempts.count) times"
            below.append("tried \(times), next at \(time(mail.due)); \(last.relay) said: \(last.reply)")
        }
        if mail.state == .waiting, mail.attempts.isEmpty { below.append("no relay was asked yet") }
        return lines([
            "\(mail.notification.kind.rawValue) <\(mail.notification.messageID)>: \(mail.state.rawValue)\(queue)"
        ])
            + lines(below, indent: "    ")
    }
}
