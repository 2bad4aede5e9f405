import DeclaredFiles
import Foundation
import Rendering
import TestSupport
import Testing

struct MailTemplateTests {
    @Test func `the shipped templates are those that are compiled in`() throws {
        for (name, text) in MailTemplates.builtInTexts.sorted(by: { $0.key < $1.key }) {
            try Golden.check(Array(text.utf8), "../Alerts/templates/\(name).mustache")
            #expect(MailTemplates.problems(in: name, text) == [], "\(name)")
        }
    }

    /// Text, where the fault stands, and words of its message.
    @Test(arguments: [
        ("{{summary}}\n{{#whta}}{{/whta}}", 2, 1, "no mail has \"whta\""),
        ("a {{{summary}}}", 1, 3, "unescaped"), ("a {{&summary}}", 1, 3, "unescaped"),
        ("{{#what}}{{>section.txt}}", 1, 1, "not closed"), ("{{/what}}", 1, 1, "closes nothing"),
        ("{{#what}}\n{{/since}}", 2, 1, "closes {{#what}} of line 1"),
        ("x\n  {{passwords}}", 2, 3, "no mail has a value \"passwords\""),
        ("{{>secret}}", 1, 1, "there is no partial"), ("{{=<% %>=}}", 1, 1, "not allowed"),
        ("text {{summary", 1, 6, "not closed"),
    ])
    func `a template that asks for what no mail has is refused at its place`(text: String, line: Int, column: Int, words: String)
        throws
    {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("templates"), withIntermediateDirectories: true)
        try Data("people: []\n".utf8).write(to: URL(fileURLWithPath: folder.path("people.yaml")))
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("templates/problem.html.mustache")))
        let errors = #expect(throws: DeclaredErrors.self) { try DeclaredAlerts.load(path: folder.url.path) }
        let problem = try #require(errors?.problems.first)
        #expect(problem.place.line == line && problem.place.column == column && problem.message.contains(words), "\(problem)")
    }

    @Test func `a template of one's own is used, and a file of no use is named`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path("templates"), withIntermediateDirectories: true)
        try Data("people: []\n".utf8).write(to: URL(fileURLWithPath: folder.path("people.yaml")))
        try Data("PAŽNJA {{headline}}\n".utf8).write(to: URL(fileURLWithPath: folder.path("templates/problem.txt.mustache")))
        #expect(try DeclaredAlerts.load(path: folder.url.path).templates.replaced == ["problem.txt"])
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder.path("templates/problems.txt.mustache")))
        let errors = #expect(throws: DeclaredErrors.self) { try DeclaredAlerts.load(path: folder.url.path) }
        #expect(errors?.problems.first?.message.contains("did you mean \"problem.txt\"") == true)
    }
}
