import NetworkModel
import Testing

@testable import Diagnosis

@Suite struct RootCauseTests {
    @Test func `a cut duct raises one incident, not forty`() {
        var town = TownClock()
        for link in ["link:hub2-o1", "link:hub2-o2", "link:hub2-o3"] { town.deadLinks[ObjectID(link)] = 200 }
        let result = town.judge(town.rows(until: 600), until: 600)
        let standing = result.incidents.filter { !$0.withdrawn }
        #expect(standing.map(\.candidates) == [["duct:street"]])
        #expect(standing.first?.impactedSites == ["site:o1", "site:o2", "site:o3"])
        #expect(standing.first?.impactedServices == ["svc:pay": 3])
        #expect(result.pages.map(\.object) == ["duct:street"])
        #expect((200...300).contains(result.pages.first?.time.seconds ?? 0))
    }

    @Test func `a silent office behind a port that is down is named with all that look the same`() {
        var town = TownClock()
        town.deadLinks["link:hub2-o3"] = 200
        let result = town.judge(town.rows(until: 600), until: 600)
        // The shared duct is out: its other links are seen up. Segments of the shared and of the own duct break the same link.
        // The likeliest first.
        let alike: [ObjectID] = ["duct:yard", "link:hub2-o3", "dev:o3", "site:o3", "seg:hub2-o3-street", "seg:hub2-o3-yard"]
        #expect(result.incidents.filter { !$0.withdrawn }.map(\.candidates) == [alike])
    }

    @Test func `what lies behind a dead hub is nobody's cause`() {
        var town = TownClock()
        town.deadDevices["dev:hub2"] = 200
        let result = town.judge(town.rows(until: 600), until: 600)
        let standing = result.incidents.filter { !$0.withdrawn }
        #expect(standing.map(\.candidates) == [["dev:hub2", "site:hub2"]])
        #expect(standing.first?.impactedSites.count == 5)
        #expect(result.pages.count == 1)
    }

    @Test func `a broken ring isolates nobody and is told once`() {
        var town = TownClock()
        town.deadLinks["link:core-hub2"] = 200
        let result = town.judge(town.rows(until: 600), until: 600)
        #expect(result.pages.count == 1 && result.incidents.filter { !$0.withdrawn }.count == 1)
        #expect(result.incidents.first?.impactedSites == [])
        #expect(result.incidents.first?.candidates.contains("duct:south") == true)
    }

    @Test func `a monitor that lost its uplink says so once and blames no site`() {
        var town = TownClock()
        town.deadLinks["link:nms-core"] = 200
        let result = town.judge(town.rows(until: 600), until: 600)
        let standing = result.incidents.filter { !$0.withdrawn }
        #expect(standing.map(\.kind) == [.monitoring] && standing.allSatisfy { $0.impactedSites.isEmpty })
        #expect(standing.first?.candidates.contains("collector:c") == true)
        #expect(result.pages.count == 1)
    }

    @Test func `planned work on the object that goes down is never paged`() {
        var town = TownClock()
        for link in ["link:hub2-o1", "link:hub2-o2", "link:hub2-o3"] { town.deadLinks[ObjectID(link)] = 200 }
        town.context.maintenance = [
            .init(object: "duct:street", from: Timestamp(seconds: 100), to: Timestamp(seconds: 900))
        ]
        let result = town.judge(town.rows(until: 600), until: 600)
        #expect(result.pages.isEmpty)
        #expect(result.incidents.filter { !$0.withdrawn }.map(\.kind) == [.planned])
    }

    @Test func `single lost polls and lost rows are no outage`() {
        let town = TownClock()
        var rows = town.rows(until: 900)
        for place in stride(from: 7, to: rows.count, by: 31) { rows[place].kind = .ping(.timeout) }
        rows = rows.enumerated().filter { $0.offset % 17 != 3 }.map(\.element)
        #expect(town.judge(rows, until: 900).pages.isEmpty)
    }

    @Test func `the order of rows of one time changes nothing`() {
        var town = TownClock()
        town.deadDevices["dev:hub2"] = 200
        let rows = town.rows(until: 500)
        let turned = Dictionary(grouping: rows, by: \.time).sorted { $0.key < $1.key }.flatMap { $0.value.reversed() }
        #expect(town.judge(rows, until: 500).json == town.judge(turned, until: 500).json)
    }

    @Test(arguments: [210.0, 262, 300, 377]) func `cutting the stream leaves all pages before the cut as they were`(_ cut: Double)
    {
        var town = TownClock()
        for link in ["link:hub2-o1", "link:hub2-o2", "link:hub2-o3"] { town.deadLinks[ObjectID(link)] = 200 }
        let rows = town.rows(until: 600)
        let whole = town.judge(rows, until: 600)
        let part = town.judge(rows.filter { $0.time.seconds <= cut }, until: cut)
        #expect(part.pages == whole.pages.filter { $0.time.seconds <= cut })
    }

    @Test func `a device that answers again ends its incident`() {
        var town = TownClock()
        town.deadLinks["link:hub2-o4"] = 200
        var rows = town.rows(until: 500)
        town.deadLinks = [:]
        rows += town.rows(until: 900).filter { $0.time.seconds >= 500 }
        let result = town.judge(rows, until: 900)
        #expect(result.incidents.filter { !$0.withdrawn }.compactMap(\.closed).allSatisfy { (500...680).contains($0.seconds) })
        #expect(result.incidents.contains { $0.closed != nil && !$0.withdrawn })
    }
}
