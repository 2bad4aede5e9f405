import SNMPMessages

/// A MIB object that fibrewatch knows: its descriptor and its name without the instance.
///
/// The descriptors are those of the MIB modules, so `walk HOST ifDescr` and findings speak the operator's words.
package struct MIBObject: Hashable, Sendable {
    package let name: String
    package let oid: ObjectIdentifier

    package init(_ name: String, _ oid: ObjectIdentifier) { (self.name, self.oid) = (name, oid) }

    /// The instance `oid.index`.
    package func instance(_ index: [UInt32]) -> ObjectIdentifier { ObjectIdentifier(oid.arcs + index) }

    /// The single instance of a scalar, `oid.0`.
    package var scalar: ObjectIdentifier { oid.appending(0) }
}
