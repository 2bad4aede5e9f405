import Alerting
import Diagnosis
import InventoryStore
import Logging
import NetworkModel
import SNMPCollector
import TestSupport
import Testing

@testable import MonitorService

/// What people write into the state file, and when the monitor learns of it.
struct PeopleServiceTests {
    /// A state file in which an incident of the town was told, and a monitor that has just started on it.
    private struct Bench {
        let folder: TemporaryFolder
        let store: Store
        let records = RecordQueue()
        let health = MonitorHealth()
        let began: Timestamp
        let incident: String
        let object: ObjectID
        let policy: AlertPolicy
        let network: Network

        /// - Parameter told: false: the last monitor died while the mail was held.
        init(told: Bool = true) throws {
            folder = try TemporaryFolder()
            store = try Store.open(folder.path("state.db"), mode: .readWrite)
            var policy = TownRun.policy()
            policy.people.append(.init(id: "person:chief", name: "Chief", mail: "chief@network.example"))
            policy.escalations = [.init(name: "standard", steps: [.init(after: .seconds(900), to: ["person:chief"])])]
            policy.routes = [.init(name: "all", to: ["person:noc"])]
            policy.routes[0].escalation = "standard"
            var run = TownRun(seed: 3, policy: policy)
            run.steps = []
            try run.fail("dev:hub2")
            if told {
                run.pass(100)
            } else {
                for _ in 0..<100 where run.paged.isEmpty { run.pass(1) }
            }
            for step in run.steps ?? [] {
                let mails = step.decisions.compactMap(\.notification).map { ($0.id, Array($0.messageID.utf8)) }
                try store.record(
                    StoreBatch(
                        time: run.now, actions: step.actions, decisions: step.decisions, cases: step.cases,
                        mails: Dictionary(uniqueKeysWithValues: mails)))
            }
            (began, network, self.policy) = (run.now, run.network, policy)
            let alertCase = try #require(run.cases.values.first)
            (incident, object) = (alertCase.incident.id, alertCase.incident.best)
            #expect(run.problems.count == (told ? 1 : 0))
        }

        /// The mails of the first tick `later` seconds after the last monitor died.
        func firstTick(_ later: Int64, hears: Bool) async throws -> [AlertNotification.Kind] {
            let now = began + .seconds(later)
            let stored = try store.resume()
            var context = TownRun.context(at: now)
            (context.startsWell, context.hearsBreaks) = (false, false)
            let fold = MonitorFold(
                network: network, context: context, policy: policy, open: stored.openIncidents, next: stored.nextIncident,
                cases: stored.cases)
            let monitor = Monitor(fold: fold, context: context)
            if hears {
                var people = try people(monitor, at: now)
                try await people.catchUp()
                people.engine.stop()
            }
            return await monitor.tick(.init(), at: now).step.decisions.compactMap(\.notification?.kind)
        }

        func people(_ monitor: Monitor, at now: Timestamp) throws -> PeopleService {
            let schedule = PollSchedule(devices: [], cadence: .init(), start: now)
            return PeopleService(
                store: store, monitor: monitor, engine: try SNMPEngine(),
                collector: Collector(network: network, devices: .init(schedule: schedule, watches: [:], targets: [:])),
                records: records, clock: { now }, health: health)
        }
    }

    @Test(arguments: [true, false])
    func `who took an incident while the monitor was down is heard before a step that fell due meanwhile`(hears: Bool)
        async throws
    {
        let bench = try Bench()
        let taken = Acknowledgement(
            incident: bench.incident, at: bench.began + .seconds(600), by: "ana", reason: "on my way", until: nil)
        #expect(try bench.store.acknowledge(taken))
        #expect(try await bench.firstTick(960, hears: hears) == (hears ? [] : [.escalation]))
    }

    @Test(arguments: [true, false])
    func `work that was planned while the monitor was down is not told by its first tick`(hears: Bool) async throws {
        let bench = try Bench(told: false)
        let window = MaintenanceWindow(
            id: "", object: bench.object, from: bench.began, to: bench.began + .seconds(7200), owner: "ana", reason: "new fibre")
        _ = try bench.store.addMaintenance(window, by: "ana", at: bench.began + .seconds(60))
        #expect(try await bench.firstTick(960, hears: hears) == (hears ? [] : [.problem]))
    }

    @Test func `a request is done with the record of what followed from it, and a kill before that leaves it to the next run`()
        async throws
    {
        let bench = try Bench()
        let request = GroupRequest(
            incident: bench.incident, change: .split("dev:o4"), person: "ana", reason: "the guard of o4 called")
        let number = try bench.store.add(request.written, at: bench.began)
        let stored = try bench.store.resume()
        let fold = MonitorFold(
            network: bench.network, context: TownRun.context(at: bench.began), policy: bench.policy, open: stored.openIncidents,
            next: stored.nextIncident, cases: stored.cases)
        let people = try bench.people(Monitor(fold: fold), at: bench.began)
        defer { people.engine.stop() }
        let service = Task { try await people.run() }
        let deadline = ContinuousClock.now + .seconds(20)
        while bench.records.count < 1, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(5)) }
        service.cancel()
        try await service.value
        // Killed here, it would be asked for again.
        #expect(bench.records.count == 1 && bench.health.byPart.isEmpty, "\(bench.health.byPart)")
        #expect(try !bench.store.isTaken(request: number))
        #expect(try bench.store.requests(at: bench.began).map(\.number) == [number])
        bench.records.finish()
        try await Recorder(
            store: bench.store, records: bench.records, mail: { Array("mail \($0.id)".utf8) }, health: bench.health,
            log: Logger(label: "recorder") { _ in SwiftLogNoOpLogHandler() }
        ).run()
        #expect(try bench.store.isTaken(request: number) && bench.store.requests(at: bench.began).isEmpty)
        #expect(try bench.store.incidents(open: true).map(\.best).contains("dev:o4"))
    }
}
