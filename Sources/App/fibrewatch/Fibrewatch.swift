import FibrewatchCommands

@main
struct Fibrewatch {
    static func main() async { await FibrewatchCommand.mainWithExitCodes() }
}
