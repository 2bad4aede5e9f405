import DeviceFacts
import SNMPCollector
import SNMPMessages

/// Everything that one device says of itself: what `probe` shows and what the inventory keeps.
package struct DeviceReading: Sendable {
    package let facts: DeviceFacts
    package let walk: WalkResult
    /// False where not even the system group was answered; `facts` is empty then and `walk.failure` says why.
    package let answered: Bool

    /// Asks who it is, then walks the tables that its kind has.
    package init(of target: SNMPTarget, through engine: SNMPEngine, plan: QueryPlan = .inventory) async {
        var binds: [VarBind] = []
        var failure: SNMPFailure?
        switch await engine.get(plan.scalars, from: target) {
        case .success(let answer): binds = answer.varBinds
        case .failure(let reason): failure = reason
        }
        guard failure == nil else {
            var nothing = WalkResult()
            nothing.failure = failure
            (walk, facts, answered) = (nothing, DeviceFacts(MIBView([])), false)
            return
        }
        let walk = await engine.walk(plan.columns, of: target)
        self.walk = walk
        facts = DeviceFacts(MIBView(binds + walk.varBinds))
        answered = true
    }
}
