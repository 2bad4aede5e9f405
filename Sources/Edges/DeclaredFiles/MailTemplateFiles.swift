import Foundation
import Rendering

/// Reads the mail templates of `Alerts/templates/`.
enum MailTemplateFiles {
    /// By name (`problem.txt` of `problem.txt.mustache`), and what is wrong with them: a template with an error is left out, and the
    /// built-in one is used.
    static func read(_ folder: String) -> (texts: [String: String], problems: [DeclaredProblem]) {
        let path = (folder.hasSuffix("/") ? folder : folder + "/") + "templates"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        var texts: [String: String] = [:]
        var problems: [DeclaredProblem] = []
        for file in names where file != MessageFile.name {
            let place = SourcePlace(path: path + "/" + file)
            let name = file.hasSuffix(".mustache") ? String(file.dropLast(9)) : file
            guard file.hasSuffix(".mustache"), MailTemplates.names.contains(name) else {
                let advice = Wording.didYouMean(name, among: MailTemplates.names.sorted())
                problems.append(DeclaredProblem(place, "no mail uses a template of this name\(advice)"))
                continue
            }
            guard let data = FileManager.default.contents(atPath: path + "/" + file),
                let text = String(validating: data, as: UTF8.self)
            else {
                problems.append(DeclaredProblem(place, "this file cannot be read as UTF-8"))
                continue
            }
            if text.allSatisfy(\.isWhitespace) {
                let message = "this template is empty, and so would be its mails; delete the file to use the built-in one"
                problems.append(DeclaredProblem(place, message))
                continue
            }
            texts[name] = text
            problems += MailTemplates.problems(in: name, text).map { fault in
                DeclaredProblem(SourcePlace(path: place.path, line: fault.line, column: fault.column), fault.message)
            }
        }
        return (texts, problems)
    }
}
