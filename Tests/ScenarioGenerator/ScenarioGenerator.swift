import NetworkModel

/// Makes episodes in the form of SCENARIOS.md from a seed: networks, faults, the imperfect stream, the truth.
///
/// Written from the description and the look of the recorded scenarios; all figures are ours.
package enum ScenarioGenerator {
    /// Classes in which silence is a fault.
    package static let plainClasses = [
        "link_cut", "duct_cut", "device_death", "site_power", "two_faults", "lossy", "flapping", "maintenance", "monitor_uplink",
        "monitor_stall", "quiet", "inventory_error", "mgmt_hang", "recovery",
    ]
    /// Three causes in two minutes, some links' records incomplete.
    package static let hardClasses = ["hard"]
    /// The everyday world: offices that switch off, ports that lie, carriers.
    package static let lifeClasses = [
        "closing", "opening", "blip", "port_lies", "backup", "carrier", "area_power", "access_change", "degraded",
    ]

    package static var allClasses: [String] { plainClasses + hardClasses + lifeClasses }

    /// The episode of `className` with `seed` on a network of its own.
    /// - Parameter size: 0 is a few sites, 1 some dozens, 2 hundreds, 3 a country.
    package static func scenario(_ className: String, seed: UInt64, size: Int) -> GeneratedScenario {
        var dice = Dice(seed: seed)
        for _ in 0..<50 {
            let network = network(for: className, size: size, &dice)
            var episode = Episode(className, on: network, dice: Dice(seed: dice.seed()))
            episode.addKnownDown()
            var record: NetworkDocument?
            if lifeClasses.contains(className) { episode.happenInLife() } else { record = episode.happenPlainly() }
            if episode.truth.roots.count < rootCount[className, default: 1] { continue }
            let kind = network.name.split(separator: "-").first ?? "net"
            return episode.finish(id: "g\(seed)-\(kind)-\(className)", record: record)
        }
        preconditionFailure("no network of size \(size) can have a \(className); seed \(seed)")
    }

    /// Roots that an episode must have; on another network if the first has no place for them.
    private static let rootCount = ["quiet": 0, "two_faults": 2, "hard": 3]

    /// The class of the `number`th episode of a set, each in turn.
    package static func className(_ number: Int, in set: String) -> String {
        let classes: [String] =
            switch set {
            case "hard": hardClasses
            case "wrong-duct": ["inventory_error"]
            case "life": lifeClasses
            default: plainClasses
            }
        return classes[number % classes.count]
    }

    private static func network(for className: String, size: Int, _ dice: inout Dice) -> NetworkDocument {
        let seed = dice.seed() % 1_000_000
        if lifeClasses.contains(className) {
            return GeneratedNetwork.life(hubCount: [3, 5, 9, 26][min(max(size, 0), 3)], seed: seed)
        }
        // On a handful of sites several faults look like one.
        switch rootCount[className, default: 1] > 1 ? max(size, 1) : size {
        case 0: return GeneratedNetwork.zoo(siteCount: dice.number(6...14), seed: seed)
        case 1: return GeneratedNetwork.zoo(siteCount: dice.number(20...90), seed: seed)
        case 2: return GeneratedNetwork.national(hubCount: dice.number(4...8), seed: seed)
        default: return GeneratedNetwork.national(hubCount: 26, seed: seed)
        }
    }
}
