import Alerting
import NetworkModel

// By impact and hours: what can never match, and what is never reached.

extension AlertsReader {
    mutating func checkWhen(_ rule: Placed<AlertRule>, _ name: String, _ network: Network?) {
        // What was taken out because it is wrong may be what sets one apart.
        guard !rule.value.when.isEmpty, !hasErrors else { return }
        for (row, when) in rule.value.when.enumerated() {
            let place = { (keys: String...) in rule.place(at: ["when", "\(row)"] + keys) }
            if !when.changesGrade {
                report(
                    place(), "\(name): when \(row + 1) says neither severity nor urgency, so it changes nothing; add one of them")
            }
            if !when.asksAnything {
                report(
                    place(),
                    "\(name): when \(row + 1) asks for none of only, hours, site_kinds and isolates; write what it says into the rule"
                )
                continue
            }
            if let before = rule.value.when[..<row].firstIndex(where: { $0.covers(when) }) {
                report(
                    place(),
                    "\(name): when \(row + 1) never decides: when \(before + 1) stands before it and matches all that it matches",
                    .warning)
            }
            if let only = when.only, !when.siteKinds.isEmpty, !when.siteKinds.contains(only) {
                report(
                    place("only"),
                    "\(name): when \(row + 1) never matches: only \(Wording.quoted(only)) leaves out its site_kinds",
                    .warning)
            }
            if let network { check(when, "\(name): when \(row + 1)", network, at: { rule.place(at: ["when", "\(row)", $0]) }) }
        }
    }

    private mutating func check(
        _ when: AlertRule.When, _ name: String, _ network: Network, at place: (String) -> SourcePlace
    ) {
        let sites = network.document.sites
        let kinds = Set(sites.map(\.kind)).sorted()
        checkWords(when.only.map { [$0] } ?? [], kinds, "\(name) is for sites of kind", .warning) { _ in place("only") }
        checkWords(when.siteKinds, kinds, "\(name) is for sites of kind", .warning) { _ in place("site_kinds") }
        if let least = when.isolatesAtLeast, least > sites.count {
            report(place("isolates"), "\(name) never matches: there are \(sites.count) sites in all", .warning)
        }
        guard when.hours == .closed else { return }
        let asked = when.only.map { [$0] } ?? (when.siteKinds.isEmpty ? kinds : when.siteKinds)
        let canClose = sites.indices.contains { asked.contains(sites[$0].kind) && network.calendarOfSite[$0] >= 0 }
        if !canClose, asked.contains(where: kinds.contains) {
            let words = Wording.alternatives(asked.map { Wording.quoted($0) })
            report(
                place("hours"), "\(name) never matches: no site of kind \(words) has a calendar, so all are always open", .warning
            )
        }
    }
}
