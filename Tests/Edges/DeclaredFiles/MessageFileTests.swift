import DeclaredFiles
import Foundation
import Rendering
import TestSupport
import Testing

/// `Alerts/templates/messages.yaml`: a text without its translation is an error of `check`, at its place.
struct MessageFileTests {
    private func errors(_ text: String) throws -> [String] {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("templates"), withIntermediateDirectories: true)
        try Data("people: []\n".utf8).write(to: URL(fileURLWithPath: folder.path("people.yaml")))
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("templates/messages.yaml")))
        do throws(DeclaredErrors) {
            _ = try DeclaredAlerts.load(path: folder.url.path)
            return []
        } catch {
            return error.problems.map { "\($0.place.line):\($0.place.column) \($0.message)" }
        }
    }

    @Test(arguments: [
        ("title.what: {en: What}", "1:1", "is not translated: sr is missing"),
        ("title.what: {en: What, sr: \"\"}", "1:28", "is not translated: sr is missing"),
        ("\ntitle.whta: {en: What, sr: Šta}", "2:1", "did you mean \"title.what\"?"),
        ("impact.many: {en: \"{n} sites\", sr: \"{n} {n:a|b}\"}", "1:36", "has 2 forms for {n}; sr needs 3"),
        ("impact.one: {en: \"{site} off\", sr: \"bez veze\"}", "1:36", "leaves out {site}"),
        ("impact.one: {en: \"{site} off\", sr: \"{site} {secret}\"}", "1:36", "asks for {secret}"),
        ("title.what: {en: \"{\", sr: Šta}", "1:18", "brace that is not closed"),
        ("title.what: {en: What, sr: Šta, de: Was}", "1:33", "unknown language \"de\""),
        ("title.what: What", "1:13", "a text is written {en: …, sr: …}"), ("- a", "1:1", "texts by their keys"),
    ])
    func `what is wrong with a text is told at its place`(text: String, place: String, words: String) throws {
        let errors = try errors(text)
        #expect(errors.contains { $0.hasPrefix(place + " ") && $0.contains(words) }, "\(errors)")
    }

    @Test func `a text of one's own takes the place of the built-in one, in both alphabets`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("templates"), withIntermediateDirectories: true)
        try Data("people: []\n".utf8).write(to: URL(fileURLWithPath: folder.path("people.yaml")))
        try Data("word.once: {en: once, sr: samo jedanput}\n".utf8).write(
            to: URL(fileURLWithPath: folder.path("templates/messages.yaml")))
        let catalogue = try DeclaredAlerts.load(path: folder.url.path).templates.catalogue
        #expect(
            catalogue.translated("once", in: .serbianLatin) == "samo jedanput"
                && catalogue.translated("once", in: .serbianCyrillic) == "само једанпут")
        #expect(try errors("").isEmpty)
    }
}
