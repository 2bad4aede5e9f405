import CSocketBatch
import Glibc
import NetworkModel
import SNMPMessages

/// The poll engine: everything that happens on the polling thread.
///
/// One round takes new work from the mailbox, gives up what is overdue, fills the window with questions (sent in batches), takes in
/// replies (in batches), and sleeps only when there was nothing to do. A slot stands for an open question; the request-id carries
/// slot, try and generation, so a reply finds its question without a table. Nothing here locks, and the way of a polled
/// value from the datagram to the batch of its sweep allocates nothing. Its hot state is touched by one thread and never in
/// overlap, so exclusivity is not checked at run time.
final class EngineLoop {
    let mailbox: Mailbox
    let channel4: UDPChannel
    var channel6: UDPChannel?
    @exclusivity(unchecked) var slots: SlotTable
    /// How many questions may be open: what the receive buffer holds of replies, at the size that the kernel charges for one.
    let window: Int
    /// How many questions may be open at one device that loses none.
    let perDevice: UInt16
    @exclusivity(unchecked) var devices: [DeviceRecord] = []
    var singles: [SingleQuestion?] = []
    var freeSingles: [Int32] = []
    /// Questions to devices that have as many open as they may.
    @exclusivity(unchecked) var waiting: [Int32: [Work]] = [:]
    /// Singles whose device is free to be asked.
    @exclusivity(unchecked) var ready: [Work] = []
    @exclusivity(unchecked) var sweeps: [ActiveSweep?] = []
    @exclusivity(unchecked) var counters = SNMPCounters()
    let usm = USMTable()
    @exclusivity(unchecked) var now: Int64 = 0
    private let epoch: Int64
    private var nextCount: Int64 = 0
    private var stopped = false

    /// One question not yet sent.
    struct Work {
        /// Index of the sweep; -1 for a single question.
        var sweep: Int32
        var item: Int32
    }

    init(mailbox: Mailbox, window limit: Int, perDevice: Int) throws(SNMPEngineError) {
        self.mailbox = mailbox
        self.perDevice = UInt16(clamping: max(1, perDevice))
        channel4 = try UDPChannel(family: AF_INET)
        // A datagram of a usual reply is charged some 2,300 bytes.
        window = max(16, min(limit, channel4.receiveBuffer / 2304))
        slots = SlotTable(capacity: window, seed: UInt64.random(in: .min ... .max))
        epoch = Self.monotonic()
    }

