import BenchmarkPeers
import Foundation

/// A responder in a process of its own, on the second core, ended with the last reference.
final class Responder {
    let port: UInt16
    private let process = Process()

    /// - Parameter replySize: nil for SNMP, else an echo with replies of this size.
    convenience init(port: UInt16, replySize: Int? = nil, dropPerMille: Int = 0) throws {
        try self.init(port: port, ["--respond", "\(port)", "\(replySize ?? 0)", "\(dropPerMille)"])
    }

    /// An SNMPv3 agent with an engine of its own at every address.
    static func v3(port: UInt16) throws -> Responder { try Responder(port: port, ["--respond-v3", "\(port)"]) }

    /// The switch of `WalkBench`.
    static func `switch`(port: UInt16) throws -> Responder { try Responder(port: port, ["--respond-switch", "\(port)"]) }

    private init(port: UInt16, _ arguments: [String]) throws {
        self.port = port
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        guard try pipe.fileHandleForReading.read(upToCount: 1)?.count == 1 else {
            throw BenchmarkError("the responder cannot take port \(port)")
        }
    }

    deinit { kill(process.processIdentifier, SIGKILL) }

    var cpuNanoseconds: UInt64 { peer_cpu_nanoseconds(process.processIdentifier) }

    /// The part of a process that answers.
    static func serve(_ arguments: [String]) -> Never {
        peer_pin(1)
        let numbers = arguments.compactMap { UInt32($0) }
        guard numbers.count == 3, let port = UInt16(exactly: numbers[0]) else { exit(2) }
        _ = peer_respond(port, numbers[1], numbers[2], STDOUT_FILENO)
        exit(1)
    }
}

struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
