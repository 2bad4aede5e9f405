import Foundation
import TestSupport
import Testing

@testable import DeclaredFiles

/// Ten errors of one kind, planted in a network that is right without them, give ten messages at their places, in CSV and in YAML.
@Suite struct PlantedErrorTests {
    enum Form: String, CaseIterable { case csv, yaml }

    enum Kind: String, CaseIterable {
        case missingCell, missingValue, unknownKey, duplicateID, danglingReference, wrongNumber, numberOutOfRange, wrongPrefix
        case wrongWord, brokenFile, unknownList
    }

    /// Lists by name: columns and rows. Every device stands at the site of its number, and is linked to the next.
    struct Model {
        var columns: [String: [String]] = [
            "sites": ["id", "name", "lifecycle", "lat", "lon"], "owners": ["id", "name"], "devices": ["id", "role", "site"],
            "links": ["id", "kind", "a.device", "a.if", "b.device", "b.if"],
        ]
        var rows: [String: [[String: String]]] = [
            "sites": (0..<12).map {
                ["id": "site:s\($0)", "name": "Šabac, \($0)", "lifecycle": "active", "lat": "44.\($0)", "lon": "20"]
            },
            "owners": (0..<12).map { ["id": "owner:o\($0)", "name": "O"] },
            "devices": (0..<12).map { ["id": "dev:d\($0)", "role": "agg", "site": "site:s\($0)"] },
            "links": (0..<11).map {
                [
                    "id": "link:l\($0)", "kind": "fibre", "a.device": "dev:d\($0)", "a.if": "if:d\($0)#1",
                    "b.device": "dev:d\($0 + 1)",
                    "b.if": "if:d\($0 + 1)#0",
                ]
            },
        ]

        func files(_ form: Form) -> [SourceFile] {
            rows.keys.sorted().map { list in
                SourceFile(path: "T/\(list).\(form.rawValue)", text: form == .csv ? csv(list) : yaml(list))
            }
        }

        func csv(_ list: String) -> String {
            let columns = columns[list] ?? []
            let lines = (rows[list] ?? []).map { row in
                columns.compactMap { row[$0] }.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",")
            }
            return ([columns.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
        }

        func yaml(_ list: String) -> String {
            let columns = columns[list] ?? []
            let lines = (rows[list] ?? []).map { row in
                "  - "
                    + columns.compactMap { key in row[key].map { "\(key): \($0.contains(",") ? "\"\($0)\"" : $0)" } }.joined(
                        separator: "\n    ")
            }
            return "\(list):\n" + lines.joined(separator: "\n") + "\n"
        }
    }

    @Test(arguments: Form.allCases) func `the network without planted errors loads`(form: Form) {
        #expect(DeclaredNetworkTests.errors(Model().files(form)).isEmpty)
    }

    @Test(arguments: Form.allCases) func `ten planted errors of each kind give ten messages with places`(form: Form) throws {
        var golden = ""
        for kind in Kind.allCases {
            guard let files = Self.files(kind, form) else { continue }
            let errors = DeclaredNetworkTests.errors(files)
            #expect(errors.count == 10, "\(kind) in \(form): \(errors)")
            golden += "## \(kind)\n" + errors.joined(separator: "\n") + "\n"
        }
        try Golden.check(golden, "Fixtures/declared/ten-errors-\(form == .csv ? "csv" : "yaml").txt")
    }

    @Test(arguments: Form.allCases) func `errors of all kinds are listed in one run, in order of place`(form: Form) {
        var model = Model()
        model.rows["sites"]?[0]["lat"] = "north"
        model.rows["sites"]?[1]["lifecycle"] = "actve"
        model.rows["links"]?[2]["b.device"] = "dev:dd3"
        model.rows["links"]?[3]["b.if"] = "if:d0#1"
        model.rows["devices"]?[10]["site"] = "dev:d1"
        model.rows["owners"]?.append(["id": "owner:o3", "name": "again"])
        let broken = SourceFile(path: "T/broken.yaml", text: "services: [\nclouds: {\n")
        let errors = DeclaredNetworkTests.errors(model.files(form) + [broken])
        let parts = [
            "T/broken.yaml:3:1: this is not YAML", "stands at \"dev:d1\", which is no site", "did you mean \"dev:d3\"?",
            "which already ends link \"link:l0\" at T/links", "is declared twice; it first stands at T/owners",
            "is not a number from -90 to 90", "did you mean \"active\"?",
        ]
        #expect(errors.count == 7, "\(errors)")
        let found = parts.compactMap { part in errors.firstIndex { $0.contains(part) } }
        #expect(found.count == parts.count && found == found.sorted(), "\(errors)")
    }

    @Test func `a file that breaks off is one error, not one for everything that it does not declare`() {
        var files = Model().files(.csv)
        files = files.map { $0.path == "T/devices.csv" ? SourceFile(path: $0.path, text: "id,site\n\"dev:d0,site:s0\n") : $0 }
        let errors = DeclaredNetworkTests.errors(files)
        #expect(errors.filter { $0.contains("is not declared") } == [])
        #expect(errors.first?.contains("references to devices are not checked until this is mended") == true)
    }

    /// The network with ten errors of that kind; nil where the form cannot have it.
    static func files(_ kind: Kind, _ form: Form) -> [SourceFile]? {
        var model = Model()
        switch kind {
        case .missingCell:
            // The last cell is absent, not empty; YAML has no cells.
            guard form == .csv else { return nil }
            for row in 0..<10 { model.rows["sites"]?[row]["lon"] = nil }
        case .missingValue:
            for row in 0..<10 {
                if form == .csv { model.rows["devices"]?[row]["site"] = "" } else { model.rows["devices"]?[row]["site"] = nil }
            }
        case .unknownKey:
            for row in 0..<10 {
                let key = "lattitude" + (form == .csv ? "\(row)" : "")
                if model.columns["sites"]?.contains(key) == false { model.columns["sites"]?.append(key) }
                for other in 0..<12 where form == .csv || other == row { model.rows["sites"]?[other][key] = "1" }
            }
        case .duplicateID:
            for row in 0..<10 { model.rows["owners"]?.append(["id": "owner:o\(row)", "name": "again"]) }
        case .danglingReference:
            for row in 0..<10 { model.rows["links"]?[row]["b.device"] = "dev:dd\(row + 1)" }
        case .wrongNumber:
            for row in 0..<10 { model.rows["sites"]?[row]["lat"] = row % 2 == 0 ? "44,8\(row)" : "north" }
        case .numberOutOfRange:
            for row in 0..<10 { model.rows["sites"]?[row]["lat"] = row % 2 == 0 ? "9\(row + 1)" : "-1e\(row)00" }
        case .wrongPrefix:
            for row in 0..<10 { model.rows["owners"]?[row]["id"] = row % 2 == 0 ? "ovner:o\(row)" : "o\(row)" }
        case .wrongWord:
            for row in 0..<10 { model.rows["sites"]?[row]["lifecycle"] = "actve" }
        case .brokenFile:
            return model.files(form)
                + (0..<10).map { number in
                    let text = form == .csv ? "id,name\nowner:x\(number),\"open\n" : "owners:\n  - id: owner:x\n   name: [\n"
                    return SourceFile(path: "T/owners-\(number).\(form.rawValue)", text: text)
                }
        case .unknownList:
            return model.files(form)
                + (0..<10).map { number in
                    form == .csv
                        ? SourceFile(path: "T/linkz-\(number).csv", text: "id\n")
                        : SourceFile(path: "T/more-\(number).yaml", text: "linkz: []\n")
                }
        }
        return model.files(form)
    }
}
