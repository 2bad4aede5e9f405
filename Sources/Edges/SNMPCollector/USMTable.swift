import SNMPMessages

/// SNMPv3 state of all devices and users; used by the poll thread only.
final class USMTable {
    /// A user as it goes on the wire.
    struct User {
        var name: [UInt8]
        var context: [UInt8]
        var master: USMMasterKeys
    }

    /// An authoritative engine: a device's agent as one user sees it.
    struct Engine {
        var credential: Int32
        /// Empty until the agent has told it.
        var identifier: [UInt8] = []
        /// Set by the first good response, or by what a store kept: from then on another engine id is an incident.
        var isPinned = false
        var keys = USMKeys()
        var clock = USMClock()
    }

    var engines: [Engine] = []
    let cipher = USMCipher()
    private var users: [Int32: User] = [:]
    private var salt = UInt64.random(in: .min ... .max)
    let scratch = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: RequestTemplate.capacity)

    deinit { scratch.deallocate() }

    func nextSalt() -> UInt64 {
        salt &+= 1
        return salt
    }

    /// The user of a credential; its keys are derived once.
    func user(_ index: Int32, _ credential: () -> SNMPCredential) throws(USMFailure) -> User {
        if let user = users[index] { return user }
        guard case .v3(let user) = credential() else { throw .badUser("the credential is not one of SNMPv3") }
        let made = User(name: Array(user.name.utf8), context: Array(user.context.utf8), master: try USMMasterKeys(user))
        users[index] = made
        return made
    }
}
