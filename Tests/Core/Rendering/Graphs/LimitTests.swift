import NetworkModel
import Rendering
import Testing

struct LimitTests {
    private static func levelled() -> NetworkDocument {
        var d = SmallNetwork.document()
        d.sites[0].level = .public
        d.sites[1].level = .public
        d.sites[2].level = .restricted
        d.sites[0].contact = "duty"
        d.links[0].level = .public
        d.links[0].contract = "A-1"
        d.ducts[1].level = .restricted
        d.credentials = [.init(id: "cred:x", snmp: "3")]
        d.devices[0].credential = "cred:x"
        return d
    }

    @Test func `restricted objects and how devices are read stay unless asked for`() {
        let d = Self.levelled().limited(to: .internal)
        #expect(d.sites.map(\.id) == ["site:bg", "site:ns", "site:x"])
        #expect(d.devices.map(\.id) == ["dev:bg", "dev:ns", "dev:x"])
        #expect(d.links.map(\.id) == ["link:l1", "link:l2", "link:l5"])
        #expect(d.ducts.map(\.id) == ["duct:u1"])
        #expect(d.links[0].segments == ["seg:g1"])
        #expect(d.credentials.isEmpty)
        #expect(Self.levelled().limited(to: .restricted) == Self.levelled())
    }

    @Test func `the public sees only what is declared public, without internal fields`() {
        let d = Self.levelled().limited(to: .public)
        #expect(d.sites.map(\.id) == ["site:bg", "site:ns"])
        #expect(d.sites[0].contact == nil)
        #expect(d.links.map(\.id) == ["link:l1"])
        #expect(d.links[0].contract == nil)
        #expect(d.ducts.isEmpty)
        #expect(d.devices.allSatisfy { $0.credential == nil && $0.address == nil })
    }

    @Test func `some sites come with what lies between them`() {
        let d = SmallNetwork.document().limited(toSites: ["site:bg", "site:ns"])
        #expect(d.devices.map(\.id) == ["dev:bg", "dev:ns"])
        #expect(d.links.map(\.id) == ["link:l1", "link:l2"])
        #expect(d.ducts.map(\.id) == ["duct:u1", "duct:u2"])
        #expect(SmallNetwork.document().limited(toSites: ["site:x"]).links.map(\.id) == ["link:l5"])
    }
}
