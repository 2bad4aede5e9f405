import NetworkModel

extension EvidenceStore {
    /// How long a trap takes at most from the change to its arrival.
    static let trapDelay: Int64 = 4_000
    /// Complete reads that must pass a port over before it counts as up again without being said so.
    static let unnamedReads: Int32 = 2

    /// Whether a row changed what is abnormal.
    enum Change { case none, worse, better }

    mutating func pollAnswered(_ poll: Int32, of device: Int32, portsRead: Bool, at time: Int64) -> Change {
        let p = Int(poll)
        if lastGood[p] == Self.never, badCount[p] > 1 { lastFirstAnswer = time }
        lastGood[p] = max(lastGood[p], time)
        if portsRead, openedAt[p] != time {
            openedAt[p] = time
            openReads.append(OpenRead(device: device, poll: poll, time: time))
        }
        guard badCount[p] > 0 else { return .none }
        badCount[p] = 0
        badPolls.remove(poll)
        return .better
    }

    /// When the next read is complete; `.max` while none is open.
    var nextClose: Int64 { openReads.first.map { $0.time + readTime + 1 } ?? .max }

    mutating func pollFailed(_ poll: Int32, at time: Int64) -> Change {
        let p = Int(poll)
        // The answer of the same time wins: a row of a reply cannot be made up.
        if lastGood[p] >= time, badCount[p] == 0, firstBad[p] == time { return .none }
        // A row that comes twice counts once.
        if badCount[p] > 0, lastBad[p] == time { return .none }
        if badCount[p] == 0 {
            firstBad[p] = time
            badPolls.insert(poll)
        }
        badCount[p] &+= 1
        lastBad[p] = time
        return .worse
    }

    mutating func portWentDown(_ port: Int32, of device: Int32, at time: Int64, byTrap: Bool) -> Change {
        let p = Int(port)
        if isDown[p], portLast[p] == time, !byTrap { return .none }
        portUnnamed[p] = 0
        portLast[p] = time
        portSaid[p] &+= 1
        guard !isDown[p] else { return portSaid[p] < 4 ? .worse : .none }
        isDown[p] = true
        portSaid[p] = 1
        let seenUp = max(lastRead[Int(device)] < time ? lastRead[Int(device)] : readBefore[Int(device)], portUp[p])
        portLow[p] = byTrap ? max(seenUp, time - Self.trapDelay) : seenUp
        portHigh[p] = time
        downPorts.insert(port)
        downPortsOfDevice[Int(device)] += 1
        return .worse
    }

    mutating func portCameUp(_ port: Int32, of device: Int32, at time: Int64) -> Change {
        let p = Int(port)
        portUp[p] = time
        guard isDown[p] else { return .none }
        isDown[p] = false
        if !isDown[p ^ 1] { breaks[port >> 1] = nil }
        downPorts.remove(port)
        downPortsOfDevice[Int(device)] -= 1
        return .better
    }

    /// Closes the reads whose rows have all come by `time`: ports of the device that were not named are up. Calls `closed` with each device.
    mutating func closeReads(at time: Int64, tables: DiagnosisTables, closed: (Int32) -> Void) -> Change {
        guard let first = openReads.first, first.time + readTime < time else { return .none }
        var change = Change.none
        var count = 0
        while count < openReads.count, openReads[count].time + readTime < time {
            let read = openReads[count]
            count += 1
            guard readFailed[Int(read.poll)] < read.time else { continue }
            if close(read.device, at: read.time, tables) == .better { change = .better }
            readFailures[Int(read.poll)] = 0
            closed(read.device)
        }
        openReads.removeFirst(count)
        return change
    }

    private mutating func close(_ device: Int32, at time: Int64, _ tables: DiagnosisTables) -> Change {
        let d = Int(device)
        if time > lastRead[d] {
            readBefore[d] = lastRead[d]
            lastRead[d] = time
        }
        guard downPortsOfDevice[d] > 0 else { return .none }
        var change = Change.none
        for link in tables.network.linksOfDevice[device] {
            let port = tables.port(of: device, on: link)
            guard isDown[Int(port)], portLast[Int(port)] < time else { continue }
            portUnnamed[Int(port)] += 1
            if portUnnamed[Int(port)] >= Self.unnamedReads { change = portCameUp(port, of: device, at: time) }
        }
        return change
    }

    /// Forgets what was told of power so long ago that no battery lasts.
    mutating func forgetPower(before time: Int64) {
        if batterySites.isEmpty, gaspDevices.isEmpty { return }
        let (battery, gasp) = (battery, gasp)
        batterySites = batterySites.filter { battery[Int($0)] > time }
        gaspDevices = gaspDevices.filter { gasp[Int($0)] > time }
    }

    /// Makes a poll that failed since `time` pending again: its collector was blind.
    /// - Returns: whether it had.
    mutating func forgetFailures(of poll: Int32, since time: Int64) -> Bool {
        guard badCount[Int(poll)] > 0, lastBad[Int(poll)] >= time else { return false }
        badCount[Int(poll)] = 0
        badPolls.remove(poll)
        return true
    }

    /// How many of the last two complete reads came after `time`.
    func reads(of device: Int32, after time: Int64) -> Int {
        (lastRead[Int(device)] > time ? 1 : 0) + (readBefore[Int(device)] > time ? 1 : 0)
    }
}
