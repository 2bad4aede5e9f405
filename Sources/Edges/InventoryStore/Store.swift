import Foundation
import GRDB
import NetworkModel
import Synchronization

/// The state file: inventory as seen, states, incidents with every decision about them, the outbox, samples and audit.
///
/// One SQLite database in WAL mode. The monitor opens it `readWrite`; commands open it `readOnly`, also while the monitor is
/// stopped. Times are whole milliseconds since 1970 in UTC, in columns of type INTEGER, as in `Timestamp`. Identifiers are text as
/// declared. What one step of the monitor decides is written by one call of `record`, in one transaction.
package final class Store: Sendable {
    package enum Mode: Sendable { case readWrite, readOnly }

    package let path: String
    package let mode: Mode
    let database: any DatabaseWriter
    /// False while there is no room for history.
    private let hasRoom = Atomic(true)
    package var keepsSamples: Bool {
        get { hasRoom.load(ordering: .relaxed) }
        set { hasRoom.store(newValue, ordering: .relaxed) }
    }

    private init(path: String, mode: Mode, database: any DatabaseWriter) {
        (self.path, self.mode, self.database) = (path, mode, database)
    }

    /// Opens `path`; `readWrite` makes it where it is missing and brings an older one up to date. A lock of another program is waited
    /// for `lockTimeout` seconds.
    package static func open(_ path: String, mode: Mode, lockTimeout: Double = 5) throws(StoreError) -> Store {
        try checkFile(path, mode: mode)
        let doing = mode == .readOnly ? "read it" : "open it"
        do {
            let store = Store(path: path, mode: mode, database: try connect(path, mode, lockTimeout))
            try store.checkSchema()
            return store
        } catch {
            throw StoreError(error, path: path, doing: doing)
        }
    }

    private static func checkFile(_ path: String, mode: Mode) throws(StoreError) {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        guard files.fileExists(atPath: path, isDirectory: &isFolder) else {
            if mode == .readOnly { throw .missing(path: path) }
            let folder = (path as NSString).deletingLastPathComponent
            guard folder.isEmpty || files.fileExists(atPath: folder) else { throw .noFolder(path: path) }
            return
        }
        if isFolder.boolValue { throw .notOurs(path: path) }
        guard files.isReadableFile(atPath: path) else { throw .noPermission(path: path, doing: "read it") }
        if mode == .readWrite, !files.isWritableFile(atPath: path) { throw .noPermission(path: path, doing: "write to it") }
        let size = (try? files.attributesOfItem(atPath: path)[.size] as? UInt64) ?? 0
        // A file of ours is never empty: a zero length is a lost state, which must not be taken for a fresh start.
        if size == 0 { throw .empty(path: path) }
    }

    private static func connect(_ path: String, _ mode: Mode, _ lockTimeout: Double) throws -> any DatabaseWriter {
        var configuration = Configuration()
        configuration.busyMode = .timeout(lockTimeout)
        configuration.readonly = mode == .readOnly
        configuration.prepareDatabase { db in
            if !db.configuration.readonly {
                try db.execute(sql: "PRAGMA journal_size_limit = 16777216")
            }
        }
        guard mode == .readOnly else {
            let pool = try DatabasePool(path: path, configuration: configuration)
            // FULL: a mail counts as decided only when its commit has reached the disk. The pool sets NORMAL when it begins its write-ahead log, after the preparation above: a power cut would take back mails
            // that were handed over.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return pool
        }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.read { try $0.execute(sql: "SELECT count(*) FROM sqlite_master") }
            return queue
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            // A stopped database in a folder that we may not write to: nobody changes it, so no WAL index is needed.
            return try DatabaseQueue(path: "file:\(path)?immutable=1", configuration: configuration)
        }
    }

    private func checkSchema() throws {
        let schema = StoreSchema.migrator
        if mode == .readWrite {
            let newer = try database.read { db in
                if try !db.tableExists("grdb_migrations"), try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") != 0 {
                    throw StoreError.notOurs(path: path)
                }
                return try unknownMigrations(db)
            }
            if let newer { throw StoreError.newer(path: path, migrations: newer) }
            try schema.migrate(database)
            return
        }
        try database.read { db in
            if let newer = try unknownMigrations(db) { throw StoreError.newer(path: path, migrations: newer) }
            if try !db.tableExists("grdb_migrations") { throw StoreError.notOurs(path: path) }
            if try !schema.hasCompletedMigrations(db) { throw StoreError.older(path: path) }
        }
    }

    /// Migrations that this version does not know; nil where there are none.
    private func unknownMigrations(_ db: Database) throws -> [String]? {
        guard try db.tableExists("grdb_migrations") else { return nil }
        let applied = try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations ORDER BY identifier")
        let unknown = applied.filter { !StoreSchema.migrator.migrations.contains($0) }
        return unknown.isEmpty ? nil : unknown
    }

    /// Reads in one snapshot.
    func read<Value: Sendable>(_ doing: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try database.read(body) } catch { throw StoreError(error, path: path, doing: doing) }
    }

    /// Writes in one transaction that begins with the write lock, so that it either waits for its turn or fails at once.
    func write<Value: Sendable>(_ doing: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try database.writeWithoutTransaction { db in
                var value: Value?
                try db.inTransaction(.immediate) {
                    value = try body(db)
                    return .commit
                }
                guard let value else {
                    throw StoreError.failed(path: path, doing: doing, detail: "the transaction gave no result")
                }
                return value
            }
        } catch {
            throw StoreError(error, path: path, doing: doing)
        }
    }

    /// Ends all use of the file; the write-ahead log is folded into it.
    package func close() throws(StoreError) {
        do { try database.close() } catch { throw StoreError(error, path: path, doing: "close it") }
    }

    /// Empty where the file is whole, otherwise what SQLite found.
    package func integrityProblems() throws(StoreError) -> [String] {
        try read("check it") { db in
            try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
        }
    }
}
