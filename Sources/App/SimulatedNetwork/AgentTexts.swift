import NetworkModel

/// The texts that agents give, as UTF-8 in one flat array, so that an answer copies bytes and allocates nothing.
struct AgentTexts: Sendable {
    private(set) var bytes: [UInt8] = []
    /// Text `i` is `bytes[starts[i]..<starts[i + 1]]`.
    private var starts: [Int32] = [0]
    private let portCount: Int
    private let deviceCount: Int
    private let roleOfDevice: [UInt8]

    /// A stretch of `bytes`.
    struct Reference { var start: Int32, count: Int32 }

    init(_ world: SimulatedWorld) {
        let document = world.network.document
        deviceCount = document.devices.count
        portCount = document.links.count * 2
        roleOfDevice = document.devices.map { UInt8(Hardware.number(ofRole: $0.role)) }
        starts.reserveCapacity(deviceCount * 3 + portCount * 2 + 32)
        for hardware in Hardware.all {
            append(hardware.description)
            append(hardware.model)
        }
        for (row, device) in document.devices.enumerated() {
            append(String(device.id.name))
            append(document.sites[Int(world.network.siteOfDevice[row])].name)
            append(Hardware.serial(ofDevice: row))
        }
        for port in 0..<Int32(portCount) {
            let link = document.links[Int(port >> 1)]
            let peer = document.devices[Int(world.device(ofPort: world.peer(ofPort: port)))]
            append(Self.ifName(world.end(ofPort: port)))
            append("\(link.name ?? String(link.id.name)) to \(peer.id.name)")
        }
        for word in Self.words { append(word) }
    }

    private static let words = [
        "", "lo", "power supply", "temperature", "port", "transceiver", "received light", "fibrewatch", "4.2.1", "Celsius", "dBm",
    ]

    /// ifName as declared, else what follows `#` in the interface's identifier, else its name.
    static func ifName(_ end: NetworkDocument.End) -> String {
        if let name = end.ifName { return name }
        let name = end.interface.name
        return name.lastIndex(of: "#").map { String(name[name.index(after: $0)...]) } ?? String(name)
    }

    func role(_ device: Int32) -> Int { Int(roleOfDevice[Int(device)]) }
    func description(_ device: Int32) -> Reference { self[role(device) * 2] }
    func model(_ device: Int32) -> Reference { self[role(device) * 2 + 1] }
    func name(_ device: Int32) -> Reference { self[deviceBase + Int(device) * 3] }
    func location(_ device: Int32) -> Reference { self[deviceBase + Int(device) * 3 + 1] }
    func serial(_ device: Int32) -> Reference { self[deviceBase + Int(device) * 3 + 2] }
    func ifName(_ port: Int32) -> Reference { self[portBase + Int(port) * 2] }
    func alias(_ port: Int32) -> Reference { self[portBase + Int(port) * 2 + 1] }
    var empty: Reference { word(0) }
    var loopback: Reference { word(1) }
    var maker: Reference { word(7) }
    var software: Reference { word(8) }
    var celsius: Reference { word(9) }
    var dBm: Reference { word(10) }

    func word(_ kind: EntityRow.Kind) -> Reference {
        switch kind {
        case .chassis: empty
        case .powerSupply: word(2)
        case .temperature: word(3)
        case .port: word(4)
        case .transceiver: word(5)
        case .receivedLight: word(6)
        }
    }

    private func word(_ number: Int) -> Reference { self[portBase + portCount * 2 + number] }

    private var deviceBase: Int { Hardware.all.count * 2 }
    private var portBase: Int { deviceBase + deviceCount * 3 }

    private subscript(text: Int) -> Reference {
        Reference(start: starts[text], count: starts[text + 1] - starts[text])
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        starts.append(Int32(bytes.count))
    }
}
