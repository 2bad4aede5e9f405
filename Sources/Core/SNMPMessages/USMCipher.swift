import CCrypto

/// Encrypts and decrypts scoped PDUs. Holds one context for each cipher and direction; to be used by one thread.
package final class USMCipher {
    private var contexts: [OpaquePointer?] = [OpaquePointer?](repeating: nil, count: 8)

    package init() {}

    deinit { for context in contexts { EVP_CIPHER_CTX_free(context) } }

    /// Works in place on `count` octets; for DES a multiple of 8. False if the cipher is not to be had.
    func apply(
        _ keys: USMKeys, salt: UInt64, boots: UInt32, time: UInt32, encrypt: Bool, _ bytes: UnsafeMutablePointer<UInt8>,
        _ count: Int
    ) -> Bool {
        guard let privacy = keys.privacy, let context = context(privacy, encrypt: encrypt) else { return false }
        var key = InlineArray<32, UInt8>(repeating: 0)
        var iv = InlineArray<16, UInt8>(repeating: 0)
        if privacy == .des {
            // Three times the same key makes triple DES single DES, which OpenSSL 3 has only in its legacy provider.
            for index in 0..<24 { key[index] = keys.cipherKey[index & 7] }
            for index in 0..<8 {
                iv[index] = keys.cipherKey[8 &+ index] ^ UInt8(truncatingIfNeeded: salt >> UInt64(56 &- 8 &* index))
            }
        } else {
            key = keys.cipherKey
            let prefix = UInt64(boots) << 32 | UInt64(time)
            for index in 0..<8 {
                iv[index] = UInt8(truncatingIfNeeded: prefix >> UInt64(56 &- 8 &* index))
                iv[8 &+ index] = UInt8(truncatingIfNeeded: salt >> UInt64(56 &- 8 &* index))
            }
        }
        return run(context, key.span, iv.span, encrypt, bytes, count)
    }

    private func run(
        _ context: OpaquePointer, _ key: Span<UInt8>, _ iv: Span<UInt8>, _ encrypt: Bool, _ bytes: UnsafeMutablePointer<UInt8>,
        _ count: Int
    ) -> Bool {
        let started = key.withUnsafeBufferPointer { key in
            iv.withUnsafeBufferPointer { iv in
                EVP_CipherInit_ex(context, nil, nil, key.baseAddress, iv.baseAddress, encrypt ? 1 : 0)
            }
        }
        guard started == 1 else { return false }
        EVP_CIPHER_CTX_set_padding(context, 0)
        var written: Int32 = 0
        guard EVP_CipherUpdate(context, bytes, &written, bytes, Int32(clamping: count)) == 1 else { return false }
        return Int(written) == count
    }

    private func context(_ privacy: USMPrivacy, encrypt: Bool) -> OpaquePointer? {
        let (kind, cipher) = Self.cipher(privacy)
        let index = kind * 2 + (encrypt ? 1 : 0)
        if let context = contexts[index] { return context }
        guard let context = EVP_CIPHER_CTX_new(), EVP_CipherInit_ex(context, cipher(), nil, nil, nil, encrypt ? 1 : 0) == 1 else {
            return nil
        }
        contexts[index] = context
        return context
    }

    private static func cipher(_ privacy: USMPrivacy) -> (Int, () -> OpaquePointer?) {
        switch privacy {
        case .des: (0, { EVP_des_ede3_cbc() })
        case .aes128: (1, { EVP_aes_128_cfb128() })
        case .aes192, .aes192c: (2, { EVP_aes_192_cfb128() })
        case .aes256, .aes256c: (3, { EVP_aes_256_cfb128() })
        }
    }
}
