import ArgumentParser

/// `incident list|show|ack|why`.
struct IncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident", abstract: "List, show, explain and take incidents.",
        subcommands: [
            IncidentListCommand.self, IncidentShowCommand.self, IncidentWhyCommand.self, IncidentAcknowledgeCommand.self,
            IncidentNoteCommand.self, IncidentAssignCommand.self, IncidentCauseCommand.self, IncidentTicketCommand.self,
        ],
        defaultSubcommand: IncidentListCommand.self)
}
