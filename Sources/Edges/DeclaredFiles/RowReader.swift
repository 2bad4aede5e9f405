import NetworkModel

/// The rows of one list in one file, CSV or YAML: fields in, checked values out, every fault reported with its place.
///
/// An absent field and an empty cell are the same: nil, or an empty list.
protocol RowReader {
    var list: DeclaredList { get }
    var problems: [DeclaredProblem] { get set }

    /// At least as many as there are rows to come; a guess that costs only room.
    var expectedRows: Int { get }
    /// Goes to the next row; false behind the last.
    mutating func next() -> Bool
    /// Where the current row stands.
    var origin: RowOrigin { get }

    /// The text of a single value.
    mutating func text(_ field: DeclaredField) -> String?
    /// A number written in the plainest way, read without making a text of it; nil for everything else.
    func plainNumber(_ field: DeclaredField) -> Double?
    /// Pairs of such numbers; nil where any part is written otherwise.
    func plainPairs(_ field: DeclaredField) -> [[Double]]?
    /// The members of a list; in CSV they are separated by blanks or `;`.
    mutating func items(_ field: DeclaredField) -> [String]
    /// A list of short lists; in CSV the outer ones are separated by `;`, the inner ones by `separator`. In YAML the inner ones may
    /// be mappings with the given keys.
    mutating func groups(_ field: DeclaredField, separator: UInt8, keys: [String]) -> [[String]]
    /// Names and values; in CSV `name=value`, separated by blanks or `;`.
    mutating func pairs(_ field: DeclaredField) -> [String: String]
    /// Where the field stands, or the member `item` of it; where it is absent, where the row begins.
    func place(of field: DeclaredField, item: String?) -> SourcePlace
}

extension RowReader {
    func plainNumber(_ field: DeclaredField) -> Double? { nil }
    func plainPairs(_ field: DeclaredField) -> [[Double]]? { nil }

    mutating func report(_ field: DeclaredField, item: String? = nil, _ message: String) {
        problems.append(DeclaredProblem(place(of: field, item: item), message))
    }

    /// `site "site:ns"`, or `a site` where it has no identifier.
    var subject: String {
        var copy = self
        return copy.text(.id).map { "\(list.noun) \(Wording.quoted($0))" } ?? "\(Wording.article(list.noun)) without an id"
    }

    /// The row's own identifier, which has to carry the type of the list.
    mutating func ownID() -> ObjectID? { identifier(.id, list.kind) }

    /// An identifier that has to stand here.
    mutating func requiredReference(_ field: DeclaredField) -> ObjectID? {
        guard let text = text(field) else {
            report(field, "\(subject) has no \(field.name)")
            return nil
        }
        return ObjectID(text)
    }

    /// Whether what it names exists, and is of the right type, is judged once everything is read.
    mutating func reference(_ field: DeclaredField) -> ObjectID? { text(field).map { ObjectID($0) } }

    mutating func references(_ field: DeclaredField) -> [ObjectID] { items(field).map { ObjectID($0) } }

    mutating func identifier(_ field: DeclaredField, _ kind: ObjectKind) -> ObjectID? {
        guard let text = text(field) else {
            report(
                field, "\(Wording.article(list.noun)) without \(field.name); give it one that begins with \"\(kind.rawValue):\"")
            return nil
        }
        let id = ObjectID(text)
        if id.isWhole(of: kind) { return id }
        if !id.isOf(kind) || text.utf8.count == kind.rawValue.utf8.count + 1 {
            let rest = text.contains(":") ? String(id.name) : text
            let advice = rest.isEmpty ? "" : "; did you mean \(Wording.quoted("\(kind.rawValue):\(rest)"))?"
            report(
                field,
                "\(Wording.quoted(text)) is no identifier of \(Wording.article(list.noun)); it must begin with \"\(kind.rawValue):\"\(advice)"
            )
        } else if text.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: ";") || $0 == 0x7F }) {
            report(
                field, "identifier \(Wording.quoted(text)) holds a blank or \";\"; lists could not name it, write \"-\" instead")
        }
        return id
    }

    mutating func number(_ field: DeclaredField, in range: ClosedRange<Double>) -> Double? {
        if let value = plainNumber(field), range.contains(value) { return value }
        guard let text = text(field) else { return nil }
        if let value = Double(text), value.isFinite, range.contains(value) { return value }
        let point = text.replacing(",", with: ".")
        let advice = Double(point) != nil && point != text ? "; write \(point)" : ""
        report(field, "\(subject) has \(field.name) \(Wording.quoted(text)), which is not \(Self.words(for: range))\(advice)")
        return nil
    }

    /// Seconds of thirty years; what is counted is less.
    private static var greatestWhole: Int { 1_000_000_000 }

    mutating func whole(_ field: DeclaredField) -> Int? {
        guard let text = text(field) else { return nil }
        if let value = Int(text), (0...Self.greatestWhole).contains(value) { return value }
        if Int(text) ?? 0 > Self.greatestWhole {
            report(
                field,
                "\(subject) has \(field.name) \(Wording.quoted(text)), which is too large; at most \(Self.greatestWhole) is possible"
            )
            return nil
        }
        report(field, "\(subject) has \(field.name) \(Wording.quoted(text)), which is not a whole number from 0")
        return nil
    }

    mutating func flag(_ field: DeclaredField) -> Bool? {
        guard let text = text(field) else { return nil }
        switch text.lowercased() {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            report(field, "\(subject) has \(field.name) \(Wording.quoted(text)), which is not true or false")
            return nil
        }
    }

    mutating func word(_ field: DeclaredField, of allowedWords: @autoclosure () -> [String]) -> String? {
        guard let text = text(field) else { return nil }
        let words = allowedWords()
        if words.contains(text) { return text }
        let allowed = Wording.alternatives(words)
        let advice = Wording.didYouMean(text, among: words)
        report(field, "\(subject) has \(field.name) \(Wording.quoted(text)), which is not \(allowed)\(advice)")
        return nil
    }

    mutating func word<Word: RawRepresentable & CaseIterable>(_ field: DeclaredField, as type: Word.Type) -> Word?
    where Word.RawValue == String {
        word(field, of: Word.allCases.map(\.rawValue)).flatMap(Word.init)
    }

    private static func words(for range: ClosedRange<Double>) -> String {
        switch range {
        case 0...Double.greatestFiniteMagnitude: "a number from 0"
        default: "a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
        }
    }
}

extension ObjectID {
    /// The word of `kind`, a colon and a name without blanks and `;`: as nearly all are, judged in one go over the bytes.
    fileprivate func isWhole(of kind: ObjectKind) -> Bool {
        let prefix = kind.rawValue.utf8.count + 1
        guard rawValue.utf8.count > prefix, isOf(kind) else { return false }
        return rawValue.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: ";") && $0 != 0x7F }
        } ?? false
    }
}
