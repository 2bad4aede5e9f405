import ArgumentParser
import Foundation
import Rendering

/// Where results and messages go: data to standard output, messages to standard error; colour and width only on a terminal.
struct Output {
    let options: GlobalOptions

    init(_ options: GlobalOptions) { self.options = options }

    private var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Columns of the terminal; nil in a pipe, where nothing is cut.
    var width: Int? {
        guard isTerminal else { return nil }
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    var usesColor: Bool {
        switch options.color {
        case .always: true
        case .never: false
        case .auto: isTerminal && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
        }
    }

    func print(_ text: String) { write(text, to: STDOUT_FILENO) }

    func print(_ table: TextTable) { print(table.rendered(width: width, color: usesColor)) }

    /// One document, keys sorted, the same bytes for the same value.
    func print(json value: some Encodable, pretty: Bool = true) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty ? [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
    }

    /// A bar that moves is for a person at a terminal.
    var showsProgress: Bool { isatty(STDERR_FILENO) == 1 && !options.quiet }

    /// Part of a line on standard error.
    func progress(_ text: String) { write(text, to: STDERR_FILENO) }

    /// A message for the person at the shell; not with `--quiet`.
    func say(_ message: String) {
        if !options.quiet { write(message + "\n", to: STDERR_FILENO) }
    }

    /// An error: always said.
    func complain(_ message: String) { write("fibrewatch: " + message + "\n", to: STDERR_FILENO) }

    /// Bytes as they are: text of any length, pictures.
    func write(_ data: Data) { write([UInt8](data)[...], to: STDOUT_FILENO) }

    private func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8)[...], to: descriptor) }

    /// A closed pipe (`| head`) ends the output, not the program's sense.
    private func write(_ content: ArraySlice<UInt8>, to descriptor: Int32) {
        var bytes = content
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }
}

extension ExitCode {
    /// The command worked and found a problem.
    static let problemFound = ExitCode(1)
    /// Wrong usage or broken configuration.
    static let brokenConfiguration = ExitCode(2)
    /// Cannot reach, no data.
    static let unknown = ExitCode(3)
}
