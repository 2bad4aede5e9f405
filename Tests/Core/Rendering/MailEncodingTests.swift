import Foundation
import Testing

@testable import Rendering

@Suite struct MailEncodingTests {
    @Test(arguments: [
        ("plain", "plain\r\n"), ("a=b", "a=3Db\r\n"), ("ends in space ", "ends in space=20\r\n"), (".", "=2E\r\n"),
        ("From me", "=46rom me\r\n"), ("ш", "=D1=88\r\n"), ("one\ntwo", "one\r\ntwo\r\n"), ("a\rb", "a=0Db\r\n"),
    ])
    func `quoted-printable encodes what a relay could change`(text: String, encoded: String) {
        #expect(QuotedPrintable.encode(text) == encoded)
    }

    @Test func `no encoded line is longer than 76 characters or begins with a dot`() {
        for length in 70...160 {
            let lines = QuotedPrintable.encode(String(repeating: ".ш", count: length) + String(repeating: ".", count: length))
                .split(separator: "\r\n")
            #expect(lines.allSatisfy { $0.utf8.count <= 76 && !$0.hasPrefix(".") })
        }
    }

    @Test func `an encoded word holds whole characters and is short enough`() throws {
        let text = String(repeating: "Железница🚂ш", count: 20)
        let words = MailHeader.encodedWords(text)
        #expect(words.allSatisfy { $0.utf8.count <= 75 })
        let decoded = try words.map { word in
            let data = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            return try #require(String(data: data, encoding: .utf8))
        }
        #expect(decoded.joined() == text)
    }

    @Test(arguments: [
        ("fibrewatch <a@b.c>", "fibrewatch", "a@b.c", true), ("a@b.c", "", "a@b.c", true),
        ("\"x, y\" <a@b.c>", "x, y", "a@b.c", true),
        ("nobody", "", "nobody", false), ("<>", "", "", false), ("a@b@c", "", "a@b@c", false),
    ])
    func `a mailbox is taken apart`(text: String, name: String, address: String, valid: Bool) {
        let box = Mailbox(text)
        #expect(box.name == name && box.address == address && box.isValid == valid)
    }
}
