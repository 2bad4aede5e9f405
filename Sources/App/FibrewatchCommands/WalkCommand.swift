import ArgumentParser
import DeviceFacts
import Foundation
import Rendering
import SNMPCollector
import SNMPMessages

/// `walk HOST OID`: the raw answers below one object.
struct WalkCommand: AsyncParsableCommand, FormedVerb {
    static let configuration = CommandConfiguration(
        commandName: "walk",
        abstract: "Walk a device's MIB below an object and show the raw answers.",
        discussion: """
            OID is dotted numbers or a name that fibrewatch knows (ifDescr, lldpRemTable, ifOperStatus.3, …). \
            Ends with 0 when the walk came to its end, 1 when it was cut short, 3 when there was no answer or nothing below OID.
            """)

    static let forms: [OutputFormat] = [.json, .jsonl, .csv]

    @OptionGroup var global: GlobalOptions
    @OptionGroup var snmp: SNMPOptions

    @Flag(help: "Accept rows in any order, for agents that do not sort.")
    var unordered = false

    @Argument(help: ArgumentHelp("Address or name, with :PORT where it is not 161.", valueName: "host[:port]"))
    var host: String

    @Argument(help: "Where to begin.")
    var oid: String

    func run() async throws {
        let output = Output(global)
        guard let root = MIBNames.oid(oid) else { throw ValidationError(Self.unknownName(oid)) }
        let target = try snmp.target(host, output)
        let result = try await walk(root, target, output)
        try show(WalkDocument(target.address, snmp.version.rawValue, root, result), output)
        if let failure = result.failure { output.complain("\(target.address): \(failure); what was read before is shown") }
        for finding in result.findings { output.say("finding: \(finding)") }
        if !result.isComplete { throw ExitCode.problemFound }
    }

    private static func unknownName(_ name: String) -> String {
        let near = MIBNames.suggestions(for: name)
        return "\"\(name)\" is no object identifier and no name that fibrewatch knows"
            + (near.isEmpty ? "; give dotted numbers" : "; did you mean \(near.joined(separator: ", "))?")
    }

    private func walk(_ root: ObjectIdentifier, _ target: SNMPTarget, _ output: Output) async throws -> WalkResult {
        let engine: SNMPEngine
        do { engine = try SNMPEngine(window: 64) } catch {
            output.complain("\(error)")
            throw ExitCode.unknown
        }
        defer { engine.stop() }
        var result = await engine.walk([root], of: target, unordered: unordered)
        // A leaf has nothing below it: GETNEXT goes past it, GET finds it.
        if result.varBinds.isEmpty, result.failure == nil, case .success(let answer) = await engine.get([root], from: target) {
            result.varBinds = answer.varBinds.filter { !$0.value.isException }
        }
        guard result.varBinds.isEmpty else { return result }
        output.complain(
            result.failure.map { snmp.message($0, target) } ?? "\(target.address) answers, but has nothing below \(root) (\(oid))"
        )
        throw ExitCode.unknown
    }

    private func show(_ document: WalkDocument, _ output: Output) throws {
        if global.json { return try output.print(json: document) }
        if global.csv {
            var table = TextTable("OID", "NAME", "TYPE", "VALUE")
            for row in document.varbinds {
                table.add(.init(row.oid), .init(row.name ?? ""), .init(row.type), .init(row.shown))
            }
            return output.print(table.csv)
        }
        for row in document.varbinds {
            if global.jsonl {
                try output.print(json: row, pretty: false)
            } else {
                output.print("\(row.oid) \(row.name ?? "-") \(row.type): \(TerminalText.escaped(row.shown))\n")
            }
        }
    }
}

/// The JSON of `walk`.
struct WalkDocument: Encodable {
    struct Row: Encodable {
        var oid: String
        @OrNull var name: String? = nil
        var type: String
        // A value has one form, or a string two; the others are left out of each of many thousand lines.
        /// Text of strings, dotted numbers of addresses and names; nil for NULL.
        var text: String? = nil
        var number: Double? = nil
        /// The octets of strings whose text does not give them back.
        var hex: String? = nil

        var shown: String {
            text ?? hex.map { $0.isEmpty ? "" : "0x" + $0 } ?? number.map {
                $0 == $0.rounded() && abs($0) < 1e15 ? "\(Int64($0))" : "\($0)"
            } ?? ""
        }

        init(_ bind: VarBind) {
            oid = bind.oid.description
            name = MIBNames.name(of: bind.oid)
            type = bind.value.typeName
            switch bind.value {
            case .octets(let octets): show(octets)
            case .oid(let oid): text = oid.description
            case .ipAddress(let address): text = (0..<4).map { String(address >> (24 - 8 * $0) & 0xFF) }.joined(separator: ".")
            case .opaque(let octets), .undecodable(_, let octets): hex = octets.hexadecimal
            case .counter64(let count): number = Double(count)
            default: number = bind.value.number.map(Double.init)
            }
        }

        /// Octets that are no text are shown as hex alone.
        private mutating func show(_ octets: [UInt8]) {
            let shown = DeviceText(octets)
            let isText = !shown.text.unicodeScalars.contains { $0.value < 0x20 && !$0.properties.isWhitespace }
            hex = shown.hex ?? (isText ? nil : octets.hexadecimal)
            text = isText && shown.octets.map({ $0.last == 0 }) ?? true ? shown.text : nil
        }
    }

    var address: String
    var snmp: String
    var root: String
    var requests: Int
    var seconds: Double
    var findings: [String]
    var varbinds: [Row]

    init(_ address: SocketAddress, _ snmp: String, _ root: ObjectIdentifier, _ result: WalkResult) {
        (self.address, self.snmp, self.root) = ("\(address)", snmp, root.description)
        (requests, seconds, findings) = (result.requests, (result.seconds * 1000).rounded() / 1000, result.findings)
        varbinds = result.varBinds.map(Row.init)
    }
}
