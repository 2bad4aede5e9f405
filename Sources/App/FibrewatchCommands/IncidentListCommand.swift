import ArgumentParser
import Diagnosis
import NetworkModel
import Rendering

/// `incident list`: open incidents, or all of them.
struct IncidentListCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Open incidents; with --all the closed ones too.")

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Closed incidents too.")
    var all = false

    @Option(help: ArgumentHelp("Only those opened since: RFC 3339, local time, or an age such as 12h.", valueName: "time"))
    var since: TimeArgument?

    func run() async throws {
        let output = Output(global)
        let store = try StateSource(global).requiredStore()
        let incidents = try store.incidents(open: !all, at: global.at, limit: .max).filter {
            $0.opened >= since?.timestamp ?? .distantPast
        }
        if global.wantsDocument { return try output.print(rows: incidents.map(IncidentDocument.init)) }
        var table = TextTable(
            "ID", "OPENED", global.csv ? "LASTED_S" : "LASTED", "KIND", "CAUSE", "OR", ">SITES", "STATE", "RULE")
        let now = global.at ?? .now
        for incident in incidents {
            let state = incident.withdrawn ? "withdrawn" : incident.closed == nil ? "open" : "closed"
            table.add([
                .init(incident.id),
                .init(global.csv ? incident.opened.rfc3339(utc: global.utc) : incident.opened.clock(utc: global.utc, now: now)),
                .init(lasted((incident.closed ?? now) - incident.opened)), .init(incident.kind.rawValue),
                .init(incident.best.rawValue), .init(others(of: incident)), .init(String(incident.impactedSites.count)),
                .init(state, color: state == "open" ? .red : .dim), .init(incident.alert?.words ?? ""),
            ])
        }
        if global.csv { return output.print(table.csv) }
        output.print(table)
        output.say("\(incidents.count) incident\(incidents.count == 1 ? "" : "s")\(all ? "" : " open")")
    }

    /// Whole seconds for a program, an age for people.
    private func lasted(_ span: TimeSpan) -> String {
        global.csv ? String(span.milliseconds / 1000) : Age(span).description
    }

    /// The other causes that fit as well: all of them where a program reads, their number on a terminal line.
    private func others(of incident: Incident) -> String {
        let others = incident.candidates.filter { $0 != incident.best }.map(\.rawValue)
        return global.csv || others.count < 2 ? others.joined(separator: " ") : "\(others.count) others"
    }
}
