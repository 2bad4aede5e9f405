/// Decodes a `Decodable` type from a value of a YAML or CSV file, so that documents of Core keep their own reading of keys.
///
/// Unknown keys are collected in `unknown`; everything else that is wrong is thrown as a `DecodingError` whose path leads to it.
struct NodeDecoder: Decoder {
    /// Keys that the decoded types do not know, with the keys they do know.
    final class UnknownKeys {
        fileprivate(set) var found: [(key: DeclaredNode, known: [String])] = []
    }

    let node: DeclaredNode
    let unknown: UnknownKeys
    var codingPath: [any CodingKey] = []
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .mapping(let entries) = node.content else { throw mismatch("a mapping of keys") }
        if let known = Self.names(of: type) {
            for entry in entries where !known.contains(entry.key.scalar ?? "") { unknown.found.append((entry.key, known)) }
        }
        return KeyedDecodingContainer(NodeKeys(decoder: self, entries: entries))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        switch node.content {
        case .list(let members): return NodeMembers(decoder: self, members: members)
        case .scalar(let text):
            // One text is a list as in CSV.
            let parts = text.split { $0 == ";" || $0.isWhitespace }
            return NodeMembers(
                decoder: self,
                members: parts.map { DeclaredNode(content: .scalar(String($0)), line: node.line, column: node.column) })
        default: throw mismatch("a list")
        }
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { NodeValue(decoder: self) }

    func decoder(for node: DeclaredNode, at key: any CodingKey) -> NodeDecoder {
        NodeDecoder(node: node, unknown: unknown, codingPath: codingPath + [key])
    }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let scalar: Any? =
            switch type {
            case is String.Type: node.scalar
            case is Bool.Type: node.scalar.flatMap { ["true": true, "yes": true, "false": false, "no": false][$0.lowercased()] }
            case is Int.Type: node.scalar.flatMap { Int($0) }
            case is Double.Type: node.scalar.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
            default: nil
            }
        if let value = scalar as? T { return value }
        switch type {
        case is String.Type: throw mismatch("a single value")
        case is Bool.Type: throw mismatch("true or false")
        case is Int.Type: throw mismatch("a whole number")
        case is Double.Type: throw mismatch("a number")
        default: break
        }
        if let words = type as? any (RawRepresentable<String> & CaseIterable).Type, let value = try word(of: words) as? T {
            return value
        }
        return try T(from: self)
    }

    private func word<Word: RawRepresentable<String> & CaseIterable>(of type: Word.Type) throws -> Word {
        let words = Word.allCases.map(\.rawValue)
        guard let text = node.scalar else { throw mismatch(Wording.alternatives(words)) }
        guard let word = Word(rawValue: text) else {
            throw corrupted(
                "\(Wording.quoted(text)) is not \(Wording.alternatives(words))\(Wording.didYouMean(text, among: words))")
        }
        return word
    }

    private func mismatch(_ wanted: String) -> DecodingError {
        corrupted("\(node.scalar.map { Wording.quoted($0) } ?? node.kindName) is not \(wanted)")
    }

    private func corrupted(_ text: String) -> DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: codingPath, debugDescription: text))
    }

    private static func names<Key: CodingKey>(of type: Key.Type) -> [String]? {
        func names<Cases: CaseIterable>(_ type: Cases.Type) -> [String] {
            type.allCases.compactMap { ($0 as? any CodingKey)?.stringValue }
        }
        return (type as? any CaseIterable.Type).map { names($0) }
    }
}

/// A key or a number on the way to a value.
struct NodePathKey: CodingKey {
    let stringValue: String
    let intValue: Int?
    init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
}

private struct NodeKeys<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: NodeDecoder
    let entries: [DeclaredNode.Entry]
    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { entries.compactMap { $0.key.scalar.flatMap(Key.init(stringValue:)) } }

    private func value(_ key: any CodingKey) -> DeclaredNode? {
        entries.first { $0.key.scalar == key.stringValue && !$0.value.isNull }?.value
    }

    private func decoder(at key: any CodingKey) throws -> NodeDecoder {
        guard let node = value(key) else {
            throw DecodingError.keyNotFound(key, DecodingError.Context(codingPath: codingPath, debugDescription: "absent"))
        }
        return decoder.decoder(for: node, at: key)
    }

    func contains(_ key: Key) -> Bool { value(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { value(key) == nil }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try decoder(at: key).decode(type) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        try decoder(at: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(at: key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(at: key) }
}

private struct NodeMembers: UnkeyedDecodingContainer {
    let decoder: NodeDecoder
    let members: [DeclaredNode]
    var currentIndex = 0
    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { members.count }
    var isAtEnd: Bool { currentIndex >= members.count }

    private mutating func next() throws -> NodeDecoder {
        guard !isAtEnd else {
            let context = DecodingError.Context(codingPath: codingPath, debugDescription: "the list ends here")
            throw DecodingError.valueNotFound(DeclaredNode.self, context)
        }
        defer { currentIndex += 1 }
        return decoder.decoder(for: members[currentIndex], at: NodePathKey(intValue: currentIndex))
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, members[currentIndex].isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().decode(type) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        try next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try next() }
}

private struct NodeValue: SingleValueDecodingContainer {
    let decoder: NodeDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }
    func decodeNil() -> Bool { decoder.node.isNull }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decode(type) }
}
