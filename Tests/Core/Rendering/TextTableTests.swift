import NetworkModel
import Rendering
import Testing

struct TextTableTests {
    @Test func `columns are aligned and numbers stand to the right`() {
        var table = TextTable("SITE", ">KM")
        table.add("Novi Sad", "7")
        table.add("Niš", "112")
        #expect(table.rendered() == "SITE       KM\nNovi Sad    7\nNiš       112\n")
    }

    @Test func `a table without rows is empty`() {
        #expect(TextTable("A").rendered() == "")
    }

    @Test func `on a narrow terminal the widest column is cut and in a pipe nothing is`() {
        var table = TextTable("NAME", "STATE")
        table.add("an office with a rather long name", "down")
        #expect(table.rendered(width: 20) == "NAME           STATE\nan office wi…  down\n")
        #expect(table.rendered().contains("an office with a rather long name"))
    }

    @Test func `colour repeats the word and never stands alone`() {
        var table = TextTable("STATE")
        table.add(TextTable.Cell("down", color: .red))
        #expect(table.rendered(color: true).contains("\u{1B}[31mdown\u{1B}[0m"))
        #expect(!table.rendered(color: false).contains("\u{1B}"))
    }

    // What a device may send: escape sequences, line breaks, marks that turn the direction of writing.
    @Test(arguments: [
        ("\u{1B}[2Jgone", "\\u{1b}[2Jgone"), ("a\nb", "a b"), ("x\u{202E}y", "x\\u{202e}y"), ("nul\0", "nul\\u{0}"),
        ("Ниш", "Ниш"),
    ])
    func `device text cannot move the cursor`(raw: String, shown: String) {
        #expect(TerminalText.escaped(raw) == shown)
    }

    @Test(arguments: [(5, "5 s"), (119, "119 s"), (240, "4 min"), (7200, "2 h"), (12_000, "3 h 20 min"), (190_800, "2 d 5 h")])
    func `an age is told in the two units that matter`(seconds: Int64, told: String) {
        #expect(Age(.seconds(seconds)).description == told)
    }
}
