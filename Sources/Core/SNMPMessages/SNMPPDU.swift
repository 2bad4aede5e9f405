/// A PDU with its variable bindings as values, off the hot path (RFC 3416 section 3).
package struct SNMPPDU: Hashable, Sendable {
    package var kind: PDUKind
    package var requestID: Int32
    /// In a GETBULK this field carries non-repeaters.
    package var errorStatus: SNMPErrorStatus
    /// One-based index of the binding at fault, 0 for none. In a GETBULK this field carries max-repetitions.
    package var errorIndex: Int32
    package var varBinds: [VarBind]
    /// Only in a v1 trap.
    package var trapV1: TrapV1Header?

    package init(
        _ kind: PDUKind, requestID: Int32, errorStatus: SNMPErrorStatus = .noError, errorIndex: Int32 = 0, varBinds: [VarBind],
        trapV1: TrapV1Header? = nil
    ) {
        (self.kind, self.requestID, self.errorStatus, self.errorIndex) = (kind, requestID, errorStatus, errorIndex)
        (self.varBinds, self.trapV1) = (varBinds, trapV1)
    }

    /// A question for `names`, with null values.
    package static func asking(_ kind: PDUKind, requestID: Int32, _ names: [ObjectIdentifier]) -> SNMPPDU {
        SNMPPDU(kind, requestID: requestID, varBinds: names.map { VarBind($0, .null) })
    }

    package static func getBulk(
        requestID: Int32, nonRepeaters: Int32 = 0, maxRepetitions: Int32, _ names: [ObjectIdentifier]
    ) -> SNMPPDU {
        SNMPPDU(
            .getBulk, requestID: requestID, errorStatus: SNMPErrorStatus(rawValue: nonRepeaters), errorIndex: maxRepetitions,
            varBinds: names.map { VarBind($0, .null) })
    }
}

/// What a v1 trap has in place of request-id and error fields (RFC 1157 section 4.1.6).
package struct TrapV1Header: Hashable, Sendable {
    package var enterprise: ObjectIdentifier
    /// Four octets in network order; 0 where the agent does not know its address.
    package var agentAddress: UInt32
    /// 0 coldStart, 1 warmStart, 2 linkDown, 3 linkUp, 4 authenticationFailure, 5 egpNeighborLoss, 6 enterpriseSpecific.
    package var genericTrap: Int32
    package var specificTrap: Int32
    /// sysUpTime in hundredths of a second.
    package var timestamp: UInt32

    package init(enterprise: ObjectIdentifier, agentAddress: UInt32, genericTrap: Int32, specificTrap: Int32, timestamp: UInt32) {
        (self.enterprise, self.agentAddress, self.genericTrap) = (enterprise, agentAddress, genericTrap)
        (self.specificTrap, self.timestamp) = (specificTrap, timestamp)
    }
}
