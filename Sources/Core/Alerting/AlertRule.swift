import Diagnosis
import NetworkModel

/// A rule over samples or states of objects, as written in `Alerts/`: when it holds for an object, an incident opens for it.
package struct AlertRule: Hashable, Sendable {
    /// What has to be true of the values of one object. A value that is not known makes nothing true and nothing false.
    package enum Condition: Hashable, Sendable {
        /// Above `limit`; over only when not above `clear`.
        case above(limit: Double, clear: Double)
        /// Below `limit`; over only when not below `clear`.
        case below(limit: Double, clear: Double)
        /// Changed by at least `by` within `within`, upwards or downwards.
        case rises(by: Double, within: TimeSpan)
        case falls(by: Double, within: TimeSpan)
        /// No value for so long, though the device can be seen.
        case absent(TimeSpan)
        /// A straight line through the values of the last `over` reaches `limit` within `within`.
        case forecast(limit: Double, within: TimeSpan, over: TimeSpan)
        /// The object has this state. Unknown and unobserved are never asked for: they neither fire nor clear.
        case state(ObjectState)
    }

    /// Over whom a share is taken.
    package enum Group: String, Sendable, Codable, CaseIterable { case site, owner, credential, role, all }

    /// True of so large a part of a group: one incident for the group instead of one for each member.
    package struct Share: Hashable, Sendable {
        package var fraction: Double
        package var group: Group
        /// Fewer members that are affected are none of its business.
        package var least: Int
        package init(fraction: Double, group: Group, least: Int = 2) {
            (self.fraction, self.group, self.least) = (fraction, group, least)
        }
    }

    /// Which objects; an absent list matches all, several must all match.
    package struct Selector: Hashable, Sendable {
        /// Globs over the object itself (`if:bg-*`), and over its site.
        package var objects: [String] = []
        package var sites: [String] = []
        /// Kinds of its site, roles of its device, owners of its link or duct.
        package var kinds: [String] = []
        package var roles: [String] = []
        package var owners: [String] = []
        package init() {}
    }

    /// Unique among the rules; stands in mails and in `incident why`.
    package var name: String
    /// nil for a rule over states.
    package var metric: Sample.Metric?
    package var condition: Condition
    /// How long it has to be true before it fires, and untrue before it clears.
    package var hold = TimeSpan.zero
    package var clearHold = TimeSpan.zero
    package var selector = Selector()
    package var share: Share?
    package var severity = RuleFact.Severity.warning
    package var urgency = Page.Urgency.ticket
    /// Other severities and urgencies by impact and hours; the first that matches decides.
    package var when: [When] = []
    /// Added to the sentence of the mail: what it means or what to do.
    package var note: String?

    package init(name: String, metric: Sample.Metric?, _ condition: Condition) {
        (self.name, self.metric, self.condition) = (name, metric, condition)
    }
}

extension Sample.Metric {
    /// `received light`: for a person.
    package var words: String {
        switch self {
        case .inBits: "incoming traffic"
        case .outBits: "outgoing traffic"
        case .inErrors: "incoming errors"
        case .roundTrip: "round trip"
        case .loss: "packet loss"
        case .inUse: "use of the incoming direction"
        case .outUse: "use of the outgoing direction"
        case .receivedLight: "received light"
        case .sentLight: "sent light"
        case .temperature: "temperature"
        case .upsRuntime: "battery runtime"
        case .upsCharge: "battery charge"
        case .onBattery: "running on battery"
        case .restarted: "restarts"
        case .refused: "refused reads"
        case .agentSilent: "silence of the agent"
        case .partsChanged: "changed parts or serial numbers"
        }
    }

    /// The value as a person reads it: `-27.3 dBm`, `85 %`.
    package func text(_ value: Double) -> String {
        switch self {
        case .inBits, .outBits: Self.scaled(value) + "bit/s"
        case .inErrors: Self.short(value) + " a second"
        case .roundTrip: Self.short(value) + " ms"
        case .loss, .inUse, .outUse: Self.short(value * 100) + " %"
        case .receivedLight, .sentLight: Self.short(value) + " dBm"
        case .temperature: Self.short(value) + " °C"
        case .upsRuntime: Self.short(value) + " min"
        case .upsCharge: Self.short(value) + " %"
        case .onBattery, .restarted, .refused, .agentSilent, .partsChanged: value == 0 ? "no" : "yes"
        }
    }

    /// It is yes or no: a sentence about it names no limit.
    package var isFlag: Bool {
        switch self {
        case .onBattery, .restarted, .refused, .agentSilent, .partsChanged: true
        default: false
        }
    }

    /// One decimal place, none where it is 0. Beyond what anybody reads: as Swift writes it.
    private static func short(_ value: Double) -> String {
        guard abs(value) < 1e12 else { return "\(value)" }
        let tenths = (value * 10).rounded()
        return tenths.truncatingRemainder(dividingBy: 10) == 0 ? "\(Int64(tenths / 10))" : "\(tenths / 10)"
    }

    private static func scaled(_ value: Double) -> String {
        for (limit, word) in [(1e9, " G"), (1e6, " M"), (1e3, " k")] where abs(value) >= limit {
            return short(value / limit) + word
        }
        return short(value) + " "
    }
}
