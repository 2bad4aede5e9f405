import ArgumentParser
import DeclaredFiles
import NetworkModel

/// An object as a person names it: its identifier, or the part after the colon where only one object has it.
struct ObjectArgument {
    let text: String

    init(_ text: String) { self.text = text }

    /// - Throws: exit code 2, having said what is near, where nothing or several things have that name.
    func resolve(in network: Network, _ output: Output) throws -> ObjectID {
        let id = ObjectID(text)
        if network[id] != nil { return id }
        let same = ObjectKinds.listed.map { ObjectID(kind: $0.kind, name: text) }.filter { network[$0] != nil }
        if let only = same.first, same.count == 1 { return only }
        if same.count > 1 {
            output.complain("\"\(text)\" may be \(same.map(\.rawValue).joined(separator: " or ")): say which")
        } else {
            let near =
                nearest(in: network).map { "; did you mean \"\($0)\"?" }
                ?? "; `fibrewatch find \(text)` looks for a part of a name"
            output.complain("nothing is declared under \"\(text)\"\(near)")
        }
        throw ExitCode.brokenConfiguration
    }

    private func nearest(in network: Network) -> String? { Wording.nearest(to: text, among: network.index.keys.map(\.rawValue)) }
}
