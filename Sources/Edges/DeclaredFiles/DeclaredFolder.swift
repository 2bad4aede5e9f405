import Glibc

/// Reads the files of a folder from disk.
package enum DeclaredFolder {
    /// The YAML, CSV and JSON files of `path` and its folders, in order of path; a path that is a file is that file alone.
    /// Hidden files and folders are left out, and folders of the names in `excluded`.
    /// What is missing or cannot be read is in `problems`; the rest is read all the same.
    package static func files(of path: String, except excluded: Set<String>) -> (files: [SourceFile], problems: [DeclaredProblem])
    {
        guard let kind = kind(of: path) else {
            return ([], [DeclaredProblem(SourcePlace(path: path), "there is no such file or folder")])
        }
        var paths: [String] = []
        var problems: [DeclaredProblem] = []
        if kind == .folder {
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

    private enum Kind { case folder, file }

    /// Behind links; nil where nothing is.
    private static func kind(of path: String) -> Kind? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return facts.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }

    private static func collect(
        _ folder: String, _ excluded: Set<String>, depth: Int, _ paths: inout [String], _ problems: inout [DeclaredProblem]
    ) {
        guard depth < 16, let names = names(in: folder) else {
            let reason =
                depth < 16 ? "this folder cannot be read; check its permissions" : "folders lie deeper than 16 levels here"
            problems.append(DeclaredProblem(SourcePlace(path: folder), reason))
            return
        }
        for name in names where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            if kind(of: path) == .folder {
                if !excluded.contains(name) { collect(path, excluded, depth: depth + 1, &paths, &problems) }
            } else if [".yaml", ".yml", ".csv", ".json"].contains(where: name.lowercased().hasSuffix) {
                paths.append(path)
            }
        }
    }

    private static func names(in folder: String) -> [String]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let length = Int(entry.pointee.d_reclen)
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix(length).prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names
    }

    private static func read(_ path: String, _ problems: inout [DeclaredProblem]) -> SourceFile? {
        if let bytes = bytes(of: path) { return SourceFile(path: path, bytes: bytes) }
        problems.append(
            DeclaredProblem(SourcePlace(path: path), "this file cannot be read; check that it exists and its permissions"))
        return nil
    }

    /// The whole file; nil where it cannot be read to its end.
    private static func bytes(of path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_mode & S_IFMT != S_IFDIR else { return nil }
        // One more than it holds, so that its end shows at once; a pipe has no size and is read on.
        var room = max(0, Int(facts.st_size)) + 1
        var bytes: [UInt8] = []
        var isWhole = false
        while !isWhole {
            let more = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                while count < buffer.count {
                    let length = Glibc.read(file, buffer.baseAddress?.advanced(by: count), buffer.count - count)
                    if length < 0 && errno == EINTR { continue }
                    guard length > 0 else {
                        isWhole = length == 0
                        break
                    }
                    count += length
                }
            }
            if !isWhole, more.count < room { return nil }
            if bytes.isEmpty { bytes = more } else { bytes += more }
            room = 1 << 16
        }
        return bytes
    }
}
