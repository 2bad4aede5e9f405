import Alerting
import Foundation
import NetworkModel
import TestSupport
import Testing

private typealias F = RotaFixture

/// Against Python's dateutil (rules) and zoneinfo (clocks), which know nothing of ours.
struct RotaOracleTests {
    static let hasOracle = (try? Program.run(["/usr/bin/python3", "-c", "import dateutil.rrule, zoneinfo"]))?.status == 0
    static let absent: Comment = "skipped: python3-dateutil is not installed"

    private struct Spec: Encodable {
        struct Shift: Encodable {
            var start: String, seconds: Int64, rule: String?, people: [String], each: Int, holidays: String
        }
        struct Override: Encodable { var from: String, to: String, person: String }
        struct Swap: Encodable { var between: [String], at: [String] }
        var zone: String, shifts: [Shift], overrides: [Override], swaps: [Swap], holidays: [String], fallback: String

        init(_ rota: Rota) {
            zone = rota.zone.name
            shifts = rota.shifts.map {
                Shift(
                    start: $0.start.text, seconds: $0.length, rule: $0.rule?.text, people: $0.people.map(\.rawValue),
                    each: $0.each,
                    holidays: $0.holidays.rawValue)
            }
            overrides = rota.overrides.map { Override(from: $0.from.text, to: $0.to.text, person: $0.person.rawValue) }
            swaps = rota.swaps.map { Swap(between: $0.between.map(\.rawValue), at: $0.at.map(\.text)) }
            holidays = rota.holidays.map { String(WallTime(day: $0).text.prefix(10)) }
            fallback = rota.fallback[0].rawValue
        }
    }

    private struct Question: Encodable { var from: Int64, quarters: Int, rotas: [Spec] }
    /// How many quarters of an hour in a row each has.
    private struct Run: Decodable { var count: Int, person: String }

    private static let python = """
        import sys, json
        from datetime import datetime, timedelta, timezone
        from zoneinfo import ZoneInfo
        from dateutil.rrule import rrulestr
        q = json.load(sys.stdin)
        stop = q['from'] + q['quarters'] * 900
        out = []
        for r in q['rotas']:
            zone = ZoneInfo(r['zone'])
            naive = lambda t: datetime.strptime(t, '%Y-%m-%d %H:%M')
            utc = lambda n: n.replace(tzinfo=zone).astimezone(timezone.utc).timestamp()
            limit = datetime.fromtimestamp(stop, timezone.utc).replace(tzinfo=None) + timedelta(days=2)
            swaps = [(s['between'], [utc(naive(t)) for t in s['at']]) for s in r['swaps']]
            duties = []
            for row, s in enumerate(r['shifts']):
                first = naive(s['start'])
                times = [first]
                if s.get('rule'):
                    times = []
                    for t in rrulestr(s['rule'], dtstart=first):
                        if t > limit: break
                        times.append(t)
                for n, t in enumerate(times):
                    holiday = t.strftime('%Y-%m-%d') in r['holidays']
                    if (s['holidays'] == 'skip' and holiday) or (s['holidays'] == 'only' and not holiday): continue
                    person = s['people'][n // s['each'] % len(s['people'])]
                    a, b = utc(t), utc(t + timedelta(seconds=s['seconds']))
                    for (x, y), (p, w) in swaps:
                        if person == x and a <= p < b: person = y; break
                        if person == y and a <= w < b: person = x; break
                    duties.append((a, b, -1 - row, person))
            for row, o in enumerate(r['overrides']):
                duties.append((utc(naive(o['from'])), utc(naive(o['to'])), row + 1, o['person']))
            duties.sort()
            runs, active, at = [], [], 0
            for k in range(q['quarters']):
                t = q['from'] + k * 900
                while at < len(duties) and duties[at][0] <= t:
                    active.append(duties[at]); at += 1
                active = [d for d in active if d[1] > t]
                person = max(active, key=lambda d: d[2])[3] if active else r['fallback']
                if runs and runs[-1]['person'] == person: runs[-1]['count'] += 1
                else: runs.append(dict(person=person, count=1))
            out.append(runs)
        print(json.dumps(out))
        """

