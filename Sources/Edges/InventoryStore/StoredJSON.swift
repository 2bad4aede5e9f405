import Foundation
import GRDB

/// Bodies of Core types in the database: JSON with sorted keys, so that the same value is the same text.
enum StoredJSON {
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func value<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// Values of the rows that can be read; a row that an older or broken version wrote is left out rather than hiding the others.
    static func values<Value: Decodable>(_ type: Value.Type, _ texts: [String]) -> [Value] {
        let decoder = JSONDecoder()
        return texts.compactMap { try? decoder.decode(type, from: Data($0.utf8)) }
    }
}
