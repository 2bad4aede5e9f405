import Diagnosis
import NetworkModel
import SNMPMessages
import Testing

@testable import MonitorService

struct DeviceWatchTests {
    private let now = Timestamp(milliseconds: 5000)

    /// One device with two links, its ports `ge1` and `ge2`.
    private func network() -> Network {
        var document = NetworkDocument(name: "two")
        document.sites = [.init(id: "site:a", name: "A", kind: "post"), .init(id: "site:b", name: "B", kind: "hub")]
        document.devices = [.init(id: "dev:a", site: "site:a", role: "cpe"), .init(id: "dev:b", site: "site:b", role: "hub")]
        document.links = (1...2).map { n in
            .init(
                id: ObjectID("link:\(n)"), a: .init(device: "dev:a", interface: ObjectID("if:a#ge\(n)")),
                b: .init(device: "dev:b", interface: ObjectID("if:b#\(n)")), kind: "fibre")
        }
        return Network.compile(document).network
    }

    private func watch(icmp: Bool = false) -> DeviceWatch {
        var watch = DeviceWatch(device: 0, in: network(), collector: "collector:c1", usesICMP: icmp)
        watch.ports.locate(in: names(["ge1": 11, "ge2": 12]))
        return watch
    }

    private func names(_ table: [String: UInt32]) -> [VarBind] {
        table.map { VarBind(DeclaredPorts.ifName.appending($1), .octets(Array($0.utf8))) }
    }

    /// An answer to the state request: name and ifOperStatus of both ports.
    private func answer(_ first: Int32, _ second: Int32, up: UInt32 = 100, firstName: String = "ge1") -> DeviceWatch.Answer {
        .values([
            VarBind(DeclaredPorts.sysUpTime, .timeTicks(up)),
            VarBind(DeclaredPorts.ifName.appending(11), .octets(Array(firstName.utf8))),
            VarBind(DeclaredPorts.ifOperStatus.appending(11), .integer(first)),
            VarBind(DeclaredPorts.ifName.appending(12), .octets(Array("ge2".utf8))),
            VarBind(DeclaredPorts.ifOperStatus.appending(12), .integer(second)),
        ])
    }

    @Test func `ports that are up are told by saying nothing of them`() {
        var watch = watch()
        #expect(watch.portStates(answer(1, 1), at: now).map(\.kind) == [.ping(.ok(ports: .read))])
    }

    @Test func `a port that is down is told at every read and its return once`() {
        var watch = watch()
        let down: [Observation.Kind] = [.ping(.ok(ports: .read)), .ifOper(interface: "if:a#ge2", up: false)]
        #expect(watch.portStates(answer(1, 2), at: now).map(\.kind) == down)
        #expect(watch.portStates(answer(1, 7), at: now).map(\.kind) == down)
        #expect(watch.portStates(answer(1, 1), at: now).map(\.kind).last == .ifOper(interface: "if:a#ge2", up: true))
        #expect(watch.portStates(answer(1, 1), at: now).count == 1)
    }

    // After a restart ifIndex 11 may be another port: its state must not be taken for ge1's.
    @Test func `a renumbered port is unknown and the map is walked again`() {
        var watch = watch()
        let kinds = watch.portStates(answer(2, 1, firstName: "ge7"), at: now).map(\.kind)
        #expect(kinds == [.ping(.ok(ports: .unread)), .ifOper(interface: "if:a#ge2", up: true)])
        #expect(watch.ports.isStale)
        watch.ports.locate(in: names(["ge1": 31, "ge2": 12]))
        #expect(watch.ports.ports.map(\.ifIndex) == [31, 12])
    }

    @Test func `silence is a timeout without ICMP and an agent failure beside an answered ping`() {
        var plain = watch()
        #expect(plain.portStates(.none, at: now).map(\.kind) == [.ping(.timeout)])
        var pinged = watch(icmp: true)
        #expect(pinged.portStates(.none, at: now).isEmpty)
        _ = pinged.reachability(icmp: true, loss: 0, roundTripMilliseconds: 1, at: now)
        #expect(pinged.portStates(.none, at: now).map(\.kind) == [.snmp(.timeout)])
    }

    @Test func `a refusal proves that the device lives`() {
        var watch = watch()
        #expect(watch.portStates(.refused(.auth), at: now).map(\.kind) == [.ping(.ok(ports: .unread)), .snmp(.auth)])
    }

