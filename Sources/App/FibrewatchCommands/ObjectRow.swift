import Diagnosis
import InventoryStore
import NetworkModel
import Rendering

/// One object in a list: what `list` and `find` print.
struct ObjectRow: Encodable {
    var id: String
    var name: String
    /// nil where objects of this kind have no state of their own.
    @OrNull var state: ObjectState? = nil
    var detail: String

    init(_ id: ObjectID, _ network: Network, _ states: ObjectStates) {
        self.id = id.rawValue
        name = ObjectKinds.name(of: id, in: network)
        state = states.state(of: id)
        detail = ObjectKinds.detail(of: id, in: network)
    }

    init(_ sheet: PersonSheet) {
        (id, name) = (sheet.id.rawValue, sheet.name)
        detail = sheet.facts.filter { ["mail", "members", "on duty now"].contains($0.label) }
            .map { $0.label == "on duty now" ? "on duty now: \($0.text)" : $0.text }.joined(separator: ", ")
    }

    /// Something seen on a device, under the device's identifier.
    init(_ match: SeenMatch, utc: Bool) {
        id = match.device.rawValue
        name = match.name
        detail =
            "\(match.kind) seen \(match.lastSeen.clock(utc: utc, now: .now))\(match.detail.isEmpty ? "" : ": \(match.detail)")"
    }

    var stateCell: TextTable.Cell { state?.cell ?? "" }
}

extension Output {
    /// A list in the form that was asked for.
    func print(_ rows: [ObjectRow]) throws {
        if options.json { return try print(json: rows) }
        if options.jsonl { return try rows.forEach { try print(json: $0, pretty: false) } }
        var table = TextTable("ID", "NAME", "STATE", "DETAIL")
        for row in rows { table.add(.init(row.id), .init(row.name), row.stateCell, .init(row.detail)) }
        options.csv ? print(table.csv) : print(table)
    }
}
