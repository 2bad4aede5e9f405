import DeviceFacts
import Testing

@Suite struct IdentityTests {
    private func port(_ ifIndex: UInt32, _ name: String?, descr: String? = nil, address: [UInt8]? = nil) -> DeviceInterface {
        var port = DeviceInterface(ifIndex: ifIndex)
        (port.ifName, port.ifDescr, port.ifPhysAddress) = (name.map { DeviceText($0) }, descr.map { DeviceText($0) }, address)
        return port
    }

    private func known(_ ports: [DeviceInterface]) -> [InterfaceMatch.Known] {
        let identities = InterfaceIdentity.identities(of: ports)
        return ports.compactMap { port in identities[port.ifIndex].map { .init($0, port) } }
    }

    private func mac(_ n: UInt8) -> [UInt8] { [2, 0, 0, 0, 0, n] }

    @Test func `a port is known by its name, else by its description, else by that and its address`() {
        let names = InterfaceIdentity.identities(of: [
            port(1, "Gi0/1", descr: "GigabitEthernet0/1"), port(2, "", descr: "eth0"),
            port(3, nil, descr: "Ethernet", address: mac(3)),
            port(4, nil, descr: "Ethernet", address: mac(4)), port(5, nil), port(6, nil),
        ]).mapValues(\.name)
        #expect(
            names == [
                1: "Gi0/1", 2: "eth0", 3: "Ethernet 02:00:00:00:00:03", 4: "Ethernet 02:00:00:00:00:04", 5: "#5", 6: "#6",
            ])
    }

    @Test func `two ports of one name stay two`() {
        let names = InterfaceIdentity.identities(of: [port(1, "eth"), port(2, "eth"), port(3, "eth#1")]).mapValues(\.name)
        #expect(names == [1: "eth#1'", 2: "eth#2", 3: "eth#1"])
    }

    @Test func `a restart that numbers all ports anew changes no identity`() {
        let before = [port(1, "a", address: mac(1)), port(2, "b", address: mac(2)), port(3, nil, descr: "c", address: mac(3))]
        let after = [
            port(101, "b", address: mac(2)), port(102, nil, descr: "c", address: mac(3)), port(103, "a", address: mac(1)),
        ]
        let match = InterfaceMatch(known: known(before), now: after)
        #expect(match.identities.mapValues(\.name) == [101: "b", 102: "c", 103: "a"])
        #expect(match.renumbered.map(\.name) == ["a", "b", "c"])
        #expect(match.new.isEmpty)
        #expect(match.missing.isEmpty)
    }

    @Test func `ports whose names changed are found by description and address`() {
        let before = [port(1, "ge.1.1", descr: "Port 1", address: mac(1)), port(2, "ge.1.2", descr: "Port 2", address: mac(2))]
        let after = [port(1, "1/1", descr: "Port 1", address: mac(1)), port(2, "1/2", descr: "Port 2", address: mac(2))]
        let match = InterfaceMatch(known: known(before), now: after)
        #expect(match.identities.mapValues(\.name) == [1: "ge.1.1", 2: "ge.1.2"])
        #expect(match.new.isEmpty)
    }

    @Test func `a new port is new even under the number or the name of a gone one's neighbour`() {
        let before = [port(1, "a"), port(2, "b")]
        let match = InterfaceMatch(known: known(before), now: [port(1, "a"), port(2, "c")])
        #expect(match.identities.mapValues(\.name) == [1: "a", 2: "c"])
        #expect(match.new == [2])
        #expect(match.missing.map(\.name) == ["b"])
    }

    @Test func `twins are kept apart by number and are not merged`() {
        let twins = [port(1, "eth"), port(2, "eth")]
        let same = InterfaceMatch(known: known(twins), now: twins)
        #expect(same.identities.mapValues(\.name) == [1: "eth#1", 2: "eth#2"])
        #expect(same.new.isEmpty)
        let third = InterfaceMatch(known: known(twins), now: twins + [port(3, "eth")])
        #expect(third.identities.mapValues(\.name) == [1: "eth#1", 2: "eth#2", 3: "eth#3"])
        #expect(third.new == [3])
    }

    @Test func `any renumbering of distinct ports keeps all identities`() {
        var random = SeededRandom(seed: 17)
        for _ in 0..<200 {
            let before = (1...UInt32.random(in: 1...40, using: &random)).map {
                port($0, "p\($0)", descr: "d", address: mac(UInt8($0)))
            }
            let numbers = (1000..<1000 + UInt32(before.count)).shuffled(using: &random)
            let after = zip(before, numbers).map { old, number in
                var new = old
                new.ifIndex = number
                return new
            }.shuffled(using: &random)
            let match = InterfaceMatch(known: known(before), now: after)
            #expect(match.new.isEmpty && match.missing.isEmpty)
            for port in after { #expect(match.identities[port.ifIndex]?.name == port.ifName?.text) }
        }
    }

    @Test func `another box at the address is told by serial, kind or engine, and silence says nothing`() {
        let old = DeviceIdentity(sysObjectID: "1.3.6.1.4.1.9.1.1", serial: "A1", engineID: [1])
        #expect(old.differences(from: old).isEmpty)
        #expect(DeviceIdentity().differences(from: old).isEmpty)
        #expect(DeviceIdentity(serial: "B2").differences(from: old) == ["serial number was A1, is B2"])
        #expect(DeviceIdentity(sysObjectID: "1.3.6.1.4.1.9.1.2", engineID: [2]).differences(from: old).count == 2)
    }

    @Test(
        arguments: [
            // sysUpTime before and after, seconds between; with hrSystemUptime before and after where there is one
            (1_000_00, 1_060_00, 60, nil, nil, .running), (1_000_00, 5_00, 60, nil, nil, .restarted),
            (4_294_964_000, 2_704, 60, nil, nil, .running),  // the wrap at 497 days
            (2_147_480_000, 2_352, 60, nil, nil, .running),  // agents that wrap at 2^31
            (5_02, 5_01, 0, nil, nil, .running),  // two answers that overtook each other
            (429_496_000, 5_270, 60, nil, nil, .running),  // agents that count milliseconds
            (4_294_464_000, 500, 60, nil, nil, .restarted),  // a real restart shortly before the wrap
            (1_000_00, 5_00, 60, 9_000_00, 9_060_00, .running),  // only the agent started again
            (1_000_00, 5_00, 60, 9_000_00, 10_00, .restarted),
            (1_000_00, 1_000_00, 120, nil, nil, .unknown),  // a clock that stands
            (1_00, 30_00, 86_400, nil, nil, .restarted),  // began again, and past where it was
            (nil, 5_00, 60, nil, nil, .unknown),
        ] as [(UInt32?, UInt32?, Int64, Int64?, Int64?, UptimeChange)])
    func `a clock that went back is a restart unless a wrap explains it`(
        before: UInt32?, after: UInt32?, seconds: Int64, hostBefore: Int64?, hostAfter: Int64?, change: UptimeChange
    ) {
        let old = UptimeChange.Reading(sysUpTime: before, hostUptime: hostBefore, milliseconds: 0)
        let new = UptimeChange.Reading(sysUpTime: after, hostUptime: hostAfter, milliseconds: seconds * 1000)
        #expect(UptimeChange(from: old, to: new) == change)
    }

    /// Boots and seconds of the engine, and hundredths of the host, before and after; sysUpTime goes from five seconds before its wrap.
    @Test(
        arguments: [
            // boots and engine time say that the agent ran on: the wrap
            (1_000, 5_500, 9, 40_000_000, 9, 40_000_060, nil, nil, .running),
            // a restart five seconds before the wrap lands where the wrap would: the boots tell
            (1_000, 5_500, 9, 40_000_000, 10, 55, nil, nil, .restarted),
            // an agent whose engine time is its sysUpTime
            (1_000, 5_500, 9, 42_949_662, 9, 55, nil, nil, .running),
            // only the agent began again, the host did not
            (1_000, 1_500, 9, 5_000, 10, 15, 3_000_000, 3_006_000, .running),
            (1_000, 1_500, 9, 5_000, 10, 15, 3_000_000, 1_600, .restarted),
            // both clocks of the host near their wrap say nothing; the boots do
            (1_000, 5_500, 9, 40_000_000, 10, 55, 4_294_966_796, 5_500, .restarted),
            (1_000, 5_500, nil, nil, nil, nil, 4_294_966_796, 5_500, .running),
        ] as [(Int64, UInt32, Int64?, Int64?, Int64?, Int64?, Int64?, Int64?, UptimeChange)])
    func `at the wrap of 497 days the engine's boots and the host's clock tell a restart`(
        before: Int64, after: UInt32, boots: Int64?, time: Int64?, bootsAfter: Int64?, timeAfter: Int64?, host: Int64?,
        hostAfter: Int64?, change: UptimeChange
    ) {
        let old = UptimeChange.Reading(
            sysUpTime: UInt32(4_294_967_296 - before / 2), engineBoots: boots, engineTime: time, hostUptime: host, milliseconds: 0
        )
        let new = UptimeChange.Reading(
            sysUpTime: after, engineBoots: bootsAfter, engineTime: timeAfter, hostUptime: hostAfter, milliseconds: 60_000)
        #expect(UptimeChange(from: old, to: new) == change)
    }
}
