import Alerting
import NetworkModel

/// Reads the files of `Alerts/` into one policy. Lists of several files follow each other; a section stands once.
struct AlertsReader {
    /// A value with the node that it was read from.
    struct Placed<Value> {
        var value: Value
        var node: DeclaredNode
        var path: String

        /// Where the value at the end of a path of keys and rows stands, or the nearest one on the way.
        func place(at keys: [String]) -> SourcePlace {
            let path = keys.map { key in Int(key).map { NodePathKey(intValue: $0) } ?? NodePathKey(stringValue: key) }
            return node.node(at: path).place(in: self.path)
        }

        /// Where the key, or the member `item` of its list, stands; where it is absent, where the value begins.
        func place(of key: String? = nil, item: String? = nil) -> SourcePlace {
            var found = node
            if case .mapping(let entries) = node.content, let value = entries.first(where: { $0.key.scalar == key })?.value {
                found = value
            }
            if case .list(let members) = found.content, let member = members.first(where: { $0.scalar == item }) {
                found = member
            }
            return found.place(in: path)
        }
    }

    private(set) var policy = AlertPolicy()
    private(set) var relays: [Placed<AlertPolicy.Relay>] = []
    private(set) var people: [Placed<AlertPolicy.Person>] = []
    private(set) var teams: [Placed<AlertPolicy.Team>] = []
    private(set) var rotas: [Placed<Rota>] = []
    private(set) var escalations: [Placed<AlertPolicy.Escalation>] = []
    private(set) var routes: [Placed<AlertPolicy.Route>] = []
    private(set) var holds: [Placed<AlertPolicy.Hold>] = []
    private(set) var rules: [Placed<AlertRule>] = []
    private(set) var targets: [Placed<AlertPolicy.Target>] = []
    private(set) var deadManFile: Placed<String>?
    private(set) var fallback: Placed<[ObjectID]>?
    private(set) var heartbeat: Placed<AlertPolicy.Heartbeat>?
    private(set) var morning: Placed<AlertPolicy.Heartbeat>?
    private(set) var weekly: Placed<AlertPolicy.Weekly>?
    private(set) var mail: Placed<AlertPolicy.MailIdentity>?
    private var calm: Placed<AlertPolicy.Calm>?
    /// The word under which holds stand first, and where.
    private var holdWord: (name: String, place: SourcePlace)?
    var problems: [DeclaredProblem] = []

    mutating func read(_ file: SourceFile) {
        if file.suffix == "csv" { return readCSV(file) }
        do throws(DeclaredErrors) {
            for root in try DeclaredNode.documents(of: file) { read(root, file.path) }
        } catch {
            problems += error.problems
        }
    }

    private mutating func read(_ root: DeclaredNode, _ path: String) {
        guard case .mapping(let entries) = root.content else {
            if !root.isNull {
                let message = "\(root.kindName) where the names of sections belong; begin with one, such as routes:"
                problems.append(DeclaredProblem(root.place(in: path), message))
            }
            return
        }
        for entry in entries { read(entry, path) }
    }

    private mutating func read(_ entry: DeclaredNode.Entry, _ path: String) {
        let name = entry.key.scalar ?? ""
        guard let key = AlertPolicy.CodingKeys(stringValue: Self.otherWords[name] ?? name) else {
            let advice = Wording.didYouMean(name, among: AlertPolicy.CodingKeys.allCases.map(\.rawValue))
            problems.append(DeclaredProblem(entry.key.place(in: path), "unknown section \(Wording.quoted(name))\(advice)"))
            return
        }
        if entry.value.isNull { return }
        switch key {
        case .relays: relays += list(entry, "relay", path)
        case .people: people += list(entry, "person", path)
        case .teams: teams += list(entry, "team", path)
        case .rota: rotas += list(entry, "rota", path)
        case .escalations: escalations += list(entry, "escalation", path)
        case .routes: routes += list(entry, "route", path)
        case .holds:
            checkHoldWord(name, entry.key.place(in: path))
            holds += list(entry, "hold", path)
        case .targets: targets += list(entry, "target", path)
        case .deadManFile: section(entry, "dead_man_file", path, into: \.deadManFile)
        case .rules: rules += list(entry, "rule", path)
        case .mail: section(entry, "mail", path, into: \.mail)
        case .calm: section(entry, "calm", path, into: \.calm)
        case .heartbeat: section(entry, "heartbeat", path, into: \.heartbeat)
        case .morning: section(entry, "morning", path, into: \.morning)
        case .weekly: section(entry, "weekly", path, into: \.weekly)
        case .fallback: section(entry, "fallback", path, into: \.fallback)
        }
        assemble()
    }

    /// Sections that may stand under another word.
    private static let otherWords = ["hold": AlertPolicy.CodingKeys.holds.rawValue]

