import Diagnosis
import Foundation
import NetworkModel

/// A recorded episode of SCENARIOS.md as it lies in its folder: the network, what was known beforehand, the rows in order of arrival.
/// The truth beside it is never read.
package struct ScenarioFiles: Sendable {
    package var id: String
    package var network: Network
    /// What of the network document could not be used, in its order.
    package var problems: [NetworkProblem]
    package var context: EpisodeContext
    /// What `known_down`, `known_off` and `maintenance` name and the network does not, in their order.
    package var unknownObjects: [(field: String, object: ObjectID)] {
        let named: [(field: String, objects: [ObjectID])] = [
            ("known_down", context.knownDown), ("known_off", context.knownOff),
            ("maintenance", context.maintenance.map(\.object)),
        ]
        return named.flatMap { list in list.objects.filter { network[$0] == nil }.map { (list.field, $0) } }
    }
    /// When the episode ends.
    package var horizon: Timestamp
    /// How long it lasts from its time 0.
    package var length: TimeSpan { horizon - Timestamp(milliseconds: 0) }
    /// `observations.jsonl` as it stands there.
    package var rows: [UInt8]

    /// Reads `scenario.json`, the network that it names and `observations.jsonl` in `folder`.
    package init(folder: URL) throws(ScenarioFilesError) {
        let file = folder.appendingPathComponent("scenario.json")
        let header: ScenarioHeader = try Self.decode(file)
        let networkFile = folder.appendingPathComponent(header.network).standardizedFileURL
        let document = try Self.network(networkFile)
        id = header.id
        (network, problems) = Network.compile(document)
        context = try header.context(file: file.path)
        horizon = Timestamp(seconds: header.horizon)
        rows = try Self.bytes(of: folder.appendingPathComponent("observations.jsonl"))
    }

    /// Gives each row that can be read to `take`, and each other line with its number, counted from 1, and the reason to `reject`.
    /// Empty lines are passed over.
    package func forEachRow(
        _ take: (Observation) -> Void, rejected reject: (_ line: Int, _ reason: ObservationRowError) -> Void
    ) {
        var line = 0
        var start = rows.startIndex
        while start < rows.endIndex {
            let end = rows[start...].firstIndex(of: 0x0A) ?? rows.endIndex
            line += 1
            if end > start, rows[start..<end] != [0x0D] {
                do throws(ObservationRowError) {
                    take(try Observation(row: rows[start..<end]))
                } catch {
                    reject(line, error)
                }
            }
            start = end + 1
        }
    }

    private static func network(_ file: URL) throws(ScenarioFilesError) -> NetworkDocument {
        let bytes = try bytes(of: file)
        do throws(JSONProblem) {
            return try NetworkDocument(json: bytes)
        } catch {
            throw .malformed(file: file.path, reason: "\(error)")
        }
    }

    private static func decode<T: Decodable>(_ file: URL) throws(ScenarioFilesError) -> T {
        let data = Data(try bytes(of: file))
        do {
            return try JSONDecoder().decode(T.self, from: data)
        } catch {
            throw .malformed(file: file.path, reason: Self.words(for: error))
        }
    }

    private static func bytes(of file: URL) throws(ScenarioFilesError) -> [UInt8] {
        do {
            let data = try Data(contentsOf: file, options: .mappedIfSafe)
            // Editors of some systems put a byte order mark first, which is no part of JSON.
            return Array(data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data)
        } catch {
            throw .unreadable(file: file.path, reason: error.localizedDescription)
        }
    }

    private static func words(for error: any Error) -> String {
        func path(_ context: DecodingError.Context) -> String { context.codingPath.map(\.stringValue).joined(separator: ".") }
        return switch error as? DecodingError {
        case .keyNotFound(let key, let context): "\(path(context)) lacks \"\(key.stringValue)\""
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "\(path(context)): \(context.debugDescription)"
        default: "\(error)"
        }
    }
}

/// Why a scenario's folder cannot be replayed.
package enum ScenarioFilesError: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable(file: String, reason: String)
    case malformed(file: String, reason: String)

    package var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): cannot be read: \(reason); name the folder of one scenario"
        case .malformed(let file, let reason): "\(file): \(reason); see SCENARIOS.md for the form"
        }
    }
}
