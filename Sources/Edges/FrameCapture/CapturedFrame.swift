import NetworkModel

/// One frame as libpcap gave it.
package struct CapturedFrame: Hashable, Sendable {
    package var time: Timestamp
    /// From the destination address on; as much of it as was captured.
    package var bytes: [UInt8]
    /// How long it was on the wire.
    package var length: Int

    package init(time: Timestamp, bytes: [UInt8], length: Int) { (self.time, self.bytes, self.length) = (time, bytes, length) }
}

/// Why frames cannot be captured.
package enum FrameCaptureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No such interface, no permission, …; `reason` is libpcap's.
    case interface(String, reason: String)
    case file(String, reason: String)
    /// Something other than Ethernet, such as the interface "any".
    case notEthernet(String, linkType: String)
    /// The interface went down or away while it was listened to.
    case ended(String, reason: String)

    package var description: String {
        switch self {
        case .interface(let name, let reason):
            "cannot listen on interface \"\(name)\": \(reason); `ip link` lists them, and listening needs root or CAP_NET_RAW"
        case .file(let path, let reason): "cannot read capture \(path): \(reason)"
        case .notEthernet(let source, let type): "\(source) gives frames of type \(type); only Ethernet (EN10MB) is understood"
        case .ended(let name, let reason): "listening on interface \"\(name)\" ended: \(reason)"
        }
    }
}
