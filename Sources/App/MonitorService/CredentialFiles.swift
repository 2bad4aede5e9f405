import DeclaredFiles
import NetworkModel
import SNMPMessages

/// Reads the secrets that declared credentials name, once at start and at each reload.
package struct CredentialFiles: Sendable {
    /// Why a credential cannot be used; devices that need it are not polled.
    package struct Problem: Error, CustomStringConvertible, Sendable {
        package let credential: ObjectID
        package let reason: String
        package var description: String { "\(credential): \(reason)" }
    }

    /// Relative file names are below this folder.
    let folder: String

    package init(relativeTo folder: String) { self.folder = folder }

    package func credential(_ record: NetworkDocument.Credential) throws(Problem) -> SNMPCredential {
        switch record.snmp {
        case "1": return .v1(community: try secret(record.communityFile, "community_file", of: record))
        case "2c": return .v2c(community: try secret(record.communityFile, "community_file", of: record))
        case "3": return .v3(try user(record))
        default: throw Problem(credential: record.id, reason: "snmp is \"\(record.snmp)\"; it is one of 1, 2c, 3")
        }
    }

    private func user(_ record: NetworkDocument.Credential) throws(Problem) -> USMUser {
        guard let name = record.user else { throw Problem(credential: record.id, reason: "snmp 3 needs a user") }
        var user = USMUser(name: name)
        if let word = record.auth {
            guard let algorithm = USMAuthentication(rawValue: word) else {
                throw unknown(word, USMAuthentication.allCases.map(\.rawValue), record)
            }
            user.authentication = USMKey(algorithm, password: try secret(record.authFile, "auth_file", of: record))
        }
        if let word = record.priv {
            guard let algorithm = USMPrivacy(rawValue: word) else {
                throw unknown(word, USMPrivacy.allCases.map(\.rawValue), record)
            }
            user.privacy = USMKey(algorithm, password: try secret(record.privFile, "priv_file", of: record))
        }
        return user
    }

    private func unknown(_ word: String, _ known: [String], _ record: NetworkDocument.Credential) -> Problem {
        Problem(credential: record.id, reason: "\"\(word)\" is not known; it is one of \(known.joined(separator: ", "))")
    }

    private func secret(_ file: String?, _ field: String, of record: NetworkDocument.Credential) throws(Problem) -> Secret {
        guard let file else { throw Problem(credential: record.id, reason: "\(field) is not given") }
        do {
            return Secret(try SecretFile.read(file.hasPrefix("/") ? file : folder + "/" + file))
        } catch {
            throw Problem(credential: record.id, reason: "\(error)")
        }
    }
}
