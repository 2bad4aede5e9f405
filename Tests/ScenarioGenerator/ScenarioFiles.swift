import Diagnosis
import Foundation
import NetworkModel

extension GeneratedScenario {
    /// Writes `network.json`, `scenario.json`, `observations.jsonl` and `truth.json` into a folder named by the id.
    package func write(into folder: URL) throws {
        let own = folder.appendingPathComponent(id)
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(record).write(to: own.appendingPathComponent("network.json"))
        try Data(observationLines.utf8).write(to: own.appendingPathComponent("observations.jsonl"))
        for (name, object) in [("scenario.json", scenarioObject), ("truth.json", truthObject)] {
            let data = try JSONSerialization.data(
                withJSONObject: object, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
            try data.write(to: own.appendingPathComponent(name))
        }
    }

    /// The rows as JSON lines.
    package var observationLines: String { observations.map { $0.jsonLine + "\n" }.joined() }

    private var scenarioObject: [String: Any] {
        var object: [String: Any] = [
            "format": NetworkDocument.format, "id": id, "network": "network.json", "start": 0, "horizon_s": facts.horizon.seconds,
            "poll_interval_s": facts.pollInterval.seconds, "known_down": facts.knownDown.map(\.rawValue),
            "maintenance": facts.maintenance.map {
                ["object": $0.object.rawValue, "from": $0.from.seconds, "to": $0.to.seconds] as [String: Any]
            },
        ]
        if let hold = facts.hold { object["hold_s"] = hold.seconds }
        if let local = facts.localStart {
            object["local_start"] = local
            object["known_off"] = facts.knownOff.map(\.rawValue)
        }
        return object
    }

    private var truthObject: [String: Any] {
        var object: [String: Any] = [
            "format": NetworkDocument.format, "class": truth.className, "roots": truth.roots.map(Self.object),
            "impacted_sites": truth.impactedSites.map(\.rawValue), "symptoms": truth.symptoms.map(\.rawValue),
            "impacted_services": Dictionary(uniqueKeysWithValues: truth.impactedServices.map { ($0.key.rawValue, $0.value) }),
        ]
        if let atRisk = truth.atRiskSites { object["at_risk_sites"] = atRisk.map(\.rawValue) }
        if !truth.optionalSites.isEmpty { object["optional_sites"] = truth.optionalSites.map(\.rawValue) }
        return object
    }

    private static func object(_ root: ScenarioTruth.Root) -> [String: Any] {
        var object: [String: Any] = [
            "id": root.id.rawValue, "equivalent": root.equivalent.map(\.rawValue), "start": root.start.seconds, "role": root.role,
            "end": root.end.map { $0.seconds as Any } ?? NSNull(), "page": root.page.map { $0 as Any } ?? NSNull(),
        ]
        if let extent = root.extent { object["extent"] = extent.map(\.rawValue) }
        if let after = root.pageAfterSeconds { object["page_after_s"] = after }
        if root.isNamed { object["named"] = true }
        return object
    }
}

extension Observation {
    /// One row of `observations.jsonl`.
    fileprivate var jsonLine: String {
        let head = "{\"t\":\(time.seconds),\"collector\":\"\(collector)\",\"device\":\"\(device)\",\"kind\":"
        switch kind {
        case .ping(.timeout): return head + "\"ping\",\"value\":\"timeout\"}"
        case .ping(.ok(let loss, let roundTrip, _)):
            let lossField = loss > 0 ? ",\"loss\":\(loss)" : ""
            return head + "\"ping\",\"value\":\"ok\"" + lossField + (roundTrip.map { ",\"rtt_ms\":\($0)" } ?? "") + "}"
        case .snmp(let failure): return head + "\"snmp\",\"value\":\"\(failure.rawValue)\"}"
        case .ifOper(let interface, let up):
            return head + "\"ifoper\",\"value\":\"\(up ? "up" : "down")\",\"if\":\"\(interface)\"}"
        case .trap(.linkDown(let interface)): return head + "\"trap\",\"value\":\"linkDown\",\"if\":\"\(interface)\"}"
        case .trap(.linkUp(let interface)): return head + "\"trap\",\"value\":\"linkUp\",\"if\":\"\(interface)\"}"
        case .trap(.dyingGasp): return head + "\"trap\",\"value\":\"dyingGasp\"}"
        case .trap(.onBattery): return head + "\"trap\",\"value\":\"onBattery\"}"
        case .otdr(let link, let km): return head + "\"otdr\",\"value\":\(km),\"link\":\"\(link)\"}"
        case .ifError(let interface, let fraction): return head + "\"iferr\",\"value\":\(fraction),\"if\":\"\(interface)\"}"
        case .rxPower(let interface, let dBm): return head + "\"rxpower\",\"value\":\(dBm),\"if\":\"\(interface)\"}"
        case .uptime(let seconds): return head + "\"uptime\",\"value\":\(Int(seconds))}"
        case .path(let backup): return head + "\"path\",\"value\":\"\(backup ? "backup" : "primary")\"}"
        }
    }
}
