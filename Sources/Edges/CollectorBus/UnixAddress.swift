import Glibc

/// Where rows go between processes of one machine: `unix:PATH`.
package struct UnixAddress: Hashable, Sendable, CustomStringConvertible {
    package let path: String
    /// What the kernel takes, without the zero at its end (unix(7)).
    private static let longestPath = 107

    /// - Throws: `CollectorBusError.address` for anything but `unix:` and a path that the kernel takes.
    package init(_ text: String) throws(CollectorBusError) {
        guard text.hasPrefix("unix:"), text.utf8.count > 5 else {
            throw .address(text, reason: "only unix:PATH is known, such as unix:/run/fibrewatch/rows.sock")
        }
        path = String(text.dropFirst(5))
        guard path.utf8.count <= Self.longestPath, !path.utf8.contains(0) else {
            throw .address(text, reason: "a socket's path has at most \(Self.longestPath) bytes")
        }
    }

    package var description: String { "unix:\(path)" }

    /// A stream socket that never blocks and is not inherited; -1 with `errno` where there is none to be had.
    static func socket() -> Int32 {
        Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    }

    /// Gives the address to `body` (connect or bind), whose result it returns.
    func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { bytes in
            for (place, byte) in path.utf8.enumerated() { bytes[place] = byte }
        }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}

/// Why rows cannot be carried.
package enum CollectorBusError: Error, Hashable, Sendable, CustomStringConvertible {
    case address(String, reason: String)
    case listen(UnixAddress, reason: String)

    package var description: String {
        switch self {
        case .address(let text, let reason): "\"\(text)\" is no address for rows: \(reason)"
        case .listen(let address, let reason): "cannot listen at \(address): \(reason)"
        }
    }
}
