import Testing

@testable import CollectorBus

struct LineBufferTests {
    private static func lines(_ pieces: [String]) -> [String] {
        var buffer = LineBuffer()
        return pieces.flatMap { buffer.lines(adding: Array($0.utf8)[...]) }.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        (["a\nb\n"], ["a", "b"]),
        (["a", "b\nc", "\n"], ["ab", "c"]),  // pieces as the kernel gives them
        (["\n\na\n"], ["a"]),  // empty lines say nothing
        (["a\nb"], ["a"]),  // a line without its end is not yet one
        ([], []),
    ])
    func `lines are cut at their ends, however the bytes come`(pieces: [String], expected: [String]) {
        #expect(Self.lines(pieces) == expected)
    }

    @Test func `a line beyond the bound is left out and counted, and the next one is read`() {
        var buffer = LineBuffer()
        let long = [UInt8](repeating: 0x61, count: LineBuffer.longestLine / 2 + 1)
        #expect(buffer.lines(adding: long[...]).isEmpty)
        #expect(buffer.lines(adding: long[...]).isEmpty)
        #expect(buffer.lines(adding: long[...]).isEmpty)
        #expect(buffer.lines(adding: Array("x\nnext\n".utf8)[...]) == [Array("next".utf8)])
        #expect(buffer.overlong == 1)
    }
}
