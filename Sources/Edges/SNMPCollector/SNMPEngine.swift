import Foundation
import NetworkModel
import SNMPMessages

/// Asks devices over SNMP. One engine serves a whole monitor: it has one UDP socket and one polling thread, whatever the number of
/// devices, and may be used from any task.
///
/// ```
/// let engine = try SNMPEngine()
/// let target = SNMPTarget(SocketAddress("192.0.2.1")!, credential: .v2c(community: Secret("public")))
/// switch await engine.get(["1.3.6.1.2.1.1.5.0"], from: target) {
/// case .success(let answer): …
/// case .failure(let reason): …        // timeout, refused, … with a message
/// }
/// ```
/// What is learned about a device (round trip, timeout, rows a bulk) stays with the engine under the device's address and port.
package final class SNMPEngine: Sendable {
    let mailbox: Mailbox

    /// - Parameters:
    ///   - window: at most so many questions are open at once; fewer where the receive buffer is small.
    ///   - perDevice: at most so many of them at one device, fewer where it loses replies.
    /// - Throws: `SNMPEngineError` if there is no socket to be had.
    package init(window: Int = 2048, perDevice: Int = 12) throws(SNMPEngineError) {
        mailbox = Mailbox()
        let loop = UncheckedBox(try EngineLoop(mailbox: mailbox, window: window, perDevice: perDevice))
        let thread = Thread { loop.value.run() }
        thread.name = "snmp-poll"
        thread.stackSize = 1 << 20
        thread.start()
    }

    deinit { mailbox.stop() }

    /// Ends the polling thread; what is open ends as `cancelled`.
    package func stop() { mailbox.stop() }

    package var counters: SNMPCounters { mailbox.counters }

    // MARK: Single questions

    package func getNext(_ oids: [ObjectIdentifier], from target: SNMPTarget) async -> SNMPOutcome {
        await ask(.getNext, oids, of: target)
    }

    /// GETBULK (RFC 3416 section 4.2.3); to an agent of v1 a GETNEXT.
    package func getBulk(
        _ oids: [ObjectIdentifier], nonRepeaters: Int = 0, maxRepetitions: Int, from target: SNMPTarget
    ) async -> SNMPOutcome {
        if target.credential.version == .v1 { return await ask(.getNext, oids, of: target) }
        return await ask(
            .getBulk, oids, nonRepeaters: Int32(clamping: nonRepeaters), maxRepetitions: Int32(clamping: maxRepetitions),
            of: target)
    }

    func ask(
        _ kind: PDUKind, _ oids: [ObjectIdentifier], nonRepeaters: Int32 = 0, maxRepetitions: Int32 = 0, of target: SNMPTarget
    ) async -> SNMPOutcome {
        if case .v3(let user) = target.credential {
            do { try user.check() } catch { return .failure(.usm(error)) }
        }
        let template: RequestTemplate
        do {
            template = try RequestTemplate(
                kind, oids, nonRepeaters: nonRepeaters, maxRepetitions: maxRepetitions, credential: target.credential)
        } catch {
            return .failure(.unsendable(error))
        }
        let device = mailbox.register(target)
        return await withCheckedContinuation { continuation in
            mailbox.post(
                SingleQuestion(device: device, kind: kind, oids: oids, template: template) { continuation.resume(returning: $0) })
        }
    }

    // MARK: Sweeps

    /// Writes the requests of a sweep once, to be sent many times. Requests that cannot be written are left out of the plan and
    /// returned by their index in `requests` with the reason; `SweepRow.request` counts the requests of the plan.
    package func plan(_ requests: some Sequence<SweepPlan.Request>) -> (
        plan: SweepPlan, refused: [(index: Int, reason: SNMPFailure)]
    ) {
        var builder = SweepPlanBuilder()
        var devices: [Int32] = []
        var chunk: [SNMPTarget] = []
        for (index, request) in requests.enumerated() {
            if builder.add(request, index: index) { chunk.append(request.target) }
            if chunk.count < 1024 { continue }
            devices += mailbox.register(chunk)
            chunk.removeAll(keepingCapacity: true)
        }
        devices += mailbox.register(chunk)
        return (
            SweepPlan(devices: devices, templateIndices: builder.templateIndices, templates: builder.templates), builder.refused
        )
    }

    /// Sends all requests of `plan` and hands their endings to `deliver`, some hundred at a time, as they come.
    ///
    /// `deliver` runs on the polling thread: it must be short and must not wait. The engine uses the batch's memory again
    /// unless `deliver` keeps it. A device that has requests of an earlier sweep open is not asked (`busy`).
    package func sweep(_ plan: SweepPlan, deliver: @escaping @Sendable (SweepBatch) -> Void) async -> SweepSummary {
        await withCheckedContinuation { continuation in
            mailbox.post(plan, deliver: deliver) { continuation.resume(returning: $0) }
        }
    }
}

/// Shares templates among requests with the same names and credential.
private struct SweepPlanBuilder {
    private struct Key: Hashable {
        var credential: SNMPCredential
        var oids: [ObjectIdentifier]
    }

    var templates: [RequestTemplate] = []
    var templateIndices: [Int32] = []
    var refused: [(index: Int, reason: SNMPFailure)] = []
    private var known: [Key: Int32] = [:]
    private var last: (Key, Int32)?

    /// Whether the request is in the plan.
    mutating func add(_ request: SweepPlan.Request, index: Int) -> Bool {
        if case .v3(let user) = request.target.credential {
            do throws(USMFailure) { try user.check() } catch {
                refused.append((index, .usm(error)))
                return false
            }
        }
        do throws(BERError) {
            templateIndices.append(try template(Key(credential: request.target.credential, oids: request.oids)))
            return true
        } catch {
            refused.append((index, .unsendable(error)))
            return false
        }
    }

    private mutating func template(_ key: Key) throws(BERError) -> Int32 {
        if let last, last.0 == key { return last.1 }
        if let index = known[key] {
            last = (key, index)
            return index
        }
        let index = Int32(templates.count)
        templates.append(try RequestTemplate(.get, key.oids, credential: key.credential))
        known[key] = index
        last = (key, index)
        return index
    }
}

/// Carries a value into the one thread that uses it from then on.
private struct UncheckedBox<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
