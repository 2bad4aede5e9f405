import NetworkModel
import SNMPMessages

/// A device as the collector asks it.
package struct SNMPTarget: Hashable, Sendable {
    package var address: SocketAddress
    /// Further addresses from which its replies are accepted; the port must be the same.
    package var aliases: [IPAddress]
    package var credential: SNMPCredential
    /// How long the last try waits. Earlier tries wait as long as the device has been seen to need, and a reply to any try counts.
    package var timeout: Duration
    /// Tries after the first, at most 7.
    package var retries: Int

    package init(
        _ address: SocketAddress, credential: SNMPCredential, aliases: [IPAddress] = [], timeout: Duration = .seconds(2),
        retries: Int = 3
    ) {
        (self.address, self.aliases, self.credential, self.timeout) = (address, aliases, credential, timeout)
        self.retries = min(max(retries, 0), 7)
    }
}
