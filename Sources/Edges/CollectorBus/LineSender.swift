import Foundation
import Synchronization

/// Carries lines to whoever listens at a Unix address, and connects again when the other side goes away.
///
/// While nobody listens lines wait for `patience`, at most the newest `capacity`: an older observation would be taken for news. What that
/// leaves out is counted. A thread of its own does all reading and writing.
package final class LineSender: Sendable {
    /// Lines from the other side; ends with `stop`.
    package let batches: AsyncStream<[[UInt8]]>

    private struct State {
        var waiting: [(line: [UInt8], since: ContinuousClock.Instant)] = []
        var isConnected = false
        var isStopped = false
        var dropped = 0
    }

    private let address: UnixAddress
    private let capacity: Int
    private let patience: Duration
    private let sink: AsyncStream<[[UInt8]]>.Continuation
    private let wakeup = Wakeup()
    private let state = Mutex(State())

    package init(_ address: UnixAddress, capacity: Int = 10_000, patience: Duration = .seconds(10)) {
        self.address = address
        self.capacity = capacity
        self.patience = patience
        (batches, sink) = AsyncStream.makeStream(of: [[UInt8]].self, bufferingPolicy: .bufferingNewest(1_000))
        Thread.detachNewThread { [self] in work() }
    }

    package var isConnected: Bool { state.withLock { $0.isConnected } }
    /// Lines that nobody took.
    package var dropped: Int { state.withLock { $0.dropped } }

    package func send(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            state.waiting += lines.map { (Array($0.utf8), now) }
            let excess = state.waiting.count - capacity
            guard excess > 0 else { return }
            state.waiting.removeFirst(excess)
            state.dropped += excess
        }
        wakeup.signal()
    }

    package func stop() {
        state.withLock { $0.isStopped = true }
        wakeup.signal()
    }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func work() {
        while !isStopped {
            if let peer = connected() {
                state.withLock { $0.isConnected = true }
                serve(peer)
                state.withLock { $0.isConnected = false }
            }
            if !isStopped { pause() }
        }
        sink.finish()
    }

    private func connected() -> LinePeer? {
        let socket = UnixAddress.socket()
        guard socket >= 0 else { return nil }
        // A Unix socket connects at once or not at all.
        guard address.withAddress({ connect(socket, $0, $1) }) == 0 else {
            close(socket)
            return nil
        }
        return LinePeer(socket)
    }

    private func serve(_ connected: LinePeer) {
        var peer = connected
        var buffer = [UInt8](repeating: 0, count: 65_536)
        defer { close(peer.descriptor) }
        while !isStopped {
            // Only as much is taken as the peer takes, so that what waits for one that is slow stays within the bound.
            if !peer.hasOutput { for line in takeWaiting() { peer.queue(line) } }
            guard peer.flush() else { return }
            var entries = [wakeup.pollEntry, peer.pollEntry]
            guard poll(&entries, 2, -1) >= 0 || errno == EINTR else { return }
            wakeup.drain()
            guard entries[1].revents != 0 else { continue }
            guard let lines = peer.read(into: &buffer) else { return }
            if !lines.isEmpty { sink.yield(lines) }
        }
        for line in takeWaiting() { peer.queue(line) }
        _ = peer.flush()
    }

    private func takeWaiting() -> [[UInt8]] {
        state.withLock { state in
            let oldest = ContinuousClock.now - patience
            let fresh = state.waiting.filter { $0.since >= oldest }
            state.dropped += state.waiting.count - fresh.count
            state.waiting.removeAll()
            return fresh.map(\.line)
        }
    }

    /// Spares an address where nobody listens.
    private func pause() {
        for _ in 0..<10 where !isStopped { poll(nil, 0, 20) }
    }
}
