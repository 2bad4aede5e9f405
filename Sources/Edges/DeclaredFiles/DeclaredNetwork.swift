import NetworkModel

/// A declared network without errors: what the files say, compiled, and where each object stands.
package struct DeclaredNetwork: Sendable {
    /// As written, every list in the order of the files.
    package let document: NetworkDocument
    package let network: Network
    let files: [SourceFile]
    private let origins: [[RowOrigin]]

    /// Reads the network of `path`: a folder, all its YAML, CSV and JSON files together except those in `Exports/`, or one file.
    /// - Throws: all errors that were found, with their places.
    package static func load(path: String) throws(DeclaredErrors) -> DeclaredNetwork {
        let (files, problems) = DeclaredFolder.files(of: path, except: ["Exports"])
        return try load(files: files, unread: problems)
    }

    /// The same from files already read: a pure function of their contents.
    /// - Throws: all errors that were found, with their places.
    package static func load(files: [SourceFile]) throws(DeclaredErrors) -> DeclaredNetwork { try load(files: files, unread: []) }

    private static func load(files: [SourceFile], unread: [DeclaredProblem]) throws(DeclaredErrors) -> DeclaredNetwork {
        let reader = NetworkReader(files)
        let (network, found) = Network.compile(reader.document)
        var references = ReferenceProblems(reader)
        for problem in found { references.report(problem) }
        references.reportOwners()
        let problems = unread + reader.problems + references.problems
        guard problems.isEmpty else { throw DeclaredErrors(problems) }
        return DeclaredNetwork(document: reader.document, network: network, files: files, origins: reader.origins)
    }

    /// Rows read for each list of `DeclaredList.all`.
    var rowCounts: [Int] { origins.map(\.count) }

    /// Where `object` is declared, an interface at its link; nil where it is not.
    package func place(of object: ObjectID) -> SourcePlace? {
        guard let (list, row) = network.index[object]?.row, origins[list].indices.contains(row) else { return nil }
        let origin = origins[list][row]
        return SourcePlace(path: files[Int(origin.file)].path, line: Int(origin.line), column: Int(origin.column))
    }
}

extension Network.Reference {
    /// Position of the list in `DeclaredList.all` and of the row in it.
    fileprivate var row: (list: Int, row: Int)? {
        let (key, row): (NetworkDocument.CodingKeys, Int32) =
            switch self {
            case .site(let row): (.sites, row)
            case .feed(let row): (.feeds, row)
            case .device(let row): (.devices, row)
            case .duct(let row): (.ducts, row)
            case .segment(let row): (.segments, row)
            case .link(let row): (.links, row)
            case .interface(let link, _): (.links, link)
            case .collector(let row): (.collectors, row)
            case .service(let row): (.services, row)
            case .calendar(let row): (.calendars, row)
            case .cloud(let row): (.clouds, row)
            case .owner(let row): (.owners, row)
            case .rack(let row): (.racks, row)
            case .credential(let row): (.credentials, row)
            }
        return DeclaredList.all.firstIndex { $0.key == key }.map { ($0, Int(row)) }
    }
}
