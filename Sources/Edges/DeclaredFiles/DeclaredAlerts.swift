import Alerting
import Foundation
import NetworkModel
import Rendering

/// The rules of `Alerts/` without errors: who is told, when, and over which relays.
package struct DeclaredAlerts: Sendable {
    package let policy: AlertPolicy
    package let templates: MailTemplates
    /// What does not keep them from being used: a relay without TLS, a password file that is not here. In order of place.
    package let findings: [DeclaredProblem]

    /// Reads the policy of `path`: a folder, all its YAML, CSV and JSON files together except those in `Samples/`, `templates/` and
    /// `tests/`, or one file. With `network`, names of owners and kinds of site are checked against it.
    /// - Throws: all errors that were found, with their places.
    package static func load(path: String, network: Network? = nil) throws(DeclaredErrors) -> DeclaredAlerts {
        let (files, problems) = DeclaredFolder.files(of: path, except: notRules)
        let (templates, messages) = (MailTemplateFiles.read(path), MessageFile.read(path))
        return try load(
            files: files, unread: problems + templates.problems + messages.problems, network: network,
            templates: MailTemplates(replacing: templates.texts, messages: messages.entries))
    }

    /// The same from files already read: a pure function of their contents.
    /// - Throws: all errors that were found, with their places.
    package static func load(files: [SourceFile], network: Network? = nil) throws(DeclaredErrors) -> DeclaredAlerts {
        try load(files: files, unread: [], network: network)
    }

    static let notRules: Set = ["Samples", "templates", "tests"]

    private static func load(
        files: [SourceFile], unread: [DeclaredProblem], network: Network?, templates: MailTemplates = .builtIn
    ) throws(DeclaredErrors) -> DeclaredAlerts {
        var reader = AlertsReader()
        reader.problems = unread
        for file in files { reader.read(file) }
        reader.check(against: network)
        let errors = reader.problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw DeclaredErrors(reader.problems) }
        return DeclaredAlerts(
            policy: reader.policy, templates: templates, findings: reader.problems.inOrderOfPlace)
    }
}

extension DeclaredProblem {
    /// A secret that cannot be read here: a note where the file is absent, for it need only exist where the monitor runs.
    static func secret(_ path: String, at place: SourcePlace) -> DeclaredProblem? {
        SecretFile.fault(of: path).map { fault in
            if case .missing = fault { return DeclaredProblem(place, "\(fault) on this machine", severity: .note) }
            return DeclaredProblem(place, "\(fault)", severity: .warning)
        }
    }
}
