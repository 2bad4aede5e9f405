/// A value of a YAML or JSON file with the place where it begins.
struct DeclaredNode: Sendable {
    indirect enum Content: Sendable {
        case null
        /// Any single value as it is written; what it means is up to who reads it (`no` may be a name).
        case scalar(String)
        case list([DeclaredNode])
        case mapping([Entry])
    }

    struct Entry: Sendable {
        var key: DeclaredNode
        var value: DeclaredNode
    }

    var content: Content
    var line: Int
    var column: Int

    /// The text of a scalar; nil for everything else.
    var scalar: String? {
        guard case .scalar(let text) = content else { return nil }
        return text
    }

    var isNull: Bool {
        guard case .null = content else { return false }
        return true
    }

    /// `a text`, `a list`, …: how messages name what stands here.
    var kindName: String {
        switch content {
        case .null: "nothing"
        case .scalar: "a single value"
        case .list: "a list"
        case .mapping: "a mapping of keys"
        }
    }

    func place(in path: String) -> SourcePlace { SourcePlace(path: path, line: line, column: column) }
}
