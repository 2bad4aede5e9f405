import CCrypto

/// The keys of one user at one engine, localised (RFC 3414 section 2.6) and made ready, so that a message costs only its digest and
/// its cipher. Plain numbers: ten thousand engines take some megabytes.
package struct USMKeys: Sendable {
    /// Nil for noAuth.
    var hmac: usm_hmac_key?
    /// Octets of the digest that a message carries.
    var digestLength = 0
    /// Nil for noPriv.
    var privacy: USMPrivacy?
    /// DES: 8 octets of key and 8 of pre-IV; AES: 16, 24 or 32 octets of key.
    var cipherKey = InlineArray<32, UInt8>(repeating: 0)

    /// The keys for `engineID`, from what is common to all engines.
    package init(_ master: USMMasterKeys, engineID: [UInt8]) {
        guard let authentication = master.authentication else { return }
        digestLength = authentication.algorithm.digestLength
        let key = USMMasterKeys.localised(authentication.key, engineID, authentication.algorithm)
        var prepared = usm_hmac_key()
        usm_hmac_prepare(&prepared, authentication.algorithm.number, key, key.count)
        hmac = prepared
        guard let privacy = master.privacy else { return }
        self.privacy = privacy.algorithm
        let long = privacy.algorithm.key(
            USMMasterKeys.localised(privacy.key, engineID, authentication.algorithm), engineID, authentication.algorithm)
        for (index, octet) in long.prefix(32).enumerated() { cipherKey[index] = octet }
    }

    /// No authentication, no privacy.
    package init() {}

    /// The same keys for a message that is authenticated and not encrypted, as a Report about time is (RFC 3414 section 3.2.7).
    package var withoutPrivacy: USMKeys {
        var keys = self
        keys.privacy = nil
        return keys
    }

    package var isAuthenticated: Bool { hmac != nil }
    package var isPrivate: Bool { privacy != nil }

    /// msgFlags without the reportable bit.
    package var flags: UInt8 { (isAuthenticated ? 1 : 0) | (isPrivate ? 2 : 0) }
}

/// A user's keys before localisation: deriving them digests a megabyte each (RFC 3414 appendix A.2), so it is done once per user.
package struct USMMasterKeys: Sendable {
    struct Key<Algorithm: Sendable>: Sendable {
        var algorithm: Algorithm
        var key: [UInt8]
    }

    var authentication: Key<USMAuthentication>?
    var privacy: Key<USMPrivacy>?

    /// - Throws: `badUser` for a password under 8 octets, or privacy without authentication.
    package init(_ user: USMUser) throws(USMFailure) {
        try user.check()
        guard let authentication = user.authentication else { return }
        self.authentication = Key(
            algorithm: authentication.algorithm, key: Self.derived(authentication.password.bytes, authentication.algorithm))
        guard let privacy = user.privacy else { return }
        self.privacy = Key(algorithm: privacy.algorithm, key: Self.derived(privacy.password.bytes, authentication.algorithm))
    }

    /// The digest of the password repeated up to 1,048,576 octets.
    static func derived(_ password: [UInt8], _ algorithm: USMAuthentication) -> [UInt8] {
        guard !password.isEmpty else { return [] }
        let chunk = (0..<(password.count * 64)).map { password[$0 % password.count] }
        var digest = usm_digest()
        usm_digest_start(&digest, algorithm.number)
        var rest = 1_048_576
        while rest > 0 {
            usm_digest_update(&digest, chunk, min(rest, chunk.count))
            rest -= min(rest, chunk.count)
        }
        return finished(&digest, algorithm)
    }

    /// The digest of key, engine id and key.
    static func localised(_ key: [UInt8], _ engineID: [UInt8], _ algorithm: USMAuthentication) -> [UInt8] {
        hash(key + engineID + key, algorithm)
    }

    static func hash(_ bytes: [UInt8], _ algorithm: USMAuthentication) -> [UInt8] {
        var digest = usm_digest()
        usm_digest_start(&digest, algorithm.number)
        usm_digest_update(&digest, bytes, bytes.count)
        return finished(&digest, algorithm)
    }

    private static func finished(_ digest: inout usm_digest, _ algorithm: USMAuthentication) -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: 64)
        usm_digest_finish(&digest, &octets)
        return Array(octets.prefix(usm_digest_length(algorithm.number)))
    }
}

extension USMUser {
    /// - Throws: `badUser` for what no agent could accept.
    package func check() throws(USMFailure) {
        if privacy != nil, authentication == nil {
            throw .badUser("privacy needs authentication; give an authentication password too")
        }
        for password in [authentication?.password, privacy?.password].compactMap({ $0 }) where password.bytes.count < 8 {
            throw .badUser("a password has fewer than 8 characters, which RFC 3414 forbids")
        }
        if name.utf8.isEmpty || name.utf8.count > 32 { throw .badUser("a user's name has 1 to 32 octets") }
    }
}

extension USMAuthentication {
    var number: Int32 {
        switch self {
        case .md5: 0
        case .sha1: 1
        case .sha224: 2
        case .sha256: 3
        case .sha384: 4
        case .sha512: 5
        }
    }

    /// Octets of the digest that a message carries: RFC 3414 section 6 and 7, RFC 7860 section 4.
    var digestLength: Int {
        switch self {
        case .md5, .sha1: 12
        case .sha224: 16
        case .sha256: 24
        case .sha384: 32
        case .sha512: 48
        }
    }
}

extension USMPrivacy {
    var keyLength: Int {
        switch self {
        case .des, .aes128: 16
        case .aes192, .aes192c: 24
        case .aes256, .aes256c: 32
        }
    }

    /// Stretches a localised key where the digest is shorter than the cipher needs.
    func key(_ localised: [UInt8], _ engineID: [UInt8], _ algorithm: USMAuthentication) -> [UInt8] {
        var key = localised
        var last = localised
        while key.count < keyLength {
            switch self {
            case .aes192c, .aes256c:
                last = USMMasterKeys.localised(USMMasterKeys.derived(last, algorithm), engineID, algorithm)
                key += last
            default: key += USMMasterKeys.hash(key, algorithm)
            }
        }
        return Array(key.prefix(keyLength))
    }
}
