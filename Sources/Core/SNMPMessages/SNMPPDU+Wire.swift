extension SNMPPDU {
    /// The PDU in `element`, bindings decoded.
    package init(_ element: BERElement, in bytes: Span<UInt8>) throws(BERError) {
        if element.tag == PDUKind.trapV1.rawValue {
            self = try Self.trapV1(element, in: bytes)
        } else {
            let header = try PDUHeader(element, in: bytes)
            self.init(
                header.kind, requestID: header.requestID, errorStatus: header.errorStatus, errorIndex: header.errorIndex,
                varBinds: try Self.varBinds(header.varBinds, in: bytes))
        }
    }

    private static func trapV1(_ element: BERElement, in bytes: Span<UInt8>) throws(BERError) -> SNMPPDU {
        var fields = BERReader(element)
        let enterprise = try fields.next(BERTag.objectIdentifier, in: bytes).objectIdentifier(in: bytes)
        let address = try fields.next(BERTag.ipAddress, in: bytes)
        let generic = try fields.integer(in: bytes)
        let specific = try fields.integer(in: bytes)
        let time = try fields.next(BERTag.timeTicks, in: bytes)
        guard let timestamp = time.unsigned(octets: 4, in: bytes) else { throw .badInteger(at: time.start) }
        let list = try fields.next(BERTag.sequence, in: bytes)
        return SNMPPDU(
            .trapV1, requestID: 0, varBinds: try varBinds(list, in: bytes),
            trapV1: TrapV1Header(
                enterprise: enterprise,
                agentAddress: address.count == 4 ? UInt32(address.unsigned(octets: 4, in: bytes) ?? 0) : 0,
                genericTrap: generic, specificTrap: specific, timestamp: UInt32(timestamp)))
    }

    private static func varBinds(_ list: BERElement, in bytes: Span<UInt8>) throws(BERError) -> [VarBind] {
        var cursor = VarBindCursor(list)
        var varBinds: [VarBind] = []
        while let raw = try cursor.next(in: bytes) { varBinds.append(try VarBind(raw, in: bytes)) }
        return varBinds
    }

    /// Writes the PDU in front of what `writer` has written.
    package func encode(_ writer: inout BERWriter, into buffer: inout MutableSpan<UInt8>) throws(BERError) {
        let end = writer.start
        for varBind in varBinds.reversed() { try varBind.encode(&writer, into: &buffer) }
        try writer.close(BERTag.sequence, to: end, into: &buffer)
        if let trapV1 {
            try writer.unsigned(UInt64(trapV1.timestamp), tag: BERTag.timeTicks, into: &buffer)
            try writer.integer(Int64(trapV1.specificTrap), into: &buffer)
            try writer.integer(Int64(trapV1.genericTrap), into: &buffer)
            try writer.ipAddress(trapV1.agentAddress, into: &buffer)
            try writer.objectIdentifier(trapV1.enterprise, into: &buffer)
        } else {
            try writer.integer(Int64(errorIndex), into: &buffer)
            try writer.integer(Int64(errorStatus.rawValue), into: &buffer)
            try writer.integer(Int64(requestID), into: &buffer)
        }
        try writer.close(kind.rawValue, to: end, into: &buffer)
    }
}

extension VarBind {
    package func encode(_ writer: inout BERWriter, into buffer: inout MutableSpan<UInt8>) throws(BERError) {
        let end = writer.start
        try value.encode(&writer, into: &buffer)
        try writer.objectIdentifier(oid, into: &buffer)
        try writer.close(BERTag.sequence, to: end, into: &buffer)
    }
}

extension SNMPValue {
    package func encode(_ writer: inout BERWriter, into buffer: inout MutableSpan<UInt8>) throws(BERError) {
        switch self {
        case .integer(let value): try writer.integer(Int64(value), into: &buffer)
        case .octets(let octets): try writer.octetString(octets.span, into: &buffer)
        case .null: try writer.close(BERTag.null, to: writer.start, into: &buffer)
        case .oid(let oid): try writer.objectIdentifier(oid, into: &buffer)
        case .ipAddress(let address): try writer.ipAddress(address, into: &buffer)
        case .counter32(let value): try writer.unsigned(UInt64(value), tag: BERTag.counter32, into: &buffer)
        case .gauge32(let value): try writer.unsigned(UInt64(value), tag: BERTag.gauge32, into: &buffer)
        case .timeTicks(let value): try writer.unsigned(UInt64(value), tag: BERTag.timeTicks, into: &buffer)
        case .opaque(let octets): try writer.octetString(octets.span, tag: BERTag.opaque, into: &buffer)
        case .counter64(let value): try writer.unsigned(value, tag: BERTag.counter64, into: &buffer)
        case .noSuchObject: try writer.close(BERTag.noSuchObject, to: writer.start, into: &buffer)
        case .noSuchInstance: try writer.close(BERTag.noSuchInstance, to: writer.start, into: &buffer)
        case .endOfMibView: try writer.close(BERTag.endOfMibView, to: writer.start, into: &buffer)
        case .undecodable(let tag, let octets): try writer.octetString(octets.span, tag: tag, into: &buffer)
        }
    }
}

extension BERWriter {
    fileprivate mutating func ipAddress(_ address: UInt32, into buffer: inout MutableSpan<UInt8>) throws(BERError) {
        let end = start
        for shift in 0..<4 { try octet(UInt8(truncatingIfNeeded: address >> UInt32(shift &* 8)), into: &buffer) }
        try close(BERTag.ipAddress, to: end, into: &buffer)
    }
}
