import ArgumentParser
import DeclaredFiles
import Foundation

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
}
