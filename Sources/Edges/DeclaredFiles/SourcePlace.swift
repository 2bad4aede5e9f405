/// A place in a file: lines and columns count from 1; line 0 means the file or folder as a whole.
package struct SourcePlace: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var path: String
    package var line: Int
    /// In Unicode scalars.
    package var column: Int

    package init(path: String, line: Int = 0, column: Int = 0) {
        self.path = path
        self.line = line
        self.column = column
    }

    /// `Topology/links.csv:42:17`, or the path alone.
    package var description: String { line == 0 ? path : "\(path):\(line):\(column)" }

    package static func < (a: SourcePlace, b: SourcePlace) -> Bool {
        (a.path, a.line, a.column) < (b.path, b.line, b.column)
    }
}
