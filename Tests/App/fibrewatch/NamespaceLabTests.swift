import DeclaredFiles
import TestSupport
import Testing

/// The laboratory itself: that it comes up, breaks as asked and leaves nothing behind.
@Suite(.serialized) struct NamespaceLabTests {
    static let unavailable: Testing.Comment = "skipped: \(NamespaceLab.obstacle ?? "")"

    @Test(.enabled(if: NamespaceLab.obstacle == nil, unavailable))
    func `six towns answer over routed links, a cut is seen, nothing is left behind`() throws {
        let lab = try NamespaceLab.open()
        defer { lab.close() }
        for town in lab.plan.towns { #expect(lab.snmpget(town.name, [".1.3.6.1.2.1.1.5.0"]) == ["\"\(town.name)\""]) }
        try expectDeclared(lab)

        try expectHeard(lab)

        // Both towns of a cut link see their port down, set up by their administrator; they are reached the other way round.
        try lab.cut("link:bg-kg")
        for (town, port) in [("bg", "bg-kg"), ("kg", "kg-bg")] { #expect(comes(lab, town, port, to: "2"), "\(port) down") }
        try lab.mend("link:bg-kg")
        for (town, port) in [("bg", "bg-kg"), ("kg", "kg-bg")] { #expect(comes(lab, town, port, to: "1"), "\(port) up") }

        // The shared trench isolates two towns; their neighbours show it.
        try lab.cut("duct:south-trench")
        for (town, port) in [("kg", "kg-nis"), ("pg", "pg-ks")] { #expect(comes(lab, town, port, to: "2"), "\(port) down") }
        for town in ["nis", "ks"] { #expect(lab.snmpget(town, [".1.3.6.1.2.1.1.5.0"]) == nil, "\(town) is cut off") }
        try lab.mend("duct:south-trench")
        for town in ["nis", "ks"] {
            #expect(Wait.until(seconds: 15) { lab.snmpget(town, [".1.3.6.1.2.1.1.5.0"]) != nil }, "\(town) is back")
        }

        lab.close()
        let left = try Program.run(["ip", "netns", "list"]).output
        #expect(!left.contains(lab.namespace("")))
    }

    @Test(.enabled(if: NamespaceLab.obstacle == nil, unavailable))
    func `a second collector sees the other side of a cut`() throws {
        let lab = try NamespaceLab.open(.twoCollectors)
        defer { lab.close() }
        #expect(try DeclaredNetwork.load(path: lab.topology.path).network.document.collectors.count == 2)
        // Kragujevac cut off from both neighbours: its own collector sees it, the one in Belgrade does not.
        try lab.cut("link:bg-kg")
        try lab.cut("link:kg-nis")
        let ask = ["snmpget", "-v2c", "-c", "public", "-t", "0.3", "-r", "0", "-Oqvn", "10.255.0.3", ".1.3.6.1.2.1.1.5.0"]
        #expect(Wait.until(seconds: 10) { (try? lab.run(in: "nms", ask))?.status == 1 })
        #expect(try lab.run(in: "nms2", ask).lines == ["\"kg\""])
    }

    /// The program under test hears the lldpd of the other end, and not its own.
    private func expectHeard(_ lab: NamespaceLab) throws {
        let heard = try lab.run(
            in: "bg", [ProgramUnderTest.path, "capture", "-i", "bg-kg", "--count", "2", "--seconds", "10", "--jsonl"])
        #expect(heard.status == 0, "\(heard.errors)")
        #expect(heard.lines.count == 2)
        for line in heard.lines {
            #expect(line.contains(#""remote_sysName":"kg""#) && line.contains(#""remote_port_id":"kg-bg""#))
        }
    }

    private func expectDeclared(_ lab: NamespaceLab) throws {
        let declared = try DeclaredNetwork.load(path: lab.topology.path)
        #expect(declared.network.document.devices.count == 7)
        #expect(declared.network.linksOfDuct.values.count == 10)
    }

    /// Waits until the port's ifOperStatus is `state` and its ifAdminStatus up; while routing settles, its name does not come either.
    private func comes(_ lab: NamespaceLab, _ town: String, _ port: String, to state: String) -> Bool {
        Wait.until(seconds: 15) {
            guard let index = index(of: port, in: town, lab) else { return false }
            return lab.snmpget(town, [".1.3.6.1.2.1.2.2.1.8.\(index)", ".1.3.6.1.2.1.2.2.1.7.\(index)"]) == [state[...], "1"]
        }
    }

    private func index(of port: String, in town: String, _ lab: NamespaceLab) -> Substring? {
        let walk = ["snmpwalk", "-v2c", "-c", "public", "-Oqn", "10.255.0.\(number(town, lab))", ".1.3.6.1.2.1.2.2.1.2"]
        let line = (try? lab.run(walk))?.lines.first { $0.hasSuffix("\"\(port)\"") }
        return line?.split(separator: " ")[0].split(separator: ".").last
    }

    private func number(_ town: String, _ lab: NamespaceLab) -> Substring {
        lab.plan.towns.first { $0.name == town }?.address.split(separator: ".").last ?? "0"
    }
}
