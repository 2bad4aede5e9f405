import Foundation
import TestSupport
import Testing

@testable import DeclaredFiles

@Suite struct SecretFileTests {
    static func file(_ text: String, mode: Int, in folder: TemporaryFolder, name: String = "secret") throws -> String {
        let path = folder.path(name)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    @Test func `a secret is read without the line end behind it`() throws {
        let folder = try TemporaryFolder()
        #expect(try SecretFile.read(Self.file("hush\n", mode: 0o600, in: folder)) == "hush")
        #expect(try SecretFile.read(Self.file("hush hush", mode: 0o400, in: folder, name: "b")) == "hush hush")
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o644, 0o601])
    func `a secret that others may touch is refused with the command that mends it, and is not shown`(mode: Int) throws {
        let folder = try TemporaryFolder()
        let path = try Self.file("hush", mode: mode, in: folder, name: "it's mine")
        let error = #expect(throws: SecretFileError.openToOthers(path, mode: mode)) { try SecretFile.read(path) }
        let text = try #require(error).description
        #expect(text.contains("chmod 600 '\(folder.url.path)/it'\\''s mine'") && !text.contains("hush"))
        #expect(SecretFile.fault(of: path) == error)
    }

    @Test func `what is missing, empty, too long, no text or no file is said so`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: SecretFileError.missing(folder.path("no"))) { try SecretFile.read(folder.path("no")) }
        let empty = try Self.file("\n", mode: 0o600, in: folder)
        #expect(throws: SecretFileError.empty(empty)) { try SecretFile.read(empty) }
        let long = try Self.file(String(repeating: "x", count: 5000), mode: 0o600, in: folder)
        #expect(throws: SecretFileError.tooLong(long)) { try SecretFile.read(long) }
        #expect(throws: SecretFileError.noFile("/dev/null")) { try SecretFile.read("/dev/null") }
    }

    @Test func `a credential with an open or missing secret file is a finding at its place`() throws {
        let folder = try TemporaryFolder()
        let open = try Self.file("hush", mode: 0o644, in: folder)
        let declared = try DeclaredNetwork.load(files: [
            SourceFile(
                path: "c.yaml",
                text:
                    "credentials:\n - {id: cred:a, snmp: 2c, community_file: \(open)}\n - {id: cred:b, snmp: 3, auth_file: /no/such}\n"
            )
        ])
        let found = declared.secretFindings
        #expect(found.map(\.severity) == [.warning, .note] && found.map(\.place.line) == [2, 3])
        #expect(!found.contains { $0.message.contains("hush") })
        #expect(
            declared.findings.map(\.message) == [
                "credential \"cred:a\" is SNMP v2c, whose community travels in clear text; prefer v3"
            ])
    }
}
