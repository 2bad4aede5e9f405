/// Cells of comma-separated values (RFC 4180).
package enum CSVText {
    /// `text` as one cell, in quotes where needed. What a spreadsheet would run as a formula gets a leading apostrophe.
    package static func quoted(_ text: String) -> String {
        // By scalar: a mark that joins the first sign makes another character of it, and a spreadsheet sees the sign alone.
        let isFormula = text.unicodeScalars.first.map { ["=", "+", "-", "@", "\t", "\r"].contains($0) } ?? false
        let harmless = isFormula && Double(text) == nil ? "'" + text : text
        guard harmless.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n" }) else {
            return harmless
        }
        return "\"" + harmless.replacing("\"", with: "\"\"") + "\""
    }
}
