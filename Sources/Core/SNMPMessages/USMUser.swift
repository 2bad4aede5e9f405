/// A user of the User-based Security Model (RFC 3414) and the context that it asks for.
package struct USMUser: Hashable, Sendable {
    package var name: String
    /// Nil means noAuth.
    package var authentication: USMKey<USMAuthentication>?
    /// Nil means noPriv. Without authentication there is no privacy (RFC 3411 section 3.4.3).
    package var privacy: USMKey<USMPrivacy>?
    /// Empty is the default context.
    package var context: String

    package init(
        name: String, authentication: USMKey<USMAuthentication>? = nil, privacy: USMKey<USMPrivacy>? = nil, context: String = ""
    ) {
        (self.name, self.authentication, self.privacy, self.context) = (name, authentication, privacy, context)
    }
}

/// An algorithm and the password whose key it uses.
package struct USMKey<Algorithm: Hashable & Sendable>: Hashable, Sendable {
    package var algorithm: Algorithm
    package var password: Secret

    package init(_ algorithm: Algorithm, password: Secret) { (self.algorithm, self.password) = (algorithm, password) }
}

/// Authentication protocols: RFC 3414 (MD5, SHA-1) and RFC 7860. Raw values are the words of commands and files.
package enum USMAuthentication: String, Hashable, Sendable, CaseIterable {
    case md5, sha1, sha224, sha256, sha384, sha512
}

/// Privacy protocols: RFC 3414 (DES), RFC 3826 (AES-128), and AES-192/256 of draft-blumenthal-aes-usm-04.
/// The `c` forms stretch the key as in draft-reeder-snmpv3-usm-3desede-00, as Cisco and others do.
package enum USMPrivacy: String, Hashable, Sendable, CaseIterable {
    case des, aes128, aes192, aes256, aes192c, aes256c
}
