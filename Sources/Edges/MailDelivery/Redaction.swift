import Alerting
import Foundation

/// What must not be seen of the way to a target: its token, and whatever of its address may be a key. Answers often repeat what was asked.
struct Redaction {
    /// Shorter pieces tell nobody anything.
    private static let least = 4
    private let secrets: [[Unicode.Scalar]]

    init(_ target: AlertPolicy.Target, token: String?) {
        let address = target.url.flatMap { URLComponents(string: $0) }
        let path = (address?.path ?? "").split(separator: "/").map(String.init).filter { $0.count >= 8 }
        let query = (address?.queryItems ?? []).compactMap(\.value)
        let words = (token ?? "").split(separator: " ").map(String.init).filter {
            !["bearer", "basic"].contains($0.lowercased())
        }
        let all = words + path + query + [address?.user, address?.password].compactMap(\.self)
        secrets = all.filter { $0.count >= Self.least }.map { Array($0.unicodeScalars) }
    }

    /// `text` in one line, with `…` for each secret and for the beginning of one.
    func callAsFunction(_ text: some StringProtocol) -> String {
        let line = text.unicodeScalars.map { Self.isPlain($0) ? $0 : " " }
        var (kept, place) = (String.UnicodeScalarView(), 0)
        while place < line.count {
            let length = secrets.map { shared($0, line[place...]) }.max() ?? 0
            kept.append(length < Self.least ? line[place] : "…")
            place += max(length < Self.least ? 1 : length, 1)
        }
        return String(kept)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    private func shared(_ secret: [Unicode.Scalar], _ text: ArraySlice<Unicode.Scalar>) -> Int {
        zip(secret, text).prefix { $0 == $1 }.count
    }
}
