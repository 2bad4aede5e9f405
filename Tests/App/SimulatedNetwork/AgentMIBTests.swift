import NetworkModel
import SNMPMessages
import Testing

@testable import SimulatedNetwork

@Suite struct AgentMIBTests {
    private let mib: AgentMIB

    init() throws { mib = try AgentMIB(SampleNetworks.compiled(SampleNetworks.ring())) }

    private func walk(_ device: Int32, from start: [UInt32] = [0]) -> [ObjectIdentifier] {
        var name = ObjectName(start)
        var names: [ObjectIdentifier] = []
        while true {
            if case .endOfMibView = mib.advance(&name, at: device, now: 60_000) { return names }
            names.append(ObjectIdentifier(name.list))
            guard names.count < 10_000 else { return names }
        }
    }

    @Test func `a walk goes upwards and ends`() {
        let names = walk(0)
        #expect(names.count > 200 && names.count < 10_000)
        #expect(zip(names, names.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func `every name of a walk has a value`() {
        for device in Int32(0)..<Int32(mib.world.network.document.devices.count) {
            for oid in walk(device) {
                let value = mib.value(of: ObjectName(oid.arcs), at: device, now: 0)
                #expect(!value.isException, "device \(device), \(oid)")
            }
        }
    }

    @Test func `what follows any name is the least name above it`() {
        let names = walk(0)
        var random = SplitMix(seed: 20_261_121)
        for _ in 0..<20_000 {
            // A name of the walk, cut short, lengthened or with an arc changed.
            var arcs = names[Int(random.next() % UInt64(names.count))].arcs
            switch random.next() % 4 {
            case 0: arcs.removeLast(Int(random.next() % UInt64(arcs.count - 1)))
            case 1: arcs.append(UInt32(truncatingIfNeeded: random.next() % 3))
            case 2: arcs[Int(random.next() % UInt64(arcs.count))] &+= UInt32(random.next() % 3)
            default: arcs[arcs.count - 1] = UInt32(truncatingIfNeeded: random.next())
            }
            let asked = ObjectIdentifier(arcs)
            var name = ObjectName(arcs)
            let expected = names.first { $0 > asked }
            if case .endOfMibView = mib.advance(&name, at: 0, now: 0) {
                #expect(expected == nil, "after \(asked), seed \(random.seed)")
            } else {
                #expect(ObjectIdentifier(name.list) == expected, "after \(asked), seed \(random.seed)")
            }
            let isThere = !mib.value(of: ObjectName(arcs), at: 0, now: 0).isException
            #expect(isThere == names.contains(asked), "\(asked), seed \(random.seed)")
        }
    }

    @Test func `columns stand in order and none begins another`() {
        let prefixes = MIBColumn.all.map(\.prefix)
        for (a, b) in zip(prefixes, prefixes.dropFirst()) {
            #expect(a < b)
            #expect(!b.hasPrefix(a))
        }
        #expect(Set(MIBColumn.all.map(\.object)).count == AgentObject.allCases.count)
    }

    @Test func `counters of both ends agree and stop while the link is down`() throws {
        var mib = mib
        func octets(_ device: Int32, _ column: UInt32, _ ifIndex: UInt32, at now: Int64) -> UInt64 {
            let name = ObjectName([1, 3, 6, 1, 2, 1, 31, 1, 1, 1, column, ifIndex])
            guard case .counter64(let value) = mib.value(of: name, at: device, now: now) else { return 0 }
            return value
        }
        // n1 (device 0) sends over r1 from its first port; it runs.
        let first = octets(0, 10, 2, at: 10_000)
        let second = octets(0, 10, 2, at: 20_000)
        #expect(second > first)
        // At most the link's 10 Gbit/s.
        #expect(second - first < 10_000_000_000 / 8 * 10)
        _ = try mib.world.fail("duct:r1", at: 20_000)
        #expect(octets(0, 10, 2, at: 20_000) == octets(0, 10, 2, at: 90_000))
        _ = try mib.world.mend("duct:r1", at: 90_000)
        #expect(octets(0, 10, 2, at: 90_000) == second)
        #expect(octets(0, 10, 2, at: 100_000) > second)
    }

    @Test func `a neighbour is heard while the link is up`() throws {
        var mib = mib
        let neighbours = { (mib: AgentMIB) in
            var name = ObjectName([1, 0, 8802, 1, 1, 2, 1, 4, 1, 1, 9])
            var count = 0
            while case .text = mib.advance(&name, at: 0, now: 0), name[10] == 9 { count += 1 }
            return count
        }
        // n1 has r1, t1 and r6.
        #expect(neighbours(mib) == 3)
        _ = try mib.world.fail("duct:r1", at: 0)
        #expect(neighbours(mib) == 2)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014); `seed` is printed where a test fails.
struct SplitMix {
    let seed: UInt64
    private var state: UInt64
    init(seed: UInt64) { (self.seed, state) = (seed, seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return scrambled(state)
    }
}
