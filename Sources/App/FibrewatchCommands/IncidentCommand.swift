import ArgumentParser

/// `incident list|show|ack|why` and what people say of one.
struct IncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident", abstract: "List, show, explain and take incidents.",
        subcommands: [
            IncidentListCommand.self, IncidentShowCommand.self, IncidentWhyCommand.self, IncidentAcknowledgeCommand.self,
            IncidentNoteCommand.self, IncidentAssignCommand.self, IncidentCauseCommand.self, IncidentTicketCommand.self,
            IncidentMergeCommand.self, IncidentSplitCommand.self,
        ],
        defaultSubcommand: IncidentListCommand.self)
}
