import DeviceFacts
import NetworkModel

/// Gathers what frames tell into neighbours: one for each sender and port, with how often and when it was heard.
package struct NeighbourListener: Sendable {
    package struct Entry: Sendable {
        package var heard: HeardNeighbour
        package var firstHeard: Timestamp
        package var lastHeard: Timestamp
        package var frames: Int
    }

    /// In the order in which they were first heard.
    package private(set) var entries: [Entry] = []
    /// Announcements that had to be discarded, with their reasons; the first 100.
    package private(set) var rejected: [(time: Timestamp, reason: FrameError)] = []
    package private(set) var rejectedCount = 0
    package private(set) var frameCount = 0
    /// Neighbours beyond the bound of 4096, which only a hostile sender reaches.
    package private(set) var droppedCount = 0
    private var places: [Key: Int] = [:]

    private struct Key: Hashable {
        var kind: DeviceNeighbour.NeighbourProtocol
        var localPort: String?
        var source: [UInt8]
        var chassis: LLDPIdentifier?
        var name: DeviceText?
        var port: LLDPIdentifier?
    }

    package init() {}

    /// Takes a frame; what it told, nil for one that tells nothing.
    @discardableResult
    package mutating func receive(_ frame: CapturedFrame, on localPort: String?) -> HeardNeighbour? {
        frameCount += 1
        do throws(FrameError) {
            guard let heard = try HeardNeighbour(frame: frame.bytes.span, localPort: localPort) else { return nil }
            keep(heard, at: frame.time, on: localPort)
            return heard
        } catch {
            rejectedCount += 1
            if rejected.count < 100 { rejected.append((frame.time, error)) }
            return nil
        }
    }

    private mutating func keep(_ heard: HeardNeighbour, at time: Timestamp, on localPort: String?) {
        let key = Self.key(heard, localPort)
        guard let place = places[key] else {
            guard entries.count < 4096 else { return droppedCount += 1 }
            places[key] = entries.count
            entries.append(Entry(heard: heard, firstHeard: time, lastHeard: time, frames: 1))
            return
        }
        let known = entries[place].heard.neighbour
        entries[place].heard = heard
        // A shutdown frame names chassis and port alone; what was told before stays.
        if heard.isShutdown { entries[place].heard.neighbour = known }
        entries[place].lastHeard = time
        entries[place].frames += 1
    }

    /// The name tells neighbours apart only where there is no chassis (CDP).
    private static func key(_ heard: HeardNeighbour, _ localPort: String?) -> Key {
        let neighbour = heard.neighbour
        return Key(
            kind: neighbour.neighbourProtocol, localPort: localPort, source: heard.source, chassis: neighbour.remoteChassisID,
            name: neighbour.remoteChassisID == nil ? neighbour.remoteSysName : nil, port: neighbour.remotePortID)
    }
}
