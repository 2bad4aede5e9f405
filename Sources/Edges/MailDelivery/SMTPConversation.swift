import Alerting
import NetworkModel

/// What was said between us and a relay, as far as it decides about a mail: libcurl gives one code for a whole session, but each
/// recipient has an answer of its own, and a break after the final dot means something else than one before.
struct SMTPConversation {
    private enum Step: Equatable { case greeting, other, sender, recipient, data, text }

    /// Replies to RCPT, in the order of the recipients.
    private(set) var recipientReplies: [String] = []
    private(set) var senderReply: String?
    /// The reply to the text: the relay's last word.
    private(set) var finalReply: String?
    /// The last line of the last reply that was a refusal, of whatever step.
    private(set) var refusal: String?
    private var lastReply: String?
    /// The relay has said 354 and we have begun to send the text.
    private(set) var isTextSent = false
    private var step = Step.greeting
    private var partial: [UInt8] = []

    /// A command that we sent. Only its verb is looked at: it may hold a secret.
    mutating func sent(_ command: some Collection<UInt8>) {
        let verb = String(decoding: command.prefix(10), as: UTF8.self).uppercased()
        step =
            if verb.hasPrefix("RCPT TO") { .recipient } else if verb.hasPrefix("MAIL FROM") {
                .sender
            } else if verb.hasPrefix("DATA") { .data } else {
                .other
            }
    }

    /// A piece of the text was sent.
    mutating func sentText() { if step == .text { isTextSent = true } }

    /// Bytes that the relay sent, any number of lines or a part of one.
    mutating func received(_ bytes: some Collection<UInt8>) {
        partial += bytes
        while let end = partial.firstIndex(of: 0x0A) {
            let line = partial[..<end].filter { $0 != 0x0D }
            partial.removeSubrange(...end)
            // `250-` goes on, `250 ` is the last line of a reply (RFC 5321, section 4.2.1).
            if line.count >= 3, line.count == 3 || line[3] == 0x20 { finished(String(decoding: line.prefix(500), as: UTF8.self)) }
        }
        // A relay that never ends its line does not fill our memory.
        if partial.count > 8192 { partial = [] }
    }

    private mutating func finished(_ reply: String) {
        lastReply = reply
        if reply.hasPrefix("4") || reply.hasPrefix("5") { refusal = reply }
        switch step {
        case .recipient: recipientReplies.append(reply)
        case .sender: senderReply = reply
        case .data where reply.hasPrefix("3"): step = .text
        case .data: finalReply = reply
        case .text where isTextSent: finalReply = reply
        case .greeting, .other, .text: break
        }
    }
}

extension SMTPConversation {
    /// What became of the mail. `failure` is libcurl's error in words, nil where the session went well.
    func answer(relay: String, recipients: [String], failure: String?) -> RelayAnswer {
        if failure == nil || finalReply?.hasPrefix("2") == true { return accepted(relay, recipients) }
        let words = failure ?? "no answer"
        guard senderReply?.hasPrefix("2") == true, recipientReplies.count == recipients.count, finalReply == nil, !isTextSent
        else {
            // Without a word about each recipient the fault is not theirs, and the mail must not be lost for it.
            return RelayAnswer(
                relay: relay, all: recipients, .temporary,
                reply: [finalReply ?? refusal ?? lastReply, words].compactMap { $0 }.joined(separator: "; "),
                uncertain: isTextSent && finalReply == nil)
        }
        let each = zip(recipients, recipientReplies).map { address, reply in
            // All others were refused too, or the session would have gone on; a taken one is to be sent again.
            RelayAnswer.Recipient(
                address: address, verdict: reply.hasPrefix("2") ? .temporary : Self.verdict(reply), reply: reply)
        }
        return RelayAnswer(relay: relay, recipients: each, reply: recipientReplies.last ?? words)
    }

    private func accepted(_ relay: String, _ recipients: [String]) -> RelayAnswer {
        let each = recipients.enumerated().map { index, address -> RelayAnswer.Recipient in
            let reply = index < recipientReplies.count ? recipientReplies[index] : finalReply ?? ""
            return .init(
                address: address, verdict: reply.hasPrefix("2") || reply.isEmpty ? .accepted : Self.verdict(reply), reply: reply)
        }
        let reply = finalReply ?? lastReply ?? ""
        return RelayAnswer(relay: relay, recipients: each, reply: reply, queueID: Self.queueID(reply))
    }

    /// 4xx is temporary, 5xx permanent; a refusal by policy (x.7.x, RFC 3463: relaying denied, blocked) says nothing about the address.
    static func verdict(_ reply: String) -> RelayAnswer.Verdict {
        guard reply.hasPrefix("5") else { return .temporary }
        return reply.dropFirst(4).hasPrefix("5.7.") ? .temporary : .permanent
    }

    /// The relay's name for the mail in its final answer: `queued as X` (Postfix), `id=X` (Exim), `X Message accepted` (Sendmail).
    static func queueID(_ reply: String) -> String? {
        let words = reply.split(separator: " ").map(String.init)
        for (index, word) in words.enumerated() {
            if word.lowercased() == "as", index > 0, words[index - 1].lowercased() == "queued", index + 1 < words.count {
                return words[index + 1]
            }
            if word.lowercased().hasPrefix("id=") { return String(word.dropFirst(3)) }
            if word == "Message", index > 1, index + 1 < words.count, words[index + 1] == "accepted" { return words[index - 1] }
        }
        return nil
    }
}
