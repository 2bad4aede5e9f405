import ArgumentParser
import Foundation
import InventoryStore
import NetworkModel

extension StateSource {
    /// The state file for a person's word: it must exist already, for only the monitor makes it.
    /// - Throws: exit code 3, having said why.
    func writableStore() throws -> Store {
        _ = try requiredStore()
        do {
            return try Store.open(options.database, mode: .readWrite)
        } catch {
            Output(options).complain("\(error)")
            throw ExitCode.unknown
        }
    }

    /// Refuses a reason in which nothing stands: the next shift reads it.
    static func checkReason(_ reason: String) throws {
        if reason.allSatisfy(\.isWhitespace) { throw ValidationError("-m wants a reason: the next shift reads it") }
    }

    /// Who writes: the person behind sudo, else the one who is logged in.
    static var person: String { ProcessInfo.processInfo.environment["SUDO_USER"] ?? NSUserName() }
}
