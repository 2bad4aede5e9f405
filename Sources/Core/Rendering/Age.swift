import NetworkModel

/// How long something lasts or lasted, in words for people: `12 s`, `4 min`, `3 h 20 min`, `2 d 5 h`.
package struct Age: CustomStringConvertible, Sendable {
    package let span: TimeSpan
    package init(_ span: TimeSpan) { self.span = span }

    package var description: String {
        let seconds = max(0, span.milliseconds / 1000)
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7200: return "\(seconds / 60) min"
        case ..<172_800: return seconds % 3600 < 60 ? "\(seconds / 3600) h" : "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        default: return seconds % 86_400 < 3600 ? "\(seconds / 86_400) d" : "\(seconds / 86_400) d \(seconds % 86_400 / 3600) h"
        }
    }
}
