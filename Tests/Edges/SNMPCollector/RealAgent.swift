import Foundation
import NetworkModel
import Testing

@testable import SNMPCollector
@testable import SNMPMessages

/// A real `snmpd` on a loopback port, with a configuration and a persistent folder of its own; ended with the last reference.
final class RealAgent: Sendable {
    static let program = "/usr/sbin/snmpd"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }
    static let absent: Comment = "skipped: snmpd is not installed"

    let address: SocketAddress
    private let folder: URL
    private let process: Process

    init() throws {
        address = try Self.freeAddress()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("fibrewatch-snmpd-\(UUID().uuidString)")
        let persist = folder.appendingPathComponent("persist")
        try FileManager.default.createDirectory(at: persist, withIntermediateDirectories: true)
        try Self.configuration(address).write(to: folder.appendingPathComponent("snmpd.conf"), atomically: true, encoding: .utf8)
        process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = ["-f", "-LF", "4", folder.path + "/log", "-r", "-p", folder.path + "/pid"]
        process.environment = ["SNMP_PERSISTENT_DIR": persist.path, "SNMPCONFPATH": folder.path + ":" + persist.path, "MIBS": ""]
        (process.standardInput, process.standardOutput, process.standardError) = (
            FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice
        )
        try process.run()
    }

    deinit {
        // It inherits a signal mask that blocks SIGTERM, and the test's output, which must not stay open.
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Waits until the agent answers.
    func whenReady(_ engine: SNMPEngine) async throws {
        let target = SNMPTarget(address, credential: .v2c(community: Secret("public")), timeout: .milliseconds(200), retries: 0)
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            if case .success = await engine.get(["1.3.6.1.2.1.1.3.0"], from: target) { return }
        }
        Issue.record("snmpd did not answer within 10 seconds")
    }

    func target(_ user: USMUser, timeout: Duration = .seconds(1)) -> SNMPTarget {
        SNMPTarget(address, credential: .v3(user), timeout: timeout, retries: 1)
    }

    private static func freeAddress() throws -> SocketAddress {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        var own = SocketAddress(try #require(IPAddress("127.0.0.1")), port: 0).socket
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, length)
                _ = getsockname(descriptor, $0, &length)
            }
        }
        return SocketAddress(socket: own)
    }

    private static func configuration(_ address: SocketAddress) -> String {
        """
        agentaddress udp:\(address)
        [snmpd]
        sysName real
        rocommunity public
        createUser plain
        rouser plain noauth
        createUser md5des MD5 "authpass12" DES "privpass12"
        rouser md5des priv
        createUser sha1aes SHA "authpass12" AES "privpass12"
        rouser sha1aes priv
        createUser sha256aes SHA-256 "authpass12" AES "privpass12"
        rouser sha256aes priv
        createUser sha224 SHA-224 "authpass12"
        rouser sha224 auth
        createUser sha384 SHA-384 "authpass12"
        rouser sha384 auth
        createUser sha512 SHA-512 "authpass12" AES "privpass12"
        rouser sha512 priv
        createUser aes256 SHA-256 "authpass12" AES-256 "privpass12"
        rouser aes256 priv
        createUser aes192 SHA-1 "authpass12" AES-192 "privpass12"
        rouser aes192 priv
        """
    }
}
