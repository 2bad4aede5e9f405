import Diagnosis
import Foundation
import InventoryStore
import NetworkModel

/// Records of the declared network that the monitor found to be wrong by what it saw: a link that went down with a duct in which it is
/// not listed, or is listed in one and carries on while that is cut.
enum RecordSuspects {
    struct Row: Encodable {
        enum CodingKeys: String, CodingKey { case object, detail, last, count, ducts }

        /// The link whose record is in doubt.
        var object: ObjectID
        var detail: String
        /// When it was last seen so, and how often.
        var last: String
        var count: Int
        /// Ducts that it is about.
        var ducts: [ObjectID]

        var words: String {
            let times = count == 1 ? "" : ", \(count) times"
            return "record suspect: \(object) \(detail) (seen \(last)\(times)); correct its segments, or note why it is right"
        }
    }

    /// How far back.
    static let recent = TimeSpan.seconds(30 * 86_400)

    /// Those of the last month that the record still deserves, the newest last; empty where there is no state file.
    static func rows(of database: String, in network: Network, at now: Timestamp) throws(StoreError) -> [Row] {
        guard FileManager.default.fileExists(atPath: database) else { return [] }
        let findings = try Store.open(database, mode: .readOnly).findings(since: now - recent, limit: 10_000)
        var rows: [Row] = []
        var places: [String: Int] = [:]
        for finding in findings where finding.kind == .recordSuspect && stillHolds(finding, network) {
            let key = "\(finding.object) \(finding.detail)"
            if let place = places[key] {
                (rows[place].last, rows[place].count) = (finding.time.rfc3339(), rows[place].count + 1)
            } else {
                places[key] = rows.count
                rows.append(
                    Row(
                        object: finding.object, detail: finding.detail, last: finding.time.rfc3339(), count: 1,
                        ducts: finding.named.filter { $0.kind == .duct }))
            }
        }
        return rows
    }

    /// False where the record was changed since, so that it is no longer in doubt.
    private static func stillHolds(_ finding: Finding, _ network: Network) -> Bool {
        guard case .link(let link)? = network[finding.object] else { return network[finding.object] != nil }
        guard let name = finding.named.first(where: { $0.kind == .duct }), case .duct(let duct)? = network[name] else {
            return false
        }
        return network.linksOfDuct[duct].contains(link) == !finding.detail.contains("not listed")
    }
}
