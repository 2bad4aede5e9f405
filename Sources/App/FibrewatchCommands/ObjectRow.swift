import Diagnosis
import NetworkModel
import Rendering

/// One object in a list: what `list` and `find` print.
struct ObjectRow: Encodable {
    var id: String
    var name: String
    /// nil where objects of this kind have no state of their own.
    var state: ObjectState?
    var detail: String

    init(_ id: ObjectID, _ network: Network, _ states: ObjectStates) {
        self.id = id.rawValue
        name = ObjectKinds.name(of: id, in: network)
        state = states.state(of: id)
        detail = ObjectKinds.detail(of: id, in: network)
    }

    var stateCell: TextTable.Cell { state?.cell ?? "" }

    /// One line of RFC 4180.
    var csv: String {
        [id, name, state?.rawValue ?? "", detail].map(Self.quoted).joined(separator: ",") + "\r\n"
    }

    /// Quoted where a spreadsheet would need it; a cell that a spreadsheet would take for a formula gets a leading apostrophe.
    static func quoted(_ text: String) -> String {
        let harmless = ["=", "+", "-", "@"].contains(text.prefix(1)) && Double(text) == nil ? "'" + text : text
        guard harmless.contains(where: { ",\"\r\n".contains($0) }) else { return harmless }
        return "\"" + harmless.replacing("\"", with: "\"\"") + "\""
    }
}

extension Output {
    /// A list in the form that was asked for.
    func print(_ rows: [ObjectRow]) throws {
        if options.json { return try print(json: rows) }
        if options.jsonl { return try rows.forEach { try print(json: $0, pretty: false) } }
        if options.csv { return print("id,name,state,detail\r\n" + rows.map(\.csv).joined()) }
        var table = TextTable("ID", "NAME", "STATE", "DETAIL")
        for row in rows { table.add(.init(row.id), .init(row.name), row.stateCell, .init(row.detail)) }
        print(table)
    }
}
