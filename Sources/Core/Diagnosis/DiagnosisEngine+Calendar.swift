import NetworkModel

/// The calendars of the network and the devices that they excuse.
struct CalendarWatch: Sendable {
    let hours: [SureHours]
    /// Devices of sites that may be switched off, by calendar.
    let devices: [[Int32]]
    /// By calendar: must its sites be on; nil before the first look.
    var isOpen: [Bool?]
    /// When devices that were excused while their site was closed came back.
    var cameOn: [Int32: Int64] = [:]
    /// By calendar: when its sites had to be on for the last time since the start.
    var openedAt: [Int64]
    /// How often a device was excused, or ceased to be.
    var changes = 0

    init(_ network: Network) {
        hours = network.document.calendars.map { SureHours($0) }
        var devices: [[Int32]] = Array(repeating: [], count: hours.count)
        for (place, site) in network.document.sites.enumerated() where site.offHours == .allowed && site.lifecycle == .active {
            let calendar = network.calendarOfSite[place]
            if calendar >= 0 { devices[Int(calendar)] += network.devicesOfSite[place] }
        }
        self.devices = devices
        isOpen = Array(repeating: nil, count: hours.count)
        openedAt = Array(repeating: EvidenceStore.never, count: hours.count)
    }
}

extension DiagnosisEngine {
    /// Silence of a site that may be switched off is expected and explains only itself: its devices count as long as they answer.
    mutating func excuseClosedSites(at now: Int64) {
        guard let offset = context.epochOffset else { return }
        let second = offset + now / 1000
        for number in calendars.hours.indices {
            let isOpen = calendars.hours[number].isSurelyOpen(at: second)
            if isOpen, calendars.isOpen[number] == false { calendars.openedAt[number] = now }
            calendars.isOpen[number] = isOpen
            for device in calendars.devices[number] {
                let silent = tables.polls(of: device).contains { evidence.badCount[$0] > 0 } || isLeft(device)
                let isExcused = !isOpen && (silent || isKnownOff[Int(device)] && !answered(device))
                if input.isExcluded[Int(device)], !isExcused, !isOpen, !alwaysExcluded[Int(device)] {
                    calendars.cameOn[device] = now
                }
                let isExcluded = alwaysExcluded[Int(device)] || isExcused
                if isExcluded != input.isExcluded[Int(device)] { calendars.changes += 1 }
                input.isExcluded[Int(device)] = isExcluded
            }
        }
    }

    /// Whether `site` may be switched off at `time`.
    func mayBeOff(_ site: Int32, at time: Int64) -> Bool {
        let calendar = tables.network.calendarOfSite[Int(site)]
        guard let offset = context.epochOffset, tables.network.document.sites[Int(site)].offHours == .allowed else {
            return false
        }
        return calendar >= 0 && !calendars.hours[Int(calendar)].isSurelyOpen(at: offset + time / 1000)
    }

    /// How many polled devices are silent and may be: switched off at this hour, not there yet, acknowledged from the start.
    package var expectedSilentCount: Int {
        input.isExcluded.indices.count { device in
            input.isExcluded[device] && !tables.polls(of: Int32(device)).isEmpty && state(ofDevice: Int32(device)) == .unknown
        }
    }

    /// The port towards it went down, and it has not answered since.
    private func isLeft(_ device: Int32) -> Bool {
        for link in tables.graph.transit[device] {
            let near = Int(tables.port(of: tables.graph.peer(of: device, over: link), on: link))
            guard evidence.isDown[near] else { continue }
            let since = evidence.portHigh[near] + 700
            if !tables.polls(of: device).contains(where: { evidence.lastGood[$0] > since }) { return true }
        }
        return false
    }

    private func answered(_ device: Int32) -> Bool {
        tables.polls(of: device).contains { evidence.lastGood[$0] > context.start.milliseconds }
    }

    /// When the sites that `cause` cuts off must be on again, if all of them may be off now: nobody is there to be missed before.
    /// `.min` where somebody is.
    func closedUntil(_ sites: [ObjectID], at now: Int64) -> Int64 {
        guard let offset = context.epochOffset, !sites.isEmpty else { return .min }
        var until = Int64.max
        for id in sites {
            guard case .site(let site) = tables.network[id], mayBeOff(site, at: now) else { return .min }
            let hours = calendars.hours[Int(tables.network.calendarOfSite[Int(site)])]
            until = min(until, hours.nextChange(after: offset + now / 1000).map { ($0 - offset) * 1000 } ?? .max)
        }
        return until
    }

    /// Until when `entry` waits to be heard of: all that is known of it is from before its offices had to be on, and an office that was
    /// switched on in the last minutes was not asked yet. `.min` where it waits for nothing.
    func unheardUntil(_ entry: IncidentBook.Entry) -> Int64 {
        var until = Int64.min
        for item in entry.items {
            let device = item < tables.firstPort ? tables.pollDevice[Int(item)] : tables.peer(ofPort: item - tables.firstPort)
            let site = Int(tables.network.siteOfDevice[Int(device)])
            let calendar = tables.network.calendarOfSite[site]
            guard calendar >= 0, tables.network.document.sites[site].offHours == .allowed else { return .min }
            let opened = calendars.openedAt[Int(calendar)]
            if lastSaidBad(item) > opened { return .min }
            until = max(until, opened + input.pollInterval * 5 / 4)
        }
        return until
    }

    /// What was known of the ports of a device before it was switched on is out of date until they were read again.
    func isFromBeforeItCameOn(_ port: Int32) -> Bool {
        for device in [tables.device(ofPort: port), tables.peer(ofPort: port)] {
            if let since = calendars.cameOn[device], evidence.portLast[Int(port)] <= since + input.weights.late { return true }
        }
        return false
    }

    /// When a calendar opens or closes next.
    func nextCalendarChange(after now: Int64) -> Int64 {
        guard let offset = context.epochOffset else { return .max }
        var next = Int64.max
        for number in calendars.hours.indices where !calendars.devices[number].isEmpty {
            if let change = calendars.hours[number].nextChange(after: offset + now / 1000) {
                next = min(next, (change - offset) * 1000)
            }
        }
        return next
    }

    /// What was switched off before the start has no last answer.
    mutating func forgetAnswersOfKnownOff() {
        if !context.startsWell { for poll in evidence.lastGood.indices { evidence.lastGood[poll] = EvidenceStore.never } }
        for id in context.knownOff {
            guard case .site(let site) = tables.network[id] else { continue }
            for device in tables.network.devicesOfSite[site] {
                isKnownOff[Int(device)] = true
                for poll in tables.polls(of: device) { evidence.lastGood[poll] = EvidenceStore.never }
            }
        }
    }
}
