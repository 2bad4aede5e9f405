extension SNMPEngine {
    /// What has been learned about the device at the target's address; the defaults before first contact.
    package func learned(_ target: SNMPTarget) -> LearnedDeviceState { mailbox.learned(target.address) }

    /// Gives back what a store has kept, before the device is first asked.
    package func restore(_ state: LearnedDeviceState, of target: SNMPTarget) {
        mailbox.learn(target.address) { $0 = state }
        let device = mailbox.register(target)
        mailbox.post { loop in loop.restore(state, device: device) }
    }

    /// The operator says that the device was replaced: its next answer's engine id is pinned anew.
    package func acceptNewEngine(of target: SNMPTarget) {
        let device = mailbox.register(target)
        learn(target) { $0.engineID = nil }
        mailbox.post { loop in loop.devices[Int(device)].usm = -1 }
    }

    func learn(_ target: SNMPTarget, _ change: (inout LearnedDeviceState) -> Void) { mailbox.learn(target.address, change) }

    /// The states of many devices, in their order; see `currentState`.
    package func currentStates(of targets: [SNMPTarget]) async -> [LearnedDeviceState] {
        let states = targets.map { (device: mailbox.register($0), learned: learned($0)) }
        return await withCheckedContinuation { continuation in
            let isPosted = mailbox.post { loop in
                continuation.resume(returning: states.map { loop.complete($0.learned, device: $0.device) })
            }
            if !isPosted { continuation.resume(returning: states.map(\.learned)) }
        }
    }

    /// As `learned`, with the round trip and in-flight cap as the poll thread sees them now.
    package func currentState(of target: SNMPTarget) async -> LearnedDeviceState {
        let device = mailbox.register(target)
        let state = learned(target)
        return await withCheckedContinuation { continuation in
            let isPosted = mailbox.post { loop in continuation.resume(returning: loop.complete(state, device: device)) }
            if !isPosted { continuation.resume(returning: state) }
        }
    }
}

extension EngineLoop {
    func restore(_ state: LearnedDeviceState, device: Int32) {
        let index = Int(device)
        devices[index].smoothedRTT = UInt32(clamping: Int64((state.roundTripMilliseconds ?? 0) * 1000))
        devices[index].variationRTT = UInt32(clamping: Int64((state.variationMilliseconds ?? 0) * 1000))
        devices[index].cap = UInt16(clamping: min(max(1, state.inFlight), Int(perDevice)))
        if let identifier = state.engineID.flatMap(Self.octets(hex:)) { pin(identifier, device: device) }
    }

    func complete(_ state: LearnedDeviceState, device: Int32) -> LearnedDeviceState {
        var state = state
        let record = devices[Int(device)]
        if record.smoothedRTT > 0 {
            state.roundTripMilliseconds = Double(record.smoothedRTT) / 1000
            state.variationMilliseconds = Double(record.variationRTT) / 1000
        }
        (state.inFlight, state.isSlow) = (Int(record.cap), record.isSlow)
        if record.usm >= 0, usm.engines[Int(record.usm)].isPinned {
            state.engineID = usm.engines[Int(record.usm)].identifier.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        return state
    }

    private static func octets(hex: String) -> [UInt8]? {
        let digits = hex.compactMap(\.hexDigitValue)
        guard digits.count == hex.count, digits.count % 2 == 0, (10...64).contains(digits.count) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
