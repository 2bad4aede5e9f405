import Dispatch
import NetworkModel
import Synchronization

/// Where a row of a list stands: enough to find each of its fields again when a message needs its place.
struct RowOrigin: Sendable {
    /// Index among the files read.
    var file: Int32
    var line: Int32
    var column: Int32
    /// CSV: offset of the row in bytes. YAML: its number in the list of that document.
    var offset: Int32
    /// Number of the document in a YAML file.
    var document: Int32
}

/// Reads files into one `NetworkDocument` and remembers where each row stands.
struct NetworkReader {
    private(set) var document = NetworkDocument()
    /// As the lists of `document`, by the position of the list in `DeclaredList.all`.
    private(set) var origins = [[RowOrigin]](repeating: [], count: DeclaredList.all.count)
    private(set) var problems: [DeclaredProblem] = []
    /// Identifiers of rows that were left out for a fault of their own.
    private(set) var brokenRows: Set<ObjectID> = []
    /// Lists of which a file could not be read to its end: what they lack may well be declared there.
    private(set) var incomplete: Set<NetworkDocument.CodingKeys> = []
    let files: [SourceFile]
    private var nameIsFrom: SourcePlace?

    /// The lists of a large network are read side by side: a command that asks one question of it spends most of its time here.
    init(_ files: [SourceFile]) {
        self.files = files
        if files.reduce(0, { $0 + $1.bytes.count }) > Self.worthSharing, readSideBySide() { return }
        for index in files.indices { read(files[index], Int32(index)) }
    }

    private static let worthSharing = 100_000

    private init(_ files: [SourceFile], only indices: [Int]) {
        self.files = files
        for index in indices { read(files[index], Int32(index)) }
    }

