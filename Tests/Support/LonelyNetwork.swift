import Foundation

/// A network namespace in which one thread lives alone, with nothing but a loopback interface: what a test filters, answers or forges
/// there concerns nobody else.
package enum LonelyNetwork {
    package struct Failure: Error, CustomStringConvertible { package let description: String }

    /// Namespaces need root, the loopback interface is brought up by `ip`, filters are set by `nft`.
    package static let isPermitted =
        geteuid() == 0 && ["ip", "nft"].allSatisfy { FileManager.default.isExecutableFile(atPath: "/usr/sbin/" + $0) }
    package static let absent = "skipped: network namespaces need root, ip and nft"

    /// What `body` gives, run on a thread of its own in a namespace of its own. Sockets and programs that it opens stay there.
    package static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(
                    with: Result {
                        try leave()
                        return try body()
                    })
            }
            thread.stackSize = 1 << 20
            thread.start()
        }
    }

    /// Runs a program of `/usr/sbin` in the calling thread's namespace.
    package static func command(_ name: String, _ arguments: String...) throws { try command(name, arguments) }

    package static func command(_ name: String, _ arguments: [String]) throws {
        // Not Foundation's Process, which waits for its child's end on the run loop of the thread that started it.
        let words = (["/usr/sbin/" + name] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, "/usr/sbin/" + name, nil, nil, words, environ)
        var status: Int32 = -1
        guard code == 0, waitpid(child, &status, 0) == child, status == 0 else {
            throw Failure(description: "\(name) \(arguments.joined(separator: " ")): status \(status)")
        }
    }

    /// Takes the calling thread into a new namespace.
    private static func leave() throws {
        typealias Unshare = @convention(c) (Int32) -> Int32
        // Glibc declares `unshare` for GNU programs only, which Swift is not.
        guard let symbol = dlsym(nil, "unshare") else { throw Failure(description: "no unshare in the C library") }
        let newNetwork: Int32 = 0x4000_0000
        guard unsafeBitCast(symbol, to: Unshare.self)(newNetwork) == 0 else {
            throw Failure(description: "unshare: \(String(cString: strerror(errno)))")
        }
        try command("ip", "link", "set", "lo", "up")
    }
}
