import Glibc
import NetworkModel

/// Why a simulation cannot do what was asked.
package enum SimulationError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownObject(ObjectID)
    /// An owner, a service, a calendar: nothing that breaks by itself.
    case cannotFail(ObjectID)
    case unknownCommand(String)
    /// The socket could not be opened or bound; `code` is errno.
    case socket(port: UInt16, doing: String, code: Int32)
    /// A recording's line that cannot be read.
    case recording(file: String, line: Int, reason: String)
    case tooManyDevices(Int)

    package var description: String {
        switch self {
        case .unknownObject(let id): "\"\(id)\" is not in the network; `fibrewatch find TEXT` searches by name"
        case .cannotFail(let id):
            "\"\(id)\" cannot fail by itself; name a site, feed, device, duct, segment, link, interface or cloud"
        case .unknownCommand(let text):
            "\"\(text)\" is not a command; use cut OBJECT, mend OBJECT, mute DEVICE, unmute DEVICE, list or quit"
        case .socket(let port, let doing, let code):
            "cannot \(doing) UDP port \(port): \(String(cString: strerror(code)))"
                + (code == EADDRINUSE ? "; choose another port" : "")
        case .recording(let file, let line, let reason): "\(file):\(line): \(reason)"
        case .tooManyDevices(let count): "\(count) devices do not fit into the loopback addresses; 4,000,000 do"
        }
    }
}
