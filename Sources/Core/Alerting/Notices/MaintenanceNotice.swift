import NetworkModel

/// Work that an owner announces, as his file says it; which objects it is about is judged against the network (`NoticeObjects`).
package struct MaintenanceNotice: Hashable, Sendable {
    package struct Span: Hashable, Sendable {
        package var from: Timestamp
        /// Behind `from`.
        package var to: Timestamp
        package init(from: Timestamp, to: Timestamp) { (self.from, self.to) = (from, to) }
    }

    /// The owner's name of it: the same one again is the same work, changed or called off.
    package var uid: String
    /// Counts the owner's changes (RFC 5545, section 3.8.7.4).
    package var sequence: Int
    package var isCancelled: Bool
    /// In order, more than one where it comes again; empty only where it is cancelled.
    package var spans: [Span]
    package var summary: String
    package var description: String
    /// Where, in the owner's words or in identifiers: names are looked for in all of it.
    package var location: String
    /// Who sends it, as written; empty where it does not say.
    package var organizer: String
    /// Line of the file where it begins.
    package var line: Int

    package init(
        uid: String, sequence: Int = 0, isCancelled: Bool = false, spans: [Span], summary: String, description: String = "",
        location: String = "", organizer: String = "", line: Int
    ) {
        (self.uid, self.sequence, self.isCancelled, self.spans) = (uid, sequence, isCancelled, spans)
        (self.summary, self.description, self.location) = (summary, description, location)
        (self.organizer, self.line) = (organizer, line)
    }

    /// What stands in the window as its reason: its summary, or the first line of its description.
    package var reason: String {
        let line = description.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let text = summary.allSatisfy(\.isWhitespace) ? line : summary
        return text.allSatisfy(\.isWhitespace) ? "work announced as \(uid)" : text.filter { !$0.isNewline }
    }
}
