/// A bar on standard error while something fills up; on no terminal it says nothing until it is full.
struct ProgressBar {
    let total: Int
    let output: Output
    private var last = -1

    init(total: Int, _ output: Output) { (self.total, self.output) = (total, output) }

    mutating func show(_ done: Int) {
        guard done != last, output.showsProgress else { return }
        last = done
        let filled = total == 0 ? 40 : min(40, done * 40 / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 40 - filled)
        output.progress("\r   \(bar) \(done)/\(total)")
    }

    func clear() {
        if output.showsProgress { output.progress("\r\u{1B}[K") }
    }

    func finish(_ text: String) {
        clear()
        output.print("   \(text)\n")
    }
}
