import Foundation
import TestSupport

/// The built program as a monitor in the namespace laboratory, with its mails going to a real server there.
final class EndToEndBench {
    /// What `status --json` says, as far as tests look.
    struct Status: Decodable {
        struct Incident: Decodable {
            var id: String
            var kind: String
            var best: String
            var candidates: [String]
            var impacted_sites: [String]
        }
        struct Collector: Decodable {
            var id: String
            var age_s: Double?
        }
        struct Monitor: Decodable {
            var state: String
            var collectors: [Collector]
        }
        var incidents: [Incident]
        var devices: [String: Int]
        var monitor: Monitor
    }

    let lab: NamespaceLab
    let mails: MailServer
    let alerts: URL
    let database: String
    private(set) var monitor: LabProcess?

    private(set) var collector: LabProcess?

    init(_ plan: LabPlan = .standard) throws {
        lab = try NamespaceLab.open(plan)
        mails = try MailServer(in: lab)
        alerts = lab.folder.appendingPathComponent("Alerts")
        database = lab.folder.appendingPathComponent("fibrewatch.db").path
        try FileManager.default.createDirectory(at: alerts, withIntermediateDirectories: true)
        let password = lab.folder.appendingPathComponent("mail-password")
        try Data((mails.password + "\n").utf8).write(to: password)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: password.path)
        try Data(policy(passwordFile: password.path).utf8).write(to: alerts.appendingPathComponent("alerts.yaml"))
    }

    func close() { lab.close() }

    private func policy(passwordFile: String) -> String {
        """
        mail: {from: fibrewatch <monitor@network.example>, domain: network.example, zone: Europe/Belgrade}
        relays:
          - {name: lab, host: 127.0.0.1, port: \(mails.port), tls: required, user: \(mails.user), password_file: \(passwordFile), ca_file: \(mails.certificate.path)}
        people:
          - {id: person:noc, name: NOC on duty, mail: noc@network.example, level: restricted}
        routes:
          - {name: everything, to: [person:noc]}
        fallback: [person:noc]
        calm: {settle: 5s}

        """
    }

    private var options: [String] { ["--topology", lab.topology.path, "--alerts", alerts.path, "--database", database] }

    /// Polls every two seconds instead of every ten.
    func startMonitor(_ further: [String] = []) throws {
        monitor = try lab.start(
            [ProgramUnderTest.path, "run", "--poll-interval", "2", "--port-interval", "2", "--verbose"] + further + options,
            name: "fibrewatch",
            environment: ["FIBREWATCH_TRACE": "1"])
    }

    /// The second collector, on a host of its own; its rows go to `rows`.
    func startCollector() throws {
        let arguments = ["--collector", "lab2", "--to", rows, "--poll-interval", "2", "--port-interval", "2"]
        collector = try lab.start(
            in: "nms2", [ProgramUnderTest.path, "collect", "--topology", lab.topology.path] + arguments, name: "collector")
    }

    /// A socket is no part of the network: it is reached from any namespace.
    var rows: String { "unix:" + lab.folder.appendingPathComponent("rows.sock").path }

    /// What the monitor and the second collector said, without single observations but the last ones, and what was mailed.
    var monitorLog: String {
        let lines = (monitor?.errors ?? "").split(separator: "\n")
        let words = lines.filter { !$0.contains(" trace ") }.suffix(60) + ["…"] + lines.suffix(20)
        return
            (["the monitor said:"] + words + ["the collector said:"] + (collector?.errors ?? "").split(separator: "\n").suffix(10)
            + ["mailed:"] + mails.mails.compactMap { $0.header("Subject")?[...] }).joined(separator: "\n")
    }

    var status: Status? {
        guard let result = try? lab.run([ProgramUnderTest.path, "status", "--json"] + options) else { return nil }
        return try? JSONDecoder().decode(Status.self, from: Data(result.output.utf8))
    }

    func comes(within seconds: Double, _ condition: (Status) -> Bool) -> Bool {
        Wait.until(seconds: seconds, every: 0.25) { status.map(condition) ?? false }
    }

    /// The state column of `show`.
    func state(of object: String) -> String? {
        struct Shown: Decodable { var state: String? }
        guard let result = try? lab.run([ProgramUnderTest.path, "show", object, "--json"] + options) else { return nil }
        return (try? JSONDecoder().decode(Shown.self, from: Data(result.output.utf8)))?.state
    }
}
