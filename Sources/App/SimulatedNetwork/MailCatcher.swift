import Foundation
import Synchronization

/// A relay on loopback that takes every mail and keeps it: what the demo's mails are handed to. It speaks as much of SMTP (RFC 5321) as
/// a client needs to hand over a mail; no TLS, no AUTH, one client at a time.
package final class MailCatcher: Sendable {
    package struct Mail: Sendable {
        package var sender: String
        package var recipients: [String]
        /// As it was sent, dot-stuffing undone, lines end in CR LF.
        package var bytes: [UInt8]
    }

    package struct SocketError: Error, CustomStringConvertible {
        package let description: String
        init(_ what: String) { description = "cannot \(what) for the mail catcher: \(String(cString: strerror(errno)))" }
    }

    package let port: UInt16
    private let descriptor: Int32
    private let mails = Mutex<[Mail]>([])
    private let stopped = Mutex(false)
    /// A mail longer than this is refused with 552.
    private static let limit = 1 << 20

    /// Listens on 127.0.0.1 at a free port.
    package init() throws(SocketError) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw SocketError("open a socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socketDescriptor = descriptor
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socketDescriptor, $0, length) == 0 && listen(socketDescriptor, 8) == 0
                    && getsockname(socketDescriptor, $0, &length) == 0
            }
        }
        guard bound else {
            close(descriptor)
            throw SocketError("listen on 127.0.0.1")
        }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in serve() }
    }

    /// All mails so far, in order of arrival.
    package var received: [Mail] { mails.withLock { $0 } }

    package func stop() {
        stopped.withLock { $0 = true }
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    private func serve() {
        while !stopped.withLock({ $0 }) {
            let client = accept(descriptor, nil, nil)
            guard client >= 0 else { continue }
            var timeout = timeval(tv_sec: 30, tv_usec: 0)
            setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
            var session = MailSession(connection: client, limit: Self.limit)
            session.run { mail in mails.withLock { $0.append(mail) } }
            close(client)
        }
        close(descriptor)
    }
}

/// One SMTP conversation.
private struct MailSession {
    let connection: Int32
    let limit: Int
    var buffer: [UInt8] = []
    var sender = ""
    var recipients: [String] = []

    mutating func run(deliver: (MailCatcher.Mail) -> Void) {
        reply("220 fibrewatch demo, takes every mail")
        while let bytes = line() {
            let text = String(decoding: bytes, as: UTF8.self)
            switch text.prefix(4).uppercased() {
            case "EHLO": reply("250-fibrewatch demo\r\n250-8BITMIME\r\n250 SIZE \(limit)")
            case "HELO", "RSET", "NOOP":
                (sender, recipients) = ("", [])
                reply("250 OK")
            case "MAIL":
                sender = path(in: text)
                reply("250 OK")
            case "RCPT":
                recipients.append(path(in: text))
                reply("250 OK")
            case "DATA": takeData(deliver)
            case "QUIT":
                reply("221 bye")
                return
            default: reply("500 not known here")
            }
        }
    }

    private mutating func takeData(_ deliver: (MailCatcher.Mail) -> Void) {
        reply("354 end with a dot on a line by itself")
        var bytes: [UInt8] = []
        while let next = line(), next != [0x2E] {
            if bytes.count < limit { bytes += (next.first == 0x2E ? next.dropFirst() : next[...]) + [0x0D, 0x0A] }
        }
        guard bytes.count < limit else { return reply("552 too large") }
        deliver(MailCatcher.Mail(sender: sender, recipients: recipients, bytes: bytes))
        reply("250 caught")
        (sender, recipients) = ("", [])
    }

    private func path(in command: String) -> String {
        guard let open = command.firstIndex(of: "<"), let close = command.lastIndex(of: ">"), open < close else { return "" }
        return String(command[command.index(after: open)..<close])
    }

    /// The next line without its CR LF; nil when the client is gone, silent for 30 s, or sends a line beyond all bounds.
    private mutating func line() -> [UInt8]? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                var line = Array(buffer[..<end])
                buffer.removeSubrange(...end)
                if line.last == 0x0D { line.removeLast() }
                return line
            }
            guard buffer.count < 65_536 else { return nil }
            var chunk = [UInt8](repeating: 0, count: 16_384)
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            buffer += chunk[..<count]
        }
    }

    private func reply(_ text: String) {
        let bytes = Array((text + "\r\n").utf8)
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
