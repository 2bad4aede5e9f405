import Alerting
import Diagnosis
import Foundation
import NetworkModel
import TestSupport
import Testing

private typealias F = AlertingFixture

struct DigestTests {
    private static var policy: AlertPolicy {
        var policy = F.policy
        (policy.calm.burst, policy.calm.personBurst, policy.calm.personWindow) = (0, 3, .seconds(600))
        policy.calm.settle = .zero
        return policy
    }

    private static func open(_ n: Int, at second: Int64, sites: Int = 0, _ engine: inout AlertingEngine) -> [AlertNotification] {
        var incident = F.incident("i\(n)", at: second, best: ObjectID("dev:x\(n)"))
        incident.impactedSites = (0..<sites).map { ObjectID("site:s\($0)") }
        let mails = engine.receive(.opened(incident), at: F.at(second)).mails
        return mails + engine.receive(F.page(incident, at: second), at: F.at(second)).mails
    }

    @Test func `more than three incidents for one person in ten minutes come in one mail, those that most miss first`() throws {
        var engine = AlertingEngine(policy: Self.policy, network: F.network)
        var mails: [AlertNotification] = []
        for n in 1...9 {
            mails += Self.open(n, at: Int64(n) * 10, sites: n, &engine) + engine.advance(to: F.at(Int64(n) * 10)).mails
        }
        #expect(mails.map(\.kind) == [.problem, .problem, .problem])
        // One of them is over before its mail: it stands there as over, and its end is nobody's own mail.
        let over = F.closed(F.incident("i5", at: 50, best: "dev:x5"), at: 300)
        #expect(engine.receive(.closed(over), at: F.at(300)).mails.isEmpty)
        #expect(engine.advance(to: F.at(609)).mails.isEmpty)
        let digest = try #require(engine.advance(to: F.at(610)).mails.first)
        #expect(digest.kind == .digest && digest.collected.map(\.id) == ["i9", "i8", "i7", "i6", "i4", "i5"])
        #expect(digest.recipients.map(\.name) == ["Ana"] && digest.reason.code == "person-burst")
        #expect(engine.advance(to: F.at(5000)).mails.isEmpty)
        var end = F.incident("i9", at: 90, best: "dev:x9")
        end.closed = F.at(6000)
        let recovery = engine.receive(.closed(end), at: F.at(6000)).mails
        #expect(recovery.map(\.kind) == [.recovery] && recovery.first?.references.first == digest.messageID)
    }

    /// Sixty outages within a minute, each open for `lasts` seconds; the mails of two hours.
    private static func storm(lasts: Int64, _ policy: AlertPolicy) -> [AlertNotification] {
        var engine = AlertingEngine(policy: policy, network: F.network)
        var mails: [AlertNotification] = []
        for second in 1...Int64(7200) {
            if second <= 60 { mails += open(Int(second), at: second, &engine) }
            if second > lasts, second <= lasts + 60 {
                let n = second - lasts
                let over = F.closed(F.incident("i\(n)", at: n, best: ObjectID("dev:x\(n)")), at: second)
                mails += engine.receive(.closed(over), at: F.at(second)).mails
            }
            mails += engine.advance(to: F.at(second)).mails
            _ = engine.takeChangedCases()
        }
        return mails
    }

    @Test(arguments: [Int64(300), 2400])
    func `in a storm each outage is told to its reader, and nobody gets more mails of a kind than their limit`(lasts: Int64) {
        var policy = EscalationTests.policy
        (policy.calm.burst, policy.calm.personBurst, policy.calm.personWindow) = (0, 20, .seconds(600))
        let mails = Self.storm(lasts: lasts, policy)
        for person in ["ana", "second", "lead"] {
            let own = mails.filter { $0.recipients.contains { $0.person.name == person[...] } }
            for isOver in [false, true] {
                var recent: [Timestamp] = []
                for mail in own where mail.kind != .digest && (mail.kind == .recovery) == isOver {
                    recent = recent.filter { $0 + .seconds(600) > mail.decided } + [mail.decided]
                    #expect(recent.count <= 20, "\(person), \(mail.kind) at \(mail.decided - F.at(0))")
                }
            }
            guard person == "ana" else { continue }
            let begun = own.flatMap { $0.incident.map { [$0.id] } ?? $0.collected.map(\.id) }
            #expect(Set(begun).count == 60, "each of them stands in one of her mails")
            let over = own.flatMap { mail in (mail.incident.map { [$0] } ?? mail.collected).filter { $0.closed != nil }.map(\.id)
            }
            #expect(Set(over).count == 60, "and that it is over: \(Set(over).count)")
        }
        // One of those that were told together is escalated for them all.
        let escalated = Set(mails.filter { $0.kind == .escalation }.compactMap { $0.incident?.id })
        #expect(lasts < 900 ? escalated.isEmpty : escalated.count <= 22, "\(escalated.count)")
        #expect(Set(mails.map(\.messageID)).count == mails.count)
    }

