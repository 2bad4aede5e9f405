import SNMPMessages

/// What to ask in a sweep, written once: many devices, a list of names each. Made by `SNMPEngine.plan`, for that engine only.
package final class SweepPlan: Sendable {
    /// One question of a plan.
    package struct Request: Sendable {
        package var target: SNMPTarget
        /// Asked in one GET; keep it to some 20 names, so that the reply fits a datagram without fragments.
        package var oids: [ObjectIdentifier]
        package init(target: SNMPTarget, oids: [ObjectIdentifier]) { (self.target, self.oids) = (target, oids) }
    }

    /// Indices of the devices and of the templates, request by request.
    let devices: [Int32]
    let templateIndices: [Int32]
    let templates: [RequestTemplate]

    package var count: Int { devices.count }

    init(devices: [Int32], templateIndices: [Int32], templates: [RequestTemplate]) {
        (self.devices, self.templateIndices, self.templates) = (devices, templateIndices, templates)
    }
}

/// How one request of a sweep ended.
package struct SweepRow: Hashable, Sendable {
    package enum Ending: UInt8, Sendable {
        case answered
        /// Answered, but names were missing or others than asked; those are `.missing` among the values.
        case partial
        /// The agent answered with an error; `detail` is its error-status.
        case agentError
        case timeout
        /// No answer, and ICMP or the kernel said why; `detail` is the errno.
        case unreachable
        case refused
        case malformed
        /// SNMPv3 refused; ask the device singly for the reason.
        case usm
        /// The device was still busy with the sweep before.
        case busy
        case cancelled
    }

    /// Index of the request in the plan.
    package var request: Int32
    package var ending: Ending
    package var tries: UInt8
    package var detail: Int32
    /// From the sweep's start to this ending.
    package var microseconds: UInt32
    package var roundTripMicroseconds: UInt32
    /// The values, in the order of the names asked, are `values[firstValue ..< firstValue + valueCount]` of the batch.
    package var firstValue: Int32
    package var valueCount: Int32
}

/// Endings of a sweep, some hundred at a time.
package struct SweepBatch: Sendable {
    package internal(set) var rows: [SweepRow] = []
    package internal(set) var values: [PolledValue] = []
    /// The octets of all string values of the batch.
    package internal(set) var octets: [UInt8] = []

    static let fullRows = 256

    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        octets.removeAll(keepingCapacity: true)
    }
}

/// A sweep in numbers.
package struct SweepSummary: Hashable, Sendable {
    package var answered = 0
    package var failed = 0
    package var seconds = 0.0
}
