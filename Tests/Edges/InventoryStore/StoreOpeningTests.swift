import Foundation
import GRDB
import TestSupport
import Testing

@testable import InventoryStore

@Suite struct StoreOpeningTests {
    @Test func `a missing database is named with what makes it`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: StoreError.missing(path: folder.path("a.db"))) { try Store.open(folder.path("a.db"), mode: .readOnly) }
        #expect(throws: StoreError.noFolder(path: folder.path("no/a.db"))) {
            try Store.open(folder.path("no/a.db"), mode: .readWrite)
        }
    }

    @Test(arguments: [Store.Mode.readOnly, .readWrite])
    func `an empty file is a lost state, not a fresh start`(mode: Store.Mode) throws {
        let folder = try TemporaryFolder()
        try Data().write(to: folder.url.appendingPathComponent("a.db"))
        #expect(throws: StoreError.empty(path: folder.path("a.db"))) { try Store.open(folder.path("a.db"), mode: mode) }
    }

    @Test(arguments: [Store.Mode.readOnly, .readWrite])
    func `a file that is no database, or another program's, is refused`(mode: Store.Mode) throws {
        let folder = try TemporaryFolder()
        try Data(repeating: 0x41, count: 9000).write(to: folder.url.appendingPathComponent("a.db"))
        #expect(throws: StoreError.notOurs(path: folder.path("a.db"))) { try Store.open(folder.path("a.db"), mode: mode) }
        #expect(throws: StoreError.notOurs(path: folder.url.path)) { try Store.open(folder.url.path, mode: mode) }
        let other = folder.path("other.db")
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE theirs (id INTEGER)") }
        #expect(throws: StoreError.notOurs(path: other)) { try Store.open(other, mode: mode) }
    }

    @Test func `a database of a newer version is refused by its name`() throws {
        let fixture = try StoreFixture()
        try fixture.store.close()
        try DatabaseQueue(path: fixture.path).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('2031-01-01 later')")
        }
        for mode in [Store.Mode.readOnly, .readWrite] {
            #expect(throws: StoreError.newer(path: fixture.path, migrations: ["2031-01-01 later"])) {
                try Store.open(fixture.path, mode: mode)
            }
        }
    }

    @Test func `an older database is brought up to date by the monitor only`() throws {
        let fixture = try StoreFixture()
        try fixture.store.close()
        try DatabaseQueue(path: fixture.path).write { try $0.execute(sql: "DELETE FROM grdb_migrations") }
        #expect(throws: StoreError.older(path: fixture.path)) { try Store.open(fixture.path, mode: .readOnly) }
    }

    @Test func `a held write lock is an error in one line, and readers go on`() throws {
        let fixture = try StoreFixture()
        let other = try DatabaseQueue(path: fixture.path)
        let short = try Store.open(fixture.path, mode: .readWrite, lockTimeout: 0.05)
        try other.inDatabase { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            #expect(throws: StoreError.locked(path: fixture.path, doing: "record the heartbeat")) {
                try short.recordHeartbeat(Heartbeat(at: StoreFixture.at(0), started: StoreFixture.at(0), pid: 1))
            }
            #expect(try Store.open(fixture.path, mode: .readOnly).lastHeartbeat() == nil)
            try db.execute(sql: "ROLLBACK")
        }
    }

    @Test func `commands read while the monitor writes and after it has stopped`() throws {
        let fixture = try StoreFixture()
        let beat = Heartbeat(at: StoreFixture.at(5), started: StoreFixture.at(0), pid: 42, counts: ["polls": 7])
        try fixture.store.recordHeartbeat(beat)
        let reader = try Store.open(fixture.path, mode: .readOnly)
        #expect(try reader.lastHeartbeat() == beat)
        #expect(throws: StoreError.self) { try reader.recordHeartbeat(beat) }
        try fixture.store.close()
        #expect(try Store.open(fixture.path, mode: .readOnly).lastHeartbeat() == beat)
    }

    @Test func `what SQLite says is told by what may be done about it, and what may pass is no refusal`() {
        for (code, error) in [
            // Another program has it.
            (ResultCode.SQLITE_BUSY, StoreError.locked(path: "/x", doing: "y")),
            (.SQLITE_LOCKED, .locked(path: "/x", doing: "y")),
            // A disk that is away for seconds; memory and locks that come back.
            (.SQLITE_IOERR, .machineFailed(path: "/x", doing: "y", detail: "z")),
            (.SQLITE_IOERR_FSYNC, .machineFailed(path: "/x", doing: "y", detail: "z")),
            (.SQLITE_NOMEM, .machineFailed(path: "/x", doing: "y", detail: "z")),
            (.SQLITE_PROTOCOL, .machineFailed(path: "/x", doing: "y", detail: "z")),
            (.SQLITE_INTERRUPT, .machineFailed(path: "/x", doing: "y", detail: "z")),
            (.SQLITE_FULL, .full(path: "/x", doing: "y")),
            // What was asked is refused, and will be again.
            (.SQLITE_CONSTRAINT, .failed(path: "/x", doing: "y", detail: "z")),
        ] {
            #expect(StoreError(DatabaseError(resultCode: code, message: "z"), path: "/x", doing: "y") == error, "\(code)")
        }
    }

    @Test(arguments: [
        StoreError.missing(path: "/x"), .noFolder(path: "/x"), .empty(path: "/x"), .notOurs(path: "/x"), .older(path: "/x"),
        .newer(path: "/x", migrations: ["a"]), .noPermission(path: "/x", doing: "y"), .locked(path: "/x", doing: "y"),
        .running(path: "/x", holder: nil),
        .full(path: "/x", doing: "y"), .damaged(path: "/x", doing: "y", detail: "z"),
        .failed(path: "/x", doing: "y", detail: "z"), .machineFailed(path: "/x", doing: "y", detail: "z"),
    ])
    func `every error is one line that begins with the file`(error: StoreError) {
        #expect(error.description.hasPrefix("/x: ") && !error.description.contains("\n"))
    }
}
