import Glibc
import SNMPMessages

/// What a caller ordered.
struct SweepOrder: Sendable {
    var serial: UInt32
    var plan: SweepPlan
    var deliver: @Sendable (SweepBatch) -> Void
    var finish: @Sendable (SweepSummary) -> Void
}

/// A sweep under way: how far it is and the batch being filled. Used by the poll thread only.
final class ActiveSweep {
    let order: SweepOrder
    let startedAt: Int64
    /// The next request of the plan that has not been started.
    @exclusivity(unchecked) var next = 0
    @exclusivity(unchecked) private var ended = 0
    @exclusivity(unchecked) private var batch = SweepBatch()
    @exclusivity(unchecked) private var batchStarted: Int64 = 0
    @exclusivity(unchecked) private var summary = SweepSummary()

    init(_ order: SweepOrder, startedAt: Int64) { (self.order, self.startedAt) = (order, startedAt) }

    /// Puts a response's values into the batch; false where names were missing or others than asked.
    func take(
        _ header: PDUHeader, _ template: RequestTemplate.View, _ item: Int32, tries: UInt8, roundTrip: UInt32, now: Int64,
        in bytes: Span<UInt8>
    ) -> Bool {
        guard header.errorStatus == .noError else {
            append(item, .agentError, tries: tries, detail: header.errorStatus.rawValue, now: now)
            return true
        }
        let firstValue = batch.values.count
        let found = copyValues(header, template, in: bytes)
        let complete = found == Int(template.nameCount)
        append(
            item, complete ? .answered : .partial, tries: tries, roundTrip: roundTrip, firstValue: firstValue,
            count: batch.values.count - firstValue,
            now: now)
        return complete
    }

    /// Appends one value for each name asked, in order; returns how many names were there.
    @inline(__always)
    private func copyValues(_ header: PDUHeader, _ template: RequestTemplate.View, in bytes: Span<UInt8>) -> Int {
        var cursor = VarBindCursor(header.varBinds)
        var found = 0
        var extra = false
        for position in 0..<Int(template.nameCount) {
            let raw = extra ? nil : (try? cursor.next(in: bytes)) ?? nil
            guard let raw else {
                extra = true
                batch.values.append(PolledValue(.missing))
                continue
            }
            if Self.isName(raw.name, template.names[position], template.bytes, in: bytes) {
                batch.values.append(PolledValue(raw.value, in: bytes, octets: &batch.octets))
                found &+= 1
            } else {
                batch.values.append(PolledValue(.missing))
            }
        }
        return found
    }

    @inline(__always)
    private static func isName(
        _ name: BERElement, _ asked: RequestTemplate.Name, _ request: UnsafePointer<UInt8>, in bytes: Span<UInt8>
    ) -> Bool {
        guard name.count == Int(asked.count), name.end <= bytes.count else { return false }
        return bytes.withUnsafeBufferPointer { reply in
            reply.baseAddress.map { memcmp($0 + name.start, request + Int(asked.start), name.count) == 0 } ?? false
        }
    }

    /// Ends a request that never was on the wire.
    func end(_ item: Int32, _ ending: SweepRow.Ending, now: Int64, in loop: EngineLoop, index: Int32) {
        append(item, ending, tries: 0, now: now)
        closeIfDone(now: now, in: loop, index: index)
    }

    func end(_ item: Int32, _ failure: SNMPFailure, tries: UInt8, now: Int64, in loop: EngineLoop, index: Int32) {
        let (ending, detail) = Self.ending(failure)
        append(item, ending, tries: tries, detail: detail, now: now)
        closeIfDone(now: now, in: loop, index: index)
    }

    private static func ending(_ failure: SNMPFailure) -> (SweepRow.Ending, Int32) {
        switch failure {
        case .timeout: (.timeout, 0)
        case .refused: (.refused, ECONNREFUSED)
        case .unreachable(let notice): (.unreachable, notice.errno)
        case .truncated, .malformed, .unsendable: (.malformed, 0)
        case .agent(let status, _): (.agentError, status.rawValue)
        case .usm: (.usm, 0)
        case .busy: (.busy, 0)
        case .cancelled: (.cancelled, 0)
        }
    }

    private func append(
        _ item: Int32, _ ending: SweepRow.Ending, tries: UInt8, detail: Int32 = 0, roundTrip: UInt32 = 0, firstValue: Int = 0,
        count: Int = 0, now: Int64
    ) {
        if batch.rows.isEmpty { batchStarted = now }
        batch.rows.append(
            SweepRow(
                request: item, ending: ending, tries: tries, detail: detail, microseconds: UInt32(clamping: now &- startedAt),
                roundTripMicroseconds: roundTrip, firstValue: Int32(clamping: firstValue), valueCount: Int32(clamping: count)))
        ended &+= 1
        if ending == .answered || ending == .partial { summary.answered &+= 1 } else { summary.failed &+= 1 }
    }

    /// Delivers a full batch, one older than 50 ms, and the last; takes the sweep off the loop when all requests have ended.
    @inline(__always)
    func closeIfDone(now: Int64, in loop: EngineLoop, index: Int32) {
        let done = ended == order.plan.count
        if batch.rows.count >= SweepBatch.fullRows || done || now &- batchStarted > 50_000 { deliver() }
        if done { close(now: now, in: loop, index: index) }
    }

    private func close(now: Int64, in loop: EngineLoop, index: Int32) {
        summary.seconds = Double(now &- startedAt) / 1e6
        loop.sweeps[Int(index)] = nil
        loop.mailbox.publish(loop.counters)
        order.finish(summary)
    }

    private func deliver() {
        if batch.rows.isEmpty { return }
        order.deliver(batch)
        batch.removeAll()
    }

    func cancel() {
        deliver()
        order.finish(summary)
    }
}
