import Alerting
import DeviceFacts
import MonitorService
import NetworkModel
import TestSupport
import Testing

/// B10 to B16: counters and clocks that wrap, fall back and lie. Each run ends with what is true, which has to be told once.
struct CounterFaultTests {
    /// A router that counts on, with a poll a minute, give or take two seconds.
    private struct Traffic {
        var run: PortRun
        var random: SplitMix64
        var agent: PortRun.Agent
        private var octets: Double
        /// Of the speed, what was carried since the last reading, and how often the counter wrapped meanwhile.
        private(set) var (truth, wraps) = (0.0, 0)

        init(seed: UInt64, mbps: [Double], isCounter32: Bool, rules: [AlertRule]) {
            random = SplitMix64(seed: seed)
            run = PortRun(mbps: mbps.randomElement(using: &random) ?? 1000, rules: rules)
            octets = Double(UInt64.random(in: 0..<(1 << 32), using: &random))
            agent = PortRun.Agent(
                octets: 0, isCounter32: isCounter32, upTime: UInt32.random(in: 100_000..<400_000_000, using: &random))
        }

        /// Counts `share` of the speed for a minute and reads; `bend` is what the agent makes of it for this reading.
        mutating func minute(share: ClosedRange<Double>, bend: (inout PortRun.Agent) -> Void = { _ in }) {
            let span = Int64.random(in: 58_000...62_000, using: &random)
            truth = Double.random(in: share, using: &random)
            let before = UInt64(octets) >> 32
            octets += truth * run.speed * Double(span) / 1000
            wraps = Int(UInt64(octets) >> 32 - before)
            agent.octets = UInt64(octets)
            agent.upTime? &+= UInt32(span / 10)
            var said = agent
            bend(&said)
            run.poll(after: span, said)
        }

        /// The counter begins anew, and counts on from there.
        mutating func reset(to value: Double) { octets = value }

        mutating func burst(seconds: Double) { octets += seconds * run.speed }
    }

    private func rule(above limit: Double) -> AlertRule {
        AlertRule(name: "busy", metric: .inUse, .above(limit: limit, clear: limit - 0.05))
    }

    @Test func `a 32-bit counter that wraps gives its true rate, and no mail before the line is busy`() {
        var (count, wraps, off) = (FaultCount("B10", few: 10), 0, 0.0)
        for seed in 1...UInt64(count.seeds) {
            var traffic = Traffic(seed: seed, mbps: [100, 200, 400], isCounter32: true, rules: [rule(above: 0.4)])
            for _ in 0..<40 {
                traffic.minute(share: 0.05...0.33)
                wraps += traffic.wraps
            }
            off = max(off, traffic.run.shares.map { max($0 - 0.33, 0.05 - $0) }.max() ?? 0)
            #expect(traffic.run.mails.isEmpty && traffic.run.shares.count == 39, "seed \(seed)")
            for _ in 0..<5 { traffic.minute(share: 0.42...0.5) }
            count.account(traffic.run.mails, [[PortRun.port]], ends: false, seed: seed)
        }
        print(count.description + "; wraps \(wraps), off by at most \(off)")
        #expect(count.isClean && wraps > count.seeds && off < 0.001, "\(count.description)")
    }

