import Foundation
import Rendering

/// Reads `Alerts/templates/messages.yaml`: texts of mails that take the place of the built-in ones, `key: {en: …, sr: …}`.
enum MessageFile {
    static let name = "messages.yaml"

    /// The entries, and what is wrong with them, each at its place: an unknown text, a language that is missing, values that do not fit.
    static func read(_ folder: String) -> (entries: [MessageCatalogue.Entry], problems: [DeclaredProblem]) {
        let path = (folder.hasSuffix("/") ? folder : folder + "/") + "templates/" + name
        guard FileManager.default.fileExists(atPath: path) else { return ([], []) }
        guard let data = FileManager.default.contents(atPath: path) else {
            return ([], [DeclaredProblem(SourcePlace(path: path), "this file cannot be read; check its permissions")])
        }
        var (entries, problems): ([MessageCatalogue.Entry], [DeclaredProblem]) = ([], [])
        do throws(DeclaredErrors) {
            for root in try DeclaredNode.documents(of: SourceFile(path: path, bytes: [UInt8](data))) {
                guard case .mapping(let rows) = root.content else {
                    problems.append(DeclaredProblem(root.place(in: path), "\(root.kindName) where texts by their keys belong"))
                    continue
                }
                for row in rows { entries += entry(row, path, &problems) }
            }
        } catch {
            problems += error.problems
        }
        return (entries, problems)
    }

    private static func entry(_ row: DeclaredNode.Entry, _ path: String, _ problems: inout [DeclaredProblem]) -> [MessageCatalogue
        .Entry]
    {
        guard let key = row.key.scalar, case .mapping(let texts) = row.value.content else {
            problems.append(DeclaredProblem(row.value.place(in: path), "a text is written {en: …, sr: …}"))
            return []
        }
        for text in texts where !["en", "sr"].contains(text.key.scalar) {
            let message =
                "unknown language \(Wording.quoted(text.key.scalar ?? "")); texts stand in en and sr, Cyrillic is made from sr"
            problems.append(DeclaredProblem(text.key.place(in: path), message))
        }
        let value = { (language: String) in texts.first { $0.key.scalar == language }?.value }
        let entry = MessageCatalogue.Entry(key, value("en")?.scalar ?? "", value("sr")?.scalar ?? "")
        let faults = MessageCatalogue.faults(of: entry)
        problems += faults.map { fault in
            let node = fault.language.flatMap(value) ?? row.key
            let advice = fault.language == nil ? Wording.didYouMean(key, among: MessageCatalogue.keys) : ""
            return DeclaredProblem(node.place(in: path), fault.message + advice)
        }
        return faults.isEmpty ? [entry] : []
    }
}
