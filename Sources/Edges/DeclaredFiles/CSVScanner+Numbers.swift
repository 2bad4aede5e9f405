// Most cells of a national network are plain numbers: read from the bytes they cost a tenth of what a text of each would.

extension CSVScanner {
    /// The number of a cell that is written with at most 15 digits, a sign and a point; nil for everything else, which may be a number all
    /// the same.
    func plainNumber(in cell: Cell) -> Double? {
        var at = cell.start
        guard let number = PlainNumber.read(bytes.span, &at, to: cell.end), at == cell.end else { return nil }
        return number
    }

    /// Pairs of plain numbers with a blank between them, and `;` and at most one blank between pairs; nil for everything else.
    func plainPairs(in cell: Cell) -> [[Double]]? {
        let text = bytes.span
        var at = cell.start
        var pairs: [[Double]] = []
        func pass(_ byte: UInt8) -> Bool {
            guard at < cell.end, text[at] == byte else { return false }
            at += 1
            return true
        }
        while at < cell.end {
            guard let first = PlainNumber.read(text, &at, to: cell.end), pass(UInt8(ascii: " ")),
                let second = PlainNumber.read(text, &at, to: cell.end)
            else { return nil }
            pairs.append([first, second])
            guard at == cell.end || pass(UInt8(ascii: ";")) else { return nil }
            _ = pass(UInt8(ascii: " "))
        }
        return pairs
    }
}

private enum PlainNumber {
    /// Reads the number at `at` and goes behind it. Rounded as the language rounds: a whole number below 2^53 divided by a power of ten that
    /// is exact is rounded once.
    static func read(_ text: Span<UInt8>, _ at: inout Int, to end: Int) -> Double? {
        let isNegative = at < end && text[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        var (digits, behindPoint, value) = (0, -1, Int64(0))
        while at < end {
            let byte = text[at]
            if byte == UInt8(ascii: "."), behindPoint < 0 {
                behindPoint = 0
            } else if (0x30...0x39).contains(byte), digits < 15 {
                value = value &* 10 &+ Int64(byte &- 0x30)
                digits += 1
                if behindPoint >= 0 { behindPoint += 1 }
            } else {
                break
            }
            at += 1
        }
        guard digits > 0, behindPoint != 0, behindPoint < digits else { return nil }
        let number = Double(value) / powers[max(0, behindPoint)]
        return isNegative ? -number : number
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]
}
