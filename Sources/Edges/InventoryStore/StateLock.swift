import Foundation
import NetworkModel

/// The right to be the one monitor of a state file. Two would each close what the other opened and tell it twice.
///
/// It is a lock of the kernel (flock) on an empty-looking file beside the state file, so it ends with its process however that ends, and a
/// file that was copied or left behind locks nothing. What stands in the file says only who has it, to people. It is not the state file
/// itself that is locked: closing a second descriptor of that would drop SQLite's own locks, and a restored copy is another file.
/// Commands never take it: they read and write beside a running monitor.
package final class StateLock: Sendable {
    /// Who has it, as it wrote itself.
    package struct Holder: Hashable, Sendable {
        package var pid: Int32
        package var since: Timestamp
        package init(pid: Int32, since: Timestamp) { (self.pid, self.since) = (pid, since) }
    }

    private let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    /// Free for the next; the file stays, since one that is deleted may be one that somebody else has just locked.
    deinit {
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    /// Takes the lock of the state file at `path`, which need not exist yet.
    /// - Parameter patience: milliseconds for one that has just been killed to let go.
    /// - Throws: `StoreError.running` where another process has it.
    package static func take(of path: String, at now: Timestamp, patience: Int = 1000) throws(StoreError) -> StateLock {
        let name = fileName(of: path)
        var waited = 0
        while true {
            let descriptor = try open(name, of: path)
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                // Deleted by somebody between opening and locking: who comes next would lock another file.
                guard isStill(name, descriptor) else {
                    close(descriptor)
                    continue
                }
                write(Holder(pid: getpid(), since: now), to: descriptor)
                return StateLock(descriptor: descriptor)
            }
            let (code, holder) = (errno, holder(in: descriptor))
            close(descriptor)
            guard code == EWOULDBLOCK || code == EINTR else { throw error(code, name, of: path) }
            if waited >= patience { throw .running(path: path, holder: holder) }
            usleep(50_000)
            waited += 50
        }
    }

    /// Beside the file itself, by whatever links it was named.
    private static func fileName(of path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path + ".lock"
    }

    private static func open(_ name: String, of path: String) throws(StoreError) -> Int32 {
        // Not inherited: a program that a target starts would hold the lock beyond our end.
        let descriptor = Foundation.open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw error(errno, name, of: path) }
        return descriptor
    }

    private static func error(_ code: Int32, _ name: String, of path: String) -> StoreError {
        switch code {
        case ENOENT, ENOTDIR: .noFolder(path: path)
        case EACCES, EPERM, EROFS: .noPermission(path: path, doing: "lock it by \(name)")
        case ENOSPC, EDQUOT: .full(path: path, doing: "lock it by \(name)")
        default: .failed(path: path, doing: "lock it by \(name)", detail: String(cString: strerror(code)))
        }
    }

    private static func isStill(_ name: String, _ descriptor: Int32) -> Bool {
        var (named, opened) = (stat(), stat())
        return stat(name, &named) == 0 && fstat(descriptor, &opened) == 0
            && (named.st_dev, named.st_ino) == (opened.st_dev, opened.st_ino)
    }

    /// On a full disk it stays empty, which does the lock no harm.
    private static func write(_ holder: Holder, to descriptor: Int32) {
        let text = Array("\(holder.pid) \(holder.since.milliseconds)\n".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    /// nil where nothing can be read, or where what stands there is left from a process that is no more.
    private static func holder(in descriptor: Int32) -> Holder? {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let pid = Int32(words[0]), pid > 0, let since = Int64(words[1]) else { return nil }
        if kill(pid, 0) != 0, errno == ESRCH { return nil }
        return Holder(pid: pid, since: Timestamp(milliseconds: since))
    }
}
