import Alerting
import CCurl
import Foundation
import Synchronization

/// Hands notifications to what is no mail relay: a webhook, an Alertmanager, a program, a file. Every outcome is a value.
package struct TargetDelivery: Sendable {
    /// What is handed over: the document for programs, and the text for a person.
    package struct Content: Sendable {
        package var json: [UInt8]
        package var text: String
        package init(json: [UInt8], text: String) { (self.json, self.text) = (json, text) }
    }

    package init() {}

    package func send(_ content: Content, to target: AlertPolicy.Target) async -> RelayAnswer {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: Self.deliver(content, target)) }
        }
    }

    /// Tells an Alertmanager of `alerts`, the body of its `POST /api/v2/alerts`.
    package func tell(_ alerts: [UInt8], to target: AlertPolicy.Target) async -> RelayAnswer {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let (verdict, reply) = Self.post(alerts, to: Self.alertmanagerURL(target.url ?? ""), target)
                continuation.resume(returning: RelayAnswer(relay: target.address, all: [target.address], verdict, reply: reply))
            }
        }
    }

    private static func deliver(_ content: Content, _ target: AlertPolicy.Target) -> RelayAnswer {
        let (verdict, reply): (RelayAnswer.Verdict, String) =
            switch target.kind {
            case .webhook: post(content.json, to: target.url ?? "", target)
            case .alertmanager: (.accepted, "an Alertmanager is told what fires, not each notification")
            case .command: run(target.command, content, target)
            case .file: append(content.json + [0x0A], target.path ?? "")
            }
        return RelayAnswer(relay: target.address, all: [target.address], verdict, reply: reply)
    }

    private static func alertmanagerURL(_ root: String) -> String { (root.hasSuffix("/") ? root : root + "/") + "api/v2/alerts" }

    /// One line at the end of the file, written with one call so that two writers do not mix theirs.
    private static func append(_ bytes: [UInt8], _ path: String) -> (RelayAnswer.Verdict, String) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { return (.temporary, "\(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        return count == bytes.count
            ? (.accepted, "written to \(path)") : (.temporary, "\(path): \(String(cString: strerror(errno)))")
    }

    /// The text on standard input; the words of the notification never become arguments. It must end within the target's time.
    private static func run(_ command: [String], _ content: Content, _ target: AlertPolicy.Target) -> (
        RelayAnswer.Verdict, String
    ) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        let input = Pipe()
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        do { try process.run() } catch { return (.temporary, "\(command[0]) cannot be started: \(error.localizedDescription)") }
        // One that ends before it has read is an error of this write, not our end. The thread is our own and ends with the delivery.
        var pipeSignal = sigset_t()
        sigemptyset(&pipeSignal)
        sigaddset(&pipeSignal, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipeSignal, nil)
        // A program that does not read must not hold up the monitor: a pipe takes 64 kB, and the mail is shorter than that.
        _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFL, O_NONBLOCK)
        let text = Array(content.text.utf8.prefix(60_000))
        _ = text.withUnsafeBytes { write(input.fileHandleForWriting.fileDescriptor, $0.baseAddress, $0.count) }
        try? input.fileHandleForWriting.close()
        guard ended.wait(timeout: .now() + .seconds(max(1, target.timeoutSeconds))) == .success else {
            process.terminate()
            if ended.wait(timeout: .now() + .seconds(1)) != .success { kill(process.processIdentifier, SIGKILL) }
            return (.temporary, "\(command[0]) did not end within \(target.timeoutSeconds) s")
        }
        let status = process.terminationStatus
        return status == 0 ? (.accepted, "\(command[0]) ended with 0") : (.temporary, "\(command[0]) ended with \(status)")
    }

    private static func post(_ body: [UInt8], to url: String, _ target: AlertPolicy.Target) -> (RelayAnswer.Verdict, String) {
        guard let handle = curl_easy_init() else { return (.temporary, "libcurl cannot be loaded; install the package libcurl4") }
        defer { curl_easy_cleanup(handle) }
        var headers = curl_slist_append(nil, "Content-Type: application/json")
        defer { curl_slist_free_all(headers) }
        var token: String?
        if let file = target.tokenFile {
            do throws(SecretFile.Unusable) { token = try SecretFile.read(file) } catch { return (.temporary, error.description) }
        }
        if let token { headers = curl_slist_append(headers, "Authorization: \(token)") }
        _ = fibrewatch_curl_set_string(handle, CURLOPT_URL, url)
        _ = fibrewatch_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = fibrewatch_curl_set_list(handle, CURLOPT_HTTPHEADER, headers)
        _ = fibrewatch_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        _ = fibrewatch_curl_set_long(handle, CURLOPT_TIMEOUT, max(1, target.timeoutSeconds))
        _ = fibrewatch_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, min(10, max(1, target.timeoutSeconds)))
        _ = fibrewatch_curl_set_long(handle, CURLOPT_POST, 1)
        _ = fibrewatch_curl_set_long(handle, CURLOPT_POSTFIELDSIZE, body.count)
        if let file = target.caFile { _ = fibrewatch_curl_set_string(handle, CURLOPT_CAINFO, file) }
        var heard = Heard()
        var code = CURLE_OK
        withUnsafeMutablePointer(to: &heard) { pointer in
            heed(handle, pointer)
            body.withUnsafeBytes { bytes in
                let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
                _ = fibrewatch_curl_set_pointer(handle, CURLOPT_POSTFIELDS, start)
                code = curl_easy_perform(handle)
            }
        }
        if code != CURLE_OK { return (.temporary, String(cString: curl_easy_strerror(code))) }
        var status = 0
        _ = fibrewatch_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return (verdict(status), "HTTP \(status)" + heard.words(Redaction(target, token: token)))
    }

    private static func verdict(_ status: Int) -> RelayAnswer.Verdict {
        // 4xx: this document will never be taken, but for what a person can mend (a token, a path) and what passes by itself.
        let mendable: Set = [401, 403, 404, 407, 408, 429]
        if (200..<300).contains(status) { return .accepted }
        return (400..<500).contains(status) && !mendable.contains(status) ? .permanent : .temporary
    }

    /// The beginning of what a server answers.
    private struct Heard {
        static let most = 2000
        var bytes: [UInt8] = []

        /// `: what it says`, or nothing.
        func words(_ redaction: Redaction) -> String {
            let line = redaction(String(decoding: bytes, as: UTF8.self)).trimmingCharacters(in: .whitespaces)
            return line.isEmpty ? "" : ": " + line.prefix(160)
        }
    }

    private static func heed(_ handle: UnsafeMutableRawPointer, _ heard: UnsafeMutablePointer<Heard>) {
        _ = fibrewatch_curl_set_pointer(handle, CURLOPT_WRITEDATA, heard)
        _ = fibrewatch_curl_set_transfer(handle, CURLOPT_WRITEFUNCTION) { buffer, size, count, context in
            guard let buffer, let heard = context?.assumingMemoryBound(to: Heard.self) else { return 0 }
            let room = max(0, Heard.most - heard.pointee.bytes.count)
            heard.pointee.bytes += UnsafeRawBufferPointer(start: buffer, count: min(size * count, room))
            return size * count
        }
    }
}
