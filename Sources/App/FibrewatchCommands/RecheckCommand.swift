import ArgumentParser
import Foundation
import InventoryStore
import NetworkModel
import Rendering

/// `recheck OBJECT`: the running monitor asks it again now, out of turn.
struct RecheckCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "recheck", abstract: "Let the monitor ask an object again now, and show what it says.",
        discussion: "Ends with 3 where no monitor takes the request within --wait seconds.")

    static let forms: [OutputFormat] = [.json, .jsonl]

    @OptionGroup var global: GlobalOptions
    @Argument(help: "A device, or a site, link or duct with its devices.") var object: String
    @Option(help: ArgumentHelp("How long to wait for an answer.", valueName: "s")) var wait = 10.0

    private struct Row: Encodable {
        var object: ObjectID, state: String, since: String
        /// Since it was asked.
        var changed: Bool
    }

    func run() async throws {
        let output = Output(global)
        let network = try global.declaredNetwork().network
        let id = try network.object(named: object)
        guard network.canBeAsked(id) else {
            output.complain("\(id) cannot be asked: name a device, or a site, link, segment or duct with devices at it")
            throw ExitCode.brokenConfiguration
        }
        let store = try StateSource(global).writableStore()
        let asked = store.monitorNow()
        let request = PersonRequest(verb: "recheck", object: id.rawValue, by: StateSource.person)
        let deadline = ContinuousClock.now + .seconds(max(0, min(wait, 600)))
        let number = try await store.ask(request, at: asked, until: deadline, output, database: global.database)
        // Devices of another collector are asked too, but when is not known here: a change of the object itself tells it.
        while ContinuousClock.now < deadline, try !store.isAnswered(request: number),
            try store.stateChanges(of: id, since: asked).isEmpty
        {
            try await Task.sleep(for: .milliseconds(200))
        }
        let parts = [id] + (ObjectSheet(of: id, in: network)?.parts ?? [])
        let answers = try parts.compactMap { part in try store.state(of: part).map { (part, $0) } }
        if global.wantsDocument {
            return try output.print(
                rows: answers.map {
                    Row(object: $0, state: $1.state.rawValue, since: $1.since.rfc3339(), changed: $1.since >= asked)
                })
        }
        var table = TextTable("OBJECT", "STATE", "SINCE")
        for (part, state) in answers {
            table.add(.init(part.rawValue), state.state.cell, .init(state.since.clock(utc: global.utc, now: .now)))
        }
        output.print(table)
    }
}
