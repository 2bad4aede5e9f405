import Alerting
import CCurl
import Foundation
import Rendering
import Synchronization

/// Hands mails to an SMTP relay through libcurl, each on a thread of its own, so that a relay that never answers holds up nothing.
package struct SMTPMailer: Sendable {
    /// The name we give in EHLO.
    package let hostName: String

    /// - Parameter hostName: nil: the name of this machine.
    package init(hostName: String? = nil) {
        let name = (hostName ?? Self.machineName()).filter {
            $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-")
        }
        self.hostName = name.isEmpty ? "localhost" : name
    }

    /// Sends `mail` to `recipients` over `relay`. Every outcome is a value; a cancelled task ends the session within a second.
    ///
    /// `sender` is the envelope sender, empty for `<>`. A user name is never sent without TLS.
    package func send(_ mail: [UInt8], from sender: String, to recipients: [String], over relay: AlertPolicy.Relay) async
        -> RelayAnswer
    {
        let (valid, invalid) = Self.divided(recipients)
        if valid.isEmpty { return RelayAnswer(relay: relay.name, recipients: invalid, reply: "no recipient has a mail address") }
        let session = SMTPSession(mail: mail, sender: sender, recipients: valid, relay: relay, hostName: hostName)
        var answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { continuation.resume(returning: session.run()) }
            }
        } onCancel: {
            session.cancel()
        }
        answer.recipients += invalid
        return answer
    }

    /// What is no address is refused here: it must not reach the relay as a command.
    private static func divided(_ recipients: [String]) -> (valid: [String], invalid: [RelayAnswer.Recipient]) {
        let valid = recipients.filter { Mailbox($0).isValid && !$0.contains("<") }
        let invalid = recipients.filter { !valid.contains($0) }
        return (valid, invalid.map { .init(address: $0, verdict: .permanent, reply: "this is no mail address") })
    }

    private static func machineName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// One session with one relay. Used by one thread, except for `cancel`.
private final class SMTPSession: Sendable {
    private let mail: [UInt8]
    private let sender: String
    private let recipients: [String]
    private let relay: AlertPolicy.Relay
    private let hostName: String
    private let isCancelled = Atomic(false)

    /// libcurl wants its global part begun once, before threads use it.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(mail: [UInt8], sender: String, recipients: [String], relay: AlertPolicy.Relay, hostName: String) {
        (self.mail, self.sender, self.recipients, self.relay) = (mail, sender, recipients, relay)
        self.hostName = hostName
    }

    func cancel() { isCancelled.store(true, ordering: .relaxed) }

    func run() -> RelayAnswer {
        guard Self.isReady, let handle = curl_easy_init() else {
            return failed("libcurl cannot be loaded; install the package libcurl4")
        }
        defer { curl_easy_cleanup(handle) }
        do { try configure(handle) } catch { return failed(error.description) }
        let list = recipients.reduce(nil as UnsafeMutablePointer<curl_slist>?) { curl_slist_append($0, "<\($1)>") }
        defer { curl_slist_free_all(list) }
        _ = fibrewatch_curl_set_list(handle, CURLOPT_MAIL_RCPT, list)
        var transfer = Transfer(mail: mail, isCancelled: { [self] in isCancelled.load(ordering: .relaxed) })
        let code = withUnsafeMutablePointer(to: &transfer) { pointer in
            join(handle, pointer)
            return curl_easy_perform(handle)
        }
        let failure = code == CURLE_OK ? nil : words(code)
        var answer = transfer.conversation.answer(relay: relay.name, recipients: recipients, failure: failure)
        answer.isInsecure = [CURLE_USE_SSL_FAILED, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR].contains {
            $0 == code
        }
        answer.isSilent = answer.verdict == .temporary && (isUnheard(code, transfer) || answer.reply.hasPrefix("421"))
        return answer
    }

    /// The session ended without a refusal, and not by us.
    private func isUnheard(_ code: CURLcode, _ transfer: Transfer) -> Bool {
        code != CURLE_OK && code != CURLE_ABORTED_BY_CALLBACK && code != CURLE_LOGIN_DENIED
            && transfer.conversation.refusal == nil
    }

    private func failed(_ words: String) -> RelayAnswer {
        RelayAnswer(relay: relay.name, all: recipients, .temporary, reply: words)
    }

    private func configure(_ handle: UnsafeMutableRawPointer) throws(SecretFile.Unusable) {
        let scheme = relay.tls == .implicit ? "smtps" : "smtp"
        let host = relay.host.contains(":") ? "[\(relay.host)]" : relay.host
        set(handle, CURLOPT_URL, "\(scheme)://\(host):\(relay.port)/\(hostName)")
        set(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        set(handle, CURLOPT_NOPROXY, "*")
        set(handle, CURLOPT_MAIL_FROM, sender)
        set(handle, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1)
        set(handle, CURLOPT_UPLOAD, 1)
        set(handle, CURLOPT_INFILESIZE, mail.count)
        set(handle, CURLOPT_NOSIGNAL, 1)
        set(handle, CURLOPT_CONNECTTIMEOUT, min(15, max(1, relay.timeoutSeconds)))
        set(handle, CURLOPT_TIMEOUT, max(1, relay.timeoutSeconds))
        try secure(handle)
    }

    private func secure(_ handle: UnsafeMutableRawPointer) throws(SecretFile.Unusable) {
        let needsTLS = relay.user != nil && relay.tls != .implicit
        let use =
            switch relay.tls {
            case .required, .implicit: CURLUSESSL_ALL
            case .opportunistic: needsTLS ? CURLUSESSL_ALL : CURLUSESSL_TRY
            case .none: needsTLS ? CURLUSESSL_ALL : CURLUSESSL_NONE
            }
        set(handle, CURLOPT_USE_SSL, Int(use.rawValue))
        // Opportunistic TLS takes any certificate, since the alternative is no TLS at all (RFC 7435); with a secret it does not.
        let verifies = relay.tls != .opportunistic || needsTLS || relay.caFile != nil
        set(handle, CURLOPT_SSL_VERIFYPEER, verifies ? 1 : 0)
        set(handle, CURLOPT_SSL_VERIFYHOST, verifies ? 2 : 0)
        if let file = relay.caFile { set(handle, CURLOPT_CAINFO, file) }
        guard let user = relay.user else { return }
        set(handle, CURLOPT_USERNAME, user)
        if let file = relay.passwordFile { set(handle, CURLOPT_PASSWORD, try SecretFile.read(file)) }
    }

    private func set(_ handle: UnsafeMutableRawPointer, _ option: CURLoption, _ value: Int) {
        _ = fibrewatch_curl_set_long(handle, option, value)
    }

    private func set(_ handle: UnsafeMutableRawPointer, _ option: CURLoption, _ value: String) {
        _ = fibrewatch_curl_set_string(handle, option, value)
    }

    private func words(_ code: CURLcode) -> String {
        switch code {
        case CURLE_USE_SSL_FAILED: "the relay offers no TLS, which is required"
        case CURLE_LOGIN_DENIED: "the relay refused the user name or password"
        case CURLE_OPERATION_TIMEDOUT: "no answer within \(relay.timeoutSeconds) s"
        case CURLE_ABORTED_BY_CALLBACK: "ended by us before the relay had taken the mail"
        case CURLE_PEER_FAILED_VERIFICATION: "the relay's certificate is not trusted or not for \(relay.host)"
        default: String(cString: curl_easy_strerror(code))
        }
    }
}