    static func monotonic() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1000
    }

    func run() {
        while !stopped {
            now = Self.monotonic() &- epoch
            countDrops()
            takeMail()
            expire()
            fill()
            let received = receive()
            if received == 0 { sleep() }
        }
        cancelEverything()
    }

    /// What the kernel dropped for want of room is in no reply; asked ten times a second.
    private func countDrops() {
        guard now >= nextCount else { return }
        nextCount = now &+ 100_000
        channel4.countDrops(into: &counters.kernelDrops)
        channel6?.countDrops(into: &counters.kernelDrops)
    }

    // MARK: Mail

    private func takeMail() {
        guard let mail = mailbox.take(counters: counters) else { return }
        for registration in mail.registrations { register(registration) }
        for update in mail.updates { update(self) }
        for question in mail.questions { add(question) }
        for sweep in mail.sweeps { start(sweep) }
        stopped = mail.stop
    }

    func register(_ registration: Mailbox.Registration) {
        let index = Int(registration.device)
        guard index == devices.count else { return apply(registration.record, at: index) }
        devices.append(registration.record)
        devices[index].cap = perDevice
    }

    /// A device registered again keeps what has been learned about it.
    private func apply(_ record: DeviceRecord, at index: Int) {
        if devices[index].credential != record.credential { devices[index].usm = -1 }
        devices[index].credential = record.credential
        devices[index].aliases = record.aliases
        devices[index].timeoutMilliseconds = record.timeoutMilliseconds
        devices[index].retries = record.retries
    }

    private func add(_ question: SingleQuestion) {
        let index: Int32
        if let free = freeSingles.popLast() {
            index = free
        } else {
            index = Int32(singles.count)
            singles.append(nil)
        }
        singles[Int(index)] = question
        enqueue(Work(sweep: -1, item: index), device: question.device)
    }

    private func start(_ order: SweepOrder) {
        let sweep = ActiveSweep(order, startedAt: now)
        if order.plan.count == 0 { return order.finish(SweepSummary()) }
        if let free = sweeps.firstIndex(where: { $0 == nil }) { sweeps[free] = sweep } else { sweeps.append(sweep) }
    }

    // MARK: Work

    /// Lets `work` be sent as soon as its device and the window allow.
    func enqueue(_ work: Work, device: Int32) {
        if devices[Int(device)].inFlight >= devices[Int(device)].cap || waiting[device] != nil {
            waiting[device, default: []].append(work)
        } else {
            ready.append(work)
        }
    }

    /// Sends what waits for `device`, as far as it may be asked.
    func releaseWaiting(_ device: Int32) {
        guard !waiting.isEmpty, var queue = waiting[device] else { return }
        let room = Int(devices[Int(device)].cap) - Int(devices[Int(device)].inFlight)
        guard room > 0 else { return }
        let count = min(room, queue.count)
        ready.append(contentsOf: queue[..<count])
        queue.removeFirst(count)
        waiting[device] = queue.isEmpty ? nil : queue
    }

    private func fill() {
        while !slots.isFull, let work = ready.popLast() {
            // Several of one mail, or released by one batch of replies, are ready before any of them counts.
            if let device = device(of: work), devices[Int(device)].inFlight >= devices[Int(device)].cap {
                waiting[device, default: []].append(work)
            } else {
                send(work)
            }
        }
        for index in sweeps.indices where sweeps[index] != nil {
            while !slots.isFull, let sweep = sweeps[index], sweep.next < sweep.order.plan.count {
                let item = Int32(sweep.next)
                sweep.next += 1
                startSweepItem(Int32(index), item, sweep)
            }
        }
        flush()
    }

    private func device(of work: Work) -> Int32? {
        work.sweep < 0 ? singles[Int(work.item)]?.device : sweeps[Int(work.sweep)]?.order.plan.devices[Int(work.item)]
    }

    private func startSweepItem(_ index: Int32, _ item: Int32, _ sweep: ActiveSweep) {
        let device = sweep.order.plan.devices[Int(item)]
        let record = Int(device)
        if devices[record].sweepOpen > 0, devices[record].sweepSerial != sweep.order.serial {
            return sweep.end(item, .busy, now: now, in: self, index: index)
        }
        devices[record].sweepSerial = sweep.order.serial
        devices[record].sweepOpen &+= 1
        let work = Work(sweep: index, item: item)
        if devices[record].inFlight < devices[record].cap, waiting.isEmpty || waiting[device] == nil {
            send(work)
        } else {
            waiting[device, default: []].append(work)
        }
    }

    // MARK: Endings

    private func expire() {
        while let index = slots.expired(at: now) { retryOrGiveUp(index) }
    }

    private func retryOrGiveUp(_ index: Int) {
        let device = Int(slots[index].device)
        let attempt = Int(slots[index].attempt)
        if attempt < Int(devices[device].retries) {
            devices[device].cap = max(1, devices[device].cap / 2)
            slots[index].attempt &+= 1
            counters.retriesSent &+= 1
            transmit(index)
        } else {
            counters.timeouts &+= 1
            let silence = silenceAfterDiscovery(index) ?? failureOfSilence(slots[index].notice, tries: attempt + 1)
            finish(index, failure: slots[index].complaint?.failure ?? silence)
        }
    }

    private func failureOfSilence(_ notice: DeliveryNotice?, tries: Int) -> SNMPFailure {
        guard let notice else { return .timeout(tries: tries) }
        return notice.errno == ECONNREFUSED ? .refused : .unreachable(notice)
    }

    /// Ends a question without values.
    func finish(_ index: Int, failure: SNMPFailure) {
        let slot = slots[index]
        release(index, as: .givenUp)
        switch slot.origin {
        case .sweep:
            if let sweep = sweeps[Int(slot.sweep)] {
                sweep.end(slot.item, failure, tries: slot.attempt &+ 1, now: now, in: self, index: slot.sweep)
            }
        case .single: finishSingle(slot.item, .failure(failure))
        }
    }

    /// Gives slot and device free.
    func release(_ index: Int, as state: Slot.State) {
        let device = slots[index].device
        if slots[index].origin == .sweep { devices[Int(device)].sweepOpen &-= 1 }
        devices[Int(device)].inFlight &-= 1
        slots.close(index, as: state)
        releaseWaiting(device)
    }

    func finishSingle(_ item: Int32, _ outcome: SNMPOutcome) {
        guard let question = singles[Int(item)] else { return }
        singles[Int(item)] = nil
        freeSingles.append(item)
        mailbox.publish(counters)
        question.finish(outcome)
    }

    private func cancelEverything() {
        for item in singles.indices where singles[item] != nil { finishSingle(Int32(item), .failure(.cancelled)) }
        for sweep in sweeps { sweep?.cancel() }
        for question in mailbox.close(self) { question.finish(.failure(.cancelled)) }
    }

    // MARK: Sleep

    /// Waits for a datagram, for mail or for the next deadline.
    private func sleep() {
        guard mailbox.mayFallAsleep(counters: counters) else { return }
        var wait: Int32 = -1
        if let deadline = slots.nextDeadline { wait = Int32(clamping: max(0, (deadline &- now) / 1000 &+ 1)) }
        if channel4.queued > 0 || (channel6?.queued ?? 0) > 0 { wait = min(wait < 0 ? 5 : wait, 5) }
        var descriptors = [
            pollfd(fd: channel4.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        if let channel6 { descriptors.append(pollfd(fd: channel6.descriptor, events: Int16(POLLIN), revents: 0)) }
        _ = poll(&descriptors, nfds_t(descriptors.count), wait)
        mailbox.awake()
    }
}
