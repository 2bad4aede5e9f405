import SNMPMessages
import Testing

@testable import SNMPCollector

@Suite(.enabled(if: RealAgent.isInstalled, RealAgent.absent))
struct RealAgentTests {
    private static let sysName: ObjectIdentifier = "1.3.6.1.2.1.1.5.0"
    private static let password = Secret("authpass12")

    private static func user(
        _ name: String, _ authentication: USMAuthentication? = nil, _ privacy: USMPrivacy? = nil, password: Secret = password,
        privacyPassword: Secret = Secret("privpass12")
    ) -> USMUser {
        USMUser(
            name: name, authentication: authentication.map { USMKey($0, password: password) },
            privacy: privacy.map { USMKey($0, password: privacyPassword) })
    }

    @Test func `every protocol of USM reads a real agent, in two round trips at most`() async throws {
        let agent = try RealAgent()
        let engine = try SNMPEngine()
        try await agent.whenReady(engine)
        let users = [
            Self.user("plain"), Self.user("md5des", .md5, .des), Self.user("sha1aes", .sha1, .aes128),
            Self.user("sha256aes", .sha256, .aes128), Self.user("sha256aes", .sha256, .aes128), Self.user("sha224", .sha224),
            Self.user("sha384", .sha384), Self.user("sha512", .sha512, .aes128), Self.user("aes256", .sha256, .aes256),
            Self.user("aes192", .sha1, .aes192),
        ]
        for user in users {
            let before = engine.counters.requestsSent
            let answer = await engine.get([Self.sysName], from: agent.target(user))
            #expect((try? answer.get())?[Self.sysName] == .octets(Array("real".utf8)), "\(user.name): \(answer)")
            #expect(engine.counters.requestsSent - before <= 2)
        }
        #expect(engine.counters.notAuthentic == 0)
    }

    @Test func `a walk under authPriv reads what v2c reads`() async throws {
        let agent = try RealAgent()
        let engine = try SNMPEngine()
        try await agent.whenReady(engine)
        let community = SNMPTarget(agent.address, credential: .v2c(community: Secret("public")))
        let root: ObjectIdentifier = "1.3.6.1.2.1.1.9"
        let open = await engine.walk([root], of: community)
        let closed = await engine.walk([root], of: agent.target(Self.user("sha256aes", .sha256, .aes128)))
        #expect(open.isComplete && closed.isComplete)
        #expect(!open.varBinds.isEmpty)
        #expect(open.varBinds.map(\.oid) == closed.varBinds.map(\.oid))
    }

    /// Four Reports, four messages, none of them "timeout".
    @Test func `each mistake in a credential has its own message`() async throws {
        let agent = try RealAgent()
        let engine = try SNMPEngine()
        try await agent.whenReady(engine)
        let cases: [(USMUser, USMFailure)] = [
            (Self.user("nobody", .sha256, .aes128), .unknownUser),
            (Self.user("sha256aes", .sha256, .aes128, password: Secret("wrongpassword")), .wrongDigest),
            (Self.user("sha256aes", .sha1, .aes128), .wrongDigest),
            (Self.user("sha224", .sha224, .aes128), .unsupportedSecurityLevel),
            (
                Self.user("sha256aes", .sha256, .aes128, password: Secret("short")),
                .badUser("a password has fewer than 8 characters, which RFC 3414 forbids")
            ),
        ]
        for (user, expected) in cases {
            #expect(await engine.get([Self.sysName], from: agent.target(user)) == .failure(.usm(expected)))
        }
        // net-snmp reports a wrong privacy password as a decryption error or drops the message as unparsable; it never looks like success.
        let wrong = Self.user("sha256aes", .sha256, .aes128, privacyPassword: Secret("wrongpassword"))
        let outcome = await engine.get([Self.sysName], from: agent.target(wrong, timeout: .milliseconds(300)))
        #expect(
            [.failure(.usm(.decryptionError)), .failure(.usm(.silentAfterDiscovery(isEncrypted: true)))].contains(outcome),
            "\(outcome)")
        #expect(Set(cases.map(\.1.description)).count == 4)
    }
}
