/// The attribute names of one kind of element with short keys and types, in the order in which the names first appear.
///
/// A name whose values differ in type is text.
struct AttributeKeys {
    enum Kind: Hashable { case text, number, integer, flag }

    private(set) var names: [String] = []
    private var ids: [String: String] = [:]
    private var kinds: [String: Kind] = [:]

    init(prefix: String, _ rows: some Sequence<[NetworkMap.Field]>) {
        for row in rows {
            for field in row {
                let kind = Self.kind(field.value)
                if ids[field.name] == nil {
                    ids[field.name] = prefix + String(names.count)
                    names.append(field.name)
                    kinds[field.name] = kind
                } else if kinds[field.name] != kind {
                    kinds[field.name] = .text
                }
            }
        }
    }

    func id(_ name: String) -> String { ids[name] ?? "" }
    func kind(_ name: String) -> Kind { kinds[name] ?? .text }

    private static func kind(_ value: NetworkMap.Value) -> Kind {
        switch value {
        case .text: .text
        case .number: .number
        case .integer: .integer
        case .flag: .flag
        }
    }
}
