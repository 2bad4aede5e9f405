import NetworkModel

/// Finds what a notice is about in the network: identifiers anywhere in its words, and names in its LOCATION.
package struct NoticeObjects {
    package struct Answer: Hashable, Sendable {
        /// In order of the words, each once.
        package var objects: [ObjectID] = []
        /// Words that look like an identifier, or a name of several objects, and name none; with what to do.
        package var unknown: [String] = []
    }

    private let network: Network
    /// Objects by their names in lower case.
    private let byName: [String: [ObjectID]]

    /// What can be worked on and named anywhere in a notice.
    private static let kinds: Set<ObjectKind> = [.duct, .segment, .link, .interface, .device, .site, .feed, .cloud, .rack]

    package init(_ network: Network) {
        self.network = network
        let d = network.document
        let names =
            d.ducts.map { ($0.name ?? "", $0.id) } + d.links.map { ($0.name ?? "", $0.id) } + d.sites.map { ($0.name, $0.id) }
            + (d.ducts.map(\.id) + d.segments.map(\.id) + d.links.map(\.id) + d.sites.map(\.id)).map { (String($0.name), $0) }
        byName = Dictionary(grouping: names.filter { !$0.0.isEmpty }) { $0.0.lowercased() }
            .mapValues { pairs in Set(pairs.map(\.1)).sorted() }
    }

    package func objects(of notice: MaintenanceNotice) -> Answer {
        var answer = Answer()
        for text in [notice.location, notice.summary, notice.description] { identifiers(in: text, &answer) }
        others(in: notice.location, &answer)
        let items = notice.location.split { $0 == ";" || $0 == "," || $0.isNewline }
            .map { $0.drop(while: \.isWhitespace) }.map { String($0.reversed().drop(while: \.isWhitespace).reversed()) }
        for item in items where !item.isEmpty && Self.words(item).allSatisfy({ Self.identifier($0) == nil }) {
            name(item, &answer)
        }
        return answer
    }

    private func identifiers(in text: String, _ answer: inout Answer) {
        for word in Self.words(text) {
            guard let id = Self.identifier(word), Self.kinds.contains(id) else { continue }
            take(id, &answer)
        }
    }

    private func take(_ id: ObjectID, _ answer: inout Answer) {
        if network[id] == nil, network.failure(of: id) == nil {
            answer.unknown.append("\"\(id)\" is not declared")
        } else if let obstacle = network.obstacleToWork(on: id) {
            answer.unknown.append(obstacle)
        } else if !answer.objects.contains(id) {
            answer.objects.append(id)
        }
    }

    /// Objects of other kinds as the place of the work. An owner is who announces: only where nothing else is named is it all that he has.
    private func others(in location: String, _ answer: inout Answer) {
        let isAll = answer.objects.isEmpty
        for word in Self.words(location) {
            guard let id = Self.identifier(word), !Self.kinds.contains(id), isAll || !id.isOf(.owner) else { continue }
            take(id, &answer)
        }
    }

    private func name(_ item: String, _ answer: inout Answer) {
        let found = byName[item.lowercased()] ?? []
        // A duct and a site may share a name: work is announced on what lies in the ground.
        let best = [found.filter { $0.kind == .duct }, found].first { $0.count == 1 }?.first
        if let best {
            if !answer.objects.contains(best) { answer.objects.append(best) }
        } else if found.isEmpty {
            answer.unknown.append("\"\(item)\" is the name of nothing that is declared")
        } else {
            answer.unknown.append("\"\(item)\" may be \(found.prefix(4).map(\.rawValue).joined(separator: ", "))")
        }
    }

    private static func words(_ text: String) -> [Substring] {
        text.split { $0.isWhitespace || ",;()[]<>\"".contains($0) }
    }

    /// The identifier that a word is, without the points and colons of a sentence behind it.
    private static func identifier(_ word: Substring) -> ObjectID? {
        var word = word
        while let last = word.last, ".:!?".contains(last) { word.removeLast() }
        let id = ObjectID(String(word))
        return id.kind != nil && !id.name.isEmpty ? id : nil
    }
}

extension Set<ObjectKind> {
    fileprivate func contains(_ id: ObjectID) -> Bool { id.kind.map { contains($0) } ?? false }
}
