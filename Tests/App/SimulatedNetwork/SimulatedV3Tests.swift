import NetworkModel
import SNMPMessages
import TestSupport
import Testing

@testable import SimulatedNetwork

/// net-snmp asks our agents with SNMPv3.
@Suite(.enabled(if: Program.path("snmpget") != nil, "skipped: snmpget (Debian package snmp) is not installed"))
struct SimulatedV3Tests {
    struct Level: CustomTestStringConvertible {
        var user: USMUser
        var options: [String]
        var testDescription: String { user.name }
    }

    static let auth = Secret("authpass12"), priv = Secret("privpass12")

    static let levels: [Level] = [
        Level(user: USMUser(name: "open"), options: ["-l", "noAuthNoPriv"]),
        Level(
            user: USMUser(name: "sha256", authentication: USMKey(.sha256, password: auth)),
            options: ["-l", "authNoPriv", "-a", "SHA-256", "-A", "authpass12"]),
        Level(
            user: USMUser(
                name: "sha256-aes", authentication: USMKey(.sha256, password: auth), privacy: USMKey(.aes128, password: priv)),
            options: ["-l", "authPriv", "-a", "SHA-256", "-A", "authpass12", "-x", "AES", "-X", "privpass12"]),
        Level(
            user: USMUser(name: "md5-des", authentication: USMKey(.md5, password: auth), privacy: USMKey(.des, password: priv)),
            options: ["-l", "authPriv", "-a", "MD5", "-A", "authpass12", "-x", "DES", "-X", "privpass12"]),
        Level(
            user: USMUser(
                name: "sha1-aes", authentication: USMKey(.sha1, password: auth), privacy: USMKey(.aes128, password: priv)),
            options: ["-l", "authPriv", "-a", "SHA", "-A", "authpass12", "-x", "AES", "-X", "privpass12"]),
    ]

    private func ask(_ program: String, _ simulation: SimulatedNetwork, _ user: String, _ options: [String], _ name: String)
        throws
        -> ProgramResult
    {
        try Program.run(
            [program, "-v3", "-u", user, "-t", "1", "-r", "0", "-On", "-Oq"] + options + ["127.9.0.4:\(simulation.port)", name],
            environment: ["MIBS": ""])
    }

    @Test(arguments: levels)
    func `every level of security is answered`(_ level: Level) throws {
        let simulation = try SimulatedNetwork(
            network: SampleNetworks.compiled(SampleNetworks.ring()), users: Self.levels.map(\.user))
        simulation.start()
        let reply = try ask("snmpget", simulation, level.user.name, level.options, ".1.3.6.1.2.1.1.5.0")
        #expect(reply.lines == [".1.3.6.1.2.1.1.5.0 \"n4\""], "\(reply.errors)")
        let walk = try ask("snmpbulkwalk", simulation, level.user.name, level.options, ".1.3.6.1.2.1.31.1.1.1.1")
        #expect(walk.lines.count == 4, "\(walk.errors)")
    }

    @Test func `each mistake of the asker has its own report`() throws {
        let simulation = try SimulatedNetwork(
            network: SampleNetworks.compiled(SampleNetworks.ring()), users: Self.levels.map(\.user))
        simulation.start()
        let right = Self.levels[2].options
        let cases: [(user: String, options: [String], words: String)] = [
            ("nobody", right, "Unknown user name"),
            ("sha256-aes", right.map { $0 == "authpass12" ? "otherpass1" : $0 }, "Authentication failure"),
            ("sha256-aes", right.map { $0 == "privpass12" ? "otherpass1" : $0 }, "ecryption error"),
            ("open", Self.levels[1].options, "Unsupported security level"),
        ]
        for row in cases {
            let reply = try ask("snmpget", simulation, row.user, row.options, ".1.3.6.1.2.1.1.5.0")
            #expect(reply.status != 0 && reply.errors.contains(row.words), "\(row.user) \(row.options): \(reply.errors)")
        }
    }

    @Test func `a device that restarts counts its boots on, and is answered again`() throws {
        let simulation = try SimulatedNetwork(
            network: SampleNetworks.compiled(SampleNetworks.ring()), users: Self.levels.map(\.user))
        simulation.start()
        let level = Self.levels[2]
        #expect(try ask("snmpget", simulation, level.user.name, level.options, ".1.3.6.1.2.1.1.5.0").status == 0)
        try simulation.cut("dev:n4")
        try simulation.mend("dev:n4")
        #expect(try ask("snmpget", simulation, level.user.name, level.options, ".1.3.6.1.2.1.1.5.0").status == 0)
        guard case .device(let device)? = simulation.network["dev:n4"] else { return }
        #expect(simulation.world.bootCount[Int(device)] == 2)
    }
}