    @Test func `a program that is told of each outage of a storm makes none of them escalate by itself`() {
        var policy = EscalationTests.policy
        (policy.calm.burst, policy.calm.personBurst, policy.calm.personWindow) = (0, 20, .seconds(600))
        var target = AlertPolicy.Target(name: "screen", kind: .file)
        target.path = "/dev/null"
        policy.targets = [target]
        let mails = Self.storm(lasts: 2400, policy)
        let told = mails.filter { mail in mail.recipients.contains { $0.address == target.address } && mail.kind == .problem }
        #expect(Set(told.compactMap { $0.incident?.id }).count == 60)
        // Twenty that were told by themselves, and the greatest of the others.
        let second = mails.filter { $0.recipients.contains { $0.person == "person:second" } }
        let heard = Set(second.flatMap { mail in mail.incident.map { [$0.id] } ?? mail.collected.map(\.id) })
        #expect((1...22).contains(heard.count), "\(heard.count)")
    }

    @Test func `mails about what healed hold up none about what broke`() {
        var engine = AlertingEngine(policy: Self.policy, network: F.network)
        for n in 1...4 {
            let second = Int64(n) * 210
            #expect(Self.open(n, at: second, &engine).map(\.kind) == [.problem], "\(n)")
            let over = F.closed(F.incident("i\(n)", at: second, best: ObjectID("dev:x\(n)")), at: second + 90)
            #expect(engine.receive(.closed(over), at: F.at(second + 90)).mails.map(\.kind) == [.recovery], "\(n)")
        }
    }

    @Test func `what is alone in its mail to a person goes out as what it is`() throws {
        var engine = AlertingEngine(policy: Self.policy, network: F.network)
        for n in 1...4 { _ = Self.open(n, at: Int64(n), &engine) }
        let mail = try #require(engine.advance(to: F.at(601)).mails.first)
        #expect(mail.kind == .problem && mail.incident?.id == "i4" && mail.recipients.map(\.name) == ["Ana"])
    }

    @Test func `what waited for the daily mail and is over before it is noted for it`() {
        var policy = F.policy
        var hold = AlertPolicy.Hold()
        hold.urgency = "digest"
        policy.holds = [hold]
        var engine = AlertingEngine(policy: policy, network: F.network)
        #expect(Self.open(1, at: 0, &engine).isEmpty)
        let decisions = engine.receive(.closed(F.closed(F.incident("i1", best: "dev:x1"), at: 30)), at: F.at(30))
        #expect(decisions.codes == ["over-before-digest"])
    }

    @Test func `in a storm each person's mail holds what is routed to them, and nothing else`() {
        var policy = F.policy
        policy.calm.burst = 3
        var route = AlertPolicy.Route(name: "posts", to: ["person:boris"])
        route.objects = ["dev:x7", "dev:x8", "dev:x9"]
        policy.routes.insert(route, at: 0)
        var engine = AlertingEngine(policy: policy, network: F.network)
        var mails: [AlertNotification] = []
        for n in 1...12 { mails += Self.open(n, at: Int64(n), &engine) }
        for second in 13...Int64(3600) { mails += engine.advance(to: F.at(second)).mails }
        let digests = mails.filter { $0.kind == .digest }
        var read: [String: Set<ObjectID>] = [:]
        for mail in digests {
            for reader in mail.recipients { read[reader.name, default: []].formUnion(mail.collected.map(\.best)) }
        }
        let his: Set<ObjectID> = ["dev:x7", "dev:x8", "dev:x9"]
        #expect(read["Борис"] == his, "\(read)")
        #expect(read["Ana"].map { !$0.isEmpty && $0.isDisjoint(with: his) } == true, "\(read)")
        // Nothing is lost in it: each of the twelve stands in one mail for its reader.
        let single = mails.filter { $0.kind == .problem }.compactMap(\.incident?.id)
        #expect((single + digests.flatMap { $0.collected.map(\.id) }).sorted() == (1...12).map { "i\($0)" }.sorted())
    }

    @Test func `the severe one goes out at once, and another person's mails are not held up`() {
        var policy = Self.policy
        var route = AlertPolicy.Route(name: "posts", to: ["person:boris"])
        route.objects = ["dev:x7"]
        policy.routes.insert(route, at: 0)
        var engine = AlertingEngine(policy: policy, network: F.network)
        for n in 1...6 { _ = Self.open(n, at: Int64(n), &engine) }
        #expect(Self.open(7, at: 7, &engine).map { $0.recipients.map(\.name) } == [["Борис"]])
        #expect(Self.open(8, at: 8, sites: 12, &engine).map { $0.recipients.map(\.name) } == [["Ana"]])
    }

