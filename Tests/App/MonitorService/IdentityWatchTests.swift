import Alerting
import DeviceFacts
import Diagnosis
import NetworkModel
import Testing

@testable import MonitorService

/// Another box at a device's address: fault B19.
struct IdentityWatchTests {
    private let old = DeviceIdentity(sysObjectID: "1.3.6.1.4.1.9.1.1", serial: "FCW1", engineID: [0x80, 0, 0, 9, 1])
    private let new = DeviceIdentity(sysObjectID: "1.3.6.1.4.1.9.1.1", serial: "FCW2", engineID: [0x80, 0, 0, 9, 2])

    private func fold(open: [Incident] = [], identities: [ObjectID: DeviceIdentity] = [:]) throws -> MonitorFold {
        let network = try MonitorFoldTests.Episode.watched().network
        var context = EpisodeContext(start: at(0), pollInterval: .seconds(10))
        context.epochOffset = 0
        return MonitorFold(
            network: network, context: context, policy: MonitorFoldTests.Episode.policy(), open: open, next: 7, cases: [],
            identities: identities)
    }

    private func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: 1_800_000_000_000 + seconds * 1000) }

    private func device(_ fold: MonitorFold) -> ObjectID { fold.engine.network.document.devices[0].id }

    /// Of this incident: on a clock without polls the monitor also finds itself blind.
    private func mails(_ step: MonitorFold.Step) -> [AlertNotification] {
        step.decisions.filter { $0.incident == "i7" }.compactMap(\.notification)
    }

    @Test func `another box at an address is one incident and one ticket, which ends when somebody takes it as the device`()
        throws
    {
        var fold = try fold()
        let device = device(fold)
        #expect(fold.receive(old, of: device, at: at(0)).isEmpty)
        let step = fold.receive(new, of: device, at: at(10))
        guard case .opened(let incident)? = step.actions.first else {
            Issue.record("no incident")
            return
        }
        #expect(incident.id == "i7" && incident.kind == .identity && incident.best == device)
        #expect(incident.evidence.map(\.fact).first == "serial number was FCW1, is FCW2")
        var told = mails(step)
        for second in stride(from: Int64(20), to: 600, by: 60) {
            let more = fold.receive(new, of: device, at: at(second))
            #expect(!more.actions.contains { if case .opened = $0 { true } else { false } })
            told += mails(more) + mails(fold.advance(to: at(second)))
        }
        #expect(told.map(\.urgency) == [.ticket])
        #expect(told.map(\.kind) == [.problem])
        let acknowledged = fold.acknowledge(
            Acknowledgement(incident: "i7", at: at(700), by: "ana", reason: "replaced after lightning"), at: at(700))
        guard case .closed(let closed)? = acknowledged.actions.first else {
            Issue.record("the incident stays open")
            return
        }
        #expect(closed.evidence.last?.fact == "ana took the new box as the device")
        #expect(fold.identities.takeChanged()[device]?.serial == "FCW2")
        #expect(fold.receive(new, of: device, at: at(800)).isEmpty)
        // From now on the old one is the stranger.
        #expect(!fold.receive(old, of: device, at: at(900)).isEmpty)
    }

    @Test func `each change of a box is an incident and a ticket of its own, and who took one has not taken the next`() throws {
        var fold = try fold()
        let device = device(fold)
        _ = fold.receive(old, of: device, at: at(0))
        let first = try #require(opened(by: fold.receive(new, of: device, at: at(10))))
        let taken = Acknowledgement(incident: first.id, at: at(700), by: "ana", reason: "replaced after lightning")
        #expect(!fold.acknowledge(taken, at: at(700)).actions.isEmpty)
        // Somebody puts the old box back.
        let step = fold.receive(old, of: device, at: at(900))
        let second = try #require(opened(by: step))
        let mail = step.decisions.compactMap(\.notification).first { $0.incident?.id == second.id }
        #expect(second.id != first.id && mail?.kind == .problem && mail?.urgency == .ticket, "\(step.decisions)")
        // A monitor that starts again reads the words of before once more.
        var again = try self.fold(open: [second], identities: [device: new])
        for word in [taken, Acknowledgement(incident: first.id, at: at(901), by: "ana", reason: "replaced")] {
            #expect(fold.acknowledge(word, at: at(910)).actions.isEmpty && again.acknowledge(word, at: at(910)).actions.isEmpty)
        }
        #expect(fold.identities.accepted[device] == new && again.identities.accepted[device] == new)
        // It ends by itself, and begins once more.
        #expect(fold.receive(new, of: device, at: at(1000)).actions.contains { if case .closed = $0 { true } else { false } })
        let third = try #require(opened(by: fold.receive(old, of: device, at: at(1010))))
        #expect(Set([first.id, second.id, third.id]).count == 3)
    }

    @Test func `a stranger in the place of a device that was down when the files changed is told, and the outage stays its own`()
        throws
    {
        let name = device(try self.fold())
        let outage = Incident(id: "i6", kind: .fault, opened: at(-600), candidates: [name], best: name)
        var fold = try fold(open: [outage], identities: [name: old])
        let stranger = try #require(opened(by: fold.receive(new, of: name, at: at(10))))
        #expect(stranger.id == "i7" && stranger.opened == at(10))
        #expect(fold.ledger.orphans.map(\.id) == ["i6"])
    }

    private func opened(by step: MonitorFold.Step) -> Incident? {
        step.actions.lazy.compactMap { if case .opened(let incident) = $0, incident.kind == .identity { incident } else { nil } }
            .first
    }

    @Test func `the old box back at its address ends the incident`() throws {
        var fold = try fold(identities: [:])
        let device = device(fold)
        _ = fold.receive(old, of: device, at: at(0))
        _ = fold.receive(new, of: device, at: at(10))
        let step = fold.receive(old, of: device, at: at(20))
        guard case .closed(let incident)? = step.actions.first else {
            Issue.record("the incident stays open")
            return
        }
        #expect(incident.closed == at(20))
    }

    @Test func `a changed identity outlives the monitor's restart`() throws {
        var first = try fold()
        let device = device(first)
        _ = first.receive(old, of: device, at: at(0))
        guard case .opened(let incident)? = first.receive(new, of: device, at: at(10)).actions.first else {
            Issue.record("no incident")
            return
        }
        var second = try fold(open: [incident], identities: [device: old])
        // Neither closed as healed because the device is up, nor opened again.
        for second_ in stride(from: Int64(20), to: 200, by: 20) {
            let observation = Observation(time: at(second_), collector: "collector:c1", device: device, kind: .ping(.ok()))
            #expect(
                !second.receive([observation], at: at(second_)).actions.contains { if case .closed = $0 { true } else { false } })
        }
        #expect(second.receive(new, of: device, at: at(210)).actions.isEmpty)
        let ack = Acknowledgement(incident: incident.id, at: at(220), by: "ana", reason: "replaced")
        #expect(!second.acknowledge(ack, at: at(220)).actions.isEmpty)
    }

    @Test func `new software on the same box, and a box that says less than before, are no change`() throws {
        var fold = try fold()
        let device = device(fold)
        _ = fold.receive(old, of: device, at: at(0))
        let upgraded = DeviceIdentity(sysObjectID: "1.3.6.1.4.1.9.1.9", serial: "FCW1", engineID: [0x80, 0, 0, 9, 7])
        #expect(fold.receive(upgraded, of: device, at: at(10)).isEmpty)
        #expect(fold.receive(DeviceIdentity(), of: device, at: at(20)).isEmpty)
        #expect(fold.identities.accepted[device] == upgraded)
    }

    @Test func `another SNMPv3 engine than the pinned one is told although nothing else can be read`() throws {
        var fold = try fold()
        let device = device(fold)
        fold.identities.pin([0x80, 0, 0, 9, 1], of: device)
        let step = fold.receive(DeviceIdentity(engineID: [0x80, 0, 0, 9, 2]), of: device, at: at(10))
        guard case .opened(let incident)? = step.actions.first else {
            Issue.record("no incident")
            return
        }
        #expect(incident.evidence.map(\.fact) == ["snmpEngineID was 8000000901, is 8000000902"])
    }

    @Test func `identities are kept as they are`() throws {
        #expect(KeptIdentity(old).identity == old)
        #expect(KeptIdentity(DeviceIdentity()).identity == DeviceIdentity())
    }
}
