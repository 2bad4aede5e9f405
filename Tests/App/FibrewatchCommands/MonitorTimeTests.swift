import InventoryStore
import NetworkModel
import TestSupport
import Testing

@testable import FibrewatchCommands

/// What people say at the shell is meant by the clock of the monitor that hears it.
struct MonitorTimeTests {
    @Test(arguments: [3600, -3600, 31_536_000, 0] as [Int64])
    func `now is the monitor's while it runs beside a clock that was set, and the system's when it does not`(ahead: Int64) throws
    {
        let folder = try TemporaryFolder()
        let store = try Store.open(folder.path("state.db"), mode: .readWrite)
        let own = Timestamp.now - .seconds(ahead)
        for (age, isOwn) in [(2, true), (600, ahead == 0)] as [(Int64, Bool)] {
            let at = own - .seconds(age)
            try store.recordHeartbeat(
                Heartbeat(at: at, started: at, pid: 1, counts: [Heartbeat.clockAhead: ahead * 1000]))
            let difference = abs((store.monitorNow() - own).milliseconds)
            #expect((difference < 30_000) == isOwn, "\(age) s old: \(difference) ms off")
        }
    }
}
