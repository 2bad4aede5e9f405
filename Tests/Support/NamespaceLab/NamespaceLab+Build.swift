import Foundation

/// Building and taking down. Settings and pitfalls were tried out one by one; the figures in the comments were measured.
extension NamespaceLab {
    func build(seconds: Double) throws {
        try plan.writeTopology(to: topology, communityFile: folder.appendingPathComponent("community"))
        try ip((plan.nodes + ["ground"]).map { "netns add \(namespace($0))" })
        try layLinks()
        for node in plan.nodes { try setUp(node) }
        for node in plan.nodes { try startRouting(of: node) }
        for town in plan.towns { try startAgent(of: town) }
        for town in plan.towns { try startNeighbourDaemon(of: town) }
        try awaitAnswers(seconds: seconds)
        shortenCaches()
    }

    /// Each link is two veth pairs joined by a bridge in the ground. Bridges pass LLDP (01-80-C2-00-00-0E) only when told to.
    private func layLinks() throws {
        try ip(
            plan.links.flatMap { link in
                [(link.a, "a"), (link.b, "b")].map { node, end in
                    "link add \(link.interface(at: node)) netns \(namespace(node)) type veth peer name \(link.name)\(end)"
                        + " netns \(namespace("ground"))"
                }
            })
        try ip(
            in: "ground",
            plan.links.flatMap { link in
                ["link add \(link.name) type bridge group_fwd_mask 0x4000", "link set \(link.name) up"]
                    + ["a", "b"].flatMap { ["link set \(link.name)\($0) master \(link.name)", "link set \(link.name)\($0) up"] }
            })
    }

    private func setUp(_ node: String) throws {
        var lines = ["link set lo up", "addr add \(loopback(node))/32 dev lo"]
        for link in plan.links(at: node) {
            let name = link.interface(at: node)
            // lldpd gives the interface's name as port id only where there is an alias.
            lines += [
                "addr add \(link.address(at: node))/30 dev \(name)", "link set \(name) alias \(link.name)", "link set \(name) up",
            ]
        }
        try ip(in: node, lines)
        // The last lets ordinary users send ICMP echoes.
        let settings = ["net.ipv4.ip_forward=1", "net.ipv4.conf.all.rp_filter=0", "net.ipv4.ping_group_range=0 2147483647"]
        let result = try run(in: node, ["sysctl", "-qw"] + settings)
        if result.status != 0 { throw LabError(doing: "sysctl in \(node)", said: result.errors) }
    }

    func loopback(_ node: String) -> String {
        plan.towns.first { $0.name == node }?.address ?? plan.monitors.first { $0.name == node }?.address ?? "10.255.0.99"
    }

    /// The processes of a town that came back.
    func startDaemons(of town: LabPlan.Town) throws {
        try startRouting(of: town.name)
        try startAgent(of: town)
        try startNeighbourDaemon(of: town)
    }

    // MARK: Routing

