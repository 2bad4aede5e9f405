import Foundation
import NetworkModel

/// The whole compiled network in the form of `network.json` (SCENARIOS.md): one object a line, fields in the order of their names.
package enum NetworkJSONExport {
    package static func text(of document: NetworkDocument) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lists: [(NetworkDocument.CodingKeys, [String])] = []
        func add(_ key: NetworkDocument.CodingKeys, _ rows: some Sequence<some Encodable>, always: Bool = true) throws {
            let lines = try rows.map { String(decoding: try encoder.encode($0), as: UTF8.self).withHarmfulEscaped }
            if always || !lines.isEmpty { lists.append((key, lines)) }
        }
        try add(.sites, document.sites)
        try add(.feeds, document.feeds)
        try add(.devices, document.devices)
        try add(.ducts, document.ducts)
        try add(.segments, document.segments)
        try add(.links, document.links)
        try add(.collectors, document.collectors)
        try add(.services, document.services)
        try add(.calendars, document.calendars, always: false)
        try add(.clouds, document.clouds, always: false)
        try add(.owners, document.owners, always: false)
        try add(.racks, document.racks, always: false)
        try add(.credentials, document.credentials, always: false)
        let head = "{\"format\":\(NetworkDocument.format.jsonQuoted),\"name\":\(document.name.jsonQuoted)"
        return lists.reduce(head) { $0 + ",\n\"\($1.0.rawValue)\":[" + list($1.1) + "]" } + "}\n"
    }

    private static func list(_ lines: [String]) -> String {
        lines.isEmpty ? "" : "\n" + lines.joined(separator: ",\n")
    }
}

extension String {
    /// For finished JSON: what is harmful on a screen can stand only inside its strings, where `\uXXXX` means the same.
    var withHarmfulEscaped: String {
        if utf8.allSatisfy({ $0 < 0x7F }) { return self }
        var escaped = ""
        for scalar in unicodeScalars {
            if scalar.isHarmful { escaped += scalar.jsonEscape } else { escaped.unicodeScalars.append(scalar) }
        }
        return escaped
    }
}
