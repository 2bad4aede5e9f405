extension JSONCursor {
    mutating func value<Value: JSONReadable>() throws(JSONProblem) -> Value { try Value(reading: &self) }

    /// nil where the value is null.
    mutating func optional<Value: JSONReadable>() throws(JSONProblem) -> Value? { null() ? nil : try Value(reading: &self) }
}

extension String: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) { self = try json.string() }
}

extension ObjectID: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) { self.init(rawValue: try json.string()) }
}

extension Double: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) { self = try json.number() }
}

extension Bool: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) { self = try json.bool() }
}

extension Int: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        let number = try json.number()
        guard let whole = Int(exactly: number) else { throw json.problem("a whole number is expected here, not \(number)") }
        self = whole
    }
}

extension Array: JSONReadable where Element: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        var elements: [Element] = []
        try json.array { json throws(JSONProblem) in elements.append(try Element(reading: &json)) }
        self = elements
    }
}

extension Dictionary: JSONReadable where Key == String, Value: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) {
        var members: [String: Value] = [:]
        try json.object { json, key throws(JSONProblem) in members[key] = try Value(reading: &json) }
        self = members
    }
}

extension RawRepresentable where Self: CaseIterable, RawValue == String {
    fileprivate static func read(_ json: inout JSONCursor) throws(JSONProblem) -> Self {
        let word = try json.string()
        guard let value = Self(rawValue: word) else {
            throw json.problem("\"\(word)\" is none of \(allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return value
    }
}

extension Level: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) { self = try Self.read(&json) }
}

extension NetworkDocument.Site.OffHours: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) { self = try Self.read(&json) }
}

extension NetworkDocument.Site.Lifecycle: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) { self = try Self.read(&json) }
}

extension NetworkDocument.End.Follows: JSONReadable {
    init(reading json: inout JSONCursor) throws(JSONProblem) { self = try Self.read(&json) }
}
