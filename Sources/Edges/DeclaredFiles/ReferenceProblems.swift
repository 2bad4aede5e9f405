import NetworkModel

/// Puts what `Network.compile` found into words, at the field where it stands.
struct ReferenceProblems {
    private let reader: NetworkReader
    private var places: PlaceFinder
    private(set) var problems: [DeclaredProblem] = []
    /// Rows of every identifier that is written down, by list and row; only filled when there is something to report.
    private lazy var declared = reader.declaredRows()

    /// What was meant instead, by what was written; a name that is missing is often missing many times.
    private var advice: [ObjectID: String] = [:]

    init(_ reader: NetworkReader) {
        self.reader = reader
        places = PlaceFinder(reader)
    }

    mutating func report(_ problem: NetworkProblem) {
        guard let list = DeclaredList.all.first(where: { $0.key == problem.list }) else { return }
        switch problem.reason {
        case .duplicate(let id) where problem.field == "id": reportDuplicate(id, list, problem.row)
        case .duplicate(let interface): reportInterface(interface, list, problem)
        case .dangling(let id, let expected): reportDangling(id, expected, list, problem.object, problem.field)
        }
    }

    /// Owners are checked here, because a scenario may name them by bare words: only what looks like an identifier is one.
    mutating func reportOwners() {
        let document = reader.document
        let owners = Set(document.owners.map(\.id.rawValue))
        report(document.feeds, of: .feeds, owners, { $0.id }, { $0.owner?.rawValue })
        report(document.ducts, of: .ducts, owners, { $0.id }, { $0.owner })
        report(document.links, of: .links, owners, { $0.id }, { $0.owner })
        report(document.clouds, of: .clouds, owners, { $0.id }, { $0.owner })
    }

    private mutating func report<Row>(
        _ rows: [Row], of key: NetworkDocument.CodingKeys, _ owners: Set<String>, _ id: (borrowing Row) -> ObjectID,
        _ owner: (borrowing Row) -> String?
    ) {
        guard let list = DeclaredList.named(key.rawValue) else { return }
        // Neighbours in a list mostly belong to the same one.
        var known = ""
        for row in rows.indices {
            guard let owner = owner(rows[row]), owner != known else { continue }
            known = owner
            guard owner.utf8.contains(UInt8(ascii: ":")), !owners.contains(owner) else { continue }
            known = ""
            reportDangling(ObjectID(owner), .owner, list, id(rows[row]), "owner")
        }
    }

    private mutating func reportDuplicate(_ id: ObjectID, _ list: DeclaredList, _ row: Int) {
        let first = declared[id].map { reader.place(list: $0.list, row: $0.row) }
        let advice = first.map { "; it first stands at \($0)" } ?? ""
        let place = places.place(list: list, row: row, field: .id)
        problems.append(DeclaredProblem(place, "\(list.noun) \(Wording.quoted(id.rawValue)) is declared twice\(advice)"))
    }

    private mutating func reportInterface(_ interface: ObjectID, _ list: DeclaredList, _ problem: NetworkProblem) {
        guard let (_, row) = declared[problem.object], let field = list.field(named: problem.field) else { return }
        let other = reader.document.links.first { $0.a.interface == interface || $0.b.interface == interface }
        let where_ = other.flatMap { declared[$0.id] }.map { " at \(reader.place(list: $0.list, row: $0.row))" } ?? ""
        let object = Wording.quoted(problem.object.rawValue)
        let text =
            if let other, other.id != problem.object {
                "link \(object) ends at interface \(Wording.quoted(interface.rawValue)), which already ends link "
                    + "\(Wording.quoted(other.id.rawValue))\(where_); an interface ends one link"
            } else {
                "link \(object) ends at interface \(Wording.quoted(interface.rawValue)) on both sides; an interface ends one link"
            }
        problems.append(DeclaredProblem(places.place(list: list, row: row, field: field), text))
    }

    private mutating func reportDangling(
        _ id: ObjectID, _ expected: ObjectKind, _ list: DeclaredList, _ subject: ObjectID, _ fieldName: String
    ) {
        // What is declared but was left out for a fault of its own has been reported there.
        guard id.kind != expected || (declared[id] == nil && !reader.brokenRows.contains(id)), let (_, row) = declared[subject],
            let field = list.field(named: fieldName)
        else { return }
        let target = DeclaredList.all.first { $0.kind == expected }
        if id.kind == expected, let target, reader.incomplete.contains(target.key) { return }
        let place = places.place(list: list, row: row, field: field, item: id.rawValue)
        let noun = target?.noun ?? expected.rawValue
        let name = Wording.quoted(id.rawValue)
        let what = id.kind == expected ? "\(noun) \(name), which is not declared" : "\(name), which is no \(noun)"
        let advice = advice(for: id, among: target)
        problems.append(
            DeclaredProblem(place, "\(list.noun) \(Wording.quoted(subject.rawValue)) \(field.verb) \(what)\(advice)"))
    }

    private mutating func advice(for id: ObjectID, among list: DeclaredList?) -> String {
        guard let list else { return "" }
        if let known = advice[id] { return known }
        // Comparing with thousands of names takes its time; who has hundreds of wrong names needs no more help than this.
        guard advice.count < 300 else { return "" }
        let names = reader.identifiers(of: list)
        let meant = "\(list.kind.rawValue):\(id.name)"
        var text = names.contains(meant) ? "; did you mean \(Wording.quoted(meant))?" : Wording.didYouMean(meant, among: names)
        if id.kind != list.kind, text.isEmpty { text = "; those begin with \"\(list.kind.rawValue):\"" }
        advice[id] = text
        return text
    }
}

extension DeclaredField {
    /// What an object does with what this field names.
    fileprivate var verb: String {
        switch self {
        case .aDevice, .bDevice: "ends at"
        case .segments: "runs over"
        case .via: "runs via"
        case .feed: "is fed by"
        case .calendar: "keeps"
        case .site: "stands at"
        case .rack: "stands in"
        case .collectors: "is polled by"
        case .cred: "is read with"
        case .duct: "lies in"
        case .device: "runs on"
        case .hosts: "is hosted on"
        case .owner: "belongs to"
        default: "names"
        }
    }
}
