import Foundation
import NetworkModel
import Rendering

/// A foreign map taken over as a declared network: the plan, before anything is written.
package struct MapImport: Sendable {
    package let format: String
    package let document: NetworkDocument
    /// What was left out (`warning`) or taken over in another form (`note`), with its place.
    package let problems: [DeclaredProblem]
    /// The declared files, under their names in the folder.
    package let files: [SourceFile]

    /// Reads the map in `path`; its format is told by its name, and by how it begins.
    ///
    /// A folder is taken as NetBox's tables in CSV: sites, devices, cables.
    /// - Throws: a file that cannot be read, or holds no map at all.
    package static func read(path: String) throws(DeclaredErrors) -> MapImport {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            let (files, problems) = DeclaredFolder.files(of: path, except: [])
            guard problems.isEmpty else { throw DeclaredErrors(problems) }
            return try readTables(files.filter { $0.suffix == "csv" })
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DeclaredErrors([
                DeclaredProblem(SourcePlace(path: path), "this file cannot be read; check that it exists and its permissions")
            ])
        }
        return try read(SourceFile(path: path, bytes: [UInt8](data)))
    }

    package static func read(_ file: SourceFile) throws(DeclaredErrors) -> MapImport {
        if file.suffix == "csv" { return try readTables([file]) }
        if file.suffix == "json" || file.suffix == "geojson" { return try readJSON(file) }
        return try plan(foreignMap(file))
    }

    private static func foreignMap(_ file: SourceFile) -> ForeignMap {
        switch file.suffix {
        case "gml": return GMLReader.map(file)
        case "graphml", "xml": return GraphMLReader.map(file)
        default:
            let start = String(decoding: file.bytes.prefix(512), as: UTF8.self).trimmingBlanks
            return start.contains("<") ? GraphMLReader.map(file) : GMLReader.map(file)
        }
    }

    private static func readJSON(_ file: SourceFile) throws(DeclaredErrors) -> MapImport {
        guard let root = try DeclaredNode.documents(of: file).first else { throw unknown(file) }
        switch root["type"]?.scalar {
        case "NetworkGraph": return try plan(NetJSONReader.map(root, path: file.path))
        case "FeatureCollection", "Feature": return try plan(GeoJSONReader.map(root, path: file.path))
        default: break
        }
        guard root["devices"] != nil || root["sites"] != nil, root["format"] == nil else { throw unknown(file) }
        let (document, problems) = NetBoxReader.network(root, path: file.path)
        return try plan("NetBox", document, problems, remarks(ForeignMap(path: file.path, format: "NetBox")))
    }

    private static func readTables(_ files: [SourceFile]) throws(DeclaredErrors) -> MapImport {
        let (document, problems) = NetBoxReader.network(files)
        return try plan("NetBox", document, problems, remarks(ForeignMap(path: files.first?.path ?? "", format: "NetBox")))
    }

    /// A GeoPackage that was read at the edge where SQLite is: FiberQ's, our own, or any with points and lines.
    /// - Throws: a file in which nothing of a network is.
    package static func read(_ content: GeoPackageContent, path: String) throws(DeclaredErrors) -> MapImport {
        let (document, problems, sources) = GeoPackageReader.network(content, path: path)
        if document.sites.isEmpty, document.ducts.isEmpty {
            let nothing = DeclaredProblem(SourcePlace(path: path), "there is no layer of points or lines in this GeoPackage")
            throw DeclaredErrors(problems + [nothing])
        }
        var map = ForeignMap(path: path, format: "GeoPackage")
        map.attributes = content.remarks.map { .init(name: $0.column, text: $0.text.visible, place: SourcePlace(path: path)) }
        let from = sources.isEmpty ? [] : ["Which field came from which column:"] + sources.map { "  " + $0 }
        return try plan("GeoPackage", document, problems, remarks(map) + from)
    }

    private static func unknown(_ file: SourceFile) -> DeclaredErrors {
        let message = "this JSON is no GeoJSON, NetJSON NetworkGraph or NetBox dump of sites, devices and cables"
        return DeclaredErrors([DeclaredProblem(SourcePlace(path: file.path), message)])
    }

    private static func plan(_ map: ForeignMap) throws(DeclaredErrors) -> MapImport {
        let (document, problems) = map.network()
        return try plan(map.format, document, problems, remarks(map))
    }

    private static func plan(
        _ format: String, _ document: NetworkDocument, _ problems: [DeclaredProblem], _ remarks: [String]
    ) throws(DeclaredErrors) -> MapImport {
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw DeclaredErrors(errors) }
        let files = DeclaredWriter.files(of: document, remarks: remarks)
        return MapImport(format: format, document: document, problems: problems.inOrderOfPlace, files: files)
    }

    private static func remarks(_ map: ForeignMap) -> [String] {
        let name = map.path.split(separator: "/").last.map(String.init) ?? map.path
        return ["Imported from \(name) (\(map.format)) by fibrewatch; edit as you like.", "What the map says of itself:"]
            + map.attributes.filter { !$0.text.isEmpty }.map { "  \($0.name): \($0.text.trimmingBlanks)" }
    }

    /// Writes the files into `folder`, which is made if need be.
    /// - Throws: what could not be written.
    package func write(to folder: String) throws(DeclaredErrors) {
        for file in files {
            let path = folder + "/" + file.path
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try Data(file.bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
            } catch {
                throw DeclaredErrors([
                    DeclaredProblem(SourcePlace(path: path), "this file cannot be written: \(error.localizedDescription)")
                ])
            }
        }
    }

    /// True where `folder` holds files that are not of an import: they would be mixed with the new ones.
    package static func wouldMix(into folder: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        if names.allSatisfy({ $0.hasPrefix(".") }) { return false }
        let head = FileManager.default.contents(atPath: folder + "/network.yaml").map {
            String(decoding: $0.prefix(16), as: UTF8.self)
        }
        return head?.hasPrefix("# Imported from ") != true
    }
}
