import HeapModule

/// The state of one search for the cheapest way.
struct RouteSearch {
    private struct Offer: Comparable {
        var cost: Int
        var order: Int
        var device: Int32
        static func < (a: Offer, b: Offer) -> Bool { (a.cost, a.order) < (b.cost, b.order) }
    }

    private var costs: [Int]
    private var from: [Int32]
    private var over: [Int32]
    private var isDone: [Bool]
    private var offers = Heap<Offer>()
    private var order = 0

    init(deviceCount: Int) {
        costs = Array(repeating: .max, count: deviceCount)
        from = Array(repeating: -1, count: deviceCount)
        over = Array(repeating: -1, count: deviceCount)
        isDone = Array(repeating: false, count: deviceCount)
    }

    func cost(_ device: Int32) -> Int { costs[Int(device)] }

    mutating func offer(_ device: Int32, cost: Int, from: Int32, over: Int32) {
        guard cost < costs[Int(device)] else { return }
        costs[Int(device)] = cost
        self.from[Int(device)] = from
        self.over[Int(device)] = over
        offers.insert(Offer(cost: cost, order: order, device: device))
        order += 1
    }

    /// The cheapest device that was not taken yet.
    mutating func take() -> Int32? {
        while let offer = offers.popMin() {
            if isDone[Int(offer.device)] { continue }
            isDone[Int(offer.device)] = true
            return offer.device
        }
        return nil
    }

    func route(to target: Int32) -> Route {
        var devices = [target]
        var links: [Int32] = []
        var device = target
        while from[Int(device)] >= 0 {
            links.append(over[Int(device)])
            device = from[Int(device)]
            devices.append(device)
        }
        return Route(devices: devices.reversed(), links: links.reversed())
    }
}
