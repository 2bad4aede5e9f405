import Glibc

/// One connected stream socket with what is half read and half written.
struct LinePeer {
    let descriptor: Int32
    private var input = LineBuffer()
    private var output: [UInt8] = []
    /// Lines that were left out because they were too long, or the peer takes too little.
    private(set) var dropped = 0

    /// What may wait for a peer that does not read.
    private static let longestOutput = 4 << 20

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// What `poll` is to wait for.
    var pollEntry: pollfd {
        pollfd(fd: descriptor, events: Int16(POLLIN) | (output.isEmpty ? 0 : Int16(POLLOUT)), revents: 0)
    }

    /// Reads what is there; nil once the peer is gone.
    mutating func read(into buffer: inout [UInt8]) -> [[UInt8]]? {
        let before = input.overlong
        var lines: [[UInt8]] = []
        // Bounded, so that one peer that sends without end does not keep the others waiting.
        for _ in 0..<16 {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count > 0 {
                lines += input.lines(adding: buffer[..<count])
                continue
            }
            dropped += input.overlong - before
            let isLater = count < 0 && (errno == EAGAIN || errno == EINTR)
            return isLater || !lines.isEmpty ? lines : nil
        }
        dropped += input.overlong - before
        return lines
    }

    mutating func queue(_ line: [UInt8]) {
        guard output.count + line.count < Self.longestOutput else {
            dropped += 1
            return
        }
        output += line
        output.append(0x0A)
    }

    /// Writes what the peer takes; false once it is gone.
    mutating func flush() -> Bool {
        while !output.isEmpty {
            let count = send(descriptor, output, output.count, Int32(MSG_NOSIGNAL))
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            output.removeFirst(count)
        }
        return true
    }

    var hasOutput: Bool { !output.isEmpty }
}
