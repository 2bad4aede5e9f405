import NetworkModel
import SNMPMessages
import Testing

@testable import SimulatedNetwork

/// Each lie is what it says: asked through the responder, without a socket.
@Suite struct AgentFaultsTests {
    private static let names: [ObjectIdentifier] = ["1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.2.1.0"]

    private func reply(_ pdu: SNMPPDU, lie: AgentLie?) throws -> SNMPPDU? {
        var responder = AgentResponder(try AgentMIB(SampleNetworks.compiled(SampleNetworks.ring())))
        responder.lie = lie
        let request = try CommunityMessage(version: .v2c, community: Array("public".utf8), pdu: pdu).encoded()
        var buffer = [UInt8](repeating: 0, count: 8192)
        var span = buffer.mutableSpan
        guard let place = responder.reply(to: request.span, at: 0x7f09_0001, now: 1000, into: &span) else { return nil }
        return try CommunityMessage(Array(buffer[place])).pdu
    }

    private func next(_ names: [ObjectIdentifier], _ lie: AgentLie?, repetitions: Int32 = 30) throws -> [ObjectIdentifier] {
        let pdu = SNMPPDU.getBulk(requestID: 7, maxRepetitions: repetitions, names)
        return try #require(try reply(pdu, lie: lie)).varBinds.map(\.oid)
    }

    @Test func `the truth has what was asked, in order`() throws {
        let pdu = try #require(try reply(.asking(.get, requestID: 7, Self.names), lie: nil))
        #expect(pdu.requestID == 7 && pdu.varBinds.map(\.oid) == Self.names)
        #expect(pdu.varBinds.map(\.value) == [.octets(Array("n1".utf8)), .integer(4)])
        let rows = try next(["1.3.6.1.2.1.2.2.1.2"], nil)
        #expect(rows == rows.sorted() && Set(rows).count == 30)
    }

    @Test func `order is broken as ordered`() throws {
        let column: ObjectIdentifier = "1.3.6.1.2.1.2.2.1.2"
        #expect(Set(try next([column], .sameName)) == [column])
        let back = try next([column], .smallerName)
        #expect(back.contains("1.3.6.1.2.1.1.1.0"))
        let circle = try next([column], .circle)
        #expect(Set(circle).count == 3 && circle.count == 30)
        let endless = try next([column], .endless)
        #expect(endless.allSatisfy { $0.hasPrefix(column) } && Set(endless).count == 30)
        let skipped = try next(["1.3.6.1.2.1"], .skippedRows(above: 10))
        let whole = try next(["1.3.6.1.2.1"], nil)
        #expect(skipped.prefix(5) == whole.prefix(5) && skipped[5] == whole[6])
        #expect(try next(["1.3.6.1.2.1"], .skippedRows(above: 30)) == whole)
    }

    @Test func `replies are broken as ordered`() throws {
        let get = SNMPPDU.asking(.get, requestID: 6, Self.names)
        func reply(_ lie: AgentLie) throws -> SNMPPDU { try #require(try self.reply(get, lie: lie)) }
        #expect(try reply(.otherRequest).requestID == 7)
        #expect(try reply(.otherNames).varBinds.map(\.oid) == ["1.3.6.1.2.1.1.5.1000", "1.3.6.1.2.1.2.1.1000"])
        #expect(try reply(.fewerBindings).varBinds.map(\.oid) == [Self.names[0]])
        #expect(try reply(.moreBindings).varBinds.count == 3)
        #expect(try reply(.generalError).errorStatus == .genErr)
        #expect(try reply(.wrongTypes).varBinds.map(\.value) == [.integer(-7), .octets([])])
        #expect(try reply(.hugeTexts(5000)).varBinds[0].value == .octets([UInt8](repeating: 0x78, count: 5000)))
        let tooBig = try reply(.tooBig(above: 1))
        #expect(tooBig.errorStatus == .tooBig && tooBig.varBinds.isEmpty)
        #expect(try reply(.tooBig(above: 2)).errorStatus == .noError)
    }

    @Test func `delayed replies leave in order of their time`() {
        var delayed = DelayedReplies()
        for due in [5, 3, 9, 3, 1] { delayed.add(.init(due: Int64(due), bytes: [], source: 0, peer: 0, port: 0)) }
        #expect(delayed.nextDue == 1)
        var order: [Int64] = []
        while let reply = delayed.take(at: 5) { order.append(reply.due) }
        #expect(order == [1, 3, 3, 5])
        #expect(delayed.nextDue == 9)
    }

    @Test func `a third of the replies lost is a third, and the same third each time`() {
        var counts: [[Bool]] = []
        for _ in 0..<2 {
            var random = FaultRandom(seed: 99)
            counts.append((0..<10_000).map { _ in random.happens(0.3) })
        }
        #expect(counts[0] == counts[1])
        #expect((2800...3200).contains(counts[0].count { $0 }))
    }
}
