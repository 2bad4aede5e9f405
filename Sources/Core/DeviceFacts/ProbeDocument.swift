import Foundation
import SNMPMessages

/// The document of `probe --json`: what was asked, how the walk went, and the facts.
package struct ProbeDocument: Encodable, Sendable {
    /// How much was asked and answered.
    package struct Walk: Encodable, Hashable, Sendable {
        package var requests: Int
        package var varbinds: Int
        package var seconds: Double
        /// Of the walk and of the facts, `kind: detail`.
        package var findings: [String]

        package init(requests: Int, varbinds: Int, seconds: Double, findings: [String]) {
            (self.requests, self.varbinds, self.seconds, self.findings) = (requests, varbinds, seconds, findings)
        }
    }

    /// With the port, `127.0.0.1:11610`.
    package var address: String
    /// `1`, `2c` or `3`.
    package var snmp: String
    package var walk: Walk
    package var facts: DeviceFacts

    package init(address: String, snmp: String, walk: Walk, facts: DeviceFacts) {
        (self.address, self.snmp, self.walk, self.facts) = (address, snmp, walk, facts)
    }

    private enum Key: String, CodingKey { case address, snmp, walk, system, interfaces, inventory, neighbours, sensors }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: Key.self)
        try c.encode(address, forKey: .address)
        try c.encode(snmp, forKey: .snmp)
        try c.encode(walk, forKey: .walk)
        try c.encode(facts.system, forKey: .system)
        try c.encode(facts.interfaces, forKey: .interfaces)
        try c.encode(facts.inventory, forKey: .inventory)
        try c.encode(facts.neighbours, forKey: .neighbours)
        try c.encode(facts.sensors, forKey: .sensors)
    }

    /// UTF-8 JSON, keys sorted, the same bytes for the same document; indented unless `compact`.
    package func json(compact: Bool = false) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            compact ? [.sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
