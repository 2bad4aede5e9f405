import Alerting
import DeclaredFiles
import Diagnosis
import NetworkModel

/// A recorded episode as the running monitor would have lived it: its rows go through the same fold, its planned work comes as windows,
/// and `holds.yaml` alone says how long a page waits.
struct EpisodeStage: AlertTestStage {
    private var fold: MonitorFold
    /// In the order of arrival.
    private var rows: ArraySlice<Observation>
    /// Those of the episode itself.
    private let windows: [MaintenanceWindow]
    /// What of the rows could not be read; nil: all could.
    let note: String?

    /// - Parameters:
    ///   - start: the moment at which the episode's time is 0.
    ///   - measured: what the test gives values of; of all else no rule expects any.
    init(_ episode: ScenarioFiles, _ policy: AlertPolicy, from start: Timestamp, measured: Set<ObjectID>) {
        let shift = start - Timestamp(milliseconds: 0)
        var context = episode.context
        windows = context.maintenance.enumerated().map { number, planned in
            MaintenanceWindow(
                id: "scenario\(number + 1)", object: planned.object, from: planned.from + shift, to: planned.to + shift,
                owner: "scenario", reason: "planned work of the scenario")
        }
        context.start = context.start + shift
        (context.maintenance, context.hold, context.epochOffset, context.tellsRedundancy) = ([], nil, 0, true)
        fold = MonitorFold(network: episode.network, context: context, policy: policy, open: [], next: 1, cases: [])
        fold.rules = RuleEngine(rules: policy.rules, network: episode.network, objects: measured)
        var (rows, skipped) = ([Observation](), [Int]())
        episode.forEachRow { row in
            var row = row
            row.time = row.time + shift
            rows.append(row)
        } rejected: { line, _ in
            skipped.append(line)
        }
        self.rows = rows[...]
        note = skipped.first.map {
            "\(skipped.count) rows of observations.jsonl cannot be read and are skipped, the first in line \($0); `fibrewatch replay` says why"
        }
    }

    mutating func pass(to now: Timestamp, samples: [Sample], broken: [DiagnosisAction]) -> AlertTestStep {
        let come = rows.prefix { $0.time <= now }
        rows = rows.dropFirst(come.count)
        return AlertTestStep(fold.receive(come, samples: fold.derived(from: samples), at: now))
    }

    mutating func acknowledge(_ acknowledgement: Acknowledgement, at now: Timestamp) -> AlertTestStep {
        AlertTestStep(fold.acknowledge(acknowledgement, at: now))
    }

    mutating func schedule(_ more: [MaintenanceWindow], at now: Timestamp) -> AlertTestStep {
        AlertTestStep(fold.schedule(windows + more, at: now))
    }

    mutating func merge(_ id: String, into whole: String, by person: String, _ reason: String, at now: Timestamp) -> AlertTestStep
    {
        AlertTestStep(fold.group(.init(incident: id, change: .merge(into: whole), person: person, reason: reason), at: now))
    }

    mutating func split(_ id: String, part: ObjectID?, by person: String, _ reason: String, at now: Timestamp) -> AlertTestStep {
        AlertTestStep(fold.group(.init(incident: id, change: .split(part), person: person, reason: reason), at: now))
    }
}

extension AlertTestStep {
    fileprivate init(_ step: MonitorFold.Step) {
        self.init(actions: step.actions, decisions: step.decisions, cases: step.cases)
    }
}

extension AlertTestRun {
    /// A test as `alerts test` plays it: on its episode where it has one, else on `network`.
    package init(_ declared: DeclaredAlertTest, policy: AlertPolicy, network: Network) {
        guard let episode = declared.episode else {
            self.init(declared.test, policy: policy, network: network)
            return
        }
        self.init(declared.test, policy: policy, episode: episode)
    }

    /// A test of a scenario: what its collectors saw goes through diagnosis and alerting as in the running monitor, second by second. Times
    /// count from the episode's time 0, which is at `start` of the test, or else when it was.
    package init(_ test: AlertTest, policy: AlertPolicy, episode: ScenarioFiles) {
        let recorded = episode.context.epochOffset.map { Timestamp(milliseconds: 0) + .seconds($0) }
        let start = test.givenStart ?? recorded ?? test.start
        let series = test.series(in: episode.network)
        let stage = EpisodeStage(episode, policy.withoutRegularMails, from: start, measured: Set(series.map(\.object)))
        let length = min(test.givenLength ?? episode.length, AlertTest.longest)
        self.init(test, series, on: stage, from: start, for: length, pace: .seconds(1))
        notes = [stage.note].compactMap(\.self)
    }
}
