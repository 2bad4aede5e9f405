import Yams

extension DeclaredNode {
    /// The documents of a YAML file (JSON is YAML) in order; none for an empty file.
    /// - Throws: where the text stops being YAML. A parser cannot go on behind that place, so it is one error a file.
    static func documents(of file: SourceFile) throws(DeclaredErrors) -> [DeclaredNode] {
        if let offset = file.firstBrokenByte { throw DeclaredErrors([.brokenText(file.place(at: offset))]) }
        do {
            // What a scalar means is up to who reads it; the rules that tell numbers from dates are never asked, and cost to be made.
            let parser = try Parser(yaml: String(decoding: file.bytes, as: UTF8.self), resolver: .basic)
            var roots: [DeclaredNode] = []
            var budget = mostNodes
            while let root = try parser.nextRoot() { roots.append(try DeclaredNode(root, &budget)) }
            return roots
        } catch let problem as TooManyNodes {
            let place = SourcePlace(path: file.path, line: problem.line, column: problem.column)
            throw DeclaredErrors([DeclaredProblem(place, "aliases make more than \(mostNodes) values of this; write them out")])
        } catch {
            throw DeclaredErrors([problem(of: error, in: file)])
        }
    }

    /// Where aliases of aliases grow a few lines into more than any network has.
    private struct TooManyNodes: Error {
        var line: Int
        var column: Int
    }

    private static let mostNodes = 5_000_000

    /// - Parameter budget: how many nodes may still be made.
    private init(_ node: Node, _ budget: inout Int) throws(TooManyNodes) {
        (line, column) = (node.mark?.line ?? 1, node.mark?.column ?? 1)
        budget -= 1
        guard budget > 0 else { throw TooManyNodes(line: line, column: column) }
        switch node {
        case .scalar(let scalar):
            content = scalar.style == .plain && Self.nullWords.contains(scalar.string) ? .null : .scalar(scalar.string)
        case .sequence(let sequence):
            var nodes: [DeclaredNode] = []
            for node in sequence { nodes.append(try DeclaredNode(node, &budget)) }
            content = .list(nodes)
        case .mapping(let mapping):
            var entries: [Entry] = []
            for (key, value) in mapping {
                entries.append(Entry(key: try DeclaredNode(key, &budget), value: try DeclaredNode(value, &budget)))
            }
            content = .mapping(entries)
        case .alias: content = .null
        }
    }

    /// YAML 1.2, section 10.3.2.
    private static let nullWords = ["", "~", "null", "Null", "NULL"]

    private static func problem(of error: any Error, in file: SourceFile) -> DeclaredProblem {
        func problem(_ mark: Mark, _ text: String) -> DeclaredProblem {
            DeclaredProblem(SourcePlace(path: file.path, line: max(1, mark.line), column: max(1, mark.column)), text)
        }
        switch error as? YamlError {
        case .scanner(let context, let text, let mark, _), .parser(let context, let text, let mark, _),
            .composer(let context, let text, let mark, _):
            let opening =
                context.map { $0.mark.line == mark.line ? " \($0.text)" : " \($0.text) that begins in line \($0.mark.line)" }
                ?? ""
            return problem(mark, "this is not YAML: \(text)\(opening)")
        case .duplicatedKeysInMapping(let keys, let context):
            let names = Wording.alternatives(keys.map { Wording.quoted($0) })
            return problem(context.mark, "key \(names) stands twice in the same mapping; keep one")
        case .reader(let text, let offset, _, _):
            let place = file.place(at: offset ?? 0)
            return DeclaredProblem(place, "this is not YAML: \(text)")
        default:
            return DeclaredProblem(SourcePlace(path: file.path), "this is not YAML: \(error)")
        }
    }
}

extension DeclaredProblem {
    static func brokenText(_ place: SourcePlace) -> DeclaredProblem {
        DeclaredProblem(place, "this byte is not UTF-8; save the file as UTF-8 (spreadsheets: \"CSV UTF-8\")")
    }
}
