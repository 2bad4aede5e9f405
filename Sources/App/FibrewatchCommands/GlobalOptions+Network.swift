import ArgumentParser
import DeclaredFiles
import Foundation
import NetworkModel
import Synchronization

extension GlobalOptions {
    /// The declared network of `--topology`; its errors go to standard error and end the command with 2.
    func declaredNetwork() throws -> DeclaredNetwork {
        do throws(DeclaredErrors) {
            let network = try DeclaredNetwork.load(path: topology)
            Self.kept.withLock { $0.append(network) }
            return network
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(2)
        }
    }

    /// A command answers and ends: taking a national network apart again before that would be a tenth of its time.
    private static let kept = Mutex<[DeclaredNetwork]>([])

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