    /// Reads the CSV files of each list, and all YAML files, on their own, and takes over whole lists, so that no row is copied. False, with
    /// nothing read, where a list stands in both: its order is that of the files.
    private mutating func readSideBySide() -> Bool {
        let groups = Dictionary(grouping: files.indices) { index in
            files[index].suffix == "csv" ? Self.list(ofCSV: files[index])?.ordinal ?? -1 : -1
        }.values.sorted { bytes(of: $0) > bytes(of: $1) }
        let parts = Mutex([NetworkReader?](repeating: nil, count: groups.count))
        DispatchQueue.concurrentPerform(iterations: groups.count) { [files] group in
            let part = NetworkReader(files, only: groups[group])
            parts.withLock { $0[group] = part }
        }
        let read = parts.withLock { $0 }.compactMap { $0 }
        guard origins.indices.allSatisfy({ list in read.count { !$0.origins[list].isEmpty } < 2 }) else { return false }
        for part in read { take(part) }
        let order = Dictionary(files.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
        let numbered = problems.enumerated().sorted {
            (order[$0.element.place.path] ?? 0, $0.offset) < (order[$1.element.place.path] ?? 0, $1.offset)
        }
        problems = numbered.map(\.element)
        return true
    }

    private func bytes(of indices: [Int]) -> Int { indices.reduce(0) { $0 + files[$1].bytes.count } }

    private mutating func take(_ part: NetworkReader) {
        document.take(part.document)
        for list in origins.indices where !part.origins[list].isEmpty { origins[list] = part.origins[list] }
        problems += part.problems
        brokenRows.formUnion(part.brokenRows)
        incomplete.formUnion(part.incomplete)
        if part.nameIsFrom != nil { (document.name, nameIsFrom) = (part.document.name, part.nameIsFrom) }
    }

    private mutating func read(_ file: SourceFile, _ index: Int32) {
        if file.suffix == "csv" {
            readCSV(file, index)
        } else {
            readNodes(file, index)
        }
    }

    /// The list of a CSV file is its name up to the first `-`: `links.csv`, `links-belgrade.csv`.
    static func list(ofCSV file: SourceFile) -> DeclaredList? {
        DeclaredList.named(file.stem.prefix { $0 != "-" })
    }

    private mutating func readCSV(_ file: SourceFile, _ index: Int32) {
        guard let list = Self.list(ofCSV: file) else {
            let names = DeclaredList.all.map { $0.key.rawValue + ".csv" }
            let advice = Wording.didYouMean(String(file.stem.prefix { $0 != "-" }) + ".csv", among: names)
            let message = "the name of a CSV file says which list it holds, such as links.csv or links-belgrade.csv\(advice)"
            problems.append(DeclaredProblem(SourcePlace(path: file.path), message))
            return
        }
        var table = CSVTable(file, of: list, file: index)
        if table.hasRequiredColumns { readRows(&table) }
        problems += table.problems
        if table.isIncomplete { leaveIncomplete([list]) }
    }

    private mutating func readNodes(_ file: SourceFile, _ index: Int32) {
        do throws(DeclaredErrors) {
            for (number, root) in try DeclaredNode.documents(of: file).enumerated() { readRoot(root, file, index, Int32(number)) }
        } catch {
            problems += error.problems
            // What lists the file would have held shows in the lines that begin with their names.
            let lines = Set(String(decoding: file.bytes, as: UTF8.self).split(whereSeparator: \.isNewline))
            leaveIncomplete(DeclaredList.all.filter { list in lines.contains { $0.hasPrefix(list.key.rawValue + ":") } })
        }
    }

    /// References to these lists are not judged, or one broken file would make hundreds of dangling ones; the last problem says so.
    private mutating func leaveIncomplete(_ lists: [DeclaredList]) {
        guard !lists.isEmpty, !problems.isEmpty else { return }
        incomplete.formUnion(lists.map(\.key))
        let names = Wording.alternatives(lists.map(\.key.rawValue))
        problems[problems.count - 1].message += " (references to \(names) are not checked until this is mended)"
    }

    private mutating func readRoot(_ root: DeclaredNode, _ file: SourceFile, _ index: Int32, _ number: Int32) {
        guard case .mapping(let entries) = root.content else {
            if !root.isNull {
                let message = "\(root.kindName) where the names of lists belong; begin with one, such as sites:"
                problems.append(DeclaredProblem(root.place(in: file.path), message))
            }
            return
        }
        for entry in entries {
            let name = entry.key.scalar ?? ""
            if let list = DeclaredList.named(name) {
                readList(list, entry.value, file, index, number)
            } else if name == "name" {
                readName(entry, file)
            } else if name == "format" {
                readFormat(entry, file)
            } else {
                let advice = Wording.didYouMean(name, among: NetworkDocument.CodingKeys.allCases.map(\.rawValue))
                problems.append(DeclaredProblem(entry.key.place(in: file.path), "unknown key \(Wording.quoted(name))\(advice)"))
            }
        }
    }

    private mutating func readName(_ entry: DeclaredNode.Entry, _ file: SourceFile) {
        let place = entry.key.place(in: file.path)
        if let first = nameIsFrom { problems.append(Self.namedTwice(place, first)) }
        (document.name, nameIsFrom) = (entry.value.scalar ?? "", place)
    }

    private static func namedTwice(_ place: SourcePlace, _ first: SourcePlace) -> DeclaredProblem {
        DeclaredProblem(place, "the network is named twice; its first name stands at \(first)")
    }

    private mutating func readFormat(_ entry: DeclaredNode.Entry, _ file: SourceFile) {
        guard entry.value.scalar != NetworkDocument.format else { return }
        let message = "format \(Wording.quoted(entry.value.scalar ?? "")) is not \(Wording.quoted(NetworkDocument.format))"
        problems.append(DeclaredProblem(entry.value.place(in: file.path), message))
    }

    private mutating func readList(
        _ list: DeclaredList, _ value: DeclaredNode, _ file: SourceFile, _ index: Int32, _ number: Int32
    ) {
        switch value.content {
        case .null: break
        case .list(let rows):
            var table = NodeTable(rows, of: list, in: file.path, file: index, document: number)
            readRows(&table)
            problems += table.problems
        default:
            let message =
                "\(value.kindName) where the list of \(list.key.rawValue) belongs; begin each \(list.noun) with \"- id:\""
            problems.append(DeclaredProblem(value.place(in: file.path), message))
        }
    }

    private mutating func readRows(_ table: inout some RowReader) {
        switch table.list.key {
        case .sites: append(&table, to: \.sites)
        case .feeds: append(&table, to: \.feeds)
        case .devices: append(&table, to: \.devices)
        case .ducts: append(&table, to: \.ducts)
        case .segments: append(&table, to: \.segments)
        case .links: append(&table, to: \.links)
        case .collectors: append(&table, to: \.collectors)
        case .services: append(&table, to: \.services)
        case .calendars: append(&table, to: \.calendars)
        case .clouds: append(&table, to: \.clouds)
        case .owners: append(&table, to: \.owners)
        case .racks: append(&table, to: \.racks)
        case .credentials: append(&table, to: \.credentials)
        case .format, .name: break
        }
    }

    /// Reads the table to its end; a row without what it needs is left out (and reported by its table).
    private mutating func append<Row: DeclaredRow>(
        _ table: inout some RowReader, to rows: WritableKeyPath<NetworkDocument, [Row]>
    ) {
        // Taken out while it grows, so that it is never copied, and given its room at once.
        var read: [Row] = []
        swap(&read, &document[keyPath: rows])
        read.reserveCapacity(read.count + table.expectedRows)
        var origins = self.origins[table.list.ordinal]
        self.origins[table.list.ordinal] = []
        origins.reserveCapacity(origins.count + table.expectedRows)
        while table.next() {
            guard let row = Row(row: &table) else {
                if let id = table.text(.id) { brokenRows.insert(ObjectID(id)) }
                continue
            }
            read.append(row)
            origins.append(table.origin)
        }
        document[keyPath: rows] = read
        self.origins[table.list.ordinal] = origins
    }
}

extension NetworkDocument {
    /// The lists that `other` has in place of our own.
    fileprivate mutating func take(_ other: NetworkDocument) {
        if !other.sites.isEmpty { sites = other.sites }
        if !other.feeds.isEmpty { feeds = other.feeds }
        if !other.devices.isEmpty { devices = other.devices }
        if !other.ducts.isEmpty { ducts = other.ducts }
        if !other.segments.isEmpty { segments = other.segments }
        if !other.links.isEmpty { links = other.links }
        if !other.collectors.isEmpty { collectors = other.collectors }
        if !other.services.isEmpty { services = other.services }
        if !other.calendars.isEmpty { calendars = other.calendars }
        if !other.clouds.isEmpty { clouds = other.clouds }
        if !other.owners.isEmpty { owners = other.owners }
        if !other.racks.isEmpty { racks = other.racks }
        if !other.credentials.isEmpty { credentials = other.credentials }
    }
}
