import CPcap
import Foundation
import NetworkModel

/// Frames of neighbour protocols (LLDP, CDP) from an interface or a pcap file, through libpcap.
///
/// On an interface only frames that come in are given: our own announcements are no neighbours. A read never blocks beyond its
/// timeout: `pcap_next_ex` can wait for ever on some kernels, so the handle is non-blocking and `poll` does the waiting.
package final class FrameCapture {
    private let handle: OpaquePointer
    private let source: String
    private let isFile: Bool

    /// LLDP with and without a VLAN tag, and what is sent to Cisco's discovery address. `vlan` moves the offsets of all that
    /// follows it, so it stands last.
    private static let filter = "ether proto 0x88cc or ether dst 01:00:0c:cc:cc:cc or (vlan and ether proto 0x88cc)"

    /// Listens on `interface`.
    /// - Throws: `FrameCaptureError`.
    package init(interface: String) throws(FrameCaptureError) {
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard let handle = pcap_create(interface, &message) else {
            throw .interface(interface, reason: Self.text(message))
        }
        pcap_set_snaplen(handle, 65535)
        // LLDP's addresses are multicast groups that the card may not let through otherwise.
        pcap_set_promisc(handle, 1)
        // Frames at once, not when a buffer is full.
        pcap_set_immediate_mode(handle, 1)
        let status = pcap_activate(handle)
        guard status >= 0 else {
            let words = String(cString: pcap_geterr(handle))
            pcap_close(handle)
            throw .interface(interface, reason: words.isEmpty ? String(cString: pcap_statustostr(status)) : words)
        }
        pcap_setdirection(handle, PCAP_D_IN)
        pcap_setnonblock(handle, 1, &message)
        (self.handle, source, isFile) = (handle, interface, false)
        try prepare()
    }

    /// Reads the pcap file at `path`.
    /// - Throws: `FrameCaptureError`.
    package init(file path: String) throws(FrameCaptureError) {
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard let handle = pcap_open_offline(path, &message) else { throw .file(path, reason: Self.text(message)) }
        (self.handle, source, isFile) = (handle, path, true)
        try prepare()
    }

    deinit { pcap_close(handle) }

    /// The next frame; nil at the end of a file, or when none came within `timeoutMilliseconds` on an interface.
    /// - Throws: `FrameCaptureError.file` for a file that is cut short, `.ended` for an interface that went away.
    package func next(timeoutMilliseconds: Int32 = 0) throws(FrameCaptureError) -> CapturedFrame? {
        let deadline = ContinuousClock.now + .milliseconds(Int(timeoutMilliseconds))
        while true {
            var header: UnsafeMutablePointer<pcap_pkthdr>?
            var data: UnsafePointer<UInt8>?
            switch pcap_next_ex(handle, &header, &data) {
            case 1:
                guard let header, let data else { return nil }
                return Self.frame(header.pointee, data)
            case PCAP_ERROR_BREAK: return nil
            case 0:
                let rest = ContinuousClock.now.duration(to: deadline)
                guard !isFile, rest > .milliseconds(0) else { return nil }
                waitForFrames(rest)
            default:
                let reason = String(cString: pcap_geterr(handle))
                throw isFile ? .file(source, reason: reason) : .ended(source, reason: reason)
            }
        }
    }

    private func waitForFrames(_ time: Duration) {
        let milliseconds = time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
        var descriptor = pollfd(fd: pcap_get_selectable_fd(handle), events: Int16(POLLIN), revents: 0)
        poll(&descriptor, 1, Int32(clamping: milliseconds + 1))
    }

    private func prepare() throws(FrameCaptureError) {
        let type = pcap_datalink(handle)
        guard type == DLT_EN10MB else {
            throw .notEthernet(source, linkType: pcap_datalink_val_to_name(type).map { String(cString: $0) } ?? "\(type)")
        }
        var program = bpf_program()
        // Our own text: it compiles, and a kernel that refuses it leaves frames to be sorted by their decoder.
        guard pcap_compile(handle, &program, Self.filter, 1, PCAP_NETMASK_UNKNOWN) == 0 else { return }
        pcap_setfilter(handle, &program)
        pcap_freecode(&program)
    }

    private static func frame(_ header: pcap_pkthdr, _ data: UnsafePointer<UInt8>) -> CapturedFrame {
        let milliseconds = Int64(header.ts.tv_sec) * 1000 + Int64(header.ts.tv_usec) / 1000
        return CapturedFrame(
            time: Timestamp(milliseconds: milliseconds),
            bytes: Array(UnsafeBufferPointer(start: data, count: Int(header.caplen))), length: Int(header.len))
    }

    private static func text(_ message: [CChar]) -> String {
        String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
