import NetworkModel
import Testing

@testable import DeclaredFiles

@Suite struct CSVScannerTests {
    static func records(_ text: String) -> [[String]] {
        var scanner = CSVScanner(Array(text.utf8))
        var records: [[String]] = []
        while scanner.next() { records.append(scanner.cells.map(scanner.text)) }
        return records
    }

    @Test(arguments: [
        // Plain records, with and without a line end behind the last.
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
        // CR LF as RFC 4180 has it, and lone CR of old spreadsheets.
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]), ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        // Empty cells, also the last one.
        ("a,b,c\n,,\n1,,\n", [["a", "b", "c"], ["", "", ""], ["1", "", ""]]),
        // Quotes keep commas, line ends and doubled quotes; blanks around cells do not count, inside quotes they do.
        ("a,b\n\"x, \"\"y\"\"\n z\" , 2 \n", [["a", "b"], ["x, \"y\"\n z", "2"]]), ("a\n\"\"\"\"\n", [["a"], ["\""]]),
        // A byte order mark, comments before the header and empty lines.
        ("\u{FEFF}a,b\n\n1,2\n\n", [["a", "b"], ["1", "2"]]), ("# made by hand\n\n# still\na\n#1\n", [["a"], ["#1"]]),
        // The header decides what stands between cells.
        ("a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]), ("a\tb\n1\t\t\n", [["a", "b"], ["1", "", ""]]),
        ("", []), ("\n\n", []), ("#", []),
    ])
    func `CSV is split into records and cells`(text: String, expected: [[String]]) {
        #expect(Self.records(text) == expected)
    }

    @Test(arguments: [
        ("a,b\n\"x,2\n3,4\n", 2, 1, CSVScanner.Fault.unclosedQuote), ("a,b\n\"x\"y,2\n", 2, 4, .textAfterQuote),
        ("a,b\nž,\"x\" y\n", 2, 7, .textAfterQuote),
    ])
    func `a broken quote is reported where it stands`(text: String, line: Int, column: Int, reason: CSVScanner.Fault) throws {
        var scanner = CSVScanner(Array(text.utf8))
        while scanner.next(), scanner.fault == nil {}
        let fault = try #require(scanner.fault)
        #expect(fault.reason == reason)
        #expect(scanner.place(at: fault.offset) == (line, column))
    }

    @Test func `columns count letters, not bytes, also behind a line end in quotes`() {
        let links = SourceFile(
            path: "T/links.csv",
            text: "name,id,a.device,a.if,b.device,b.if\n\"Čačak\nŠabac – Užice\",link:1,dev:x,if:x#1,dev:ns-core-1,if:ns#1\n")
        #expect(
            DeclaredNetworkTests.errors([DeclaredNetworkTests.sites, DeclaredNetworkTests.devices, links]) == [
                "T/links.csv:3:23: link \"link:1\" ends at device \"dev:x\", which is not declared"
            ])
    }

    @Test func `a file that is not UTF-8 is reported at the byte`() {
        let bytes = Array("id,name\nsite:a,".utf8) + [0xC8, 0x61] + Array("\n".utf8)
        let errors = DeclaredNetworkTests.errors([SourceFile(path: "sites.csv", bytes: bytes)])
        #expect(errors.count == 1)
        #expect(
            errors[0].hasPrefix("sites.csv:2:8: this byte is not UTF-8; save the file as UTF-8 (spreadsheets: \"CSV UTF-8\")"))
    }
}

@Suite struct PlainNumberTests {
    private func number(_ text: String) -> Double? {
        var scanner = CSVScanner(Array("a\n\(text)\n".utf8))
        _ = scanner.next()
        guard scanner.next() else { return nil }
        return scanner.plainNumber(in: scanner.cells[0])
    }

    @Test(arguments: ["1e3", "0x10", "+1", "1.", ".5", "-", "1 2", "inf", "nan", "1234567890123456", "1.2.3", "--1"])
    func `what is not written plainly is left to the language`(text: String) { #expect(number(text) == nil) }

    // The language's own reader is the oracle; the seed is fixed, so a failure comes again.
    @Test func `a plain number is the very number that the language reads`() {
        var random = SplitMix64(seed: 7)
        for _ in 0..<20_000 {
            let digits = Int.random(in: 1...15, using: &random)
            var text = (0..<digits).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
            let point = Int.random(in: 0..<digits, using: &random)
            if point > 0 { text.insert(".", at: text.index(text.startIndex, offsetBy: point)) }
            if Bool.random(using: &random) { text = "-" + text }
            #expect(number(text)?.bitPattern == Double(text)?.bitPattern, "\(text)")
        }
    }

    @Test func `pairs are read as written, or left alone`() {
        func pairs(_ text: String) -> [[Double]]? {
            var scanner = CSVScanner(Array("a\n\"\(text)\"\n".utf8))
            _ = scanner.next()
            _ = scanner.next()
            return scanner.plainPairs(in: scanner.cells[0])
        }
        #expect(pairs("44.81 20.46; 44.82 20.47") == [[44.81, 20.46], [44.82, 20.47]])
        #expect(pairs("44.81 20.46;44.82 20.47;") == [[44.81, 20.46], [44.82, 20.47]])
        #expect(pairs("44.81  20.46") == nil && pairs("44.81") == nil && pairs("44.81 20.46 3") == nil && pairs("a b") == nil)
    }
}
