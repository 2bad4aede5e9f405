import DeviceFacts
import Testing

@Suite struct DeviceTextTests {
    @Test(
        arguments: [
            // What agents send, what people see, and whether the octets are kept beside it.
            (Array("Beograd č".utf8), "Beograd č", nil),
            ([0x53, 0x6B, 0xF6, 0x76, 0x64, 0x65], "Skövde", "536bf6766465"),  // Latin-1
            (Array("sw1".utf8) + [0, 0, 0], "sw1", "737731000000"),  // a fixed buffer
            ([0xC4, 0xE3, 0xBA, 0xC3], "Äãº\u{C3}", "c4e3bac3"),  // GBK: wrong letters, octets kept
            ([0xE2, 0x80], "\u{E2}\u{80}", "e280"),  // cut in the middle of a character
            ([0x61, 0x00, 0x62], "a\u{0}b", nil),
            ([], "", nil),
        ] as [([UInt8], String, String?)])
    func `text is shown as well as can be and its octets are never lost`(octets: [UInt8], text: String, hex: String?) {
        let shown = DeviceText(octets)
        #expect(shown.text == text)
        #expect(shown.hex == hex)
    }

    @Test func `the text or the octets beside it give back what was sent`() {
        var random = SeededRandom(seed: 20)
        for _ in 0..<2000 {
            let octets = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            let shown = DeviceText(octets)
            #expect(shown.octets ?? Array(shown.text.utf8) == octets)
        }
    }

    @Test func `a text of 64 kB is kept whole`() {
        #expect(DeviceText(Array(repeating: 0xE9, count: 65_536)).text.unicodeScalars.count == 65_536)
    }
}

/// SplitMix64: the same numbers for the same seed on every machine.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
