import CCrypto

/// SHA-256 (FIPS 180-4) of bytes, for chains of records.
package enum SHA256Digest {
    /// 64 lower-case hexadecimal digits.
    package static func hex(_ bytes: [UInt8]) -> String {
        var state = usm_digest()
        usm_digest_start(&state, 3)
        bytes.withUnsafeBytes { if let start = $0.baseAddress { usm_digest_update(&state, start, $0.count) } }
        var out = [UInt8](repeating: 0, count: 64)
        usm_digest_finish(&state, &out)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: out[..<32].flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
