import ArgumentParser
import DeclaredFiles
import SNMPCollector
import SNMPMessages

/// How a device is asked (CONTRACT.md, `probe`). Secrets come from files or standard input, never from the command line.
struct SNMPOptions: ParsableArguments {
    enum Version: String, ExpressibleByArgument, CaseIterable {
        case v1 = "1"
        case v2c = "2c"
        case v3 = "3"
    }

    @Option(help: ArgumentHelp("SNMP version: 1, 2c or 3 (default: 2c, or 3 with --user).", valueName: "version"))
    var snmp: Version?

    @Option(
        help: ArgumentHelp(
            "File with the community; - reads standard input (default: the community \"public\").", valueName: "file"))
    var communityFile: String?

    @Option(help: ArgumentHelp("SNMPv3 user.", valueName: "name"))
    var user: String?

    @Option(help: ArgumentHelp("File with the authentication password of the user.", valueName: "file"))
    var authFile: String?

    @Option(help: ArgumentHelp("Authentication: md5, sha1, sha224, sha256, sha384 or sha512.", valueName: "protocol"))
    var auth: USMAuthentication = .sha256

    @Option(help: ArgumentHelp("File with the privacy password of the user.", valueName: "file"))
    var privFile: String?

    @Option(help: ArgumentHelp("Privacy: des, aes128, aes192, aes256, aes192c or aes256c.", valueName: "protocol"))
    var priv: USMPrivacy = .aes128

    @Option(help: ArgumentHelp("SNMPv3 context.", valueName: "name"))
    var context: String = ""

    @Option(help: ArgumentHelp("How long the last try waits.", valueName: "seconds"))
    var timeout: Double = 2

    @Option(help: ArgumentHelp("Tries after the first, 0 to 7.", valueName: "count"))
    var retries: Int = 3

    var version: Version { snmp ?? (user == nil ? .v2c : .v3) }

    func validate() throws {
        guard timeout > 0, timeout <= 300 else {
            throw ValidationError("--timeout is \(timeout); give more than 0 and at most 300 seconds")
        }
        guard (0...7).contains(retries) else { throw ValidationError("--retries is \(retries); give 0 to 7") }
        if version == .v3 {
            if user == nil {
                throw ValidationError("--snmp 3 needs --user; with --auth-file and --priv-file for a user that has passwords")
            }
            if communityFile != nil { throw ValidationError("--community-file is for versions 1 and 2c; SNMPv3 takes --user") }
            if privFile != nil, authFile == nil {
                throw ValidationError("--priv-file needs --auth-file: there is no privacy without authentication")
            }
            if authFile == "-", privFile == "-" {
                throw ValidationError("--auth-file and --priv-file cannot both be standard input")
            }
        } else if user != nil || authFile != nil || privFile != nil {
            throw ValidationError("--user, --auth-file and --priv-file are for --snmp 3")
        }
    }

    /// Reads the secrets. A file that others may read ends the command with 2 and the chmod that mends it.
    func credential(_ output: Output) throws -> SNMPCredential {
        do throws(SecretFileError) {
            switch version {
            case .v1: return .v1(community: try community())
            case .v2c: return .v2c(community: try community())
            case .v3: return .v3(try usmUser())
            }
        } catch {
            output.complain("\(error)")
            throw ExitCode.brokenConfiguration
        }
    }

    private func community() throws(SecretFileError) -> Secret {
        guard let communityFile else { return Secret("public") }
        return Secret(try SecretFile.read(communityFile))
    }

    private func usmUser() throws(SecretFileError) -> USMUser {
        var user = USMUser(name: user ?? "", context: context)
        if let authFile { user.authentication = USMKey(auth, password: Secret(try SecretFile.read(authFile))) }
        if let privFile { user.privacy = USMKey(priv, password: Secret(try SecretFile.read(privFile))) }
        return user
    }

    /// The device at `host`, `HOST[:PORT]`. A host that is not known ends the command with 3.
    func target(_ host: String, _ output: Output) throws -> SNMPTarget {
        let credential = try credential(output)
        do throws(AddressError) {
            return SNMPTarget(
                try SocketAddress.resolve(host), credential: credential, timeout: .milliseconds(Int64(timeout * 1000)),
                retries: retries)
        } catch {
            output.complain("\(error)")
            throw ExitCode.unknown
        }
    }

    /// What is said when `target` gave nothing: where, what was tried, what to do.
    func message(_ failure: SNMPFailure, _ target: SNMPTarget) -> String {
        let asked = "\(target.address) asked with SNMP \(version.rawValue)"
        switch failure {
        case .timeout:
            return
                "\(asked): \(failure), the last of them waiting \(timeout.formatted()) s; check that the agent runs, that it admits "
                + "this host, that UDP \(target.address.port) passes, and \(secretsToCheck)"
        case .unreachable: return "\(asked): \(failure); check the address, the port and the way there"
        default: return "\(asked): \(failure)"
        }
    }

    /// Agents do not answer a wrong community at all.
    private var secretsToCheck: String {
        switch version {
        case .v1, .v2c: communityFile == nil ? "the community (\"public\" was used; --community-file)" : "the community"
        case .v3: "the user and its passwords"
        }
    }
}

extension USMAuthentication: ExpressibleByArgument {}
extension USMPrivacy: ExpressibleByArgument {}
