import Foundation
import Synchronization

/// Listens at a Unix address and takes lines from whoever connects; what is sent goes to all who are connected.
///
/// One thread of its own does all reading and writing. Only the owner of the process may connect: the socket has mode 0600.
package final class LineListener: Sendable {
    /// Lines as they came in, a batch for each time that a peer had some; ends with `stop`.
    package let batches: AsyncStream<[[UInt8]]>

    private let address: UnixAddress
    private let sink: AsyncStream<[[UInt8]]>.Continuation
    private let wakeup: Wakeup
    private struct State {
        var outgoing: [[UInt8]] = []
        var isStopped = false
        var peers = 0
        var dropped = 0
    }
    private let state = Mutex(State())
    private static let mostPeers = 64

    /// - Throws: `CollectorBusError.listen` where another process listens there, or the path cannot be used. A socket that a
    ///   process left behind is taken over; any other file is left alone.
    package init(_ address: UnixAddress) throws(CollectorBusError) {
        self.address = address
        wakeup = Wakeup()
        (batches, sink) = AsyncStream.makeStream(of: [[UInt8]].self, bufferingPolicy: .bufferingOldest(64))
        let socket = try Self.listen(address)
        Thread.detachNewThread { [self] in serve(socket) }
    }

    /// How many are connected, and how many lines were left out because they were too long, a peer took
    /// too little, or their reader did.
    package var counts: (peers: Int, dropped: Int) { state.withLock { ($0.peers, $0.dropped) } }

    /// Sends a line to all who are connected now, and to nobody else.
    package func send(_ line: String) {
        state.withLock { $0.outgoing.append(Array(line.utf8)) }
        wakeup.signal()
    }

    /// Closes all connections and removes the socket.
    package func stop() {
        state.withLock { $0.isStopped = true }
        wakeup.signal()
    }

    private static func listen(_ address: UnixAddress) throws(CollectorBusError) -> Int32 {
        let socket = UnixAddress.socket()
        guard socket >= 0 else { throw .listen(address, reason: String(cString: strerror(errno))) }
        if isLeftBehind(address) { unlink(address.path) }
        let mask = umask(0o177)
        let bound = address.withAddress { bind(socket, $0, $1) }
        let code = errno
        umask(mask)
        guard bound == 0, Glibc.listen(socket, 16) == 0 else {
            close(socket)
            let inUse =
                code == EADDRINUSE ? "another process listens there, or the file is no socket" : String(cString: strerror(code))
            throw .listen(address, reason: inUse)
        }
        return socket
    }

    /// A socket to which nobody listens any more.
    private static func isLeftBehind(_ address: UnixAddress) -> Bool {
        var file = stat()
        guard lstat(address.path, &file) == 0, file.st_mode & S_IFMT == S_IFSOCK else { return false }
        let probe = UnixAddress.socket()
        guard probe >= 0 else { return false }
        defer { close(probe) }
        return address.withAddress { connect(probe, $0, $1) } != 0 && errno == ECONNREFUSED
    }

    private func serve(_ socket: Int32) {
        var peers: [LinePeer] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !state.withLock({ $0.isStopped }) {
            var entries = [wakeup.pollEntry, pollfd(fd: socket, events: Int16(POLLIN), revents: 0)] + peers.map(\.pollEntry)
            guard poll(&entries, nfds_t(entries.count), -1) >= 0 || errno == EINTR else { break }
            wakeup.drain()
            peers = served(peers, entries.dropFirst(2).map(\.revents), &buffer)
            if entries[1].revents != 0 { peers += accepted(socket, room: Self.mostPeers - peers.count) }
            let count = peers.count
            state.withLock { $0.peers = count }
        }
        for peer in peers { close(peer.descriptor) }
        close(socket)
        unlink(address.path)
        sink.finish()
    }

    /// The peers that stay.
    private func served(_ peers: [LinePeer], _ events: [Int16], _ buffer: inout [UInt8]) -> [LinePeer] {
        let outgoing = state.withLock { state in
            defer { state.outgoing = [] }
            return state.outgoing
        }
        var staying: [LinePeer] = []
        for (place, var peer) in peers.enumerated() {
            let before = peer.dropped
            for line in outgoing { peer.queue(line) }
            let lines = events[place] == 0 ? [] : peer.read(into: &buffer)
            var dropped = 0
            if let lines, !lines.isEmpty, case .dropped = sink.yield(lines) { dropped = lines.count }
            let stays = lines != nil && peer.flush()
            dropped += peer.dropped - before
            count(dropped: dropped)
            if stays { staying.append(peer) } else { close(peer.descriptor) }
        }
        return staying
    }

    private func count(dropped: Int) { state.withLock { $0.dropped += dropped } }

    private func accepted(_ socket: Int32, room: Int) -> [LinePeer] {
        var new: [LinePeer] = []
        while true {
            // accept4 needs _GNU_SOURCE, which Swift does not see.
            let peer = accept(socket, nil, nil)
            guard peer >= 0 else { return new }
            _ = fcntl(peer, F_SETFL, O_NONBLOCK)
            _ = fcntl(peer, F_SETFD, FD_CLOEXEC)
            if new.count < room { new.append(LinePeer(peer)) } else { close(peer) }
        }
    }
}
