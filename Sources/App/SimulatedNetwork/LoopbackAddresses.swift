import NetworkModel

/// The address in 127.0.0.0/8 at which each device of a network answers, in device order.
///
/// A device keeps a declared loopback address; one declared in 10.0.0.0/8 keeps its last three octets (10.1.2.3 → 127.1.2.3);
/// the others, and those whose place is taken, get the next free address from 127.64.0.1 on. 127.0.0.1 is given only where it is declared.
package struct LoopbackAddresses: Sendable {
    /// Of each device, in host byte order.
    package let addresses: [UInt32]
    private let slots: [Slot]
    private let mask: UInt32

    private struct Slot { var address: UInt32 = 0, device: Int32 = -1 }

    package init(_ devices: [NetworkDocument.Device]) throws(SimulationError) {
        guard devices.count <= 4_000_000 else { throw .tooManyDevices(devices.count) }
        var size = 16
        while size < devices.count * 2 { size *= 2 }
        var slots = [Slot](repeating: Slot(), count: size)
        let mask = UInt32(size - 1)
        func take(_ address: UInt32, _ device: Int) -> Bool {
            var at = Int(Self.hash(address) & mask)
            while slots[at].device >= 0 {
                if slots[at].address == address { return false }
                at = (at + 1) & Int(mask)
            }
            slots[at] = Slot(address: address, device: Int32(device))
            return true
        }
        var chosen = [UInt32](repeating: 0, count: devices.count)
        for (row, device) in devices.enumerated() {
            if let address = device.address.flatMap(Self.loopback), take(address, row) { chosen[row] = address }
        }
        var next: UInt32 = 0x7f40_0001
        for row in devices.indices where chosen[row] == 0 {
            while !take(next, row) { next += 1 }
            chosen[row] = next
        }
        addresses = chosen
        self.slots = slots
        self.mask = mask
    }

    /// The device at `address` (host byte order); nil if there is none.
    @inline(__always)
    package func device(at address: UInt32) -> Int32? {
        var at = Int(Self.hash(address) & mask)
        while slots[at].device >= 0 {
            if slots[at].address == address { return slots[at].device }
            at = (at + 1) & Int(mask)
        }
        return nil
    }

    /// Dotted text of an address in host byte order.
    package static func text(_ address: UInt32) -> String {
        "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
    }

    /// The loopback address that stands for a declared `HOST` or `HOST:PORT`; nil for names, IPv6 and other networks.
    private static func loopback(_ declared: String) -> UInt32? {
        let host = declared.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let octets = host.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard octets.count == 4, octets[0] == 127 || octets[0] == 10 else { return nil }
        let address = 0x7f00_0000 | UInt32(octets[1]) << 16 | UInt32(octets[2]) << 8 | UInt32(octets[3])
        let isReserved = address == 0x7f00_0000 || address == 0x7fff_ffff || (octets[0] == 10 && address == 0x7f00_0001)
        return isReserved ? nil : address
    }

    @inline(__always)
    private static func hash(_ address: UInt32) -> UInt32 {
        let mixed = address &* 0x9e37_79b1
        return mixed ^ (mixed >> 15)
    }
}