    /// In a minute 1 Gbit/s carry more than 2^32 octets: no reading tells how often the counter wrapped.
    @Test func `a 32-bit counter that may have wrapped once more gives no rate, never a wrong one`() {
        var (rates, wrong, twice, mails) = (0, 0, 0, 0)
        let seeds = FaultCount("B10", few: 10).seeds
        let speeds = [100.0, 400, 622, 1000, 2500, 10_000]
        for seed in 1...UInt64(seeds) {
            let mbps = speeds[Int(seed) % speeds.count]
            var traffic = Traffic(seed: seed, mbps: [mbps], isCounter32: true, rules: [rule(above: 0.4)])
            for _ in 0..<60 {
                let before = traffic.run.shares.count
                traffic.minute(share: Bool.random(using: &traffic.random) ? 0...0.05 : 0.05...0.39)
                if traffic.wraps > 1 { twice += 1 }
                guard traffic.run.shares.count > before, let share = traffic.run.shares.last else { continue }
                rates += 1
                if abs(share - traffic.truth) > 0.001 { wrong += 1 }
            }
            // What cannot wrap within two readings has its rate each minute.
            if mbps <= 400 { #expect(traffic.run.shares.count == 59, "seed \(seed)") }
            mails += traffic.run.mails.count
        }
        print(
            "B10: seeds \(seeds), mails expected 0, seen \(mails), doubled 0, false \(mails); rates \(rates), wrong \(wrong); twice round \(twice)"
        )
        #expect(wrong == 0 && mails == 0 && rates > seeds && twice > seeds / 2)
    }

    @Test func `a wrap beside a restart, or one that the line cannot carry, is no rate`() {
        let seeds = FaultCount("B10", few: 10).seeds
        for seed in 1...UInt64(seeds) {
            var traffic = Traffic(seed: seed, mbps: [10], isCounter32: true, rules: [rule(above: 0.4)])
            traffic.reset(to: 1e9)
            traffic.minute(share: 0.1...0.2)
            traffic.minute(share: 0.1...0.2)
            // 3 GB in a minute are forty times what 10 Mbit/s carry.
            traffic.reset(to: 1e6)
            traffic.minute(share: 0.1...0.2)
            #expect(traffic.run.shares.count == 1, "seed \(seed)")
            traffic.minute(share: 0.1...0.2) { $0.upTime = 500 }
            #expect(traffic.run.shares.count == 1 && traffic.run.counters.refused[.restarted] == 1, "seed \(seed)")
            #expect(traffic.run.mails.isEmpty, "seed \(seed)")
        }
    }

    @Test(arguments: ["B11", "B12", "B13"])
    func `a counter that falls back, blinks or bursts causes no mail, and a line that is busy does`(fault: String) {
        var (count, marked) = (FaultCount(fault, few: 5), 0)
        for seed in 1...UInt64(count.seeds) {
            let is32 = seed % 2 == 0
            var traffic = Traffic(
                seed: seed, mbps: is32 ? [10, 100] : [100, 1000, 10_000], isCounter32: is32, rules: PortRun.shipped)
            for minute in 0..<60 {
                guard minute % 6 == 5 else {
                    traffic.minute(share: 0.1...0.6)
                    continue
                }
                switch fault {
                case "B11":
                    traffic.reset(to: Double.random(in: 0..<1e6, using: &traffic.random))
                    traffic.minute(share: 0.1...0.6)
                case "B12": traffic.minute(share: 0.1...0.6) { $0.octets = 0 }
                default:
                    // What the hardware kept to itself comes at once: thirteen times what the line carries.
                    traffic.burst(seconds: 13 * 60)
                    traffic.minute(share: 0.1...0.6)
                }
            }
            marked += (traffic.run.counters.refused[.wentBack] ?? 0) + (traffic.run.counters.refused[.impossible] ?? 0)
            #expect(traffic.run.mails.isEmpty, "seed \(seed): \(traffic.run.mails.map(\.id))")
            for _ in 0..<20 { traffic.minute(share: 0.9...0.99) }
            count.account(traffic.run.mails, [[PortRun.port]], ends: false, seed: seed)
        }
        print(count.description + "; readings refused \(marked)")
        #expect(count.isClean && marked > count.seeds, "\(count.description)")
    }

    /// Where the clocks of agents begin anew: 2^32 and 2^31 hundredths, 2^32 milliseconds.
    private static let ends: [UInt64] = [4_294_967_296, 2_147_483_648, 429_496_729]

    @Test func `a clock that wraps is no restart, whatever its size and however many polls are lost`() {
        var count = FaultCount("B14", few: 10)
        let seeds = count.seeds
        for seed in 1...UInt64(seeds) {
            var random = SplitMix64(seed: seed)
            var run = PortRun(mbps: 1000, rules: PortRun.shipped)
            let end = Self.ends[Int(seed % 3)]
            var age = end - UInt64.random(in: 60_000..<200_000, using: &random)
            let (hasEngine, hasHost) = (Bool.random(using: &random), Bool.random(using: &random))
            var isLost = false
            for _ in 0..<60 {
                let span = Int64.random(in: 58_000...62_000, using: &random)
                age += UInt64(span / 10)
                var agent = PortRun.Agent(octets: age, upTime: UInt32(age % end))
                if hasEngine { (agent.boots, agent.engineTime) = (7, Int32(clamping: age / 100)) }
                if hasHost { agent.hostUptime = UInt32(truncatingIfNeeded: age + 5_000_000) }
                // Two in a row would be an outage.
                isLost = !isLost && Int.random(in: 0..<10, using: &random) == 0
                run.poll(after: span, isLost ? nil : agent)
            }
            count.account(run.mails, [], ends: false, seed: seed, story: run.story)
            #expect(run.findings.isEmpty, "seed \(seed): \(run.findings)")
            // After a lost poll the age is told: it goes on over the wrap where the clock is one of 32 bits.
            #expect(run.ages.allSatisfy { $0 > 60 }, "seed \(seed): \(run.ages)")
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    @Test func `a restart seconds before the wrap is told once`() {
        var count = FaultCount("B15", few: 10)
        for seed in 1...UInt64(count.seeds) {
            var random = SplitMix64(seed: seed)
            var run = PortRun(mbps: 1000, rules: PortRun.shipped)
            let end = Self.ends[Int(seed % 3)]
            let before = UInt64.random(in: 100...3_000, using: &random)
            var age = end - before - 60_000
            // One of the better clocks at least: where there is none nobody can tell.
            let hasEngine = seed % 2 == 0 || Bool.random(using: &random)
            let hasHost = !hasEngine || Bool.random(using: &random)
            var (boots, engine, host) = (Int32(7), age, age + 5_000_000)
            for minute in 0..<30 {
                let span = Int64.random(in: 58_000...62_000, using: &random)
                age += UInt64(span / 10)
                engine += UInt64(span / 10)
                host += UInt64(span / 10)
                if minute == 3 { (age, engine, host, boots) = (500, 500, 500, 8) }
                var agent = PortRun.Agent(octets: age, upTime: UInt32(age % end))
                if hasEngine { (agent.boots, agent.engineTime) = (boots, Int32(clamping: engine / 100)) }
                if hasHost { agent.hostUptime = UInt32(truncatingIfNeeded: host) }
                run.poll(after: span, agent)
            }
            count.account(run.mails, [["dev:a"]], ends: true, seed: seed, story: run.story)
            // The ticket of the rule, to whom it is routed, as the root of a thread in which its end stands.
            let first = run.mails.first
            #expect(first?.incident?.alert?.rule == "restarted-backbone" && first?.urgency == .ticket, "seed \(seed)")
            #expect(first?.recipients.map(\.address) == [TownRun.reader] && first?.references == [], "seed \(seed)")
            #expect(run.mails.allSatisfy { $0.messageID.hasSuffix("@\(run.domain)") }, "seed \(seed)")
            #expect(run.mails.last?.references == first.map { [$0.messageID] }, "seed \(seed)")
        }
        print(count.description)
        #expect(count.isClean, "\(count.description)")
    }

    @Test func `a clock that is missing, stands still or jumps raises no alarm about restarts`() {
        var (seen, found) = (0, 0)
        let seeds = FaultCount("B16", few: 10).seeds
        for seed in 1...UInt64(seeds) {
            var random = SplitMix64(seed: seed)
            var run = PortRun(mbps: 1000, rules: PortRun.shipped)
            let still = UInt32.random(in: 0..<4_000_000_000, using: &random)
            for minute in 0..<60 {
                let upTime: UInt32? =
                    switch seed % 4 {
                    case 0: nil
                    case 1: still
                    // Seconds since 1970 and such, with jitter to both sides.
                    case 2: 2_000_000_000 &+ UInt32.random(in: 0..<1_000_000, using: &random)
                    default: minute % 2 == 0 ? 3_900_000_000 : 900_000_000 &+ UInt32(minute)
                    }
                let lost = Int.random(in: 0..<15, using: &random) == 0
                run.poll(after: 60_000, lost ? nil : PortRun.Agent(octets: 5_000, upTime: upTime))
            }
            seen += run.mails.count
            // It is said once, to whoever asks, that restarts of this device cannot be told.
            #expect(
                run.findings.map(\.object) == ["dev:a"] && run.findings.first?.kind == .clock, "seed \(seed): \(run.findings)")
            #expect(run.findings.first?.detail.hasPrefix("sysUpTime is missing") == (seed % 4 == 0), "seed \(seed)")
            #expect(run.decisions.map(\.reason) == [.notAnIncident(.clock)], "seed \(seed)")
            found += run.findings.count
        }
        print("B16: seeds \(seeds), mails expected 0, seen \(seen), doubled 0, false \(seen); findings \(found)")
        #expect(seen == 0 && found == seeds)
    }
}
