import Alerting
import Foundation
import GRDB
import InventoryStore
import NetworkModel
import SNMPMessages
import TestSupport
import Testing

/// S7: what people did is a chain, and a row that was changed or taken out shows.
struct StoreAuditTests {
    private func filled(_ count: Int = 30) throws -> StoreFixture {
        let fixture = try StoreFixture()
        for n in 0..<count {
            try fixture.store.audit(
                AuditEntry(
                    at: StoreFixture.at(Int64(n)), actor: ["ana", "boris", "monitor"][n % 3], verb: "ack",
                    object: n % 2 == 0 ? "i\(n)" : nil,
                    reason: "reason \(n)", detail: n % 5 == 0 ? "more" : nil))
        }
        return fixture
    }

    private func tamper(_ fixture: StoreFixture, _ sql: String) throws {
        let queue = try DatabaseQueue(path: fixture.path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test func `S7: every row that is changed or deleted is named`() throws {
        let count = SharedData.soak ? 60 : 12
        for row in 1...count {
            let fixture = try filled(count)
            #expect(try fixture.store.auditFaults().isEmpty)
            let change = ["reason = 'other'", "actor = 'p9'", "at = at + 1", "object = 'i99'", "verb = 'x'", "detail = 'y'"][
                row % 6]
            try tamper(fixture, "UPDATE audit SET \(change) WHERE id = \(row)")
            #expect(try fixture.store.auditFaults().map(\.row) == [Int64(row)], "\(change) in row \(row)")
            let other = try filled(count)
            try tamper(other, "DELETE FROM audit WHERE id = \(row)")
            let faults = try other.store.auditFaults()
            #expect(faults.first?.row == Int64(row) && faults.first?.message == "row \(row) is missing", "\(faults)")
        }
    }

    @Test func `S7: rows at the end, a changed hash, an added row and a whole new tail show as well`() throws {
        for (sql, words) in [
            ("DELETE FROM audit WHERE id > 25", "rows 26 to 30 are missing"), ("DELETE FROM audit", "rows 1 to 30 are missing"),
            ("UPDATE audit SET hash = (SELECT hash FROM audit WHERE id = 1) WHERE id = 30", "row 30 was changed"),
            ("INSERT INTO audit (id, at, actor, verb, reason) VALUES (31, 1, 'p1', 'ack', 'x')", "row 31 was changed"),
            ("UPDATE audit_head SET hash = '0'", "row 30 is not the one that was written last"),
        ] {
            let fixture = try filled()
            try tamper(fixture, sql)
            let faults = try fixture.store.auditFaults()
            #expect(faults.first?.message.hasPrefix(words) == true, "\(sql): \(faults)")
        }
    }

    @Test func `names stand in one table, and can be taken out without breaking the chain`() throws {
        let fixture = try filled()
        let raw = try DatabaseQueue(path: fixture.path).read {
            try String.fetchAll($0, sql: "SELECT DISTINCT actor FROM audit ORDER BY actor")
        }
        #expect(raw == ["monitor", "p1", "p2"])
        let head = try fixture.store.auditHead()
        #expect(head.rows == 30 && head.hash.count == 64)
        #expect(try fixture.store.erasePerson("ana", by: "boris", reason: "left", at: StoreFixture.at(99)) == 1)
        #expect(try fixture.store.auditFaults().isEmpty)
        #expect(try fixture.store.auditHead().rows == 31)
        #expect(Set(try fixture.store.auditEntries().map(\.actor)) == ["person 1", "boris", "monitor"])
    }

    @Test func `the digest is SHA-256`() {
        #expect(SHA256Digest.hex(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(SHA256Digest.hex([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
}