    @Test(.enabled(if: Self.hasOracle, Self.absent))
    func `at every quarter of an hour of three years the right person is on duty`() throws {
        let from = Timestamp(milliseconds: WallTime(day: WallTime.day(2027, 1, 1)).seconds * 1000)
        let quarters = Int(WallTime.day(2030, 1, 1) - WallTime.day(2027, 1, 1)) * 96
        let rotas = try F.all()
        let question = Question(from: from.milliseconds / 1000, quarters: quarters, rotas: rotas.map { Spec($0) })
        let answer = try Program.run(
            ["/usr/bin/python3", "-c", Self.python], input: String(decoding: try JSONEncoder().encode(question), as: UTF8.self),
            seconds: 60)
        #expect(answer.status == 0, "\(answer.errors)")
        let oracle = try JSONDecoder().decode([[Run]].self, from: Data(answer.output.utf8))
        for (rota, runs) in zip(rotas, oracle) {
            #expect(runs.reduce(0) { $0 + $1.count } == quarters)
            let table = RotaTimetable(rota, from: from, to: from + .seconds(Int64(quarters) * 900))
            var (quarter, wrong): (Int64, [String]) = (0, [])
            for run in runs {
                for _ in 0..<run.count {
                    let now = from + .seconds(quarter * 900)
                    let people = table.span(at: now)?.people.map(\.rawValue) ?? []
                    if people != [run.person] { wrong.append("\(rota.zone.wall(now).text): \(people), not \(run.person)") }
                    quarter += 1
                }
            }
            #expect(wrong.isEmpty, "\(rota.id): \(wrong.count) wrong, first \(wrong.prefix(3))")
            print("rota \(rota.id): \(quarters) quarters of an hour, \(wrong.count) wrong, \(table.spans.count) spans")
        }
    }

