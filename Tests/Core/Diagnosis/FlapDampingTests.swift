import Testing

@testable import Diagnosis

@Suite struct FlapDampingTests {
    @Test func `three falls in a minute are flapping, one is not, and both ends tell of one fall`() {
        var damping = FlapDamping(linkCount: 1)
        damping.wentDown(0, at: 0)
        damping.wentDown(0, at: 2_000)
        #expect(!damping.isFlapping(0))
        damping.wentDown(0, at: 20_000)
        damping.wentDown(0, at: 40_000)
        #expect(damping.isFlapping(0))
        damping.settle(at: 40_000 + 2 * FlapDamping.halfLife)
        #expect(!damping.isFlapping(0))
    }
}
