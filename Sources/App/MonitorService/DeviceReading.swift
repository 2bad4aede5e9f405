import DeviceFacts
import SNMPCollector

/// Everything that one device says of itself: what `probe` shows and what the inventory keeps.
package struct DeviceReading: Sendable {
    package let facts: DeviceFacts
    /// What was asked and came back; nil where not even the system group was answered. `facts` is empty then.
    package let answers: DeviceInquiry.Result?
    /// Why there is no answer, or not all of it; nil for a device that was read to the end.
    package let failure: SNMPFailure?

    package var answered: Bool { answers != nil }

    package init(of target: SNMPTarget, through engine: SNMPEngine) async {
        do throws(SNMPFailure) {
            let answers = try await DeviceInquiry(engine, target).run()
            (facts, failure) = (DeviceFacts(answers.view), answers.failure)
            self.answers = answers
        } catch {
            (facts, answers, failure) = (DeviceFacts(MIBView([])), nil, error)
        }
    }
}
