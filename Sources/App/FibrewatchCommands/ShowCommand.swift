import Alerting
import ArgumentParser
import DeclaredFiles
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// `show OBJECT`: what is declared about it, its state, and the states of its parts.
struct ShowCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a site, device, interface, link, segment, duct, feed, owner, service, person …")

    static let forms: [OutputFormat] = [.json, .jsonl]

    @OptionGroup var global: GlobalOptions

    @Argument(help: "An identifier such as duct:bg-ns, or the name alone where it is unique.")
    var object: String

    func run() async throws {
        let output = Output(global)
        if ObjectID(object).kind == .person || ObjectID(object).isTeam { return try showPerson(output) }
        let network = try global.declaredNetwork().network
        let id = try network.object(named: object)
        guard let sheet = ObjectSheet(of: id, in: network) else { throw ExitCode.unknown }
        let states = try StateSource(global).states()
        let polling = try id.kind == .device ? PollingFacts(of: id, global) : nil
        if global.json || global.jsonl {
            return try output.print(json: Document(sheet, states, polling), pretty: !global.jsonl)
        }
        output.print(text(sheet, states, network, polling, color: output.usesColor))
    }

    /// People stand in `--alerts`, beside the network.
    private func showPerson(_ output: Output) throws {
        let policy = try global.alertsAlone().policy
        guard let sheet = PersonSheet(ObjectID(object), in: policy, at: global.at ?? .now) else {
            let known = policy.people.map(\.id.rawValue) + policy.teams.map(\.id.rawValue)
            let near = Wording.nearest(to: object, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
            throw ValidationError("nobody called \"\(object)\" is declared in \(global.alerts)\(near)")
        }
        if global.wantsDocument { return try output.print(document: sheet) }
        output.print(sheet.table.rendered(color: output.usesColor))
    }

    private func text(
        _ sheet: ObjectSheet, _ states: ObjectStates, _ network: Network, _ polling: PollingFacts?, color: Bool
    ) -> String {
        var table = TextTable("OBJECT", sheet.id.rawValue)
        if let state = states.state(of: sheet.id) {
            table.add("state", state.cell)
            if state != .up, let reason = expected(sheet.id, network) { table.add("expected", .init(reason)) }
        }
        for line in sheet.lines { table.add(.init(line.label), .init(line.text)) }
        for line in polling?.lines ?? [] { table.add(.init(line.label), .init(line.text)) }
        var result = table.rendered(color: color)
        var parts = TextTable("PART", "NAME", "STATE")
        for part in sheet.parts {
            guard let state = states.state(of: part) else { continue }
            parts.add(.init(part.rawValue), .init(ObjectKinds.name(of: part, in: network)), state.cell)
        }
        if !parts.rows.isEmpty { result += "\n" + parts.rendered(color: color) }
        return result
    }

    /// Why its silence is none to tell of.
    private func expected(_ object: ObjectID, _ network: Network) -> String? {
        let time = global.at ?? .now
        let windows = (try? StateSource(global).store()?.maintenance(endingAfter: time)) ?? []
        return ExpectedSilence(network, windows: windows).reason(
            for: object, at: time, moment: { $0.clock(utc: global.utc, now: time) })
    }

    /// `facts` in the order of the sheet; a label may repeat.
    private struct Document: Encodable {
        struct Fact: Encodable { var label: String, text: String }
        struct Part: Encodable {
            var id: ObjectID
            @OrNull var state: ObjectState? = nil
        }
        var id: ObjectID
        @OrNull var state: ObjectState? = nil
        var facts: [Fact]
        var parts: [Part]
        /// What polling has learned of a device; null for other objects and before its first answer.
        @OrNull var polling: PollingFacts? = nil

        init(_ sheet: ObjectSheet, _ states: ObjectStates, _ polling: PollingFacts?) {
            self.polling = polling
            id = sheet.id
            state = states.state(of: sheet.id)
            facts = sheet.lines.map { Fact(label: $0.label, text: $0.text) }
            parts = sheet.parts.map { Part(id: $0, state: states.state(of: $0)) }
        }
    }
}
