import Glibc
import NetworkModel

/// How often and how patiently to ask.
package struct PingOptions: Hashable, Sendable {
    /// Echoes to each target, one after the other whatever comes of them.
    package var count: Int
    /// From one echo of a target to its next.
    package var interval: Duration
    /// How long the last try of an echo waits.
    package var timeout: Duration
    /// Further tries of an echo that is not answered. They wait longer each time, and the last leaves more than a second after the
    /// first where the timeout is that long: routers and kernels limit their replies, often to one a second.
    package var retries: Int
    /// Echoes a second at most; nil for as fast as replies come back.
    package var rate: Int?

    package init(
        count: Int = 1, interval: Duration = .seconds(1), timeout: Duration = .milliseconds(1200), retries: Int = 2,
        rate: Int? = nil
    ) {
        (self.count, self.interval, self.timeout, self.retries, self.rate) = (
            max(1, count), interval, timeout, max(0, retries), rate
        )
    }
}

/// What a target's echoes have told.
package struct PingResult: Hashable, Sendable {
    package var address: IPAddress
    /// Echoes asked for, not counting further tries, and those answered.
    package var sent = 0
    package var received = 0
    /// Tries beyond the first that were needed or lost.
    package var retried = 0
    /// Of answered echoes, in milliseconds; nil if none was.
    package var minimumMilliseconds: Double?
    package var averageMilliseconds: Double?
    package var maximumMilliseconds: Double?
    /// What ICMP or the kernel said in place of a reply (errno), 0 for mere silence.
    package var errno: Int32 = 0

    package init(address: IPAddress) { self.address = address }

    package var isAnswered: Bool { received > 0 }
    /// 0 to 1.
    package var loss: Double { sent == 0 ? 0 : 1 - Double(received) / Double(sent) }

    /// Why there is no answer, for people; nil if there is one.
    package var reason: String? {
        if isAnswered { return nil }
        return errno == 0 ? "no answer" : "no answer: " + String(cString: strerror(errno)).lowercased()
    }

    mutating func add(roundTripMicroseconds: Int64) {
        let sample = Double(roundTripMicroseconds) / 1000
        let total = (averageMilliseconds ?? 0) * Double(received) + sample
        received += 1
        averageMilliseconds = total / Double(received)
        minimumMilliseconds = min(minimumMilliseconds ?? sample, sample)
        maximumMilliseconds = max(maximumMilliseconds ?? sample, sample)
    }
}

/// What was received and not believed, and what could not be sent.
package struct PingCounters: Hashable, Sendable {
    package var sent = 0
    package var received = 0
    /// A second reply to the same try.
    package var duplicates = 0
    /// Our echo, from another address than the one asked.
    package var wrongSource = 0
    package var corrupted = 0
    /// Other programs' replies, as raw sockets see them.
    package var foreign = 0
    package var icmpErrors = 0
    package var sendErrors = 0

    package static func + (a: PingCounters, b: PingCounters) -> PingCounters {
        PingCounters(
            sent: a.sent + b.sent, received: a.received + b.received, duplicates: a.duplicates + b.duplicates,
            wrongSource: a.wrongSource + b.wrongSource, corrupted: a.corrupted + b.corrupted, foreign: a.foreign + b.foreign,
            icmpErrors: a.icmpErrors + b.icmpErrors, sendErrors: a.sendErrors + b.sendErrors)
    }
}
