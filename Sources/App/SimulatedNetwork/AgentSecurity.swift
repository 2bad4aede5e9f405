import SNMPMessages

/// What the agents of a simulation know of SNMPv3: their users, and the keys of each at each agent.
struct AgentSecurity {
    private struct User {
        var name: [UInt8]
        var master: USMMasterKeys
    }

    private let users: [User]
    /// Keys by address and user, derived at first use; forgotten all at once when there are too many.
    private var localised: [UInt64: USMKeys] = [:]
    private static let keptKeys = 200_000
    let cipher = USMCipher()
    private var salt: UInt64 = 0x6669_6272_6500_0000

    /// Users that no agent could accept are left out.
    init(_ users: [USMUser]) {
        self.users = users.compactMap { user in
            (try? USMMasterKeys(user)).map { User(name: Array(user.name.utf8), master: $0) }
        }
    }

    /// The number of the user of this name; nil if there is none.
    func user(_ name: BERElement, in bytes: Span<UInt8>) -> Int? {
        let name = name.octets(in: bytes)
        return users.firstIndex { $0.name == name }
    }

    mutating func keys(ofUser user: Int, at address: UInt32) -> USMKeys {
        let place = UInt64(address) << 16 | UInt64(user)
        if let keys = localised[place] { return keys }
        if localised.count >= Self.keptKeys { localised.removeAll() }
        let keys = USMKeys(users[user].master, engineID: Self.engineID(at: address))
        localised[place] = keys
        return keys
    }

    /// Never the same twice.
    mutating func nextSalt() -> UInt64 {
        salt &+= 1
        return salt
    }

    /// net-snmp's enterprise number, format "octets" (RFC 3411, SnmpEngineID) and the agent's address.
    static func engineID(at address: UInt32) -> [UInt8] {
        [0x80, 0, 0x1f, 0x88, 5] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: address >> UInt32($0)) }
    }
}
