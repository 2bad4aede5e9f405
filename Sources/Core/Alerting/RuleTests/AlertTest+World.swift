import Diagnosis
import NetworkModel

// What is measured and what breaks in a test.

extension AlertTest {
    /// Values of one series, one an interval: `-20x5` is five times -20, `60+1x10` ten values that grow by 1, `_x3` three gaps.
    package struct Series: Hashable, Sendable, Decodable {
        package enum CodingKeys: String, CodingKey, CaseIterable { case object, metric, values }
        /// A device or port, or a glob over them.
        package var object: ObjectID
        package var metric: Sample.Metric
        package var values: [Double?]

        package var isGlob: Bool { object.rawValue.contains { $0 == "*" || $0 == "?" } }

        package init(from decoder: any Decoder) throws {
            let c = try decoder.container(keyedBy: CodingKeys.self)
            object = try c.decode(ObjectID.self, forKey: .object)
            metric = try c.decode(Sample.Metric.self, forKey: .metric)
            let text = try c.decode(String.self, forKey: .values)
            guard let values = Self.values(text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .values, in: c, debugDescription: "\"\(text)\" are no values such as \"-20x5 -28 60+1x10 _x3\"")
            }
            self.values = values
        }

        /// nil where a word is none of the forms, or there are more than 100,000 values.
        static func values(_ text: String) -> [Double?]? {
            var result: [Double?] = []
            for word in text.split(separator: " ") {
                let parts = word.split(separator: "x", omittingEmptySubsequences: false)
                guard parts.count <= 2, let count = parts.count == 2 ? Int(parts[1]) : 1, (1...100_000).contains(count),
                    result.count + count <= 100_000
                else { return nil }
                if parts[0] == "_" {
                    result += Array(repeating: nil, count: count)
                    continue
                }
                // A sign that is not the first character begins the step.
                let head = parts[0]
                let step = head.dropFirst().firstIndex { $0 == "+" || $0 == "-" }
                guard let begin = Double(step.map { head[..<$0] } ?? head), let growth = step.map({ Double(head[$0...]) }) ?? 0,
                    begin.isFinite, growth.isFinite
                else { return nil }
                result += (0..<count).map { begin + Double($0) * growth }
            }
            return result
        }
    }

    /// An incident as Diagnosis would open it.
    package struct Outage: Hashable, Sendable, Decodable {
        package enum CodingKeys: String, CodingKey, CaseIterable { case object, at, until, kind, isolates, proven }
        package var object: ObjectID
        package var at: TimeSpan
        package var until: TimeSpan?
        package var kind: Incident.Kind
        package var isolates: [ObjectID]
        package var proven: Bool

        package init(from decoder: any Decoder) throws {
            let c = try decoder.container(keyedBy: CodingKeys.self)
            object = try c.decode(ObjectID.self, forKey: .object)
            at = try c.span(forKey: .at, to: AlertTest.longest) ?? .zero
            until = try c.span(forKey: .until, to: AlertTest.longest)
            if let until, until <= at {
                throw c.corrupted(.until, "it is mended after \(until.text) and breaks after \(at.text); both count from start")
            }
            kind = try c.decodeIfPresent(Incident.Kind.self, forKey: .kind) ?? .fault
            isolates = try c.decodeIfPresent([ObjectID].self, forKey: .isolates) ?? []
            proven = try c.decodeIfPresent(Bool.self, forKey: .proven) ?? false
        }
    }

    /// Planned work on each of `objects`.
    package struct Window: Hashable, Sendable, Decodable {
        package enum CodingKeys: String, CodingKey, CaseIterable { case objects, from, to, owner, reason }
        package var objects: [ObjectID]
        package var from: TimeSpan
        package var to: TimeSpan
        package var owner: String
        package var reason: String

        package init(from decoder: any Decoder) throws {
            let c = try decoder.container(keyedBy: CodingKeys.self)
            objects = try c.decode([ObjectID].self, forKey: .objects)
            from = try c.span(forKey: .from, to: AlertTest.longest) ?? .zero
            // A window without an end hides the next fault: none can be planned.
            to = try c.neededSpan(forKey: .to, to: AlertTest.longest)
            if to <= from {
                throw c.corrupted(.to, "it ends after \(to.text) and begins after \(from.text); both count from start")
            }
            owner = try c.decode(String.self, forKey: .owner)
            reason = try c.decode(String.self, forKey: .reason)
        }
    }

    /// One for each object and metric: a glob stands for all devices and ports of `network` that it matches, and what stands after it for a
    /// part of them counts instead.
    package func series(in network: Network) -> [Series] {
        var objects: [ObjectID]?
        var places: [RuleEngine.Series: Int] = [:]
        var result: [Series] = []
        for series in samples {
            if series.isGlob, objects == nil { objects = network.polledObjects(devices: true, ports: true, others: false) }
            let meant =
                series.isGlob ? objects?.filter { Glob.matches(series.object.rawValue, $0.rawValue) } ?? [] : [series.object]
            for object in meant {
                var own = series
                own.object = object
                let key = RuleEngine.Series(object: object, metric: series.metric)
                if let place = places[key] {
                    result[place] = own
                } else {
                    places[key] = result.count
                    result.append(own)
                }
            }
        }
        return result
    }

    /// The windows as the monitor gets them.
    package func windows(from start: Timestamp) -> [MaintenanceWindow] {
        let all = windows.flatMap { window in window.objects.map { (window, $0) } }
        return all.enumerated().map { number, row in
            MaintenanceWindow(
                id: "m\(number + 1)", object: row.1, from: start + row.0.from, to: start + row.0.to, owner: row.0.owner,
                reason: row.0.reason)
        }
    }
}
