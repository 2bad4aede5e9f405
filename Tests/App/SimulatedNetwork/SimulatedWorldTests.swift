import NetworkModel
import Testing

@testable import SimulatedNetwork

@Suite struct SimulatedWorldTests {
    struct Case: CustomTestStringConvertible {
        var failing: [ObjectID]
        var portsDown: Set<ObjectID>
        var silent: Set<ObjectID>
        var testDescription: String { failing.map(\.rawValue).joined(separator: " + ") }
    }

    static let cases: [Case] = [
        // One span of a ring: both its ports go down, everybody is reached the other way.
        Case(failing: ["duct:r2"], portsDown: ["if:n2#r2", "if:n3#r2"], silent: []),
        Case(failing: ["seg:r2"], portsDown: ["if:n2#r2", "if:n3#r2"], silent: []),
        Case(failing: ["link:r2"], portsDown: ["if:n2#r2", "if:n3#r2"], silent: []),
        Case(failing: ["if:n2#r2"], portsDown: ["if:n2#r2", "if:n3#r2"], silent: []),
        // Two spans cut the ring in two: the half without the collector is silent.
        Case(
            failing: ["duct:r2", "duct:r4"], portsDown: ["if:n2#r2", "if:n3#r2", "if:n4#r4", "if:n5#r4"],
            silent: ["dev:n3", "dev:n4", "dev:p3", "dev:p4"]),
        // A tail: the office is silent; at an odd town its port tells, at an even one it follows `local` and stays up.
        Case(failing: ["duct:t3"], portsDown: ["if:n3#t3", "if:p3#t3"], silent: ["dev:p3"]),
        Case(failing: ["duct:t4"], portsDown: ["if:p4#t4"], silent: ["dev:p4"]),
        // The far end cannot be told from the near one, but its own failure takes a `local` port down.
        Case(failing: ["if:n4#t4"], portsDown: ["if:n4#t4", "if:p4#t4"], silent: ["dev:p4"]),
        // A dead device takes its own ports and those across with it.
        Case(
            failing: ["dev:n3"], portsDown: ["if:n3#r3", "if:n3#r2", "if:n3#t3", "if:n2#r2", "if:n4#r3", "if:p3#t3"],
            silent: ["dev:n3", "dev:p3"]),
        Case(
            failing: ["site:n3"], portsDown: ["if:n3#r3", "if:n3#r2", "if:n3#t3", "if:n2#r2", "if:n4#r3", "if:p3#t3"],
            silent: ["dev:n3", "dev:p3"]),
        Case(
            failing: ["feed:f3"], portsDown: ["if:n3#r3", "if:n3#r2", "if:n3#t3", "if:n2#r2", "if:n4#r3", "if:p3#t3"],
            silent: ["dev:n3", "dev:p3"]),
    ]

    @Test(arguments: cases)
    func `what fails takes down what depends on it, and nothing else`(_ row: Case) throws {
        var world = SimulatedWorld(SampleNetworks.compiled(SampleNetworks.ring()))
        for object in row.failing { _ = try world.fail(object, at: 1000) }
        #expect(Self.portsDown(world) == row.portsDown)
        #expect(Self.silent(world) == row.silent)
        for object in row.failing { _ = try world.mend(object, at: 2000) }
        #expect(Self.portsDown(world).isEmpty)
        #expect(Self.silent(world).isEmpty)
    }

    @Test func `a dead collector host silences everybody`() throws {
        var world = SimulatedWorld(SampleNetworks.compiled(SampleNetworks.ring()))
        _ = try world.fail("dev:n1", at: 0)
        #expect(Self.silent(world).count == world.network.document.devices.count)
    }

    @Test func `a muted agent is silent and its device forwards`() throws {
        var world = SimulatedWorld(SampleNetworks.compiled(SampleNetworks.ring()))
        try world.mute("dev:n3", true, at: 0)
        #expect(Self.silent(world) == ["dev:n3"])
        #expect(Self.portsDown(world).isEmpty)
        try world.mute("dev:n3", false, at: 5)
        #expect(Self.silent(world).isEmpty)
    }

    @Test func `a cut says which ports changed, once`() throws {
        var world = SimulatedWorld(SampleNetworks.compiled(SampleNetworks.ring()))
        let changed = try world.fail("duct:r2", at: 10)
        #expect(changed.map { world.end(ofPort: $0).interface } == ["if:n2#r2", "if:n3#r2"])
        #expect(try world.fail("duct:r2", at: 20).isEmpty)
        #expect(changed.allSatisfy { world.portChangedAt[Int($0)] == 10 })
    }

    @Test func `a device that comes back starts anew, its peers run on`() throws {
        var world = SimulatedWorld(SampleNetworks.compiled(SampleNetworks.ring()))
        let before = world.startedAt
        _ = try world.fail("dev:n3", at: 100)
        _ = try world.mend("dev:n3", at: 5000)
        guard case .device(let n3)? = world.network["dev:n3"], case .device(let n2)? = world.network["dev:n2"] else { return }
        #expect(world.startedAt[Int(n3)] == 5000)
        #expect(world.startedAt[Int(n2)] == before[Int(n2)])
    }

    @Test func `what cannot fail is refused with its reason`() {
        var world = SimulatedWorld(SampleNetworks.compiled(SampleNetworks.ring()))
        #expect(throws: SimulationError.unknownObject("duct:nowhere")) { try world.fail("duct:nowhere", at: 0) }
        #expect(throws: SimulationError.cannotFail("owner:railways")) { try world.fail("owner:railways", at: 0) }
    }

    static func portsDown(_ world: SimulatedWorld) -> Set<ObjectID> {
        Set(world.portIsUp.indices.filter { !world.portIsUp[$0] }.map { world.end(ofPort: Int32($0)).interface })
    }

    static func silent(_ world: SimulatedWorld) -> Set<ObjectID> {
        Set(world.deviceAnswers.indices.filter { !world.deviceAnswers[$0] }.map { world.network.document.devices[$0].id })
    }
}
