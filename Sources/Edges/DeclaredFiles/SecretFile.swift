import Foundation

/// A file that holds one secret, such as a community or a passphrase; its content never appears in a message.
package enum SecretFile {
    /// The secret without the line end behind it; `-` reads standard input.
    /// - Throws: where the file is missing, empty, or open to others than its owner.
    package static func read(_ path: String) throws(SecretFileError) -> String {
        if path == "-" { return try text(Data(FileHandle.standardInput.readDataToEndOfFile()), "-") }
        let descriptor = try opened(path)
        defer { close(descriptor) }
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: maximum + 1)
        while data.count <= maximum {
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            if count < 0 { throw .unreadable(path, code: errno) }
            if count == 0 { break }
            data.append(contentsOf: buffer[..<count])
        }
        return try text(data, path)
    }

    /// What keeps `path` from being read, without reading it; nil when nothing does.
    package static func fault(of path: String) -> SecretFileError? {
        do throws(SecretFileError) {
            if path != "-" { close(try opened(path)) }
            return nil
        } catch {
            return error
        }
    }

    /// Longer than any key or passphrase.
    private static let maximum = 4096

    /// The rights are asked of the open file, so that it cannot be exchanged in between.
    private static func opened(_ path: String) throws(SecretFileError) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing(path) : .unreadable(path, code: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .noFile(path)
        }
        guard status.st_mode & 0o077 == 0 else {
            close(descriptor)
            throw .openToOthers(path, mode: Int(status.st_mode & 0o777))
        }
        return descriptor
    }

    private static func text(_ data: Data, _ path: String) throws(SecretFileError) -> String {
        guard data.count <= maximum else { throw .tooLong(path) }
        guard let text = String(data: data, encoding: .utf8) else { throw .notText(path) }
        let secret = text.hasSuffix("\r\n") || text.hasSuffix("\n") ? String(text.dropLast()) : text
        guard !secret.isEmpty else { throw .empty(path) }
        return secret
    }
}

/// Why a secret cannot be had, with what to do about it.
package enum SecretFileError: Error, Hashable, Sendable, CustomStringConvertible {
    case missing(String)
    /// `mode` as of `chmod`, such as 0o644.
    case openToOthers(String, mode: Int)
    case unreadable(String, code: Int32)
    case noFile(String)
    case empty(String)
    case tooLong(String)
    case notText(String)

    package var description: String {
        switch self {
        case .missing(let path): "secret file \(Wording.quoted(path)) does not exist"
        case .openToOthers(let path, let mode):
            "secret file \(Wording.quoted(path)) is open to others (mode \(String(mode, radix: 8))); "
                + "run: chmod 600 \(Wording.shellQuoted(path))"
        case .unreadable(let path, let code):
            "secret file \(Wording.quoted(path)) cannot be read: \(String(cString: strerror(code)))"
        case .noFile(let path): "secret file \(Wording.quoted(path)) is no regular file"
        case .empty(let path): "secret file \(Wording.quoted(path)) is empty"
        case .tooLong(let path): "secret file \(Wording.quoted(path)) is longer than a secret can be (4096 bytes)"
        case .notText(let path): "secret file \(Wording.quoted(path)) is not UTF-8 text"
        }
    }
}
