import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// Gathers the morning list and the weekly report from the state file. What cannot be read is left out: no mail waits for it.
struct MorningList {
    let store: Store
    let network: Network
    let policy: AlertPolicy

    static let ahead = TimeSpan.seconds(36 * 3600)
    /// Who exchanges a certificate needs more time.
    static let certificates = TimeSpan.seconds(30 * 86_400)

    func facts(at now: Timestamp) -> MorningFacts {
        var facts = MorningFacts()
        let since = now - .seconds(86_400)
        for decision in (try? store.decisions(ofCodes: ["healed", "over-before-digest"], since: since, until: now)) ?? [] {
            guard let object = decision.object else { continue }
            switch decision.reason {
            case .healed(let span, _), .overBeforeDigest(let span):
                facts.healed.append("\(clock(decision.at)) \(object), healed after \(span.words)")
            default: continue
            }
        }
        facts.notOpened = notOpened(since: since, now)
        facts.runsOut = runsOut(at: now)
        return facts
    }

    private func clock(_ time: Timestamp) -> String {
        (WallZone(policy.mail.zone) ?? .utc).wall(time).text
    }

    /// Incidents that waited for an opening which has passed, and are still open.
    private func notOpened(since: Timestamp, _ now: Timestamp) -> [String] {
        var seen: Set<String> = []
        let open = Set(((try? store.incidents(open: true)) ?? []).map(\.id))
        let waited = (try? store.decisions(ofCodes: ["closed-until-opening"], since: since, until: now)) ?? []
        return waited.compactMap { decision in
            guard let id = decision.incident, open.contains(id), let until = decision.until, until <= now,
                seen.insert(id).inserted,
                case .closedUntilOpening(let site) = decision.reason
            else { return nil }
            return "\(site), expected at \(clock(until))"
        }
    }

    private func runsOut(at now: Timestamp) -> [String] {
        var lines: [String] = []
        for incident in (try? store.incidents(open: true)) ?? [] {
            guard let taken = (try? store.acknowledgements(incident: incident.id))?.last, let until = taken.until,
                taken.holds(at: now),
                until < now + Self.ahead
            else { continue }
            lines.append("acknowledgement of \(incident.id) by \(taken.by) ends \(clock(until))")
        }
        for window in (try? store.maintenance(endingAfter: now)) ?? [] where window.holds(at: now) && window.to < now + Self.ahead
        {
            lines.append("maintenance of \(window.object) (\(window.owner)) ends \(clock(window.to))")
        }
        let files = Set(policy.relays.compactMap(\.caFile) + policy.targets.compactMap(\.caFile)).sorted()
        for file in files {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { continue }
            for end in CertificateDates.ends(ofPEM: text) where end < now + Self.certificates {
                lines.append("certificate \(file) ends \(clock(end))")
            }
        }
        return lines
    }

    /// The seven days before the local midnight of `now`.
    func report(at now: Timestamp) -> WeeklyReport? {
        let zone = WallZone(policy.mail.zone) ?? .utc
        let today = zone.wall(now).day
        let (from, to) = (zone.moment(WallTime(day: today - 7)), zone.moment(WallTime(day: today)))
        guard let incidents = try? store.incidents(limit: 100_000) else { return nil }
        return WeeklyReport(network, incidents, watched: (try? store.firstStateChange()) ?? nil, from: from, to: to, now: now)
    }
}
