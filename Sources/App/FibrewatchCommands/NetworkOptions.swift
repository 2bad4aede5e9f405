import ArgumentParser
import DeclaredFiles
import Foundation
import NetworkModel

/// Where a question about the network takes it from: a scenario's `network.json`, or the declared files of `--topology`.
struct NetworkOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Take the network from this network.json instead of --topology.", valueName: "file"))
    var network: String?

    /// - Throws: `ExitCode` 2, after saying where and what is wrong.
    func load(_ global: GlobalOptions) throws -> Network {
        guard let network else { return try global.declaredNetwork().network }
        let output = Output(global)
        guard let data = FileManager.default.contents(atPath: network) else {
            output.complain("\(network): cannot be read; is the path right?")
            throw ExitCode.brokenConfiguration
        }
        do throws(JSONProblem) {
            let (compiled, problems) = Network.compile(try NetworkDocument(json: [UInt8](data)))
            for problem in problems {
                output.say("\(network): \(problem.list.stringValue)[\(problem.row)]: \(problem.words); left out")
            }
            return compiled
        } catch {
            output.complain("\(network):\(error)")
            throw ExitCode.brokenConfiguration
        }
    }
}

extension NetworkProblem {
    /// `"link:l1" names "dev:x" as a.device, which is not declared`
    fileprivate var words: String {
        switch reason {
        case .duplicate(let id): "\"\(object)\" gives the identifier \"\(id)\" a second time"
        case .dangling(let id, let expected):
            id.kind == expected || expected == .cloud
                ? "\"\(object)\" names \"\(id)\" as \(field), which is not declared"
                : "\"\(object)\" names \"\(id)\" as \(field), which is no \(expected.rawValue):"
        }
    }
}

extension Network {
    /// The object that a person means: an identifier, the name after its colon where only one object has it, or a site's name.
    /// - Throws: `ValidationError` that says what comes close.
    func object(named text: String) throws -> ObjectID {
        let id = ObjectID(text)
        if self[id] != nil || failure(of: id) != nil { return id }
        let byName = index.keys.filter { $0.name == text[...] && $0.kind != .interface }
        let bySite = document.sites.filter { $0.name.caseInsensitiveCompare(text) == .orderedSame }.map(\.id)
        // A device and its site often share their name; the site is what people speak of.
        let sites = byName.filter { $0.kind == .site }
        for found in [sites, byName, bySite] where found.count == 1 { return found[0] }
        let close = Set(byName + bySite).sorted()
        if close.isEmpty {
            let near = Wording.nearest(to: text, among: index.keys.map(\.rawValue))
            throw ValidationError(
                "no object is called \"\(text)\"\(near.map { "; did you mean \"\($0)\"?" } ?? "; name it as in the declared files: duct:…, link:…, dev:…, site:…, or look for a part of its name with `fibrewatch find`")"
            )
        }
        let names = close.prefix(6).map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\"\(text)\" may be any of \(close.count) objects: \(names); give the identifier")
    }

    func siteID(_ site: Int32) -> ObjectID { document.sites[Int(site)].id }

    /// Identifiers in order of their text.
    func siteIDs(_ sites: [Int32]) -> [ObjectID] { sites.map(siteID).sorted() }
}
