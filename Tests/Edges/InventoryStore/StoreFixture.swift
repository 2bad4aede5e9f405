import Alerting
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import TestSupport

/// A store in a folder of its own, and a monitor's step in small.
struct StoreFixture {
    let folder: TemporaryFolder
    let store: Store
    var path: String { folder.path("state.db") }

    init() throws {
        folder = try TemporaryFolder()
        store = try Store.open(folder.path("state.db"), mode: .readWrite)
    }

    static func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: 1_763_690_000_000 + seconds * 1000) }

    static var policy: AlertPolicy {
        var policy = AlertPolicy()
        policy.people = [
            .init(id: "person:ana", name: "Ana", mail: "ana@noc.example"),
            .init(id: "person:boris", name: "Boris", mail: "boris@noc.example"),
        ]
        policy.fallback = ["person:ana", "person:boris"]
        policy.calm.burst = 0
        return policy
    }

    static let network = Network.compile(NetworkDocument(name: "empty")).network

    static func incident(_ id: String, at second: Int64, best: ObjectID = "duct:d") -> Incident {
        var incident = Incident(id: id, kind: .fault, opened: at(second), candidates: [best], best: best)
        incident.impactedServices = ["svc:b": 2, "svc:a": 1]
        incident.evidence = [Evidence(time: at(second), object: best, fact: "port went down")]
        return incident
    }
}

/// Ledger, alerting and store joined as the running monitor joins them.
struct SmallMonitor {
    var ledger: IncidentLedger
    var alerting: AlertingEngine
    let store: Store

    /// - Parameter targets: webhooks beside the people.
    init(_ store: Store, targets: [String] = [], policy: AlertPolicy = StoreFixture.policy) throws {
        self.store = store
        let state = try store.resume()
        ledger = state.ledger
        var policy = policy
        policy.targets = targets.map { AlertPolicy.Target(name: $0, kind: .webhook) }
        alerting = AlertingEngine(policy: policy, network: StoreFixture.network, cases: state.cases)
    }

    mutating func step(_ actions: [DiagnosisAction], at second: Int64) throws {
        try write(actions.map { ledger.translate($0) }, at: second)
    }

    /// What Diagnosis of a new run finds, and the end of what an earlier run left open and is seen up now: one step, as in the monitor.
    mutating func resume(_ actions: [DiagnosisAction], at second: Int64, state: (ObjectID) -> ObjectState) throws {
        let found = actions.map { ledger.translate($0) }
        try write(found + ledger.closeHealed(at: StoreFixture.at(second), state: state), at: second)
    }

    private mutating func write(_ durable: [DiagnosisAction], at second: Int64) throws {
        let now = StoreFixture.at(second)
        let decisions = durable.flatMap { alerting.receive($0, at: now) } + alerting.advance(to: now)
        let mails = decisions.compactMap(\.notification).map { ($0.id, Array($0.messageID.utf8)) }
        try store.record(
            StoreBatch(
                time: now, actions: durable, decisions: decisions, cases: alerting.takeChangedCases(),
                mails: Dictionary(uniqueKeysWithValues: mails)))
    }
}
