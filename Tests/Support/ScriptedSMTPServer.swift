import Foundation
import Synchronization

/// An SMTP server on loopback that does what a script tells it, wrong things too: for the faults that no good server shows.
package final class ScriptedSMTPServer: Sendable {
    package enum Reaction: Sendable {
        case reply(String)
        /// Replies after a while, whether or not the client still listens.
        case late(String, milliseconds: Int)
        /// Closes the connection without a word.
        case close
        /// Says nothing more until the client goes away.
        case hang
        /// Sends one byte of a reply that never ends, then the next after each of these spans.
        case drip(milliseconds: Int)
    }

    /// A command of session `session` (0 is the first); `verb` is `CONNECT`, `EHLO`, `MAIL`, `RCPT`, `DATA`, `TEXT` (the final dot),
    /// `QUIT`, or any other first word.
    package struct Command: Sendable {
        package var session: Int
        package var verb: String
        package var line: String
    }

    package typealias Script = @Sendable (Command) -> Reaction?

    package struct Mail: Sendable {
        package var session: Int
        package var recipients: [String]
        package var text: String
    }

    private struct Record {
        var sessions = 0
        var commands: [Command] = []
        var mails: [Mail] = []
        var isStopped = false
    }

    package let port: Int
    private let descriptor: Int32
    private let script: Script
    private let record = Mutex(Record())

    /// `script` returns nil for what a good server would say.
    package init(port: UInt16 = 0, _ script: @escaping Script = { _ in nil }) throws {
        self.script = script
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileNoSuchFile) }
        self.port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in listenForClients() }
    }

    package var commands: [Command] { record.withLock { $0.commands } }
    /// Mails whose final dot was answered with 2xx, and those whose connection was closed after it: what a relay would have kept.
    package var mails: [Mail] { record.withLock { $0.mails } }

    package func stop() {
        record.withLock { $0.isStopped = true }
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    private func listenForClients() {
        while !record.withLock({ $0.isStopped }) {
            let client = accept(descriptor, nil, nil)
            guard client >= 0 else { return }
            let session = record.withLock { record -> Int in
                record.sessions += 1
                return record.sessions - 1
            }
            Thread.detachNewThread { [self] in
                serve(client, session)
                close(client)
            }
        }
    }

    private func serve(_ client: Int32, _ session: Int) {
        var reader = LineReader(descriptor: client)
        var recipients: [String] = []
        guard react(Command(session: session, verb: "CONNECT", line: ""), "220 scripted.test ESMTP", client) else { return }
        while let line = reader.next() {
            let verb = line.prefix { $0 != " " }.uppercased()
            let good: String
            switch verb {
            case "EHLO": good = "250-scripted.test\r\n250 SIZE 1000000"
            case "DATA": good = "354 go on"
            case "QUIT": good = "221 bye"
            default: good = "250 ok"
            }
            guard react(Command(session: session, verb: verb, line: line), good, client), verb != "QUIT" else { return }
            if verb == "RCPT" { recipients.append(line) }
            if verb == "DATA", lastReply(client).hasPrefix("3") {
                guard let text = readText(&reader) else { return }
                let mail = Mail(session: session, recipients: recipients, text: text)
                guard
                    react(Command(session: session, verb: "TEXT", line: ""), "250 2.0.0 Ok: queued as S\(session)", client, mail)
                else { return }
            }
        }
    }

    private let replies = Mutex<[Int32: String]>([:])
    private func lastReply(_ client: Int32) -> String { replies.withLock { $0[client] ?? "" } }

    private func readText(_ reader: inout LineReader) -> String? {
        var text = ""
        while let line = reader.next() {
            if line == "." { return text }
            text += (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\n"
        }
        return nil
    }

    /// Answers by script; false: the session is over.
    private func react(_ command: Command, _ good: String, _ client: Int32, _ mail: Mail? = nil) -> Bool {
        record.withLock { $0.commands.append(command) }
        let reaction = script(command) ?? .reply(good)
        switch reaction {
        case .reply(let text):
            if let mail, text.hasPrefix("2") { record.withLock { $0.mails.append(mail) } }
            replies.withLock { $0[client] = text }
            return write(text + "\r\n", client)
        case .late(let text, let milliseconds):
            if let mail { record.withLock { $0.mails.append(mail) } }
            Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
            return write(text + "\r\n", client)
        case .close:
            if let mail { record.withLock { $0.mails.append(mail) } }
            return false
        case .hang:
            var byte: UInt8 = 0
            while recv(client, &byte, 1, 0) > 0 {}
            return false
        case .drip(let milliseconds):
            while write("2", client) { Thread.sleep(forTimeInterval: Double(milliseconds) / 1000) }
            return false
        }
    }

    private func write(_ text: String, _ client: Int32) -> Bool {
        Array(text.utf8).withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            == text.utf8.count
    }
}

/// Lines of a socket, without their ends.
private struct LineReader {
    let descriptor: Int32
    var bytes: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    mutating func next() -> String? {
        while true {
            if let end = bytes.firstIndex(of: 0x0A) {
                let line = String(decoding: bytes[..<end].filter { $0 != 0x0D }, as: UTF8.self)
                bytes.removeSubrange(...end)
                return line
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
    }
}
