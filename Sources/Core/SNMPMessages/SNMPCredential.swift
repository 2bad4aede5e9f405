/// With what a device is asked: the version and what it needs. Printing one shows no secret.
package enum SNMPCredential: Hashable, Sendable {
    case v1(community: Secret)
    case v2c(community: Secret)
    case v3(USMUser)

    package var version: SNMPVersion {
        switch self {
        case .v1: .v1
        case .v2c: .v2c
        case .v3: .v3
        }
    }
}
