import NetworkModel
import Testing

@testable import DeclaredFiles

@Suite struct DeclaredNetworkTests {
    /// Messages of the errors of `files`; empty when they load.
    static func errors(_ files: [SourceFile]) -> [String] {
        do throws(DeclaredErrors) {
            _ = try DeclaredNetwork.load(files: files)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    static let sites = SourceFile(
        path: "T/sites.csv", text: "id,name,kind,lat,lon\nsite:ns,\"Novi Sad, centar\",hub,45.25,19.83\nsite:bg,Beograd,dc,,\n")
    static let devices = SourceFile(
        path: "T/devices.yaml",
        text: """
            name: two
            devices:
              - {id: dev:ns-core-1, site: site:ns, role: core, collectors: [collector:c1]}
              - {id: dev:bg-core-1, site: site:bg}
            collectors: [{id: collector:c1, device: dev:bg-core-1}]
            """)

    @Test func `CSV and YAML lists of several files become one network`() throws {
        let links = SourceFile(
            path: "T/links-ns.csv",
            text: """
                # written by hand
                id;kind;a.device;a.if;b.device;b.if;a.follows;mbps;otdr
                link:1;fibre;dev:bg-core-1;if:bg-core-1#1;dev:ns-core-1;if:ns-core-1#1;local;2500;true
                """)
        let declared = try DeclaredNetwork.load(files: [Self.sites, Self.devices, links])
        #expect(declared.document.name == "two")
        #expect(declared.document.sites[0].name == "Novi Sad, centar")
        #expect(declared.document.sites[1].lat == nil)
        #expect(declared.document.devices[0].collectors == ["collector:c1"])
        let link = declared.document.links[0]
        #expect(link.a.device == "dev:bg-core-1" && link.a.follows == .local && link.b.interface == "if:ns-core-1#1")
        #expect(link.mbps == 2500 && link.otdr)
        #expect(declared.place(of: "if:ns-core-1#1")?.description == "T/links-ns.csv:3:1")
        #expect(declared.place(of: "dev:bg-core-1")?.description == "T/devices.yaml:4:5")
        #expect(declared.findings.isEmpty)
    }

    @Test func `a dangling end of a link names its place and the device that was meant`() {
        let links = SourceFile(
            path: "T/links.csv",
            text: "id,a.device,a.if,b.device,b.if\nlink:bg-ns-1,dev:ns-corre-1,if:ns#1,dev:bg-core-1,if:bg#1\n")
        #expect(
            Self.errors([Self.sites, Self.devices, links]) == [
                "T/links.csv:2:14: link \"link:bg-ns-1\" ends at device \"dev:ns-corre-1\", which is not declared; "
                    + "did you mean \"dev:ns-core-1\"?"
            ])
    }
}
