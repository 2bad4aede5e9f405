import Foundation
import SNMPMessages

/// Why a request has no answer. All are values, none is thrown; all but `usm` and `agent` mean "no answer", with the reason kept.
package enum SNMPFailure: Error, Hashable, Sendable {
    /// Nothing came after this many tries.
    case timeout(tries: Int)
    /// An ICMP port unreachable: a host, but nobody listens on the port.
    case refused
    /// An ICMP message or the own kernel said why.
    case unreachable(DeliveryNotice)
    /// The reply was longer than what UDP carries here, or cut.
    case truncated
    /// A reply came with our request-id but could not be read.
    case malformed(BERError)
    /// The agent answered with an error instead of values.
    case agent(SNMPErrorStatus, index: Int32)
    /// SNMPv3 security; what to do differs for each.
    case usm(USMFailure)
    /// The request could not be written: too many names, or one that BER cannot carry.
    case unsendable(BERError)
    /// The device is still busy with the round before.
    case busy
    /// The collector is stopping, or the task was cancelled.
    case cancelled
}

extension SNMPFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .timeout(let tries): "no answer after \(tries) tries"
        case .refused: "no answer: the port is closed (ICMP port unreachable); is the agent running?"
        case .unreachable(let notice): "no answer: \(notice)"
        case .truncated: "the reply is truncated"
        case .malformed(let error): "the reply cannot be read: \(error)"
        case .agent(.authorizationError, _):
            "the agent answers authorizationError: it knows who asks and lets them read nothing; compare its access rules and the level of "
                + "security that they demand"
        case .agent(let status, let index):
            index > 0 ? "the agent answers \(status) for object \(index)" : "the agent answers \(status)"
        case .usm(let failure): failure.description
        case .unsendable(let error): "the request cannot be written: \(error)"
        case .busy: "not asked: the device is still busy with the round before"
        case .cancelled: "cancelled"
        }
    }

    /// Whether the device, or somebody at its address, has answered at all.
    package var deviceAnswered: Bool {
        switch self {
        case .timeout, .refused, .unreachable, .unsendable, .busy, .cancelled: false
        case .truncated, .malformed, .agent, .usm: true
        }
    }
}
