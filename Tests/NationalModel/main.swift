import Foundation

// swift run NationalModel [places.csv] [folder]
let arguments = CommandLine.arguments.dropFirst()
let places = arguments.first ?? "Tests/Fixtures/geo/serbia_postal_places.csv"
let folder = arguments.dropFirst().first ?? "Topology/serbia"
let csv = try String(contentsOfFile: places, encoding: .utf8)
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
for file in NationalModel(places: csv).tables.files {
    try file.text.write(toFile: folder + "/" + file.name, atomically: true, encoding: .utf8)
    print("\(folder)/\(file.name): \(file.text.split(separator: "\n").count - 2) rows")
}
