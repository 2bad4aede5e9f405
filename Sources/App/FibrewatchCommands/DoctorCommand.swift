import ArgumentParser
import DeclaredFiles
import Foundation
import InventoryStore
import PingCollector
import Rendering

/// `doctor`: what this machine lacks for watching, and the command that mends it.
struct DoctorCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "What this machine lacks for watching, and the command that mends it.",
        discussion: "Ends with 0 if nothing keeps it from watching, with 1 otherwise; what is only slower or less is a warning.")

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let output = Output(global)
        let checks =
            [network, database, icmp, receiveBuffer, descriptors]
            + [
                program("dot", needed: "maps without coordinates", package: "graphviz"),
                program("rsvg-convert", needed: "export png", package: "librsvg2-bin"),
                program("snmpwalk", needed: "comparing with net-snmp by hand", package: "snmp"),
            ]
        if global.wantsDocument {
            try output.print(rows: checks)
        } else {
            var table = TextTable("CHECK", "STATE", "DETAIL", "WHAT TO DO")
            for check in checks { table.add(.init(check.check), check.cell, .init(check.detail), .init(check.fix ?? "")) }
            output.print(rows: table)
        }
        if checks.contains(where: { $0.state == .broken }) { throw ExitCode.problemFound }
    }

    struct Check: Encodable {
        enum State: String, Encodable { case ok, warning, broken }
        var check: String
        var state: State
        var detail: String
        /// The command that mends it.
        @OrNull var fix: String? = nil

        var cell: TextTable.Cell { .init(state.rawValue, color: state == .ok ? .green : state == .warning ? .yellow : .red) }
    }

    private var network: Check {
        do throws(DeclaredErrors) {
            let document = try DeclaredNetwork.load(path: global.topology).document
            let unmanaged = document.devices.count { $0.address == nil }
            let detail =
                "\(document.sites.count) sites, \(document.devices.count) devices, \(unmanaged) of them without an address"
            return Check(check: "network in \(global.topology)", state: .ok, detail: detail, fix: nil)
        } catch {
            return Check(
                check: "network in \(global.topology)", state: .broken,
                detail: "\(error.problems.count) errors, the first: \(error.problems[0])",
                fix: "fibrewatch check --topology \(global.topology)")
        }
    }

    private var database: Check {
        let path = global.database
        let folder = (path as NSString).deletingLastPathComponent
        guard FileManager.default.fileExists(atPath: path) else {
            let writable = FileManager.default.isWritableFile(atPath: folder.isEmpty ? "." : folder)
            return Check(
                check: "state file \(path)", state: writable ? .ok : .broken,
                detail: writable ? "will be made" : "its folder cannot be written to",
                fix: writable ? nil : "sudo install -d -o $USER \(folder)")
        }
        do {
            let problems = try Store.open(path, mode: .readOnly).integrityProblems()
            return Check(
                check: "state file \(path)", state: problems.isEmpty ? .ok : .broken,
                detail: problems.isEmpty ? "whole" : problems.joined(separator: "; "),
                fix: problems.isEmpty ? nil : "mv \(path) \(path).broken, then start the monitor")
        } catch {
            return Check(check: "state file \(path)", state: .broken, detail: "\(error)", fix: nil)
        }
    }

    private var icmp: Check {
        guard let refusal = PingCollector.refusal() else {
            return Check(check: "ICMP echo", state: .ok, detail: "permitted", fix: nil)
        }
        return Check(
            check: "ICMP echo", state: .warning, detail: "\(refusal); devices are asked for sysUpTime instead",
            fix: "sudo sysctl -w net.ipv4.ping_group_range=\"0 2147483647\"")
    }

    private var receiveBuffer: Check {
        let text = try? String(contentsOfFile: "/proc/sys/net/core/rmem_max", encoding: .utf8)
        guard let bytes = text.flatMap({ Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }) else {
            return Check(check: "receive buffer", state: .warning, detail: "cannot be read", fix: nil)
        }
        let enough = bytes >= 4_194_304
        return Check(
            check: "receive buffer", state: enough ? .ok : .warning,
            detail: "at most \(bytes / 1024) KiB" + (enough ? "" : ": large sweeps open fewer questions at once"),
            fix: enough ? nil : "sudo sysctl -w net.core.rmem_max=4194304")
    }

    private var descriptors: Check {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let enough = limit.rlim_cur >= 256
        return Check(
            check: "open files", state: enough ? .ok : .warning, detail: "at most \(limit.rlim_cur)",
            fix: enough ? nil : "ulimit -n 1024")
    }

    private func program(_ name: String, needed: String, package: String) -> Check {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        let path = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        return Check(
            check: name, state: path == nil ? .warning : .ok, detail: path ?? "absent; needed for \(needed)",
            fix: path == nil ? "sudo apt-get install \(package)" : nil)
    }
}
