import Diagnosis
import Foundation
import NetworkModel

/// What differs between two networks: objects added, removed and changed, by identifier; the order of lists does not count.
package struct NetworkDifference: Sendable {
    package struct Change: Hashable, Sendable {
        package enum Kind: String, Sendable { case added, removed, changed }
        package var object: ObjectID
        package var kind: Kind
        /// `lat: 44.8 → 44.9`; empty for what was added or removed.
        package var fields: [String]
    }

    /// In the order of lists and, within a list, of identifiers.
    package private(set) var changes: [Change] = []
    private let before: NetworkDocument
    private let after: NetworkDocument

    package init(from before: NetworkDocument, to after: NetworkDocument) throws {
        (self.before, self.after) = (before, after)
        try compare(before.sites, after.sites, \.id)
        try compare(before.devices, after.devices, \.id)
        try compare(before.ducts, after.ducts, \.id)
        try compare(before.segments, after.segments, \.id)
        try compare(before.links, after.links, \.id)
        try compare(before.feeds, after.feeds, \.id)
        try compare(before.owners, after.owners, \.id)
        try compare(before.services, after.services, \.id)
        try compare(before.collectors, after.collectors, \.id)
        try compare(before.calendars, after.calendars, \.id)
        try compare(before.clouds, after.clouds, \.id)
        try compare(before.racks, after.racks, \.id)
        try compare(before.credentials, after.credentials, \.id)
    }

    private mutating func compare<Row: Hashable & Encodable>(_ before: [Row], _ after: [Row], _ id: KeyPath<Row, ObjectID>) throws
    {
        let old = Dictionary(before.map { ($0[keyPath: id], $0) }) { first, _ in first }
        let new = Dictionary(after.map { ($0[keyPath: id], $0) }) { first, _ in first }
        for name in Set(old.keys).union(new.keys).sorted() {
            switch (old[name], new[name]) {
            case (let a?, let b?) where a != b:
                changes.append(Change(object: name, kind: .changed, fields: try Self.fields(a, b)))
            case (_?, nil): changes.append(Change(object: name, kind: .removed, fields: []))
            case (nil, _?): changes.append(Change(object: name, kind: .added, fields: []))
            default: break
            }
        }
    }

    private static func fields(_ a: some Encodable, _ b: some Encodable) throws -> [String] {
        let (old, new) = (try flat(a), try flat(b))
        return Set(old.keys).union(new.keys).sorted().filter { old[$0] != new[$0] }.map {
            "\($0): \(old[$0] ?? "–") → \(new[$0] ?? "–")"
        }
    }

    private static func flat(_ row: some Encodable) throws -> [String: String] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let object = try JSONSerialization.jsonObject(with: encoder.encode(row)) as? [String: Any] ?? [:]
        return try object.compactMapValues { value in
            if value is NSNull { return nil }
            if let text = value as? String { return text }
            let data = try JSONSerialization.data(
                withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed])
            return String(decoding: data, as: UTF8.self)
        }
    }

    /// Both networks in one, what was removed as `down`, what was added as `up`, what changed as `unknown`, for a picture.
    package var merged: (network: Network, state: MapState) {
        var document = after
        let known = Set(changes.filter { $0.kind == .removed }.map(\.object))
        document.sites += before.sites.filter { known.contains($0.id) }
        document.devices += before.devices.filter { known.contains($0.id) }
        document.ducts += before.ducts.filter { known.contains($0.id) }
        document.segments += before.segments.filter { known.contains($0.id) }
        document.links += before.links.filter { known.contains($0.id) }
        let states = changes.map { ($0.object, Self.state($0.kind)) }
        return (Network.compile(document).network, MapState(states: Dictionary(states) { first, _ in first }))
    }

    private static func state(_ kind: Change.Kind) -> ObjectState {
        switch kind {
        case .added: .up
        case .removed: .down
        case .changed: .unknown
        }
    }

    /// What the states of `merged` mean, for the legend.
    package static let words: [ObjectState: String] = [.up: "added", .down: "removed", .unknown: "changed"]
}
