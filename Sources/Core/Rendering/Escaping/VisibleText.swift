extension String {
    /// The text as it may be shown anywhere: control characters as their pictures (`␛` for ESC), C1 controls, directional overrides,
    /// noncharacters and invisible tags as U+FFFD. Names come from devices and people; every sink escapes what this returns.
    package var visible: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars { shown.append(scalar.isHarmful ? scalar.picture : scalar) }
        return String(shown)
    }
}

extension Unicode.Scalar {
    /// Changes what a reader sees of other text, or is illegal in XML 1.0.
    var isHarmful: Bool {
        switch value {
        case 0x20..<0x7F: false
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
        case 0xFDD0...0xFDEF, 0xE0000...0xE007F: true
        default: value & 0xFFFE == 0xFFFE
        }
    }

    /// Control pictures stand at U+2400 plus the control's value (Unicode, "Control Pictures").
    var picture: Unicode.Scalar {
        switch value {
        case 0..<0x20: Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
        case 0x7F: "\u{2421}"
        default: "\u{FFFD}"
        }
    }
}
