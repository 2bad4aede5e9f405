/// What USM says is wrong (RFC 3414 section 3.2 and 5), one message for each, saying what to look at.
package enum USMFailure: Error, Hashable, Sendable {
    /// usmStatsUnsupportedSecLevels: the user exists, but not with this level of security.
    case unsupportedSecurityLevel
    /// usmStatsNotInTimeWindows, although asked again with the agent's own time.
    case notInTimeWindow
    /// usmStatsUnknownUserNames.
    case unknownUser
    /// usmStatsUnknownEngineIDs for the engine id that the agent itself told.
    case unknownEngine
    /// usmStatsWrongDigests: the agent cannot verify us.
    case wrongDigest
    /// usmStatsDecryptionErrors: the agent cannot read us.
    case decryptionError
    /// The reply's digest is not right: it is not from the agent, or the key differs.
    case replyNotAuthentic
    /// The reply cannot be decrypted.
    case replyNotDecrypted
    /// The agent's boots or time went back and no authentic message says so.
    case replaySuspect
    /// The engine id is not the one seen at first contact.
    case engineChanged(was: [UInt8], now: [UInt8])
    /// It told its engine id just now and then said nothing: agents drop in silence what they cannot decrypt (net-snmp with AES) and
    /// questions for a context that they do not have.
    case silentAfterDiscovery(isEncrypted: Bool)
    /// Any other Report, by its object.
    case report(ObjectIdentifier)
    /// The password is shorter than 8 characters, or privacy is asked without authentication.
    case badUser(String)
}

extension USMFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unsupportedSecurityLevel:
            "SNMPv3: the agent does not allow this user this security level; compare noAuth, auth and priv on both sides"
        case .notInTimeWindow:
            "SNMPv3: the agent refuses our time although it is its own; does its clock or snmpEngineBoots go back?"
        case .unknownUser: "SNMPv3: the agent does not know this user; compare the user's name"
        case .unknownEngine:
            "SNMPv3: the agent does not know the engine id that it told; is there more than one agent behind the address?"
        case .wrongDigest: "SNMPv3: the agent finds our digest wrong; compare authentication protocol and password"
        case .decryptionError: "SNMPv3: the agent cannot decrypt our request; compare privacy protocol and password"
        case .replyNotAuthentic: "SNMPv3: the reply's digest is wrong; it is not from the agent, or the keys differ"
        case .replyNotDecrypted: "SNMPv3: the reply cannot be decrypted; compare privacy protocol and password"
        case .replaySuspect: "SNMPv3: v3-replay-suspect: the agent's boots or time went back and nothing authentic explains it"
        case .engineChanged(let was, let now):
            "SNMPv3: the engine id changed from \(Self.hex(was)) to \(Self.hex(now)); was the device replaced, or does another answer?"
        case .silentAfterDiscovery(true):
            "SNMPv3: the agent tells its engine id, but does not answer the encrypted request; compare privacy protocol and password, "
                + "and the context's name"
        case .silentAfterDiscovery(false):
            "SNMPv3: the agent tells its engine id, but does not answer the request; compare the user's rights and the context's name"
        case .report("1.3.6.1.6.3.12.1.5.0"): "SNMPv3: the agent does not know this context; compare the context's name"
        case .report(let oid): "SNMPv3: the agent answers with a report of \(oid)"
        case .badUser(let reason): "SNMPv3: \(reason)"
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
