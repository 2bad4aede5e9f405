import Diagnosis
import Foundation
import GRDB
import NetworkModel
import TestSupport
import Testing

@testable import InventoryStore

private typealias F = StoreFixture

@Suite struct StoreMigrationTests {
    /// A state file as the version wrote it whose last migration was the one at `last`, with an open incident, its waiting mail and two rows of audit.
    private func old(_ last: String, in folder: TemporaryFolder) throws -> String {
        let path = folder.path("old.db")
        let queue = try DatabaseQueue(path: path)
        try StoreSchema.migrator.migrate(queue, upTo: last)
        let incident = String(decoding: try JSONEncoder().encode(F.incident("i7", at: 0)), as: UTF8.self)
        try queue.write { db in
            try db.execute(
                sql: "INSERT INTO incident (id, number, kind, opened, best, body) VALUES ('i7', 7, 'fault', ?, 'duct:d', ?)",
                arguments: [F.at(0).milliseconds, incident])
            try db.execute(
                sql: """
                    INSERT INTO state VALUES ('dev:a', 'down', ?, 'i7');
                    """, arguments: [F.at(0).milliseconds])
            try db.execute(
                sql: """
                    INSERT INTO notification (id, sequence, incident, kind, urgency, level, priority, decided, message_id, body, mail, due)
                    VALUES ('i7.problem.0', 1, 'i7', 'problem', 'page', 'internal', 0, ?1, 'i7@x', '{}', x'41', ?1)
                    """, arguments: [F.at(1).milliseconds])
            try db.execute(
                sql: "INSERT INTO notification_recipient (notification, address, position) VALUES ('i7.problem.0', 'ana@x', 0)")
            // From the audit chain on, the rows are written by the program, with their hashes.
            if try !db.tableExists("audit_head") {
                for n in 0..<2 as Range<Int64> {
                    try db.execute(
                        sql: "INSERT INTO audit (at, actor, verb, object, reason) VALUES (?, 'ana', 'ack', 'i7', 'mine')",
                        arguments: [F.at(n).milliseconds])
                }
            }
        }
        try queue.close()
        return path
    }

    @Test(arguments: StoreSchema.migrator.migrations)
    func `a state file of each earlier version is taken over with what is open in it`(last: String) throws {
        let folder = try TemporaryFolder()
        let path = try old(last, in: folder)
        if last != StoreSchema.migrator.migrations.last {
            #expect(throws: StoreError.older(path: path)) { try Store.open(path, mode: .readOnly) }
        }
        let store = try Store.open(path, mode: .readWrite)
        let state = try store.resume()
        #expect(state.openIncidents.map(\.id) == ["i7"] && state.nextIncident == 8)
        #expect(try store.state(of: "dev:a")?.state == .down)
        let due = try store.dueNotifications(at: F.at(2))
        #expect(due.map(\.messageID) == ["i7@x"] && due.first?.waiting == ["ana@x"])
        try store.audit(AuditEntry(at: F.at(9), actor: "boris", verb: "note", reason: "after"))
        #expect(try store.auditFaults().isEmpty)
        let migrations = StoreSchema.migrator.migrations
        let chained = migrations.firstIndex(of: "2026-11-21 audit chain").map { migrations[$0...].contains(last) } ?? false
        #expect(try store.auditEntries(limit: 10).count == (chained ? 1 : 3))
        try store.close()
        let again = try Store.open(path, mode: .readOnly)
        #expect(try again.incidents(open: true).map(\.best) == ["duct:d"])
    }
}