    /// A rota made from a seed: hand-overs at odd times, many within the hours that the clocks skip or show twice; overrides and swaps there too.
    private static func rota(_ seed: UInt64, around edge: WallTime) throws -> Rota {
        var random = SplitMix64(seed: seed)
        let people = ["ana", "boris", "vesna", "goran", "dara"]
        let clocks = ["01:45", "02:00", "02:15", "02:30", "02:45", "03:00", "08:00", "19:30"]
        func time(_ days: ClosedRange<Int64>) -> WallTime {
            let day = edge.seconds / 86_400 + Int64.random(in: days, using: &random)
            return F.wall(String(WallTime(day: day).text.prefix(10)) + " " + (clocks.randomElement(using: &random) ?? "02:30"))
        }
        var shifts: [Rota.Shift] = []
        for number in 0..<Int.random(in: 1...3, using: &random) {
            let days = RecurrenceRule.weekdays.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))
            let rules = [
                "FREQ=WEEKLY", "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=\(days.joined(separator: ","))",
            ]
            var shift = try F.shift(
                "s\(number)", time(-20 ... -10).text, hours: [1, 3, 12, 24, 72, 168].randomElement(using: &random) ?? 24,
                rules.randomElement(using: &random),
                Array(people.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))))
            shift.each = Int.random(in: 1...3, using: &random)
            shifts.append(shift)
        }
        var rota = F.rota("seed\(seed)", shifts)
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let from = time(-2...1)
            let to = WallTime(seconds: from.seconds + 900 * Int64.random(in: 1...200, using: &random))
            rota.overrides.append(
                .init(from: from, to: to, person: ObjectID("person:\(people.randomElement(using: &random) ?? "ana")")))
        }
        return rota
    }

    /// Both changes of the clocks of 2027, four days around each.
    @Test(.enabled(if: Self.hasOracle, Self.absent))
    func `F2 and G12: around both changes of the clocks the right person is told, and in a gap the fallback, whatever the rota`()
        throws
    {
        let seeds = SharedData.soak ? 1000 : 40
        var (asked, wrong, gaps) = (0, [String](), 0)
        for edge in ["2027-03-28 00:00", "2027-10-31 00:00"].map({ F.wall($0) }) {
            let from = Timestamp(milliseconds: (edge.seconds - 2 * 86_400) * 1000)
            let rotas = try (1...UInt64(seeds)).map { try Self.rota($0, around: edge) }
            let question = Question(from: from.milliseconds / 1000, quarters: 384, rotas: rotas.map { Spec($0) })
            let answer = try Program.run(
                ["/usr/bin/python3", "-c", Self.python],
                input: String(decoding: try JSONEncoder().encode(question), as: UTF8.self), seconds: 300)
            #expect(answer.status == 0, "\(answer.errors)")
            let oracle = try JSONDecoder().decode([[Run]].self, from: Data(answer.output.utf8))
            for (rota, runs) in zip(rotas, oracle) {
                var policy = AlertPolicy()
                policy.rotas = [rota]
                policy.teams = [.init(id: rota.team, name: "T", members: [])]
                var roster = DutyRoster(policy)
                let people = runs.flatMap { Array(repeating: $0.person, count: $0.count) }
                for (quarter, person) in people.enumerated() {
                    let now = from + .seconds(Int64(quarter) * 900)
                    roster.prepare(at: now)
                    let told = roster.people([rota.team], at: now).map(\.rawValue)
                    asked += 1
                    if person == "person:chief" { gaps += 1 }
                    if told != [person] { wrong.append("\(rota.id) \(rota.zone.wall(now).text): \(told), not \(person)") }
                }
            }
        }
        print("F2, G12: seeds \(seeds), quarters of an hour asked \(asked), in a gap \(gaps), wrong person \(wrong.count)")
        #expect(wrong.isEmpty && gaps > 0, "\(wrong.prefix(3))")
    }

    /// Rules made from a seed.
    private static func rule(_ random: inout SplitMix64) -> (start: String, rule: String) {
        let frequency = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].randomElement(using: &random) ?? "DAILY"
        var parts = ["FREQ=\(frequency)"]
        if Bool.random(using: &random) { parts.append("INTERVAL=\(Int.random(in: 1...5, using: &random))") }
        let days = RecurrenceRule.weekdays.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
        let numbered = frequency == "MONTHLY" || frequency == "YEARLY"
        // dateutil takes `MO,1FR` for Mondays that are first Fridays, where the RFC means Mondays and first Fridays: not asked.
        let ordinals = numbered && Bool.random(using: &random)
        var hasDays = false
        if Int.random(in: 0..<3, using: &random) == 0 {
            hasDays = true
            parts.append(
                "BYDAY="
                    + days.map { day in
                        ordinals ? "\([1, 2, 3, -1, -2].randomElement(using: &random) ?? 1)\(day)" : day
                    }.joined(separator: ","))
        }
        if frequency != "WEEKLY", Int.random(in: 0..<3, using: &random) == 0 {
            hasDays = true
            parts.append(
                "BYMONTHDAY="
                    + (0..<2).map { _ in "\([1, 13, 29, 30, 31, -1, -3].randomElement(using: &random) ?? 1)" }.joined(
                        separator: ","))
        }
        if Int.random(in: 0..<4, using: &random) == 0 { parts.append("BYMONTH=\(Int.random(in: 1...12, using: &random)),2") }
        if hasDays, numbered, Int.random(in: 0..<3, using: &random) == 0 {
            parts.append("BYSETPOS=\(Bool.random(using: &random) ? "1" : "-1")")
        }
        if Int.random(in: 0..<3, using: &random) == 0 { parts.append("WKST=\(Bool.random(using: &random) ? "SU" : "WE")") }
        switch Int.random(in: 0..<3, using: &random) {
        case 0: parts.append("COUNT=\(Int.random(in: 1...40, using: &random))")
        case 1: parts.append("UNTIL=2029\(Int.random(in: 10...12, using: &random))15T120000")
        default: break
        }
        let day = WallTime(day: WallTime.day(2026, 1, 1) + Int64.random(in: 0..<800, using: &random), second: 9000)
        return (day.text, parts.joined(separator: ";"))
    }

    @Test(.enabled(if: Self.hasOracle, Self.absent))
    func `rules come again when dateutil says so`() throws {
        let count = SharedData.soak ? 20_000 : 150
        var random = SplitMix64(seed: 20_261_121)
        let rules = (0..<count).map { _ in Self.rule(&random) }
        let python = """
            import sys
            from datetime import datetime
            from dateutil.rrule import rrulestr
            end = datetime(2031, 1, 1)
            for line in sys.stdin:
                start, rule = line.rstrip('\\n').split('|')
                times = []
                for t in rrulestr(rule, dtstart=datetime.strptime(start, '%Y-%m-%d %H:%M')):
                    if t >= end: break
                    times.append(t.strftime('%Y-%m-%d %H:%M'))
                print(len(times), ','.join(times[:30] + times[-3:]))
            """
        let input = rules.map { "\($0.start)|\($0.rule)\n" }.joined()
        let answer = try Program.run(["/usr/bin/python3", "-c", python], input: input, seconds: 900)
        #expect(answer.status == 0 && answer.lines.count == count, "\(answer.errors)")
        for (rule, line) in zip(rules, answer.lines) {
            let times = try RecurrenceRule(text: rule.rule).starts(
                from: F.wall(rule.start), before: F.wall("2031-01-01"), in: .utc
            ).map(\.text)
            let own = "\(times.count) \((times.prefix(30) + times.suffix(3)).joined(separator: ","))"
            #expect(own == line, "DTSTART \(rule.start) RRULE \(rule.rule)")
        }
    }
}
