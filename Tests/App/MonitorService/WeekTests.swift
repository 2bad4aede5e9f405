import Alerting
import DeclaredFiles
import Diagnosis
import Foundation
import MonitorService
import NetworkModel
import SimulatedNetwork
import TestSupport
import Testing

/// A week on a manual clock, from Monday to Sunday: offices that switch off in the evening, links that blink, a night of planned work,
/// and five real faults, under the policy that we ship. Five pages, the right ones, and no other mail.
struct WeekTests {
    /// What happens when.
    private struct Event {
        var at: Int64
        var object: ObjectID
        var breaks: Bool
    }

    private struct Plan {
        var topology: String
        var interval: Int64
        /// Cause and hour of the week at which it begins; each lasts five hours.
        var faults: [(object: ObjectID, hour: Double)]
        var maintained: ObjectID
        var blips: [ObjectID]
    }

    private struct Week {
        var events: [Event] = []
        var random: SplitMix64
        let start: Timestamp

        mutating func add(_ object: ObjectID, at second: Int64, for span: Int64) {
            events += [Event(at: second, object: object, breaks: true), Event(at: second + span, object: object, breaks: false)]
        }

        /// Two thirds of the offices that may, each evening from its closing to its next opening, within the grace of both.
        mutating func closings(_ network: Network) {
            for site in network.document.sites where site.offHours == .allowed && site.lifecycle == .active {
                guard let id = site.calendar, case .calendar(let row)? = network[id] else { continue }
                let calendar = network.document.calendars[Int(row)]
                guard let hours = OpeningHours(calendar), Int.random(in: 0..<3, using: &random) > 0 else { continue }
                var now = start
                let end = start + .seconds(7 * 86_400)
                while now < end {
                    // The next closing is where the site is open now and not ten minutes later.
                    while now < end, !(hours.isOpen(at: now) && !hours.isOpen(at: now + .seconds(600))) {
                        now = now + .seconds(600)
                    }
                    guard now < end, let opening = hours.nextOpening(after: now + .seconds(600)) else { break }
                    let off = now + .seconds(600 + Int64.random(in: 0..<900, using: &random))
                    let on = opening - .seconds(Int64.random(in: 60..<1200, using: &random))
                    add(site.id, at: (off - start).milliseconds / 1000, for: (on - off).milliseconds / 1000)
                    now = opening
                }
            }
        }
    }

