import Alerting
import NetworkModel
import Testing

@Suite struct ExpectedSilenceTests {
    /// Saturday 2026-11-21 in Belgrade, one hour ahead of UTC.
    private static func at(hour: Int64) -> Timestamp { Timestamp(milliseconds: (1_795_219_200 + (hour - 1) * 3600) * 1000) }

    private static let network: Network = {
        var document = NetworkDocument(name: "hours")
        document.calendars = [
            .init(
                id: "cal:post", zone: "Europe/Belgrade", open: ["mon-fri": "08:00-19:00", "sat": "08:00-13:00"],
                graceSeconds: 1800)
        ]
        document.sites = ["hub", "office", "new"].map { .init(id: ObjectID("site:\($0)"), name: $0, kind: "post") }
        document.sites[1].calendar = "cal:post"
        document.sites[1].offHours = .allowed
        document.sites[2].lifecycle = .planned
        document.devices = ["hub", "office", "new"].map {
            .init(id: ObjectID("dev:\($0)"), site: ObjectID("site:\($0)"), role: "cpe")
        }
        document.links = [
            .init(
                id: "link:l", a: .init(device: "dev:hub", interface: "if:hub#1"),
                b: .init(device: "dev:office", interface: "if:office#1"), kind: "leased")
        ]
        return Network.compile(document).network
    }()

    @Test func `an office may be silent out of its hours, give or take the grace, and its calendar says so`() {
        let silence = ExpectedSilence(Self.network, windows: [])
        for object: ObjectID in ["site:office", "dev:office", "if:office#1", "link:l"] {
            #expect(silence.reason(for: object, at: Self.at(hour: 22))?.contains("cal:post") == true, "\(object)")
            #expect(silence.reason(for: object, at: Self.at(hour: 10)) == nil, "\(object)")
        }
        // Five minutes after opening: within the grace.
        #expect(silence.reason(for: "dev:office", at: Self.at(hour: 8) + .seconds(300)) != nil)
        #expect(silence.reason(for: "dev:office", at: Self.at(hour: 8) + .seconds(1860)) == nil)
        #expect(silence.reason(for: "dev:hub", at: Self.at(hour: 22)) == nil)
    }

    @Test func `a place that is not there yet is expected to be silent`() {
        let reason = ExpectedSilence(Self.network, windows: []).reason(for: "dev:new", at: Self.at(hour: 10))
        #expect(reason == "site:new is declared as planned")
    }

    @Test func `planned work explains what lies in it, while it lasts`() {
        let window = MaintenanceWindow(
            id: "m1", object: "site:hub", from: Self.at(hour: 9), to: Self.at(hour: 11), owner: "Ana", reason: "new UPS")
        let silence = ExpectedSilence(Self.network, windows: [window])
        let reason = silence.reason(for: "dev:hub", at: Self.at(hour: 10))
        #expect(reason == "planned work on site:hub until 2026-11-21 10:00:00 UTC, by Ana: new UPS")
        #expect(silence.reason(for: "dev:hub", at: Self.at(hour: 12)) == nil)
        #expect(silence.reason(for: "dev:office", at: Self.at(hour: 10)) == nil)
    }
}
