import NetworkModel

extension Observation {
    /// The observation as one line of `observations.jsonl`, without the line's end. `init(row:)` reads it back.
    package var row: String {
        var text =
            "{\"t\":\(Self.number(time.seconds)),\"collector\":\(Self.quoted(collector)),\"device\":\(Self.quoted(device)),\"kind\":"
        text += fields
        return text + "}"
    }

    private var fields: String {
        switch kind {
        case .ping(.timeout): "\"ping\",\"value\":\"timeout\""
        case .ping(.ok(let loss, let roundTrip, let ports)):
            "\"ping\",\"value\":\"ok\"" + (loss == 0 ? "" : ",\"loss\":\(Self.number(loss))")
                + (roundTrip.map { ",\"rtt_ms\":\(Self.number($0))" } ?? "") + (ports == .unread ? ",\"ports\":\"unread\"" : "")
        case .snmp(let failure): "\"snmp\",\"value\":\"\(failure.rawValue)\""
        case .ifOper(let interface, let up): "\"ifoper\",\"value\":\"\(up ? "up" : "down")\",\"if\":\(Self.quoted(interface))"
        case .trap(.linkDown(let interface)): "\"trap\",\"value\":\"linkDown\",\"if\":\(Self.quoted(interface))"
        case .trap(.linkUp(let interface)): "\"trap\",\"value\":\"linkUp\",\"if\":\(Self.quoted(interface))"
        case .trap(.dyingGasp): "\"trap\",\"value\":\"dyingGasp\""
        case .trap(.onBattery): "\"trap\",\"value\":\"onBattery\""
        case .otdr(let link, let km): "\"otdr\",\"value\":\(Self.number(km)),\"link\":\(Self.quoted(link))"
        case .ifError(let interface, let fraction):
            "\"iferr\",\"value\":\(Self.number(fraction)),\"if\":\(Self.quoted(interface))"
        case .rxPower(let interface, let dBm): "\"rxpower\",\"value\":\(Self.number(dBm)),\"if\":\(Self.quoted(interface))"
        case .uptime(let seconds): "\"uptime\",\"value\":\(Self.number(seconds))"
        case .path(let backup): "\"path\",\"value\":\"\(backup ? "backup" : "primary")\""
        }
    }

    /// JSON has no NaN and no infinity; neither is ever measured.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        if value == value.rounded(), abs(value) < 1e15 { return "\(Int64(value))" }
        return "\(value)"
    }

    static func quoted(_ id: ObjectID) -> String {
        var text = "\""
        for scalar in id.rawValue.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