    private func play(_ plan: Plan, seed: UInt64) throws {
        let root = SharedData.packageRoot
        let watched = try WatchedNetwork(
            DeclaredNetwork.load(path: root.appendingPathComponent(plan.topology).path).network, collector: nil)
        let network = watched.network
        let policy = try DeclaredAlerts.load(path: root.appendingPathComponent("Alerts").path).policy
        // Monday 23 November 2026, 00:00 in Belgrade.
        let start = Timestamp(milliseconds: 1_795_388_400_000)
        var week = Week(random: SplitMix64(seed: seed), start: start)
        week.closings(network)
        for (object, hour) in plan.faults { week.add(object, at: Int64(hour * 3600), for: 5 * 3600) }
        // Thursday night from one to four; the duct is out for two hours of it.
        let night: Int64 = (3 * 24 + 1) * 3600
        week.add(plan.maintained, at: night + 900, for: 7200)
        let window = MaintenanceWindow(
            id: "m1", object: plan.maintained, from: start + .seconds(night), to: start + .seconds(night + 3 * 3600),
            owner: "ana",
            reason: "splicing")
        var context = EpisodeContext(start: start, pollInterval: .seconds(plan.interval))
        // As the monitor begins (`Declared.context`), but for the offices that are known to be off.
        context.epochOffset = 0
        context.hearsBreaks = false
        context.readTime = TimeSpan(milliseconds: 300)
        context.tellsRedundancy = true
        context.knownOff = network.document.sites.filter { $0.offHours == .allowed }.map(\.id)
        var fold = MonitorFold(network: network, context: context, policy: policy, open: [], next: 1, cases: [])
        var world = SimulatedWorld(network)
        _ = fold.schedule([window], at: start)
        var mails: [AlertNotification] = []
        var taken: Set<String> = []
        var events = week.events.sorted { ($0.at, $0.object.rawValue) < ($1.at, $1.object.rawValue) }[...]
        let devices = network.document.devices.indices.filter {
            network.document.devices[$0].collectors.contains(watched.collector)
        }
        let ids = network.document.devices.map(\.id)
        // Ports that a device said to be down, so that their return is said once, as a monitor's own reading does.
        var down: Set<Int32> = []
        let step = plan.interval / 2
        // Traffic is lost for seconds now and then while all ports stay up: whoever is asked just then gives no answer.
        let blinks = Set((0..<140).map { (Int64($0) * 4300 + 700) / step })
        for second in stride(from: Int64(0), to: 7 * 86_400, by: Int(step)) {
            while let event = events.first, event.at <= second {
                events.removeFirst()
                if event.breaks {
                    _ = try world.fail(event.object, at: second * 1000)
                } else {
                    _ = try world.mend(event.object, at: second * 1000)
                }
            }
            let now = start + .seconds(second)
            var rows: [Observation] = []
            var blinking = world
            if blinks.contains(second / step) {
                _ = try blinking.fail(plan.blips[Int(second / step) % plan.blips.count], at: second * 1000)
            }
            for device in devices where Int64(device) % 2 == second / step % 2 {
                let make = { Observation(time: now, collector: watched.collector, device: ids[device], kind: $0) }
                guard blinking.deviceAnswers[device] else {
                    rows.append(make(.ping(.timeout)))
                    continue
                }
                rows.append(make(.ping(.ok())))
                for port in world.portsOfDevice[device] {
                    let up = world.portIsUp[Int(port)]
                    if up, down.remove(port) == nil { continue }
                    if !up { down.insert(port) }
                    let id = network.interface(of: port / 2, at: port % 2 == 0 ? .a : .b).interface
                    rows.append(make(.ifOper(interface: id, up: up)))
                }
            }
            var told = fold.receive(rows, at: now).decisions.compactMap(\.notification)
            // Whoever is on duty takes each page after five minutes.
            for page in mails
            where page.urgency == .page && page.kind == .problem && page.decided <= now - .seconds(300)
                && taken.insert(page.incident?.id ?? "").inserted
            {
                guard let id = page.incident?.id else { continue }
                let ack = Acknowledgement(incident: id, at: now, by: "boris", reason: "on the way")
                told += fold.acknowledge(ack, at: now).decisions.compactMap(\.notification)
            }
            mails += told
        }
        let pages = mails.filter { $0.kind == .problem && $0.urgency == .page }
        for mail in pages {
            let after = (mail.decided - start).seconds / 3600
            print("week: page at hour \((after * 100).rounded() / 100): \(mail.object?.rawValue ?? ""), \(mail.reason.code)")
            if let incident = mail.incident { Self.tell(incident, start) }
        }
        for mail in mails where mail.kind != .problem || mail.urgency != .page {
            let after = (mail.decided - start).seconds / 3600
            print(
                "week: \(mail.kind), \(mail.urgency), at hour \((after * 100).rounded() / 100): \(mail.incident?.id ?? "") "
                    + "\(mail.object?.rawValue ?? ""), \(mail.reason.code)")
        }
        let hits = plan.faults.map { fault in
            pages.count { page in
                page.incident?.candidates.contains(fault.object) == true
                    && abs((page.decided - start).seconds - fault.hour * 3600) < 6 * 3600
            }
        }
        print(
            "week of \(plan.topology), seed \(seed): pages expected \(plan.faults.count), seen \(hits.count { $0 > 0 }), "
                + "doubled \(hits.reduce(0) { $0 + max(0, $1 - 1) }), false \(pages.count - hits.reduce(0, +)), "
                + "other mails \(mails.count { $0.kind != .recovery } - pages.count)")
        #expect(hits.allSatisfy { $0 == 1 } && pages.count == plan.faults.count)
        // Each is told to be over, when it is; beside the list of each morning nothing else is told at all.
        let single = mails.filter { $0.reason.code != "morning" }
        #expect(single.count == 2 * plan.faults.count && single.count { $0.kind == .recovery } == plan.faults.count)
        #expect(mails.count - single.count <= 7)
    }

    private static func tell(_ incident: Incident, _ start: Timestamp) {
        let hour = (incident.opened - start).seconds / 3600
        let causes = incident.candidates.prefix(12)
        print("    \(incident.id) \(incident.kind) opened \(hour) \(causes) hits \(incident.impactedSites.prefix(4))")
        for evidence in incident.evidence.prefix(20) {
            print("      \((evidence.time - start).seconds / 3600) \(evidence.object) \(evidence.fact)")
        }
    }

    @Test(.enabled(if: SharedData.soak, "skipped: a week of polls takes minutes; FIBREWATCH_SOAK=1 runs it"))
    func `a week of a small network is five pages and no other`() throws {
        let plan = Plan(
            topology: "Tests/Fixtures/first-network", interval: 30,
            faults: [
                ("duct:beograd-mladenovac", 9.5), ("dev:kraljevo-agg-1", 35.2), ("dev:valjevo-agg-1", 60.1),
                ("link:jagodina-velika-plana-1", 110), ("dev:indija-agg-1", 134.4),
            ], maintained: "duct:ruma-sabac", blips: ["link:velika-plana-smederevo-1", "link:sabac-obrenovac-1"])
        try play(plan, seed: 1)
    }

    @Test(.enabled(if: SharedData.soak, "skipped: 18 million polls take minutes; FIBREWATCH_SOAK=1 runs it"))
    func `a week of the national model is five pages and no other`() throws {
        let plan = Plan(
            topology: "Topology", interval: 60,
            faults: [
                ("duct:pozarevac-veliko-gradiste", 9.5), ("dev:m-zrenjanin", 35.2), ("duct:kragujevac-topola", 60.1),
                ("duct:bujanovac-vranje", 110), ("dev:m-subotica", 134.4),
            ], maintained: "duct:m-bor-1", blips: ["duct:jagodina-raca", "duct:kragujevac-raca"])
        try play(plan, seed: 1)
    }
}
