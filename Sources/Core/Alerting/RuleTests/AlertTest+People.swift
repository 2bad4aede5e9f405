import NetworkModel

// What people do in a test. Each deed concerns the incidents of an object that are open at its time.

extension AlertTest {
    /// Somebody takes it.
    package struct Ack: Hashable, Sendable, Decodable {
        package enum CodingKeys: String, CodingKey, CaseIterable { case object, rule, at, by, reason, until }
        package var on: Subject
        package var by: String
        package var reason: String
        /// nil: until the incident closes.
        package var until: TimeSpan?

        package init(from decoder: any Decoder) throws {
            let c = try decoder.container(keyedBy: CodingKeys.self)
            on = try Subject(c, .object, .rule, .at)
            by = try c.decode(String.self, forKey: .by)
            reason = try c.decode(String.self, forKey: .reason)
            until = try c.span(forKey: .until, to: AlertTest.longest)
            if let until, until <= on.at {
                throw c.corrupted(.until, "it ends after \(until.text) and is given after \(on.at.text); both count from start")
            }
        }
    }

    /// Somebody writes down what is known of it. It changes no mail, which is what a test may want to see.
    package struct Note: Hashable, Sendable, Decodable {
        package enum Kind: String, Sendable, Decodable, CaseIterable { case note, assign, cause, ticket }
        package enum CodingKeys: String, CodingKey, CaseIterable { case object, rule, at, by, kind, text }
        package var on: Subject
        package var by: String
        package var kind: Kind
        package var text: String

        package init(from decoder: any Decoder) throws {
            let c = try decoder.container(keyedBy: CodingKeys.self)
            on = try Subject(c, .object, .rule, .at)
            by = try c.decode(String.self, forKey: .by)
            kind = try c.decodeIfPresent(Kind.self, forKey: .kind) ?? .note
            text = try c.decode(String.self, forKey: .text)
        }
    }

    /// Somebody says that it is a part of what is open about `into`.
    package struct Merge: Hashable, Sendable, Decodable {
        package enum CodingKeys: String, CodingKey, CaseIterable { case object, rule, at, by, into, reason }
        package var on: Subject
        package var by: String
        package var into: ObjectID
        package var reason: String

        package init(from decoder: any Decoder) throws {
            let c = try decoder.container(keyedBy: CodingKeys.self)
            on = try Subject(c, .object, .rule, .at)
            by = try c.decode(String.self, forKey: .by)
            into = try c.decode(ObjectID.self, forKey: .into)
            reason = try c.decode(String.self, forKey: .reason)
        }
    }

    /// Somebody says that it, or with `part` that object behind it, is a fault of its own.
    package struct Split: Hashable, Sendable, Decodable {
        package enum CodingKeys: String, CodingKey, CaseIterable { case object, rule, at, by, part, reason }
        package var on: Subject
        package var by: String
        package var part: ObjectID?
        package var reason: String

        package init(from decoder: any Decoder) throws {
            let c = try decoder.container(keyedBy: CodingKeys.self)
            on = try Subject(c, .object, .rule, .at)
            by = try c.decode(String.self, forKey: .by)
            part = try c.decodeIfPresent(ObjectID.self, forKey: .part)
            reason = try c.decode(String.self, forKey: .reason)
        }
    }

    /// Which incidents, and when.
    package struct Subject: Hashable, Sendable {
        package var object: ObjectID
        /// Only that of this rule; nil: whatever is open about the object.
        package var rule: String?
        package var at: TimeSpan

        fileprivate init<Key: CodingKey>(_ c: KeyedDecodingContainer<Key>, _ object: Key, _ rule: Key, _ at: Key) throws {
            self.object = try c.decode(ObjectID.self, forKey: object)
            self.rule = try c.decodeIfPresent(String.self, forKey: rule)
            self.at = try c.neededSpan(forKey: at, to: AlertTest.longest)
        }
    }

    /// One deed of whatever kind.
    package struct Deed: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case acknowledge(until: TimeSpan?, reason: String)
            case write(Note.Kind, String)
            case merge(into: ObjectID, reason: String)
            case split(ObjectID?, reason: String)
        }

        package var on: Subject
        package var by: String
        package var kind: Kind
        /// The list in which it stands, and its row there.
        package var list: String
        package var row: Int

        package var at: TimeSpan { on.at }

        /// `ana acknowledges duct:x`.
        package var words: String {
            switch kind {
            case .acknowledge: "\(by) acknowledges \(on.object)"
            case .write(let kind, let text): "\(by) writes to \(on.object), \(kind.rawValue): \(text)"
            case .merge(let whole, _): "\(by) makes \(on.object) a part of \(whole)"
            case .split(let part, _): "\(by) takes \(part?.rawValue ?? "it") apart as a fault of its own, from \(on.object)"
            }
        }
    }

    /// All that people do, in the order of time.
    package var deeds: [Deed] {
        var deeds: [Deed] = []
        for (row, ack) in acks.enumerated() {
            let kind = Deed.Kind.acknowledge(until: ack.until, reason: ack.reason)
            deeds.append(Deed(on: ack.on, by: ack.by, kind: kind, list: "acks", row: row))
        }
        for (row, note) in notes.enumerated() {
            deeds.append(Deed(on: note.on, by: note.by, kind: .write(note.kind, note.text), list: "notes", row: row))
        }
        for (row, merge) in merges.enumerated() {
            let kind = Deed.Kind.merge(into: merge.into, reason: merge.reason)
            deeds.append(Deed(on: merge.on, by: merge.by, kind: kind, list: "merges", row: row))
        }
        for (row, split) in splits.enumerated() {
            let kind = Deed.Kind.split(split.part, reason: split.reason)
            deeds.append(Deed(on: split.on, by: split.by, kind: kind, list: "splits", row: row))
        }
        // Those of one moment as they are listed here.
        return deeds.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }
}
