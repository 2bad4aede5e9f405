/// A value that an agent gives, without storage of its own: texts are stretches of `AgentTexts.bytes`.
enum AgentValue {
    case integer(Int32)
    case text(AgentTexts.Reference)
    /// 48 bits of an Ethernet address.
    case macAddress(UInt64)
    /// 1.3.6.1.4.1.8072.9999.9999 (net-snmp's arc for experiments) and one more arc.
    case experimental(UInt32)
    /// 0.0, which stands for "no object" (RFC 3418, zeroDotZero).
    case zeroDotZero
    case counter32(UInt32)
    case gauge32(UInt32)
    case timeTicks(UInt32)
    case counter64(UInt64)
    case ipAddress(UInt32)
    /// One octet of bits, as LldpSystemCapabilitiesMap.
    case bits(UInt8)
    /// A whole element, tag and length included, in the bytes of a `RecordedAgent`.
    case encoded(AgentTexts.Reference)
    /// So many octets of text, for agents that say too much.
    case filler(Int)
    case noSuchObject, noSuchInstance, endOfMibView
}
