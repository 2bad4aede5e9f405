import NetworkModel
import Testing

@testable import Diagnosis

/// What comes back comes back piece by piece, and a monitor that starts knows nothing: neither may name a cause that is none.
@Suite struct RecoveryTests {
    /// A branch is cut between the core and `a` at 60 s; its towns answer again one after the other.
    private static func mended(_ returns: [String: Int]) -> [String: Range<Int>] { returns.mapValues { 60..<$0 } }

    @Test func `a mended branch that comes back town by town names nothing behind it`() {
        let town = ChainTown()
        let silent = Self.mended(["a": 120, "b": 127, "c": 134, "d": 141, "e": 148])
        let told = town.judge(town.rows(until: 240, silent: silent), until: 240)
        let before = told.named.filter { $0.second < 120 }
        #expect(before.last?.incident.candidates.contains("link:core-a") == true, "the cut itself is named")
        for (second, incident) in told.named where second >= 120 {
            #expect(incident.best == before.last?.incident.best, "\(second) s: \(incident.id) names \(incident.best)")
        }
        #expect(told.standing.isEmpty)
    }

    @Test func `a town that stays down when the branch is back is reported within two rounds of settling`() {
        let town = ChainTown()
        var silent = Self.mended(["a": 120, "b": 122])
        for name in ["c", "d", "e"] { silent[name] = 60..<400 }
        let told = town.judge(town.rows(until: 240, silent: silent), until: 240)
        let named = told.named.first { $0.second > 122 && $0.incident.candidates.contains("link:b-c") }
        #expect(named != nil)
        #expect((named?.second ?? 999) <= 122 + 40, "named at \(named?.second ?? -1) s")
        #expect(told.standing.count == 1)
    }

    @Test func `a monitor that starts while a branch comes back says nothing`() {
        var town = ChainTown()
        town.context.startsWell = false
        let silent = ["a": 0..<3, "b": 0..<9, "c": 0..<15, "d": 0..<21, "e": 0..<27]
        let told = town.judge(town.rows(until: 120, silent: silent), until: 120)
        #expect(told.named.isEmpty, "\(told.named.map { "\($0.second): \($0.incident.best)" })")
    }

    @Test(arguments: 20...60)
    func `a repair right after such a start names nothing behind it, whenever it comes`(mended: Int) {
        var town = ChainTown()
        town.context.startsWell = false
        let returns = ["a": mended, "b": mended + 3, "c": mended + 6, "d": mended + 9, "e": mended + 12]
        let told = town.judge(town.rows(until: 160, silent: returns.mapValues { 0..<$0 }), until: 160)
        for (second, incident) in told.named where second > mended {
            #expect(incident.candidates.contains("link:core-a"), "\(second) s: \(incident.id) names \(incident.best)")
        }
        #expect(told.standing.isEmpty)
    }

    @Test func `a monitor that starts in the middle of an outage reports it once it has seen two rounds`() {
        var town = ChainTown()
        town.context.startsWell = false
        let silent = ["c": 0..<500, "d": 0..<500, "e": 0..<500]
        let told = town.judge(town.rows(until: 120, silent: silent), until: 120)
        #expect(told.standing.map { $0.candidates.contains("link:b-c") } == [true])
        #expect((15...60).contains(told.named.first?.second ?? 0), "named at \(told.named.first?.second ?? -1) s")
    }

    @Test func `a second cut behind a mended one is a cause of its own`() {
        let town = ChainTown()
        var silent = Self.mended(["a": 120, "b": 121, "c": 122, "d": 123, "e": 124])
        let again = town.rows(from: 124, until: 300, silent: ["d": 170..<300, "e": 170..<300])
        silent["e"] = 60..<124
        let told = town.judge(town.rows(until: 124, silent: silent) + again, until: 300)
        #expect(told.standing.map { $0.candidates.contains("link:c-d") } == [true])
    }
}
