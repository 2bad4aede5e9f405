import Foundation
import Synchronization

/// A program started by posix_spawn. Foundation's `Process` takes a child that closes its inherited descriptors, as daemons do, for
/// one that has ended, and then waits for it for ever.
package final class ChildProcess: Sendable {
    package let pid: Int32
    /// Wait status once it has ended.
    private let ended = Mutex<Int32?>(nil)

    /// Starts `arguments` (the program first, by name or path) with these descriptors as its standard input, output and errors.
    /// - Throws: `ChildProcessError` where it cannot be started.
    package init(_ arguments: [String], environment: [String: String] = [:], input: Int32, output: Int32, errors: Int32) throws {
        let program = arguments[0].contains("/") ? arguments[0] : Program.path(arguments[0]) ?? arguments[0]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, descriptor) in [input, output, errors].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var all = sigset_t()
        sigfillset(&all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
        var child: pid_t = 0
        let code = Self.withPointers(arguments) { argv in
            Self.withPointers(variables) { envp in posix_spawn(&child, program, &actions, &attributes, argv, envp) }
        }
        guard code == 0 else { throw ChildProcessError(program: program, code: code) }
        pid = child
    }

    /// Ended processes count as running until they are asked here or waited for.
    package var isRunning: Bool { status(blocking: false) == nil }

    /// Waits for its end: the exit status, or 128 and the signal that ended it.
    @discardableResult
    package func wait() -> Int32 { status(blocking: true) ?? -1 }

    /// Sends `signal`; nothing where it has ended.
    package func signal(_ signal: Int32) {
        ended.withLock { if $0 == nil { _ = kill(pid, signal) } }
    }

    /// Sends `signal` and waits until it has ended, after `seconds` with SIGKILL.
    @discardableResult
    package func end(_ signal: Int32 = SIGTERM, seconds: Double = 5) -> Int32 {
        self.signal(signal)
        if !Wait.until(seconds: seconds, { !self.isRunning }) { self.signal(SIGKILL) }
        return wait()
    }

    private func status(blocking: Bool) -> Int32? {
        ended.withLock { ended in
            if let ended { return ended }
            var status: Int32 = 0
            while true {
                let result = waitpid(pid, &status, blocking ? 0 : WNOHANG)
                if result < 0 && errno == EINTR { continue }
                guard result == pid else { return result < 0 ? -1 : nil }
                let signal = status & 0x7f
                ended = signal == 0 ? status >> 8 & 0xff : 128 + signal
                return ended
            }
        }
    }

    private static func withPointers(_ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Int32) -> Int32 {
        let pointers = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}

package struct ChildProcessError: Error, CustomStringConvertible {
    package var program: String
    package var code: Int32
    package var description: String { "cannot start \(program): \(String(cString: strerror(code)))" }
}

/// Waiting for conditions, each with a deadline.
package enum Wait {
    /// Asks `condition` again and again, every `every` seconds; whether it held before `seconds` were over.
    package static func until(seconds: Double, every: Double = 0.01, _ condition: () -> Bool) -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !condition() {
            if ContinuousClock.now > deadline { return false }
            poll(nil, 0, Int32(max(1, every * 1000)))
        }
        return true
    }
}
