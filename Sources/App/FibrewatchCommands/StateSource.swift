import ArgumentParser
import Diagnosis
import Foundation
import InventoryStore
import NetworkModel

/// What the monitor wrote down, read without disturbing it: works while it runs and while it is stopped.
struct StateSource {
    let options: GlobalOptions

    init(_ options: GlobalOptions) { self.options = options }

    /// nil where there is no database yet: nothing was ever watched.
    /// - Throws: exit code 3, having said why, where there is one that cannot be read.
    func store() throws -> Store? {
        guard FileManager.default.fileExists(atPath: options.database) else { return nil }
        do {
            return try Store.open(options.database, mode: .readOnly)
        } catch {
            Output(options).complain("\(error)")
            throw ExitCode.unknown
        }
    }

    /// - Throws: exit code 3, having said what to do, where there is none.
    func requiredStore() throws -> Store {
        if let store = try store() { return store }
        Output(options).complain(
            "there is no state file \(options.database) yet; `fibrewatch run` makes it, `--database FILE` names another, `fibrewatch demo` shows one"
        )
        throw ExitCode.unknown
    }

    func states() throws -> ObjectStates {
        guard let store = try store() else { return ObjectStates(states: [:]) }
        let stored = try store.states(at: options.at)
        return ObjectStates(states: Dictionary(stored.map { ($0.object, $0.state) }, uniquingKeysWith: { $1 }))
    }
}