    @Test func `G11: what a digest told is told again when its acknowledgement ends, and a restart in between loses nothing`() {
        var (expected, seen) = (0, 0)
        let seeds: UInt64 = SharedData.soak ? 1000 : 30
        for seed in 1...seeds {
            var random = SplitMix64(seed: seed)
            var engine = AlertingEngine(policy: Self.policy, network: F.network)
            var stored: [String: AlertCase] = [:]
            var mails: [AlertNotification] = []
            let (ack, restart) = (
                Int64.random(in: 700...1500, using: &random) / 10 * 10, Int64.random(in: 1...300, using: &random) * 10
            )
            let until = ack + Int64.random(in: 100...3000, using: &random) / 10 * 10
            for second in stride(from: Int64(10), through: 6000, by: 10) {
                if second <= 60 { mails += Self.open(Int(second / 10), at: second, &engine) }
                if second == ack {
                    _ = engine.receive(
                        Acknowledgement(incident: "i5", at: F.at(ack), by: "ana", reason: "mine", until: F.at(until)),
                        at: F.at(ack))
                }
                mails += engine.advance(to: F.at(second)).mails
                for changed in engine.takeChangedCases() { stored[changed.incident.id] = changed }
                if second == restart {
                    engine = AlertingEngine(
                        policy: Self.policy, network: F.network, cases: stored.keys.sorted().compactMap { stored[$0] })
                }
            }
            expected += 2
            let digests = mails.filter { $0.kind == .digest && $0.collected.map(\.id).contains("i5") }
            let again = mails.filter { $0.kind == .reminder && $0.incident?.id == "i5" && $0.decided == F.at(until) }
            seen += min(1, digests.count) + min(1, again.count)
            #expect(digests.count == 1 && again.count == 1, "seed \(seed): \(mails.map { "\($0.kind) \($0.reason.code)" })")
        }
        print("G11: seeds \(seeds), digests and reminders expected \(expected), seen \(seen)")
        #expect(seen == expected)
    }

    @Test func `the morning list and the weekly report come at their local times, each once`() {
        var policy = Self.policy
        policy.morning = .init(to: ["person:ana"], minute: 390)
        policy.weekly = .init(to: ["person:boris"], weekday: 0, minute: 420)
        var engine = AlertingEngine(policy: policy, network: F.network)
        let zone = WallZone("Europe/Belgrade") ?? .utc
        let start = zone.moment(WallTime(text: "2027-03-22 00:00") ?? WallTime(seconds: 0))
        var seen: [String] = []
        for minute in 0..<Int64(15 * 1440) {
            let now = start + .seconds(minute * 60)
            for mail in engine.advance(to: now).mails { seen.append("\(mail.reason.code) \(zone.wall(now).text)") }
        }
        #expect(
            seen.filter { $0.hasPrefix("morning") }.count == 15
                && seen.filter { $0.hasPrefix("morning") }.allSatisfy { $0.hasSuffix(" 06:30") })
        #expect(
            seen.filter { $0.hasPrefix("weekly") } == [
                "weekly 2027-03-22 07:00", "weekly 2027-03-29 07:00", "weekly 2027-04-05 07:00",
            ])
    }

    @Test func `the end of a certificate is read from its file, and nonsense is none`() throws {
        guard let openssl = Program.path("openssl") else { return }
        let folder = try TemporaryFolder()
        let made = try Program.run([
            openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
            folder.path("k"), "-subj", "/CN=x",
            "-days", "40", "-out", folder.path("c"),
        ])
        #expect(made.status == 0, "\(made.errors)")
        let text = try String(contentsOfFile: folder.path("c"), encoding: .utf8)
        let said = try Program.run([openssl, "x509", "-in", folder.path("c"), "-noout", "-enddate", "-dateopt", "iso_8601"])
        let end = try #require(CertificateDates.ends(ofPEM: text + text).first)
        #expect(said.output.contains(end.clock.dropLast(4)), "\(said.output) \(end.clock)")
        var random = SplitMix64(seed: 5)
        let bytes = Array(text.utf8)
        for _ in 0..<500 {
            var broken = bytes
            for _ in 0..<3 {
                broken[Int.random(in: 0..<broken.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = CertificateDates.ends(ofPEM: String(decoding: broken, as: UTF8.self))
        }
        #expect(CertificateDates.ends(ofPEM: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----").isEmpty)
    }
}
