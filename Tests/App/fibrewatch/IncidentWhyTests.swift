import Alerting
import DeclaredFiles
import Diagnosis
import Foundation
import InventoryStore
import MonitorService
import NetworkModel
import SimulatedNetwork
import TestSupport
import Testing

/// `incident why` as a newcomer reads it: faults of the small network, lived by the monitor's own fold and asked about at the shell.
struct IncidentWhyTests {
    /// Polling of the small network on a manual clock, under the shipped policy, into a state file.
    private struct Night {
        let folder: TemporaryFolder
        let database: String
        private let network: Network
        private let collector: ObjectID
        private var world: SimulatedWorld
        private var fold: MonitorFold
        private let store: Store
        /// Monday 23 November 2026, 10:00 in Belgrade: everything is open.
        private(set) var now = Timestamp(milliseconds: 1_795_424_400_000)

        init() throws {
            folder = try TemporaryFolder()
            database = folder.path("state.db")
            store = try Store.open(database, mode: .readWrite)
            let watched = try WatchedNetwork(
                DeclaredNetwork.load(path: Self.topology).network, collector: nil)
            (network, collector) = (watched.network, watched.collector)
            world = SimulatedWorld(network)
            var context = EpisodeContext(start: now, pollInterval: .seconds(10))
            (context.epochOffset, context.tellsRedundancy) = (0, true)
            let policy = try DeclaredAlerts.load(path: Self.alerts, network: network).policy
            fold = MonitorFold(
                network: network, context: context, policy: policy, open: [], next: 1, cases: [])
        }

        static let topology = SharedData.packageRoot.appendingPathComponent(
            "Tests/Fixtures/first-network"
        ).path
        static let alerts = SharedData.packageRoot.appendingPathComponent("Alerts").path

        mutating func pass(_ seconds: Int) throws {
            let devices = network.document.devices.indices.filter {
                network.document.devices[$0].collectors.contains(collector)
            }
            for turn in 0..<seconds / 5 {
                now = now + .seconds(5)
                let due = devices.filter { $0 % 2 == turn % 2 }
                try record(fold.receive(due.flatMap(observations), at: now))
            }
        }

        mutating func fail(_ object: ObjectID) throws {
            _ = try world.fail(object, at: now.milliseconds)
        }

        /// A trap of a device.
        mutating func tell(_ device: ObjectID, _ trap: Observation.Trap) throws {
            let row = Observation(time: now, collector: collector, device: device, kind: .trap(trap))
            try record(fold.receive([row], at: now))
        }

        private func observations(of device: Int) -> [Observation] {
            let id = network.document.devices[device].id
            let make = { (kind: Observation.Kind) in
                Observation(time: now, collector: collector, device: id, kind: kind)
            }
            guard world.deviceAnswers[device] else { return [make(.ping(.timeout))] }
            let down = world.portsOfDevice[device].filter { !world.portIsUp[Int($0)] }
            return [make(.ping(.ok()))]
                + down.map { port in
                    let end = network.interface(of: port / 2, at: port % 2 == 0 ? .a : .b)
                    return make(.ifOper(interface: end.interface, up: false))
                }
        }

        private func record(_ step: MonitorFold.Step) throws {
            let mails = Dictionary(
                step.decisions.compactMap { $0.notification.map { ($0.id, [UInt8]()) } },
                uniquingKeysWith: { $1 })
            try store.record(
                StoreBatch(
                    time: now, actions: step.actions, decisions: step.decisions, cases: step.cases,
                    mails: mails))
        }

        func ask(_ words: String...) throws -> ProgramResult {
            try Program.run(
                [ProgramUnderTest.path] + words + [
                    "--utc", "--database", database, "--topology", Self.topology, "--alerts", Self.alerts,
                ])
        }

        /// The incident that names `cause` first.
        func incident(of cause: ObjectID) throws -> Incident? {
            try store.incidents().first { $0.best == cause }
        }
        func incident(_ kind: Incident.Kind) throws -> Incident? {
            try store.incidents().first { $0.kind == kind }
        }
    }

    private func why(_ night: Night, _ incident: Incident?) throws -> String {
        let result = try night.ask("incident", "why", #require(incident).id)
        #expect(result.status == 0, "\(result)")
        return result.output
    }

    @Test func `a cut duct is told from the ports that fell to the links that lead into the silence`()
        throws
    {
        var night = try Night()
        try night.pass(60)
        try night.fail("duct:zemun-post")
        try night.pass(300)
        let text = try why(night, night.incident(of: "duct:zemun-post"))
        for words in [
            "What was seen:", "Where the silence begins:", "one device does not answer: dev:p-zemun-1",
            "dev:zemun-agg-1 answers and its port if:zemun-agg-1#ge-0/0/2 is down; link:p-zemun-1 leads from it to dev:p-zemun-1, which does not",
            "duct:zemun-post: the link above runs through it", "by route \"outages\"", "urgency page",
            "hold rule 6 of \(Night.alerts)/ (isolates >=1: proven 1m, inferred 3m, at most 5m): what is proven waits 1 min from its onset",
        ] {
            #expect(text.contains(words), "\(words) is missing from:\n\(text)")
        }
        let document = try #require(
            try JSONSerialization.jsonObject(
                with: Data(night.ask("incident", "why", "i1", "--json").output.utf8)) as? [String: Any])
        let boundary = try #require(document["boundary"] as? [String: Any])
        #expect(boundary["silent"] as? [String] == ["dev:p-zemun-1"])
        let links = try #require(boundary["links"] as? [[String: Any]])
        #expect(links.count == 1 && links[0]["answering"] as? String == "dev:zemun-agg-1", "\(links)")
        #expect((document["mails"] as? [[String: Any]])?.first?["route"] as? String == "outages")
    }

    @Test func `a dead device is told from all its neighbours`() throws {
        var night = try Night()
        try night.pass(60)
        try night.fail("dev:mladenovac-agg-1")
        try night.pass(300)
        let text = try why(night, night.incident(of: "dev:mladenovac-agg-1"))
        #expect(
            text.contains("2 devices do not answer: dev:mladenovac-agg-1, dev:p-mladenovac-1"), "\(text)")
        #expect(text.contains("dev:mladenovac-agg-1: all 2 links above end at it"), "\(text)")
    }

    @Test func `a loss of power is told from what the devices said of it`() throws {
        var night = try Night()
        try night.pass(60)
        try night.tell("dev:valjevo-agg-1", .dyingGasp)
        try night.fail("feed:valjevo")
        try night.pass(400)
        let text = try why(night, night.incident(.fault))
        #expect(text.contains("dying gasp"), "\(text)")
        #expect(text.contains("1 of the 2 silent devices stands there"), "\(text)")
    }

    @Test func `lost redundancy names what took the other way and not what is out elsewhere`() throws {
        var night = try Night()
        try night.pass(60)
        try night.fail("duct:zemun-post")
        try night.pass(120)
        try night.fail("duct:lazarevac-valjevo")
        try night.pass(300)
        let text = try why(night, night.incident(.redundancy))
        #expect(text.contains("lazarevac-valjevo"), "\(text)")
        #expect(!text.contains("zemun-post"), "\(text)")
    }
}
