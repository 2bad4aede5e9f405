import ArgumentParser

/// `mail test`.
struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Try the way of our mails.", subcommands: [MailTestCommand.self])
}
