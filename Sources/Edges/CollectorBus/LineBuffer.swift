/// Cuts a stream of bytes into lines. A line longer than the bound is left out and counted, and so costs no memory.
struct LineBuffer: Sendable {
    static let longestLine = 65_536

    private var rest: [UInt8] = []
    private var isSkipping = false
    private(set) var overlong = 0

    /// The lines that `bytes` end, without their line ends, in order; empty ones are left out.
    mutating func lines(adding bytes: ArraySlice<UInt8>) -> [[UInt8]] {
        var result: [[UInt8]] = []
        var bytes = bytes
        while let end = bytes.firstIndex(of: 0x0A) {
            add(bytes[..<end])
            if !isSkipping && !rest.isEmpty { result.append(rest) }
            rest.removeAll(keepingCapacity: true)
            isSkipping = false
            bytes = bytes[(end + 1)...]
        }
        add(bytes)
        return result
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) {
        guard !isSkipping else { return }
        rest += bytes
        guard rest.count > Self.longestLine else { return }
        rest.removeAll()
        isSkipping = true
        overlong += 1
    }
}
