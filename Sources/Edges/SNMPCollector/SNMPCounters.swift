/// What the collector has counted since it started; everything that is dropped, late, doubled or refused is here.
package struct SNMPCounters: Hashable, Sendable {
    package var requestsSent: UInt64 = 0
    /// Of these, tries after the first.
    package var retriesSent: UInt64 = 0
    package var repliesAccepted: UInt64 = 0
    /// Replies to an earlier try of a question still open: accepted, but slow.
    package var repliesToEarlierTry: UInt64 = 0
    /// Came after the question was given up.
    package var late: UInt64 = 0
    /// A second reply to a question already answered.
    package var doubled: UInt64 = 0
    /// No such question is or was open.
    package var unknownRequest: UInt64 = 0
    /// Right request-id, wrong source address.
    package var wrongSource: UInt64 = 0
    /// Not a message, or cut; after A9 "truncated" they are also counted there.
    package var malformed: UInt64 = 0
    package var truncated: UInt64 = 0
    /// Version, PDU kind or level of security is not what was asked.
    package var wrongKind: UInt64 = 0
    /// Replies whose names are not, or not all, those asked for; only the right ones were used.
    package var partial: UInt64 = 0
    /// ICMP messages about our requests.
    package var icmpErrors: UInt64 = 0
    /// The kernel refused to send.
    package var sendErrors: UInt64 = 0
    /// SNMPv3 messages with a wrong digest, out of the time window, or not decryptable.
    package var notAuthentic: UInt64 = 0
    /// SNMPv3 Reports received.
    package var reports: UInt64 = 0
    /// Questions given up.
    package var timeouts: UInt64 = 0
    /// Datagrams that the kernel dropped because our receive buffer was full.
    package var kernelDrops: UInt64 = 0

    package init() {}
}
