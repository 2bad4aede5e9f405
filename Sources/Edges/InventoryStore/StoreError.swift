import Alerting
import GRDB

/// What can be wrong with the state file. `description` is one line: where, what is wrong, what to do.
package enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    case missing(path: String)
    case noFolder(path: String)
    case empty(path: String)
    case notOurs(path: String)
    case newer(path: String, migrations: [String])
    case older(path: String)
    case noPermission(path: String, doing: String)
    case locked(path: String, doing: String)
    /// Another monitor has it; nil: it has not said which.
    case running(path: String, holder: StateLock.Holder?)
    case full(path: String, doing: String)
    case damaged(path: String, doing: String, detail: String)
    /// The disk or the machine failed it, not what was asked: it may work the next time.
    case machineFailed(path: String, doing: String, detail: String)
    case failed(path: String, doing: String, detail: String)

    package var description: String {
        switch self {
        case .missing(let path):
            "\(path): there is no such database yet; `fibrewatch run` or `fibrewatch demo` makes it, --database names another"
        case .noFolder(let path): "\(path): its folder does not exist; make it, or name another file with --database"
        case .empty(let path):
            "\(path): the database is empty (0 bytes); move it away to begin anew, or put a backup in its place"
        case .notOurs(let path): "\(path): this is no database of fibrewatch; name another file with --database"
        case .newer(let path, let migrations):
            "\(path): written by a newer fibrewatch (\(migrations.joined(separator: ", "))); use that version or a backup from before"
        case .older(let path): "\(path): written by an older fibrewatch; start `fibrewatch run` once, which brings it up to date"
        case .noPermission(let path, let doing):
            "\(path): cannot \(doing): no permission; check owner and mode of the file and its folder"
        case .locked(let path, let doing):
            "\(path): cannot \(doing): another program holds the database locked; end it or try again"
        case .running(let path, let holder):
            "\(path): a monitor runs on it already\(Self.words(holder)), and two would undo each other's work; end that one first, or name another file with --database"
        case .full(let path, let doing): "\(path): cannot \(doing): the disk is full; make room"
        case .damaged(let path, let doing, let detail):
            "\(path): cannot \(doing): the database is damaged (\(detail)); move it away or put a backup in its place"
        case .machineFailed(let path, let doing, let detail):
            "\(path): cannot \(doing): the disk or the machine failed (\(detail)); look at the disk and at the kernel's messages"
        case .failed(let path, let doing, let detail): "\(path): cannot \(doing): \(detail)"
        }
    }

    private static func words(_ holder: StateLock.Holder?) -> String {
        guard let holder else { return "" }
        return " (pid \(holder.pid), since \(holder.since.clock))"
    }

    /// The error of a step that was `doing` something, from what SQLite said.
    init(_ error: any Error, path: String, doing: String) {
        if let known = error as? StoreError {
            self = known
            return
        }
        guard let error = error as? DatabaseError else {
            self = .failed(path: path, doing: doing, detail: String(describing: error))
            return
        }
        let detail = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path, doing: doing)
        case .SQLITE_FULL: self = .full(path: path, doing: doing)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN: self = .noPermission(path: path, doing: doing)
        case .SQLITE_IOERR, .SQLITE_PROTOCOL, .SQLITE_NOMEM, .SQLITE_INTERRUPT:
            self = .machineFailed(path: path, doing: doing, detail: detail)
        case .SQLITE_NOTADB: self = .notOurs(path: path)
        case .SQLITE_CORRUPT: self = .damaged(path: path, doing: doing, detail: detail)
        default: self = .failed(path: path, doing: doing, detail: detail)
        }
    }
}