    /// zebra and ospfd. With hello 1 s and dead 4 s a lost link costs a ping or none.
    private func startRouting(of node: String) throws {
        let name = namespace(node)
        for folder in ["/etc/frr/\(name)", "/run/frr/\(name)"] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try FileManager.default.setAttributes(
                [.ownerAccountName: "frr", .groupOwnerAccountName: "frr"], ofItemAtPath: folder)
        }
        let configuration = "/etc/frr/\(name)/frr.conf"
        try Data(routing(of: node).utf8).write(to: URL(fileURLWithPath: configuration))
        try FileManager.default.setAttributes([.ownerAccountName: "frr"], ofItemAtPath: configuration)
        let options = ["-N", name, "-f", configuration, "-A", "127.0.0.1"]
        try? FileManager.default.removeItem(atPath: "/run/frr/\(name)/zserv.api")
        _ = try start(in: node, ["/usr/lib/frr/zebra"] + options)
        // Without its socket ospfd would wait for 10 s.
        guard Wait.until(seconds: 10, { FileManager.default.fileExists(atPath: "/run/frr/\(name)/zserv.api") }) else {
            throw LabError(doing: "start zebra of \(node)", said: "no /run/frr/\(name)/zserv.api")
        }
        _ = try start(in: node, ["/usr/lib/frr/ospfd"] + options)
    }

    private func routing(of node: String) -> String {
        let interfaces = plan.links(at: node).map { link in
            """
            interface \(link.interface(at: node))
             ip ospf network point-to-point
             ip ospf area 0
             ip ospf hello-interval 1
             ip ospf dead-interval 4

            """
        }
        return interfaces.joined() + """
            interface lo
             ip ospf area 0
            router ospf
             ospf router-id \(loopback(node))
             timers throttle spf 0 50 500
             timers throttle lsa all 0
             timers lsa min-arrival 0

            """
    }

    // MARK: Agents

    func startAgent(of town: LabPlan.Town) throws {
        let home = try home(of: town.name)
        let configuration = """
            agentaddress udp:161
            [snmp] clientaddr \(town.address)
            [snmpd]
            sysName \(town.name)
            sysLocation \(town.title)
            engineIDType 3
            engineIDNic \(plan.links(at: town.name)[0].interface(at: town.name))
            rocommunity public
            rwcommunity private
            createUser nms SHA-256 "authpass12" AES "privpass12"
            rouser nms priv
            master agentx
            agentXSocket unix:\(home.path)/agentx.sock
            agentXPerms 0666 0666

            """
        try Data(configuration.utf8).write(to: home.appendingPathComponent("snmpd.conf"))
        try? FileManager.default.removeItem(at: home.appendingPathComponent("agentx.sock"))
        // Not `-C -c FILE`: persistent state would not be read, and engine boots would not count on over restarts.
        _ = try start(
            in: town.name, ["snmpd", "-f", "-LF", "4", home.path + "/snmpd.log", "-r", "-p", home.path + "/snmpd.pid"],
            environment: [
                "SNMP_PERSISTENT_DIR": home.path + "/persist", "SNMPCONFPATH": "\(home.path):\(home.path)/persist", "MIBS": "",
            ])
    }

    /// lldpd joins snmpd as a subagent; started before the socket is there, it would leave LLDP-MIB out for 15 s.
    private func startNeighbourDaemon(of town: LabPlan.Town) throws {
        let home = try home(of: town.name)
        let socket = home.appendingPathComponent("agentx.sock").path
        guard Wait.until(seconds: 10, { FileManager.default.fileExists(atPath: socket) }) else {
            throw LabError(doing: "start lldpd of \(town.name)", said: "no \(socket); see \(home.path)/snmpd.log")
        }
        let configuration = "configure system hostname \(town.name)\nconfigure lldp tx-interval 1\n"
        try Data(configuration.utf8).write(to: home.appendingPathComponent("lldpd.conf"))
        try? FileManager.default.removeItem(at: home.appendingPathComponent("lldpd.sock"))
        _ = try start(
            in: town.name,
            [
                "lldpd", "-d", "-u", home.path + "/lldpd.sock", "-O", home.path + "/lldpd.conf", "-m", town.address, "-x", "-X",
                socket,
            ])
    }

    private func awaitAnswers(seconds: Double) throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        for town in plan.towns {
            while snmpget(town.name, [".1.3.6.1.2.1.1.5.0"], timeout: 0.1) == nil {
                guard ContinuousClock.now < deadline else {
                    throw LabError(doing: "wait for \(town.name)", said: "no answer from \(town.address) in \(seconds) s")
                }
            }
        }
    }

    /// snmpd shows a link's state up to 3 s late, as it caches ifTable; with the cache at 1 s it is 0.6 s (until snmpd restarts).
    private func shortenCaches() {
        for town in plan.towns {
            _ = try? run(
                ["snmpset", "-v2c", "-c", "private", town.address, ".1.3.6.1.4.1.8072.1.5.3.1.2.1.3.6.1.2.1.2.2", "i", "1"],
                seconds: 5)
        }
    }

    // MARK: Taking down

    static func remove(namespaces: [String], folder: URL) {
        for name in namespaces {
            let pids = (try? Program.run(["ip", "netns", "pids", name]))?.lines.compactMap { Int32($0) } ?? []
            for pid in pids { kill(pid, SIGKILL) }
        }
        let lines = namespaces.map { "netns del \($0)" }.joined(separator: "\n") + "\n"
        _ = try? Program.run(["ip", "-force", "-batch", "-"], input: lines)
        for name in namespaces {
            for folder in ["/etc/frr/\(name)", "/run/frr/\(name)"] { try? FileManager.default.removeItem(atPath: folder) }
        }
        try? FileManager.default.removeItem(at: folder)
    }

    /// Removes the laboratories of test runs whose process is gone: namespaces fw<pid>x<n>-<node> and what runs in them.
    static func sweepLeftovers() throws {
        let names = try Program.run(["ip", "netns", "list"]).lines.compactMap { $0.split(separator: " ").first.map(String.init) }
        var abandoned: [String: [String]] = [:]
        for name in names {
            guard let match = name.wholeMatch(of: /(fw([0-9]+)x[0-9]+)-[a-z0-9]+/), let pid = Int32(match.2), kill(pid, 0) != 0
            else { continue }
            abandoned[String(match.1), default: []].append(name)
        }
        for (prefix, names) in abandoned {
            remove(namespaces: names, folder: URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(prefix))
        }
    }
}
