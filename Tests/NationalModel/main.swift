import Foundation

/// Writes the model's files; the tables say how many rows each has.
func write(_ places: String, to folder: String) throws {
    let csv = try String(contentsOfFile: places, encoding: .utf8)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for file in NationalModel(places: csv).tables.files {
        try file.text.write(toFile: folder + "/" + file.name, atomically: true, encoding: .utf8)
        print("\(folder)/\(file.name): \(file.text.split(separator: "\n").count - 2) rows")
    }
}

let usage = """
    usage: swift run NationalModel [PLACES.csv] [FOLDER]
    Writes the model of a national network that Topology/serbia holds.
      PLACES.csv  postal places with their coordinates (default: Tests/Fixtures/geo/serbia_postal_places.csv)
      FOLDER      where its files go (default: Topology/serbia)

    """
let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.contains("--help") || arguments.contains("-h") {
    print(usage, terminator: "")
    exit(0)
}
if arguments.count > 2 || arguments.contains(where: { $0.hasPrefix("-") }) {
    FileHandle.standardError.write(Data(usage.utf8))
    exit(2)
}
do {
    try write(
        arguments.first ?? "Tests/Fixtures/geo/serbia_postal_places.csv",
        to: arguments.count > 1 ? arguments[1] : "Topology/serbia")
} catch {
    FileHandle.standardError.write(Data("NationalModel: \(error.localizedDescription)\n\(usage)".utf8))
    exit(2)
}
