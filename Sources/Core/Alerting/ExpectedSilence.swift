import NetworkModel

/// What is silent by agreement: offices out of hours, places not there yet or no more, and planned work. Nobody is told of it; whoever
/// asks gets the reason.
package struct ExpectedSilence: Sendable {
    private let network: Network
    private let windows: [MaintenanceWindow]
    /// By calendar; nil where its hours cannot be read.
    private let hours: [OpeningHours?]

    package init(_ network: Network, windows: [MaintenanceWindow]) {
        (self.network, self.windows) = (network, windows)
        hours = network.document.calendars.map { OpeningHours($0) }
    }

    /// Why `object` may be silent at `time`, as a sentence without a full stop; nil where its silence would be a fault. A link may be
    /// silent if one of its ends may. `moment` writes the moments.
    package func reason(
        for object: ObjectID, at time: Timestamp, moment: (Timestamp) -> String = { $0.clock }
    ) -> String? {
        if let window = windows.first(where: { $0.holds(at: time) && touches($0.object, object) }) {
            return "planned work on \(window.object) until \(moment(window.to)), by \(window.owner): \(window.reason)"
        }
        for site in sites(of: object) {
            if let reason = reason(forSite: site, at: time, moment) { return reason }
        }
        return nil
    }

    private func touches(_ planned: ObjectID, _ object: ObjectID) -> Bool {
        if network.contains(planned, object) { return true }
        let devices = devices(of: object)
        return devices.contains { network.contains(planned, network.document.devices[Int($0)].id) }
    }

    private func reason(forSite place: Int32, at time: Timestamp, _ moment: (Timestamp) -> String) -> String? {
        let site = network.document.sites[Int(place)]
        if site.lifecycle != .active { return "\(site.id) is declared as \(site.lifecycle.rawValue)" }
        let calendar = network.calendarOfSite[Int(place)]
        guard site.offHours == .allowed, calendar >= 0, let hours = hours[Int(calendar)] else { return nil }
        let row = network.document.calendars[Int(calendar)]
        // Staff come and go a little before and after.
        let grace = TimeSpan.seconds(Int64(row.graceSeconds))
        guard !(hours.isOpen(at: time - grace) && hours.isOpen(at: time + grace)) else { return nil }
        let opening = hours.nextOpening(after: time).map { ", which opens at \(moment($0))" } ?? ""
        return "\(site.id) may be switched off outside the hours of \(row.id)\(opening)"
    }

    private func sites(of object: ObjectID) -> [Int32] {
        if case .site(let site)? = network[object] { return [site] }
        return devices(of: object).map { network.siteOfDevice[Int($0)] }
    }

    private func devices(of object: ObjectID) -> [Int32] {
        switch network[object] {
        case .device(let device): [device]
        case .link(let link): [network.deviceA[Int(link)], network.deviceB[Int(link)]]
        case .interface(let link, let end): [(end == .a ? network.deviceA : network.deviceB)[Int(link)]]
        default: []
        }
    }
}