    /// Which of two lists of holds decides first nobody could say.
    private mutating func checkHoldWord(_ name: String, _ place: SourcePlace) {
        if let first = holdWord, first.name != name {
            let words =
                "section \(Wording.quoted(name)) is the same as \(Wording.quoted(first.name)), which stands at \(first.place)"
            problems.append(
                DeclaredProblem(place, "\(words); put all holds under one of them, in the order in which they decide"))
        }
        holdWord = holdWord ?? (name, place)
    }

    private mutating func assemble() {
        policy.relays = relays.map(\.value)
        policy.people = people.map(\.value)
        policy.teams = teams.map(\.value)
        policy.rotas = rotas.map(\.value)
        policy.escalations = escalations.map(\.value)
        policy.routes = routes.map(\.value)
        policy.holds = holds.map(\.value)
        policy.rules = rules.map(\.value)
        policy.targets = targets.map(\.value)
        policy.deadManFile = deadManFile?.value
        policy.fallback = fallback?.value ?? []
        policy.mail = mail?.value ?? policy.mail
        policy.settleZones()
        policy.calm = calm?.value ?? policy.calm
        policy.heartbeat = heartbeat?.value
        policy.morning = morning?.value
        policy.weekly = weekly?.value
    }

    /// A CSV file holds one list: `people.csv`, `routes-posts.csv`. Its rows become mappings, so that both forms are read alike.
    private mutating func readCSV(_ file: SourceFile) {
        let lists: [AlertPolicy.CodingKeys] = [.people, .teams, .routes, .relays, .holds, .rules]
        guard let key = lists.first(where: { $0.rawValue == file.stem.prefix { $0 != "-" } }) else {
            let names = lists.map { $0.rawValue + ".csv" }
            let message = "the name of a CSV file says which list it holds: \(Wording.alternatives(names))"
            problems.append(DeclaredProblem(SourcePlace(path: file.path), message))
            return
        }
        var table = CSVNodes(file)
        let rows = table.rows()
        problems += table.problems
        let place = DeclaredNode(content: .scalar(key.rawValue), line: 1, column: 1)
        read(DeclaredNode.Entry(key: place, value: DeclaredNode(content: .list(rows), line: 1, column: 1)), file.path)
    }

    private mutating func list<Value: Decodable>(_ entry: DeclaredNode.Entry, _ noun: String, _ path: String) -> [Placed<Value>] {
        guard case .list(let rows) = entry.value.content else {
            let message = "\(entry.value.kindName) where a list belongs; begin each \(noun) with \"-\""
            problems.append(DeclaredProblem(entry.value.place(in: path), message))
            return []
        }
        return rows.compactMap { row in decode(row, noun, path).map { Placed(value: $0, node: row, path: path) } }
    }

    private mutating func section<Value: Decodable>(
        _ entry: DeclaredNode.Entry, _ noun: String, _ path: String, into target: WritableKeyPath<AlertsReader, Placed<Value>?>
    ) {
        if let first = self[keyPath: target] {
            let message = "section \(Wording.quoted(noun)) stands twice; it first stands at \(first.place())"
            problems.append(DeclaredProblem(entry.key.place(in: path), message))
        }
        guard let value: Value = decode(entry.value, noun, path) else { return }
        self[keyPath: target] = Placed(value: value, node: entry.value, path: path)
    }

    /// Decodes, reports what is wrong, takes it out and decodes again, so that all errors of a value show in one run.
    mutating func decode<Value: Decodable>(_ node: DeclaredNode, _ noun: String, _ path: String) -> Value? {
        var rest = node
        var removed: Set<String> = []
        while true {
            let unknown = NodeDecoder.UnknownKeys()
            do {
                let value = try NodeDecoder(node: rest, unknown: unknown).decode(Value.self)
                report(unknown, noun, path)
                return value
            } catch let error as DecodingError {
                let fault = NodeFault(error)
                // What was taken out because it is wrong is not missed as well, neither by its own name nor by that of what replaces it.
                let isGone = !fault.isAbsence && rest.removing(fault.path) == nil && !removed.isEmpty
                if isGone || fault.name.map({ !removed.insert($0).inserted }) == true {
                    report(unknown, noun, path)
                    return nil
                }
                problems.append(DeclaredProblem(rest.node(at: fault.path).place(in: path), "\(noun)\(fault.message)"))
                guard let shorter = rest.removing(fault.path), !fault.isAbsence else {
                    report(unknown, noun, path)
                    return nil
                }
                rest = shorter
            } catch {
                problems.append(DeclaredProblem(node.place(in: path), "\(noun): \(error)"))
                return nil
            }
        }
    }

    private mutating func report(_ unknown: NodeDecoder.UnknownKeys, _ noun: String, _ path: String) {
        for (key, known) in unknown.found {
            let name = key.scalar ?? ""
            let advice = Wording.didYouMean(name, among: known)
            problems.append(DeclaredProblem(key.place(in: path), "\(noun) has the unknown key \(Wording.quoted(name))\(advice)"))
        }
    }
}