    @Test func `the age is told after a missed poll and after a restart`() {
        var watch = watch()
        let upTime = { (ticks: UInt32) in DeviceWatch.Answer.values([VarBind(DeclaredPorts.sysUpTime, .timeTicks(ticks))]) }
        #expect(watch.reachability(snmp: upTime(500), at: now).count == 1)
        _ = watch.reachability(snmp: .none, at: now)
        #expect(watch.reachability(snmp: upTime(2500), at: now).last?.kind == .uptime(seconds: 25))
        #expect(watch.reachability(snmp: upTime(2600), at: now).count == 1)
        #expect(watch.reachability(snmp: upTime(300), at: now).last?.kind == .uptime(seconds: 3))
        #expect(watch.ports.isStale)
    }

    private func clocks(_ upTime: UInt32, boots: Int32? = nil, time: Int32 = 0) -> DeviceWatch.Answer {
        let engine = boots.map {
            [VarBind(DeviceUptime.snmpEngineBoots, .integer($0)), VarBind(DeviceUptime.snmpEngineTime, .integer(time))]
        }
        return .values([VarBind(DeclaredPorts.sysUpTime, .timeTicks(upTime))] + (engine ?? []))
    }

    private func values(_ answer: DeviceWatch.Answer) -> [VarBind] { if case .values(let values) = answer { values } else { [] } }

    @Test(arguments: [SNMPValue.counter64(UInt64(Int64.max)), .counter64(.max), .integer(.min), .integer(-1)])
    func `clocks that no MIB allows are no clocks, and stop nothing`(_ value: SNMPValue) {
        var watch = watch()
        let others = [DeviceUptime.snmpEngineBoots, DeviceUptime.snmpEngineTime, DeviceUptime.hrSystemUptime]
        for (tick, upTime) in [UInt32(500), 1500, 100, 1100].enumerated() {
            let clocks = [VarBind(DeclaredPorts.sysUpTime, .timeTicks(upTime))] + others.map { VarBind($0, value) }
            let now = Timestamp(milliseconds: Int64(tick) * 10_000)
            let seen = watch.reachability(snmp: .values(clocks), at: now)
            #expect(seen.contains { $0.kind == .uptime(seconds: 1) } == (upTime == 100))
        }
    }

    // B14
    @Test func `the wrap of sysUpTime after 497 days is no restart`() {
        var watch = watch()
        var upTime: UInt32 = 4_294_967_295 - 2000
        for tick in 0..<6 {
            let now = Timestamp(milliseconds: Int64(tick) * 10_000)
            #expect(watch.reachability(snmp: clocks(upTime), at: now).map(\.kind) == [.ping(.ok(ports: .unread))])
            upTime &+= 1000
        }
        #expect(!watch.ports.isStale)
        // and after an outage over it the age is that of a device that ran on
        _ = watch.reachability(snmp: .none, at: Timestamp(milliseconds: 60_000))
        guard case .uptime(let age)? = watch.reachability(snmp: clocks(upTime), at: Timestamp(milliseconds: 60_000)).last?.kind
        else {
            Issue.record("no age after a missed poll")
            return
        }
        #expect(age > 42_949_000)
    }

    // B15
    @Test func `a restart seconds before the wrap is told once, and other clocks are asked for before that`() {
        var watch = watch()
        let before = clocks(4_294_967_295 - 500)
        #expect(watch.clocksWanted(for: values(before)).count == 3)
        _ = watch.reachability(snmp: clocks(4_294_967_295 - 500, boots: 9, time: 40_000_000), at: Timestamp(milliseconds: 0))
        #expect(watch.clocksWanted(for: values(clocks(4_294_967_295 - 400))).isEmpty)
        // Ten seconds later it is five seconds old, exactly where the wrap would stand.
        #expect(watch.clocksWanted(for: values(clocks(499))).count == 3)
        let after = watch.reachability(snmp: clocks(499, boots: 10, time: 4), at: Timestamp(milliseconds: 10_000))
        #expect(after.last?.kind == .uptime(seconds: 4.99))
        #expect(watch.reachability(snmp: clocks(1499, boots: 10, time: 14), at: Timestamp(milliseconds: 20_000)).count == 1)
    }

    // B16
    @Test func `an uptime that stands still says nothing of restarts`() {
        var watch = watch()
        for minute in 0..<5 {
            let now = Timestamp(milliseconds: Int64(minute) * 120_000)
            #expect(watch.reachability(snmp: clocks(77), at: now).count == 1)
        }
        _ = watch.reachability(snmp: .none, at: Timestamp(milliseconds: 600_000))
        #expect(watch.reachability(snmp: clocks(77), at: Timestamp(milliseconds: 700_000)).count == 1)
    }

    @Test func `a declared port that the device lacks is named`() {
        var ports = DeclaredPorts(of: 0, in: network())
        #expect(ports.locate(in: names(["ge1": 11])).map(\.interface) == ["if:a#ge2"])
        #expect(ports.stateRequest.count == 3)
    }
}
