/// Something wrong in the declared files, with its place, in words that say what to do.
package struct DeclaredProblem: Hashable, Sendable, CustomStringConvertible {
    /// How bad it is; `check` ends with 2 for an error, with 1 for a warning, and shows notes.
    package enum Severity: String, Sendable, Comparable, CaseIterable {
        /// It holds and is worth knowing: a community travels in clear text.
        case note
        /// The network loads, but part of it cannot be what was meant: a device without a link.
        case warning
        /// The files cannot be used.
        case error

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
        package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
    }

    package var place: SourcePlace
    package var severity: Severity
    /// Without the place and without a full stop.
    package var message: String

    package init(_ place: SourcePlace, _ message: String, severity: Severity = .error) {
        self.place = place
        self.severity = severity
        self.message = message
    }

    /// `Topology/links.csv:42:17: link "link:bg-ns-1" ends at device …`; warnings and notes name themselves after the place.
    package var description: String {
        severity == .error ? "\(place): \(message)" : "\(place): \(severity.rawValue): \(message)"
    }
}

extension [DeclaredProblem] {
    /// By place, each once.
    package var inOrderOfPlace: [DeclaredProblem] {
        Set(self).sorted { ($0.place, $0.message) < ($1.place, $1.message) }
    }
}

/// Declared files that cannot be used: every error of the run, in order of place; never empty.
package struct DeclaredErrors: Error, Sendable, CustomStringConvertible {
    package let problems: [DeclaredProblem]

    package init(_ problems: [DeclaredProblem]) { self.problems = problems.inOrderOfPlace }

    /// One line a problem.
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
