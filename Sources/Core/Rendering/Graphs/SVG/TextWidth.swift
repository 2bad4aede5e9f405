/// Widths of text in DejaVu Sans and Verdana alike, near enough to keep labels apart; nothing asks a font.
enum TextWidth {
    /// In units of the drawing.
    static func of(_ text: String, size: Double, bold: Bool = false) -> Double {
        text.unicodeScalars.reduce(0) { $0 + em($1) } * size * (bold ? 1.1 : 1)
    }

    private static func em(_ scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ": 0.36
        case "f", "t", "r", "(", ")", "[", "]", "-": 0.42
        case "m", "w", "M", "W", "@", "%": 0.95
        case "A"..."Z": 0.7
        default: scalar.value >= 0x1100 ? 1.05 : scalar.value >= 0x400 ? 0.7 : 0.62
        }
    }
}
