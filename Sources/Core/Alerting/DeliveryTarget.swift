import Diagnosis
import NetworkModel

extension AlertPolicy {
    /// Where notifications go beside mail: other programs, other ways to people. They stand in the outbox like a person's address and
    /// are tried as long.
    package struct Target: Hashable, Sendable {
        package enum Kind: String, Sendable, Codable, CaseIterable {
            /// POST of a JSON document.
            case webhook
            /// POST to `/api/v2/alerts` of an Alertmanager.
            case alertmanager
            /// A program that gets the text on its standard input: an SMS modem.
            case command
            /// A line of JSON at the end of a file.
            case file
        }

        /// Unique among the targets.
        package var name: String
        package var kind: Kind
        /// An address of http or https; for `alertmanager` its root.
        package var url: String?
        /// The program and its arguments; nothing of the notification is among them.
        package var command: [String] = []
        package var path: String?
        /// A file that holds the value of the header `Authorization`.
        package var tokenFile: String?
        package var caFile: String?
        package var timeoutSeconds = 20
        /// What it gets; empty: everything.
        package var urgencies: [String] = []
        package var kinds: [String] = []
        package var level: Level = .internal

        /// Where that is, without what may be a secret: of an address only the host, of a command only the program.
        package var place: String {
            switch kind {
            case .webhook, .alertmanager: Self.host(of: url ?? "")
            case .command: command.first ?? ""
            case .file: path ?? ""
            }
        }

        private static func host(of url: String) -> String {
            guard let scheme = url.firstRange(of: "://") else { return "" }
            let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
            return String(url[..<scheme.upperBound]) + String(host)
        }

        package init(name: String, kind: Kind) { (self.name, self.kind) = (name, kind) }

        /// How it stands among the addresses of a mail.
        package var address: String { Self.prefix + name }
        package static let prefix = "target:"
    }

    package var alertmanagers: [Target] { targets.filter { $0.kind == .alertmanager } }

    package func target(_ address: String) -> Target? { targets.first { $0.address == address } }
}

extension AlertPolicy.Target: Decodable {
    package enum CodingKeys: String, CodingKey, CaseIterable {
        case name, kind, url, command, path, urgencies, kinds, level
        case tokenFile = "token_file"
        case caFile = "ca_file"
        case timeoutSeconds = "timeout_s"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        name = try c.decode(String.self, forKey: .name)
        kind = try c.decode(Kind.self, forKey: .kind)
        url = try c.decodeIfPresent(String.self, forKey: .url)
        command = try c.decodeIfPresent([String].self, forKey: .command) ?? []
        path = try c.decodeIfPresent(String.self, forKey: .path)
        tokenFile = try c.decodeIfPresent(String.self, forKey: .tokenFile)
        caFile = try c.decodeIfPresent(String.self, forKey: .caFile)
        timeoutSeconds = try c.decodeIfPresent(Int.self, forKey: .timeoutSeconds) ?? timeoutSeconds
        urgencies = try c.decodeIfPresent([String].self, forKey: .urgencies) ?? []
        kinds = try c.decodeIfPresent([String].self, forKey: .kinds) ?? []
        level = try c.decodeIfPresent(Level.self, forKey: .level) ?? level
        let (needed, key): (Bool, CodingKeys) =
            switch kind {
            case .webhook, .alertmanager: (url != nil, .url)
            case .command: (!command.isEmpty, .command)
            case .file: (path != nil, .path)
            }
        guard needed else {
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: c, debugDescription: "target \"\(name)\" of kind \(kind.rawValue) needs \(key.rawValue)")
        }
    }
}

extension AlertingEngine {
    /// The audiences of a notification with the targets that take it among those of their level. An Alertmanager takes none: it is told
    /// what fires, see `FiringAlerts`.
    func withTargets(_ groups: [Audience], _ kind: AlertNotification.Kind, _ urgency: Page.Urgency) -> [Audience] {
        var groups = groups
        for target in policy.targets
        where target.kind != .alertmanager && (target.urgencies.isEmpty || target.urgencies.contains(urgency.rawValue))
            && (target.kinds.isEmpty || target.kinds.contains(kind.rawValue))
        {
            let recipient = Recipient(person: ObjectID(target.address), name: target.name, address: target.address)
            if let row = groups.firstIndex(where: { $0.level == target.level && $0.language == .english }) {
                groups[row].recipients.append(recipient)
            } else {
                groups.append(Audience(level: target.level, recipients: [recipient]))
            }
        }
        return groups.sorted { ($0.level, $0.language) < ($1.level, $1.language) }
    }
}
