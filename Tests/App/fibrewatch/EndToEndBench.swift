import Foundation
import TestSupport

/// The built program as a monitor in the namespace laboratory, with its mails going to a real server there.
final class EndToEndBench {
    /// What `status --json` says, as far as tests look.
    struct Status: Decodable {
        struct Incident: Decodable {
            var id: String
            var best: String
            var candidates: [String]
            var impacted_sites: [String]
        }
        struct Monitor: Decodable { var state: String }
        var incidents: [Incident]
        var devices: [String: Int]
        var monitor: Monitor
    }

    let lab: NamespaceLab
    let mails: MailServer
    let alerts: URL
    let database: String
    private(set) var monitor: LabProcess?

    init() throws {
        lab = try NamespaceLab.open()
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
    func startMonitor() throws {
        monitor = try lab.start(
            [ProgramUnderTest.path, "run", "--poll-interval", "2", "--port-interval", "2", "--verbose"] + options,
            name: "fibrewatch",
            environment: ["FIBREWATCH_TRACE": "1"])
    }

    var monitorLog: String { "the monitor said:\n\(monitor?.errors.suffix(6000) ?? "nothing")" }

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
