import Alerting
import Diagnosis
import NetworkModel

// Rules: what they name, and limits that contradict each other.

extension AlertsReader {
    mutating func checkRules(_ network: Network?) {
        var first: [String: SourcePlace] = [:]
        for rule in rules {
            let name = "rule \(Wording.quoted(rule.value.name))"
            if let place = first[rule.value.name] { report(rule.place(of: "name"), "\(name) stands twice; first at \(place)") }
            if rule.value.name.hasPrefix("monitor") {
                report(
                    rule.place(of: "name"), "\(name): names that begin with \"monitor\" are those of the monitor's own troubles")
            }
            first[rule.value.name] = first[rule.value.name] ?? rule.place()
            check(rule, name)
            checkWhen(rule, name, network)
            guard let network else { continue }
            let roles = Set(network.document.devices.map(\.role)).sorted()
            checkWords(rule.value.selector.roles, roles, "\(name) is for devices of role", .warning) {
                rule.place(of: "roles", item: $0)
            }
            let kinds = Set(network.document.sites.map(\.kind)).sorted()
            checkWords(rule.value.selector.kinds, kinds, "\(name) is for sites of kind", .warning) {
                rule.place(of: "kinds", item: $0)
            }
            checkOwners(rule.value.selector.owners, name, network) { rule.place(of: "owners", item: $0) }
            checkPlaces(rule, name, network)
        }
    }

    /// A clear value on the wrong side of its limit would fire and clear at every sample.
    private mutating func check(_ rule: Placed<AlertRule>, _ name: String) {
        switch rule.value.condition {
        case .above(let limit, let clear) where clear > limit:
            report(rule.place(of: "clear"), "\(name) fires above \(limit) and clears at \(clear), which is above it as well")
        case .below(let limit, let clear) where clear < limit:
            report(rule.place(of: "clear"), "\(name) fires below \(limit) and clears at \(clear), which is below it as well")
        case .state(let state) where state == .unknown || state == .unobserved:
            report(
                rule.place(of: "state"), "\(name) asks for \(state.rawValue), which neither fires nor clears; ask for down or up")
        default: break
        }
        if let share = rule.value.share, !(0...1).contains(share.fraction) {
            report(rule.place(of: "share"), "\(name) has share \(share.fraction), which is not from 0 to 1")
        }
        if let metric = rule.value.metric, Self.unmeasured.contains(metric) {
            report(
                rule.place(of: "metric"), "\(name) asks for \(metric.rawValue), which nothing measures, so it never fires",
                .warning)
        }
    }

    /// Metrics that have a name and no source: no collector tells sent light from received.
    private static let unmeasured: Set<Sample.Metric> = [.sentLight]

    /// Values are those of devices and ports; states those of everything.
    private mutating func checkPlaces(_ rule: Placed<AlertRule>, _ name: String, _ network: Network) {
        let selector = rule.value.selector
        if !selector.objects.isEmpty {
            let objects = network.index.keys.filter {
                rule.value.metric == nil || $0.kind == .device || $0.kind == .interface
            }
            let noun = rule.value.metric == nil ? "object" : "device or port"
            checkGlobs(selector.objects, "\(name) is for \(noun)", objects) { rule.place(of: "objects", item: $0) }
        }
        checkGlobs(selector.sites, "\(name) is for site", network.document.sites.map(\.id)) {
            rule.place(of: "sites", item: $0)
        }
    }
}
