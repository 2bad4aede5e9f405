import CSocketBatch
import Glibc
import NetworkModel
import SNMPMessages

extension EngineLoop {
    /// Opens a slot for `work` and queues its first try. The window has room.
    func send(_ work: Work) {
        guard let index = slots.open() else { return enqueueAgain(work) }
        slots[index].sweep = work.sweep
        slots[index].item = work.item
        slots[index].firstSent = now
        if work.sweep >= 0 {
            guard let sweep = sweeps[Int(work.sweep)] else { return }
            let plan = sweep.order.plan
            slots[index].origin = .sweep
            slots[index].device = plan.devices[Int(work.item)]
            slots[index].template = plan.templates[Int(plan.templateIndices[Int(work.item)])].view
        } else {
            guard let question = singles[Int(work.item)] else { return }
            slots[index].device = question.device
            slots[index].template = question.template.view
        }
        devices[Int(slots[index].device)].inFlight &+= 1
        transmit(index)
    }

    private func enqueueAgain(_ work: Work) { ready.append(work) }

    /// Writes the datagram of the slot's present try into the batch and arms its deadline.
    func transmit(_ index: Int) {
        let device = Int(slots[index].device)
        guard let channel = channel(for: devices[device].address.ip) else {
            return finish(index, failure: .unreachable(DeliveryNotice(errno: EAFNOSUPPORT)))
        }
        if channel.queued == UDPChannel.batch { flush(channel) }
        if channel.queued == UDPChannel.batch { return postpone(index) }
        let position = channel.queued
        guard let place = write(index, into: channel, at: position) else { return }
        channel.sending.pointee.slots[position].address = devices[device].address.socket
        channel.sending.pointee.slots[position].offset = UInt32(truncatingIfNeeded: place.lowerBound)
        channel.sending.pointee.slots[position].length = UInt32(truncatingIfNeeded: place.count)
        channel.queuedSlots[position] = Int32(truncatingIfNeeded: index)
        channel.queued = position &+ 1
        let attempt = Int(slots[index].attempt)
        slots[index].sent[attempt & 7] = UInt32(clamping: now &- slots[index].firstSent)
        let wait = devices[device].wait(attempt: attempt)
        slots.arm(index, deadline: now &+ wait, wait: wait)
        counters.requestsSent &+= 1
    }

    /// The kernel takes nothing now: the try counts as lost, and the next follows soon.
    private func postpone(_ index: Int) {
        counters.sendErrors &+= 1
        slots.arm(index, deadline: now &+ 10_000, wait: 10_000)
    }

    /// Where in the buffer the datagram stands; nil where it cannot be written, which has then ended the question.
    private func write(_ index: Int, into channel: UDPChannel, at position: Int) -> Range<Int>? {
        guard let template = slots[index].template else { return nil }
        let identifier = RequestID(slot: index, attempt: slots[index].attempt, generation: slots[index].generation).raw
        let buffer = channel.sending.pointee.buffers + position &* channel.sending.pointee.stride
        if template.version == .v3 {
            return writeV3(
                index, identifier, template,
                UnsafeMutableBufferPointer(start: buffer, count: Int(channel.sending.pointee.buffer_size)))
        }
        let count = Int(template.count)
        memcpy(buffer, template.bytes, count)
        Self.store(identifier, at: buffer + Int(template.requestID))
        return 0..<count
    }

    static func store(_ identifier: UInt32, at place: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(place).storeBytes(of: identifier.bigEndian, as: UInt32.self)
    }

    private func channel(for ip: IPAddress) -> UDPChannel? {
        if ip.isV4 { return channel4 }
        if channel6 == nil { channel6 = try? UDPChannel(family: AF_INET6) }
        return channel6
    }

    func flush() {
        if channel4.queued > 0 { flush(channel4) }
        if let channel6, channel6.queued > 0 { flush(channel6) }
    }

    /// Hands the queued datagrams to the kernel. What it refuses for good ends or marks its question; what it has no room for stays.
    func flush(_ channel: UDPChannel) {
        var first = 0
        var refusals = 0
        while first < channel.queued {
            let sent = Int(socket_ring_send(channel.sending, channel.descriptor, UInt32(first), UInt32(channel.queued - first)))
            if sent > 0 {
                first += sent
                continue
            }
            let error = errno
            if error == EAGAIN || error == EWOULDBLOCK || error == ENOBUFS { break }
            // An error that an earlier datagram left behind is reported once in place of the sending.
            if takeErrors(channel) > 0, refusals < 3 {
                refusals += 1
                continue
            }
            refusals = 0
            refused(Int(channel.queuedSlots[first]), error)
            first += 1
        }
        keepUnsent(channel, from: first)
    }

    /// The kernel does not send to this device now (no route, not permitted): the question ends at once with the reason, unless
    /// more tries are left, which follow soon.
    private func refused(_ index: Int, _ error: Int32) {
        counters.sendErrors &+= 1
        guard slots[index].state == .open else { return }
        slots[index].notice = DeliveryNotice(errno: error)
        hasten(index)
    }

    private func keepUnsent(_ channel: UDPChannel, from first: Int) {
        let rest = channel.queued - first
        if rest > 0, first > 0 {
            for position in 0..<rest {
                let ring = channel.sending.pointee
                let source = first + position
                let slot = ring.slots[source]
                memcpy(
                    ring.buffers + position &* ring.stride, ring.buffers + source &* ring.stride + Int(slot.offset),
                    Int(slot.length))
                ring.slots[position] = slot
                ring.slots[position].offset = 0
                channel.queuedSlots[position] = channel.queuedSlots[source]
            }
        }
        channel.queued = rest
    }

    // MARK: ICMP

    /// Takes what ICMP said about our datagrams: each counts as no answer, with its reason kept. Returns how many.
    func takeErrors(_ channel: UDPChannel) -> Int {
        var taken = 0
        var report = socket_error()
        while taken < 4096, socket_error_receive(channel.descriptor, &report) == 1 {
            taken += 1
            counters.icmpErrors &+= 1
            note(DeliveryNotice(report), for: SocketAddress(socket: report.address))
        }
        return taken
    }

    private func note(_ notice: DeliveryNotice, for address: SocketAddress) {
        guard let device = mailbox.deviceIndex(of: address) else { return }
        for index in 0..<slots.capacity where slots[index].state == .open && slots[index].device == device {
            slots[index].notice = notice
            hasten(index)
        }
    }

    /// Brings the present try's end near: a closed port will not answer, but may open in a moment.
    private func hasten(_ index: Int) {
        let wait = min(200_000, devices[Int(slots[index].device)].wait(attempt: Int(slots[index].attempt)))
        slots.arm(index, deadline: min(slots[index].deadline, now &+ wait), wait: wait)
    }
}
