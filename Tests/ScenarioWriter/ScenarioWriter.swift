import Foundation
import ScenarioGenerator

/// `scenario-writer --out DIR [--seed N] [--count N] [--set main|hard|wrong-duct|life] [--size 0...3]`: generated scenarios as folders.
@main
struct ScenarioWriter {
    static func main() throws {
        var options: [String: String] = [:]
        var arguments = CommandLine.arguments.dropFirst()
        while let name = arguments.popFirst() { options[name] = arguments.popFirst() ?? "" }
        guard let out = options["--out"], !out.isEmpty else {
            print("scenario-writer --out DIR [--seed N] [--count N] [--set main|hard|wrong-duct|life] [--size 0...3]")
            exit(2)
        }
        let first = options["--seed"].flatMap { UInt64($0) } ?? 1
        let count = options["--count"].flatMap { Int($0) } ?? 28
        let folder = URL(fileURLWithPath: out)
        for number in 0..<count {
            let className = ScenarioGenerator.className(number, in: options["--set"] ?? "main")
            let size = options["--size"].flatMap { Int($0) } ?? (number / 14) % 3
            try ScenarioGenerator.scenario(className, seed: first &+ UInt64(number), size: size).write(into: folder)
        }
        print("\(count) scenarios in \(out), seeds \(first) to \(first &+ UInt64(max(0, count - 1)))")
    }
}
