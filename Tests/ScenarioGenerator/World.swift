import NetworkModel

/// What is wrong with what, from when to when.
struct Spell {
    enum Trouble: Hashable {
        /// A device is dead.
        case dead(Int32)
        /// A link is cut: its ports go down where they follow the line.
        case cut(Int32)
        /// A link carries nothing although its ports stay up.
        case hollow(Int32)
        /// A device forwards and answers nobody.
        case hung(Int32)
        /// A collector sends no rows.
        case silent(Int32)
        /// A credential is refused.
        case refused(Int32)
        /// A link loses some packets.
        case degraded(Int32)
    }

    var trouble: Trouble
    var from: Timestamp
    var to: Timestamp

    init(_ trouble: Trouble, from: Timestamp, to: Timestamp = .distantFuture) {
        (self.trouble, self.from, self.to) = (trouble, from, to)
    }

    /// The spells of a cause that takes down `failure`.
    static func of(_ failure: Failure, from: Timestamp, to: Timestamp = .distantFuture) -> [Spell] {
        failure.devices.map { Spell(.dead($0), from: from, to: to) } + failure.links.map { Spell(.cut($0), from: from, to: to) }
    }
}

/// The state of the whole network between two changes.
struct Snapshot {
    let from: Timestamp
    let troubles: Set<Spell.Trouble>
    let isDead: [Bool]
    let isCut: [Bool]
    /// By collector, by device: over ordinary links, without standby.
    let reached: [[Bool]]
    /// For each standby link whose end `a` lives and has no ordinary way to end `b`: since when.
    let aloneSince: [Int32: Timestamp]
}

/// The network as it lies in the ground, and all that happens to it, as a row of snapshots.
struct World {
    let network: Network
    let graph: NetworkGraph
    private(set) var snapshots: [Snapshot] = []
    /// Times at which the way of traffic changes, so that routing settles.
    private(set) var changes: [Timestamp] = []

    init(_ graph: NetworkGraph, _ spells: [Spell]) {
        network = graph.network
        self.graph = graph
        let zero = Timestamp(milliseconds: 0)
        let times = Set(spells.flatMap { [$0.from, $0.to] } + [zero]).filter { $0 >= zero && $0 < .distantFuture }.sorted()
        for time in times {
            let active = Set(spells.filter { $0.from <= time && time < $0.to }.map(\.trouble))
            snapshots.append(snapshot(at: time, active))
        }
        changes = zip(snapshots, snapshots.dropFirst())
            .filter { $0.isDead != $1.isDead || $0.isCut != $1.isCut || $0.reached != $1.reached }.map(\.1.from)
    }

    /// The last snapshot that began at or before `time`.
    func index(at time: Timestamp) -> Int {
        var (low, high) = (0, snapshots.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if snapshots[middle].from <= time { low = middle } else { high = middle }
        }
        return low
    }

    func lastChange(upTo time: Timestamp) -> Timestamp? {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : changes[low - 1]
    }

    private func snapshot(at time: Timestamp, _ troubles: Set<Spell.Trouble>) -> Snapshot {
        var isDead = [Bool](repeating: false, count: graph.deviceCount)
        var isCut = [Bool](repeating: false, count: network.document.links.count)
        var failure = Failure()
        for trouble in troubles {
            switch trouble {
            case .dead(let device):
                isDead[Int(device)] = true
                failure = failure.union(network.failure(ofDevices: [device]))
            case .cut(let link):
                isCut[Int(link)] = true
                failure.links.append(link)
            case .hollow(let link): failure.links.append(link)
            default: break
            }
        }
        failure.links += graph.standbyLinks
        let reached = network.deviceOfCollector.map { graph.reached(from: [$0], failing: failure) }
        var aloneSince: [Int32: Timestamp] = [:]
        var fromEnd: [Int32: [Bool]] = [:]
        for link in graph.standbyLinks {
            let (a, b) = (network.deviceA[Int(link)], network.deviceB[Int(link)])
            let reach = fromEnd[b] ?? graph.reached(from: [b], failing: failure)
            fromEnd[b] = reach
            if !isDead[Int(a)], !reach[Int(a)] { aloneSince[link] = snapshots.last?.aloneSince[link] ?? time }
        }
        return Snapshot(from: time, troubles: troubles, isDead: isDead, isCut: isCut, reached: reached, aloneSince: aloneSince)
    }

    enum Way { case primary, backup }

    /// How `collector` reaches `device` at `time`, which lies in snapshot `index`; nil if it does not.
    func way(_ collector: Int32, _ device: Int32, at time: Timestamp, in index: Int) -> Way? {
        let now = snapshots[index]
        if now.reached[Int(collector)][Int(device)] { return .primary }
        for link in network.linksOfDevice[device] where network.deviceA[Int(link)] == device {
            guard let since = now.aloneSince[link], let standby = network.document.links[Int(link)].standbySeconds else {
                continue
            }
            let isUp = !now.isCut[Int(link)] && !now.troubles.contains(.hollow(link))
            if isUp, time >= since + .seconds(Int64(standby)), now.reached[Int(collector)][Int(network.deviceB[Int(link)])] {
                return .backup
            }
        }
        return nil
    }

    /// Whether the port of `device` on `link` is down, as the device itself sees it.
    func portIsDown(_ device: Int32, _ link: Int32, in snapshot: Snapshot) -> Bool {
        let end: Network.End = network.deviceA[Int(link)] == device ? .a : .b
        if network.interface(of: link, at: end).follows == .local { return false }
        return snapshot.isCut[Int(link)] || snapshot.isDead[Int(network.peer(of: device, over: link))]
            || network.document.links[Int(link)].via.contains { via in
                if case .device(let amplifier)? = network[via] { snapshot.isDead[Int(amplifier)] } else { false }
            }
    }
}
