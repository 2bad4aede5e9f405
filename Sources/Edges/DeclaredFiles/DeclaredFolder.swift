import Foundation

/// Reads the files of a folder from disk.
package enum DeclaredFolder {
    /// The YAML, CSV and JSON files of `path` and its folders, in order of path; a path that is a file is that file alone.
    /// Hidden files and folders are left out, and folders of the names in `excluded`.
    /// What is missing or cannot be read is in `problems`; the rest is read all the same.
    package static func files(of path: String, except excluded: Set<String>) -> (files: [SourceFile], problems: [DeclaredProblem])
    {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return ([], [DeclaredProblem(SourcePlace(path: path), "there is no such file or folder")])
        }
        var paths: [String] = []
        var problems: [DeclaredProblem] = []
        if isFolder.boolValue {
            collect(path, excluded, depth: 0, &paths, &problems)
        } else {
            paths = [path]
        }
        if paths.isEmpty, problems.isEmpty {
            problems.append(DeclaredProblem(SourcePlace(path: path), "there is no .yaml, .csv or .json file in this folder"))
        }
        let files = paths.sorted().compactMap { read($0, &problems) }
        return (files, problems)
    }

    private static func collect(
        _ folder: String, _ excluded: Set<String>, depth: Int, _ paths: inout [String], _ problems: inout [DeclaredProblem]
    ) {
        guard depth < 16, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            let reason =
                depth < 16 ? "this folder cannot be read; check its permissions" : "folders lie deeper than 16 levels here"
            problems.append(DeclaredProblem(SourcePlace(path: folder), reason))
            return
        }
        for name in names where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            if isFolder.boolValue {
                if !excluded.contains(name) { collect(path, excluded, depth: depth + 1, &paths, &problems) }
            } else if [".yaml", ".yml", ".csv", ".json"].contains(where: name.lowercased().hasSuffix) {
                paths.append(path)
            }
        }
    }

    private static func read(_ path: String, _ problems: inout [DeclaredProblem]) -> SourceFile? {
        do {
            return SourceFile(path: path, bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
        } catch {
            problems.append(
                DeclaredProblem(SourcePlace(path: path), "this file cannot be read; check that it exists and its permissions"))
            return nil
        }
    }
}
