/// A `DecodingError` as a place in the nodes and words for it.
struct NodeFault {
    let path: [any CodingKey]
    /// Follows the noun of what was read: ` has port "x"…`, ` has no host`.
    let message: String
    /// Something is missing, so that nothing can be taken out.
    let isAbsence: Bool
    /// What is wrong or absent, as keys and rows with slashes; nil for a row of a list, which is another once one is taken out.
    let name: String?

    init(_ error: DecodingError) {
        switch error {
        case .keyNotFound(let key, let context):
            (path, isAbsence) = (context.codingPath, true)
            message = " has no \(Wording.quoted(key.stringValue)), which it needs"
            name = Self.name(context.codingPath + [key])
        case .dataCorrupted(let context), .typeMismatch(_, let context), .valueNotFound(_, let context):
            (path, isAbsence) = (context.codingPath, false)
            let name = context.codingPath.last { $0.intValue == nil }?.stringValue
            message = (name.map { " has a wrong \($0): " } ?? ": ") + context.debugDescription
            self.name = Self.name(context.codingPath)
        @unknown default:
            (path, isAbsence) = ([], false)
            message = ": \(error)"
            name = nil
        }
    }

    private static func name(_ path: [any CodingKey]) -> String? {
        guard let last = path.last, last.intValue == nil else { return nil }
        return path.map(\.stringValue).joined(separator: "/")
    }
}

extension DeclaredNode {
    /// The value that the path leads to, or the nearest one on the way.
    func node(at path: [any CodingKey]) -> DeclaredNode {
        guard let key = path.first, let next = child(key) else { return self }
        return next.node(at: Array(path.dropFirst()))
    }

    /// Without the value at the end of `path`; nil where the path leads nowhere.
    func removing(_ path: [any CodingKey]) -> DeclaredNode? {
        guard let key = path.first else { return nil }
        let rest = Array(path.dropFirst())
        switch content {
        case .mapping(var entries):
            guard let index = entries.firstIndex(where: { $0.key.scalar == key.stringValue }) else { return nil }
            if let shorter = entries[index].value.removing(rest) {
                entries[index].value = shorter
            } else {
                entries.remove(at: index)
            }
            return DeclaredNode(content: .mapping(entries), line: line, column: column)
        case .list(var members):
            guard let index = key.intValue, members.indices.contains(index) else { return nil }
            if let shorter = members[index].removing(rest) {
                members[index] = shorter
            } else {
                members.remove(at: index)
            }
            return DeclaredNode(content: .list(members), line: line, column: column)
        case .null, .scalar: return nil
        }
    }

    private func child(_ key: any CodingKey) -> DeclaredNode? {
        switch content {
        case .mapping(let entries): entries.first { $0.key.scalar == key.stringValue }?.value
        case .list(let members): key.intValue.flatMap { members.indices.contains($0) ? members[$0] : nil }
        case .null, .scalar: nil
        }
    }
}
