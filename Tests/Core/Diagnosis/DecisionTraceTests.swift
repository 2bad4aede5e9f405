import NetworkModel
import Testing

@testable import Diagnosis

@Suite struct DecisionTraceTests {
    private func at(_ seconds: Double) -> Timestamp { Timestamp(seconds: seconds) }

    @Test
    func
        `what is asked at one moment stands in one line, each device once and grouped by the reason`()
    {
        var trace = DecisionTrace()
        let silent = "did not answer"
        var lines = trace.lines(
            [.ask(device: "dev:a", why: silent), .ask(device: "dev:b", why: "it is on the way")],
            at: at(3))
        lines += trace.lines(
            [.ask(device: "dev:c", why: silent), .ask(device: "dev:a", why: silent)], at: at(3))
        #expect(lines.isEmpty, "the moment may not be over")
        let page = Page(time: at(9), object: "duct:d", incident: "i1")
        #expect(
            trace.lines([.ask(device: "dev:d", why: silent), .page(page)], at: at(9)) == [
                "t=3 asks dev:a, dev:c (did not answer); dev:b (it is on the way)", "t=9 i1 page: duct:d",
            ])
        #expect(trace.end() == ["t=9 asks dev:d (did not answer)"])
        #expect(trace.end().isEmpty)
    }

    @Test func `a long list of questions ends in a count`() {
        var trace = DecisionTrace()
        _ = trace.lines(
            (1...40).map { .ask(device: ObjectID("dev:\($0)"), why: "did not answer") }, at: at(0))
        #expect(
            trace.end() == [
                "t=0 asks dev:1, dev:2, dev:3, dev:4, dev:5, dev:6 and 34 more (did not answer)"
            ])
    }
}
