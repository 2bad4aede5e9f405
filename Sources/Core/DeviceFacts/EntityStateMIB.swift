import SNMPMessages

/// Whether a module works: ENTITY-STATE-MIB (RFC 4268).
package enum EntityStateMIB {
    static let entStateOper = MIBObject("entStateOper", "1.3.6.1.2.1.131.1.1.1.3")
    static let columns = [entStateOper]

    /// EntityOperState.
    package enum OperState: Int64, Sendable, CaseIterable { case unknown = 1, disabled, enabled, testing }

    static func operState(_ index: [UInt32], _ reader: inout MIBReader) -> OperState? {
        reader.integer(entStateOper, index).flatMap(OperState.init)
    }
}
