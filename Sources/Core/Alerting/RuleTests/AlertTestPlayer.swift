import Diagnosis
import NetworkModel

/// Plays a test on a stage, moment by moment, and writes down what comes of it.
struct AlertTestPlayer<Stage: AlertTestStage> {
    private(set) var record: AlertTestRecord
    private var stage: Stage
    private let test: AlertTest
    /// What is measured, object by object.
    private let series: [AlertTest.Series]
    private let start: Timestamp
    private var deeds: ArraySlice<AlertTest.Deed>
    /// The number of the values that come next.
    private var next: Int64 = 0

    init(_ test: AlertTest, _ series: [AlertTest.Series], on stage: Stage, from start: Timestamp) {
        (self.test, self.series, self.stage, self.start) = (test, series, stage, start)
        deeds = test.deeds[...]
        record = AlertTestRecord(start: start)
    }

    /// - Parameter pace: how far the moments lie apart.
    mutating func play(for span: TimeSpan, pace: TimeSpan) {
        record.add(stage.schedule(test.windows(from: start), at: start), at: start)
        for offset in stride(from: Int64(0), through: span.milliseconds, by: Int(pace.milliseconds)) {
            let now = start + TimeSpan(milliseconds: offset)
            let moments = offset..<offset + pace.milliseconds
            let measured = samples(upTo: offset)
            record.add(stage.pass(to: now, samples: measured, broken: outages(in: moments)), at: now)
            while let deed = deeds.first, deed.at.milliseconds < moments.upperBound {
                deeds.removeFirst()
                perform(deed, at: start + deed.at)
            }
        }
    }

    private mutating func samples(upTo offset: Int64) -> [Sample] {
        var samples: [Sample] = []
        while next * test.interval.milliseconds <= offset {
            let now = start + TimeSpan(milliseconds: next * test.interval.milliseconds)
            for series in series where next < series.values.count {
                guard let value = series.values[Int(next)] else { continue }
                samples.append(Sample(time: now, object: series.object, metric: series.metric, value: value))
            }
            next += 1
        }
        return samples
    }

    /// What breaks and is mended in `moments`, in milliseconds from the start.
    private func outages(in moments: Range<Int64>) -> [DiagnosisAction] {
        test.outages.enumerated().flatMap { number, outage -> [DiagnosisAction] in
            let now = start + outage.at
            var incident = Incident(
                id: "outage\(number)", kind: outage.kind, opened: now, candidates: [outage.object], best: outage.object)
            (incident.impactedSites, incident.proven) = (outage.isolates, outage.proven)
            var actions: [DiagnosisAction] = []
            if moments.contains(outage.at.milliseconds) {
                actions += [.opened(incident), .page(Page(time: now, object: outage.object, incident: incident.id))]
            }
            if let until = outage.until, moments.contains(until.milliseconds) {
                incident.closed = start + until
                actions.append(.closed(incident))
            }
            return actions
        }
    }

    private mutating func perform(_ deed: AlertTest.Deed, at now: Timestamp) {
        let open = record.open(about: deed.on.object, rule: deed.on.rule)
        guard let newest = open.last else {
            let rule = deed.on.rule.map { " of rule \($0)" } ?? ""
            let all = record.words(of: record.incidents.filter { $0.closed == nil && !$0.withdrawn })
            return record.slip("\(deed.words), and no incident\(rule) about it is open; open then: \(all)", at: now)
        }
        record.say(deed.words, at: now)
        switch deed.kind {
        case .acknowledge(let until, let reason):
            for incident in open {
                let acknowledgement = Acknowledgement(
                    incident: incident.id, at: now, by: deed.by, reason: reason, until: until.map { start + $0 })
                record.add(stage.acknowledge(acknowledgement, at: now), at: now)
            }
        case .write: break
        case .merge(let into, let reason):
            guard let whole = record.open(about: into, rule: nil).last, whole.id != newest.id else {
                return record.slip("\(deed.words), and no other incident about \(into) is open", at: now)
            }
            record.add(stage.merge(newest.id, into: whole.id, by: deed.by, reason, at: now), at: now)
        case .split(let part, let reason):
            record.add(stage.split(newest.id, part: part, by: deed.by, reason, at: now), at: now)
        }
    }
}
