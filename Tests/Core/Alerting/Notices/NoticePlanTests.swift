import Alerting
import NetworkModel
import Testing

struct NoticePlanTests {
    private static let now = Timestamp(seconds: 1_000_000)

    private func notice(
        _ uid: String = "n", sequence: Int = 0, hours: [Double] = [1], cancelled: Bool = false
    ) -> MaintenanceNotice {
        MaintenanceNotice(
            uid: uid, sequence: sequence, isCancelled: cancelled,
            spans: cancelled ? [] : hours.map { .init(from: at($0), to: at($0 + 1)) }, summary: "splicing", line: 7)
    }

    private func at(_ hour: Double) -> Timestamp { Self.now + .seconds(Int64(hour * 3600)) }

    private func plan(_ notices: [MaintenanceNotice], _ objects: [[ObjectID]], known: [NoticedWindow] = []) -> [NoticeStep] {
        NoticePlan.steps(notices, objects: objects, owner: { _, _ in "owner:rail" }, known: known, now: Self.now)
    }

    /// What an import keeps, with the identifiers that a store would give.
    private func kept(_ steps: [NoticeStep]) -> [NoticedWindow] {
        steps.compactMap(\.kept).enumerated().map { number, window in
            var window = window
            window.window.id = "m\(number + 1)"
            return window
        }
    }

    @Test func `a new notice adds a window on each of its objects in each of its spans`() {
        let steps = plan([notice(hours: [1, 25])], [["duct:a", "duct:b"]])
        #expect(
            steps.compactMap(\.kept).map { "\($0.window.object) \($0.part)" } == ["duct:a 0", "duct:a 1", "duct:b 0", "duct:b 1"])
        #expect(steps.allSatisfy { if case .add = $0 { true } else { false } })
    }

    @Test func `the same notice again does nothing, a later one changes its windows`() {
        let known = kept(plan([notice()], [["duct:a"]]))
        #expect(plan([notice()], [["duct:a"]], known: known) == [.same(known[0])])
        guard case .change(let new, let was) = plan([notice(sequence: 1, hours: [3])], [["duct:a"]], known: known)[0] else {
            Issue.record("no change")
            return
        }
        #expect(new.window.id == "m1" && new.window.from == at(3) && new.sequence == 1 && was == known[0].window)
    }

    @Test func `a cancelled notice ends its windows, and so does one that leaves an object out`() {
        let known = kept(plan([notice()], [["duct:a", "duct:b"]]))
        let called = plan([notice(sequence: 1, cancelled: true)], [[]], known: known)
        #expect(called.count == 2 && called.allSatisfy { if case .end = $0 { true } else { false } })
        let less = plan([notice(sequence: 1)], [["duct:b"]], known: known)
        #expect(less.count == 2)
        guard case .end(let ended, let reason) = less[1] else {
            Issue.record("\(less)")
            return
        }
        #expect(ended.window.object == "duct:a" && reason.contains("no longer"))
    }

    @Test func `an older notice than what is known is skipped and named`() {
        let known = kept(plan([notice(sequence: 3)], [["duct:a"]]))
        guard case .skip(let line, let words) = plan([notice(sequence: 2, cancelled: true)], [[]], known: known)[0] else {
            Issue.record("not skipped")
            return
        }
        #expect(line == 7 && words.contains("SEQUENCE 2"))
    }

    @Test func `what is over is skipped, and a notice twice in one file counts once`() {
        guard case .skip = plan([notice(hours: [-5])], [["duct:a"]])[0] else {
            Issue.record("not skipped")
            return
        }
        let twice = plan([notice(), notice(sequence: 1, cancelled: true)], [["duct:a"], []])
        guard case .add = twice[0], case .end = twice[1] else {
            Issue.record("\(twice)")
            return
        }
    }

    // Identifiers in a sentence, names in the LOCATION, and what is neither.
    @Test func `objects are found by identifier anywhere and by name in the location`() {
        var document = NetworkDocument()
        document.ducts = [.init(id: "duct:a"), .init(id: "duct:b")]
        document.ducts[1].name = "Beograd – Novi Sad"
        document.sites = [.init(id: "site:x", name: "Pošta 1", kind: "post"), .init(id: "site:y", name: "Pošta 1", kind: "post")]
        let finder = NoticeObjects(Network.compile(document).network)
        var notice = notice()
        notice.description = "Work on duct:a. See also https://rail.example/duct:zz and (duct:nowhere)."
        notice.location = "beograd – novi sad; Pošta 1\nKO-14"
        let answer = finder.objects(of: notice)
        #expect(answer.objects == ["duct:a", "duct:b"])
        #expect(answer.unknown.count == 3, "\(answer.unknown)")
        #expect(answer.unknown[0].contains("duct:nowhere") && answer.unknown[1].contains("site:x, site:y"))
    }
}
