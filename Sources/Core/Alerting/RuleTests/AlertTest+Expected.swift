import Diagnosis
import NetworkModel

// What has to follow in a test.

extension AlertTest {
    /// A mail that has to be: about one object, or with `objects` about all those that it collects.
    package struct Expected: Hashable, Sendable, Decodable {
        package enum CodingKeys: String, CodingKey, CaseIterable { case kind, object, objects, at, rule, to, urgency }
        package var kind: AlertNotification.Kind
        /// nil only where there are `objects`.
        package var object: ObjectID?
        package var objects: [ObjectID]?
        package var at: TimeSpan
        package var rule: String?
        package var to: [ObjectID]?
        package var urgency: Page.Urgency?

        package init(from decoder: any Decoder) throws {
            let c = try decoder.container(keyedBy: CodingKeys.self)
            objects = try c.decodeIfPresent([ObjectID].self, forKey: .objects)
            object = try objects == nil ? c.decode(ObjectID.self, forKey: .object) : nil
            if objects != nil, c.contains(.object) {
                throw c.corrupted(.object, "a mail is about one object or collects several objects: leave one of the keys out")
            }
            kind = try c.decodeIfPresent(AlertNotification.Kind.self, forKey: .kind) ?? (objects == nil ? .problem : .digest)
            at = try c.span(forKey: .at, to: AlertTest.longest) ?? .zero
            rule = try c.decodeIfPresent(String.self, forKey: .rule)
            to = try c.decodeIfPresent([ObjectID].self, forKey: .to)
            urgency = try c.decodeIfPresent(Page.Urgency.self, forKey: .urgency)
        }
    }

    /// An incident that has to open. What it does not name is not compared.
    package struct ExpectedIncident: Hashable, Sendable, Decodable {
        package enum CodingKeys: String, CodingKey, CaseIterable {
            case object, kind, rule, opened, closed, urgency, told, why, candidates
        }

        package enum Closing: Hashable, Sendable {
            case after(TimeSpan)
            /// It is open when the test ends.
            case never

            package var span: TimeSpan? { if case .after(let span) = self { span } else { nil } }
        }

        /// The cause that it names in the end.
        package var object: ObjectID
        package var kind: Incident.Kind?
        package var rule: String?
        package var opened: TimeSpan
        package var closed: Closing?
        /// As which it is told, or would be.
        package var urgency: Page.Urgency?
        package var told: Bool?
        /// What kept it, or a later mail of it, from being told.
        package var why: Silence?
        /// All causes that fit equally well, in the end.
        package var candidates: [ObjectID]?

        package init(from decoder: any Decoder) throws {
            let c = try decoder.container(keyedBy: CodingKeys.self)
            object = try c.decode(ObjectID.self, forKey: .object)
            kind = try c.decodeIfPresent(Incident.Kind.self, forKey: .kind)
            rule = try c.decodeIfPresent(String.self, forKey: .rule)
            opened = try c.neededSpan(forKey: .opened, to: AlertTest.longest)
            let isNever = (try? c.decode(String.self, forKey: .closed)) == "never"
            let end = try isNever ? nil : c.span(forKey: .closed, to: AlertTest.longest)
            closed = isNever ? .never : end.map { Closing.after($0) }
            if let end, end < opened {
                throw c.corrupted(.closed, "it closes after \(end.text) and opens after \(opened.text); both count from start")
            }
            urgency = try c.decodeIfPresent(Page.Urgency.self, forKey: .urgency)
            told = try c.decodeIfPresent(Bool.self, forKey: .told)
            why = try c.decodeIfPresent(Silence.self, forKey: .why)
            candidates = try c.decodeIfPresent([ObjectID].self, forKey: .candidates)
        }
    }

    /// What keeps something from being told, as tests name it.
    ///
    /// `hold`: a page that waits, and what healed meanwhile. `opening`: only closed sites are hit, who are told of at their opening. `expected`: the
    /// site may be switched off at this hour. `planned`: Diagnosis knew of the work. `cause`: it follows from another incident, or somebody said so.
    package enum Silence: String, Sendable, Decodable, CaseIterable {
        case hold, opening, window, ack, expected, planned
        case quietHours = "quiet-hours"
        case cause, flapping, storm, digest, withdrawn, transient, nobody
    }
}

extension AlertReason {
    /// Of what it is silent; nil for a reason to send, and for what was told already.
    package var silence: AlertTest.Silence? {
        switch self {
        case .hold, .healed: .hold
        case .closedUntilOpening: .opening
        case .maintenance: .window
        case .acknowledged: .ack
        case .expected: .expected
        case .planned: .planned
        case .quietHours: .quietHours
        case .partOfCause, .mergedInto: .cause
        case .partOfFlapping, .settling: .flapping
        case .storm, .personBurst, .updateGap: .storm
        case .inDigest, .overBeforeDigest: .digest
        case .withdrawn: .withdrawn
        case .neverPaged: .transient
        case .nobodyToTell: .nobody
        default: nil
        }
    }
}
