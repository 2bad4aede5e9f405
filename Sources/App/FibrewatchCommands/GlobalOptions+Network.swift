import ArgumentParser
import DeclaredFiles
import Foundation
import NetworkModel

extension GlobalOptions {
    /// The declared network of `--topology`; its errors go to standard error and end the command with 2.
    func declaredNetwork() throws -> DeclaredNetwork {
        do throws(DeclaredErrors) {
            return try DeclaredNetwork.load(path: topology)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(2)
        }
    }

    /// The policy of `--alerts`, checked against `network`; its errors go to standard error and end the command with 2.
    func declaredAlerts(for network: Network) throws -> DeclaredAlerts {
        do throws(DeclaredErrors) {
            return try DeclaredAlerts.load(path: alerts, network: network)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(2)
        }
    }
}
