import Alerting
import Foundation
import NetworkModel
import Rendering

// How mails present themselves, and what stands outside of the files: programs, folders, secrets.

extension AlertsReader {
    mutating func checkIdentity() {
        guard let mail else { return }
        let address = Mailbox(mail.value.from).address
        if let fault = MailAddress.fault(of: address) {
            report(
                mail.place(of: "from"),
                "mail is from \(Wording.quoted(mail.value.from)), which \(fault); write \"fibrewatch <fibrewatch@example.org>\"")
        }
        if !mail.value.envelopeFrom.isEmpty, let fault = MailAddress.fault(of: mail.value.envelopeFrom) {
            report(
                mail.place(of: "envelope_from"),
                "bounces go to \(Wording.quoted(mail.value.envelopeFrom)), which \(fault); leave it out for no bounces")
        }
        if !MailAddress.isDomain(mail.value.domain) {
            report(
                mail.place(of: "domain"),
                "\(Wording.quoted(mail.value.domain)) is no domain such as network.example, and Message-IDs end with it")
        }
    }

    /// Programs and folders that are not on this machine.
    fileprivate var diskFindings: [DeclaredProblem] {
        let passwords = relays.compactMap { relay in
            relay.value.passwordFile.flatMap { DeclaredProblem.secret($0, at: relay.place(of: "password_file")) }
        }
        let tokens = targets.compactMap { target in
            target.value.tokenFile.flatMap { DeclaredProblem.secret($0, at: target.place(of: "token_file")) }
        }
        return passwords + tokens + missingPrograms + missingFolders
    }

    private var missingPrograms: [DeclaredProblem] {
        targets.filter { $0.value.kind == .command }.compactMap { target in
            guard let program = target.value.command.first, !FileManager.default.isExecutableFile(atPath: program) else {
                return nil
            }
            let advice = program.contains("/") ? "" : "; write its whole path, such as /usr/local/bin/\(program)"
            return DeclaredProblem(
                target.place(at: ["command", "0"]),
                "target \(Wording.quoted(target.value.name)) starts \(Wording.quoted(program)), and there is no such program on this machine\(advice)",
                severity: .warning)
        }
    }

    private var missingFolders: [DeclaredProblem] {
        let files = targets.filter { $0.value.kind == .file }.compactMap { target in
            target.value.path.map { ("target " + Wording.quoted(target.value.name), $0, target.place(of: "path")) }
        }
        let deadMan = deadManFile.map { [("dead_man_file", $0.value, $0.place())] } ?? []
        return (files + deadMan).compactMap { subject, path, place in
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue { return nil }
            return DeclaredProblem(
                place, "\(subject) writes into \(Wording.quoted(folder)), and there is no such folder on this machine",
                severity: .warning)
        }
    }
}

extension DeclaredAlerts {
    /// Password and token files that cannot be read, programs and folders that are not here, each at its place. It looks at the disk, so it is
    /// asked for on its own.
    package static func diskFindings(path: String) -> [DeclaredProblem] {
        diskFindings(files: DeclaredFolder.files(of: path, except: notRules).files)
    }

    /// The same for files already read.
    static func diskFindings(files: [SourceFile]) -> [DeclaredProblem] {
        var reader = AlertsReader()
        for file in files { reader.read(file) }
        return reader.diskFindings
    }
}
