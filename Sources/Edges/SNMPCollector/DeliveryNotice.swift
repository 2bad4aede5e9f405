import CSocketBatch
import Glibc

/// Why a datagram of ours did not get there, as the kernel or a router's ICMP message says it.
package struct DeliveryNotice: Hashable, Sendable {
    /// The system's error number that stands for it.
    package var errno: Int32
    /// The version of IP whose ICMP told it, 4 or 6; 0 where the kernel itself refused.
    package var version: UInt8
    /// Type and code of the ICMP message (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443).
    package var type: UInt8
    package var code: UInt8

    package init(errno: Int32, version: UInt8 = 0, type: UInt8 = 0, code: UInt8 = 0) {
        (self.errno, self.version, self.type, self.code) = (errno, version, type, code)
    }

    init(_ report: socket_error) {
        let version: UInt8 =
            switch report.origin {
            case 2: 4
            case 3: 6
            default: 0
            }
        self.init(errno: report.error, version: version, type: report.type, code: report.code)
    }

    /// What ICMP says, in its own words; nil for messages that have none here and for the kernel's refusals.
    private var words: String? {
        switch (version, type, code) {
        case (4, 3, 0), (4, 3, 6), (4, 3, 11), (6, 1, 0): "network unreachable"
        case (4, 3, 1), (4, 3, 7), (4, 3, 12), (6, 1, 3): "host unreachable"
        case (4, 3, 2): "protocol unreachable"
        case (4, 3, 3), (6, 1, 4): "port unreachable"
        case (4, 3, 4), (6, 2, _): "packet too big"
        case (4, 3, 9), (4, 3, 10), (4, 3, 13), (6, 1, 1), (6, 1, 5): "administratively prohibited"
        case (6, 1, 6): "route rejected"
        case (4, 11, _), (6, 3, _): "time to live exceeded on the way; is there a routing loop?"
        default: nil
        }
    }
}

extension DeliveryNotice: CustomStringConvertible {
    package var description: String {
        if let words { return "a router says (ICMP): \(words)" }
        let system = String(cString: strerror(errno)).lowercased()
        return version == 0 ? "this machine cannot send there: \(system)" : "ICMP type \(type) code \(code): \(system)"
    }
}
