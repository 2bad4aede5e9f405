import FibrewatchCommands

@main
struct Fibrewatch {
    @MainActor static func main() async {
        if !FibrewatchCommand.runAtOnce() { await FibrewatchCommand.mainWithExitCodes() }
    }
}
