import Diagnosis

/// How a state looks, in colour and, for those who see none, in line and sign. The palette tells states apart with colour blindness too.
enum StateStyle {
    static func colour(_ state: ObjectState?) -> String {
        switch state {
        case .up: "#1f6f8b"
        case .down: "#c1121f"
        case .unobserved: "#8a8f98"
        case .unknown: "#b7791f"
        case nil: "#3f4f63"
        }
    }

    /// Style of a line in DOT.
    static func dotStyle(_ state: ObjectState?) -> String {
        switch state {
        case .down: "dashed"
        case .unobserved, .unknown: "dotted"
        case .up, nil: "solid"
        }
    }

    /// A word for a reader; `declared` where no state is known at all.
    static func word(_ state: ObjectState?) -> String { state?.rawValue ?? "declared" }

    /// The sign that stands beside the colour in text.
    static func sign(_ state: ObjectState?) -> String {
        switch state {
        case .down: "✕ "
        case .unobserved: "◌ "
        case .unknown: "? "
        case .up, nil: ""
        }
    }
}