/// What libcurl's callbacks share during one session.
private struct Transfer {
    let mail: [UInt8]
    let isCancelled: @Sendable () -> Bool
    var sent = 0
    var conversation = SMTPConversation()
}

/// Gives `handle` our callbacks with `transfer` as their context.
private func join(_ handle: UnsafeMutableRawPointer, _ transfer: UnsafeMutablePointer<Transfer>) {
    _ = fibrewatch_curl_set_pointer(handle, CURLOPT_READDATA, transfer)
    _ = fibrewatch_curl_set_transfer(handle, CURLOPT_READFUNCTION) { buffer, size, count, context in
        guard let buffer, let transfer = context?.assumingMemoryBound(to: Transfer.self) else { return 0 }
        let length = min(size * count, transfer.pointee.mail.count - transfer.pointee.sent)
        let begin = transfer.pointee.sent
        transfer.pointee.mail.withUnsafeBytes { bytes in
            if length > 0, let base = bytes.baseAddress {
                UnsafeMutableRawPointer(buffer).copyMemory(from: base + begin, byteCount: length)
            }
        }
        transfer.pointee.sent += length
        return length
    }
    // What the relay says arrives as debug information only with VERBOSE; our function takes it, nothing is printed.
    _ = fibrewatch_curl_set_long(handle, CURLOPT_VERBOSE, 1)
    _ = fibrewatch_curl_set_pointer(handle, CURLOPT_DEBUGDATA, transfer)
    _ = fibrewatch_curl_set_debug(handle) { _, type, data, size, context in
        guard let data, let transfer = context?.assumingMemoryBound(to: Transfer.self) else { return 0 }
        let bytes = UnsafeRawBufferPointer(start: data, count: size)
        switch type {
        case CURLINFO_HEADER_OUT: transfer.pointee.conversation.sent(bytes)
        case CURLINFO_HEADER_IN: transfer.pointee.conversation.received(bytes)
        case CURLINFO_DATA_OUT: transfer.pointee.conversation.sentText()
        default: break
        }
        return 0
    }
    _ = fibrewatch_curl_set_long(handle, CURLOPT_NOPROGRESS, 0)
    _ = fibrewatch_curl_set_pointer(handle, CURLOPT_XFERINFODATA, transfer)
    _ = fibrewatch_curl_set_progress(handle) { context, _, _, _, _ in
        context?.assumingMemoryBound(to: Transfer.self).pointee.isCancelled() == true ? 1 : 0
    }
}
