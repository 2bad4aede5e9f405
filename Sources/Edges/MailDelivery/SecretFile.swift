import Foundation

/// A secret in a file of its own: only its owner may read it.
enum SecretFile {
    struct Unusable: Error, Hashable, CustomStringConvertible { let description: String }

    /// The first line of the file at `path`, without its end.
    static func read(_ path: String) throws(Unusable) -> String {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue
        else { throw Unusable(description: "\(path): there is no such secret file") }
        guard mode & 0o077 == 0 else { throw Unusable(description: "\(path): others may read this secret; chmod 600 \(path)") }
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
            throw Unusable(description: "\(path): the secret cannot be read; check its owner")
        }
        let secret = String(text.prefix { !$0.isNewline })
        if secret.isEmpty { throw Unusable(description: "\(path): the secret file is empty") }
        return secret
    }
}
