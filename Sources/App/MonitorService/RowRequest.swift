import Foundation
import NetworkModel

/// What the monitor asks of another collector, as a line back on the connection that brings the rows: `{"ask":"dev:n7"}`.
enum RowRequest {
    static func line(asking device: ObjectID) -> String {
        let document = try? JSONEncoder().encode(["ask": device.rawValue])
        return String(decoding: document ?? Data(), as: UTF8.self)
    }

    /// The device that `line` asks for; nil for anything else, which a later monitor may send.
    static func device(in line: [UInt8]) -> ObjectID? {
        let fields = try? JSONDecoder().decode([String: String].self, from: Data(line))
        return fields?["ask"].map { ObjectID($0) }
    }
}
